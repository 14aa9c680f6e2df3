"""What is done with lists out of a chat, beside the conversation: read in a child process, told, let in."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot import texts
from bot.channels.base import Capabilities
from bot.errors import incident
from bot.messages import Choice, File, Notice, Reply
from bot.posting import post_notice
from handlers.lists import DECIDING
from handlers.officers import responsible
from reports import lists
from reports.children import Children
from reports.lists import Letting, Looked, Opened, RefusedList
from reports.lists_preview import refused_file, summary
from reports.lists_units import GRASSROOTS, Reach
from reports.lists_writing import Busy
from storage.attachments import XLSX
from storage.audit import Entry
from storage.database import Database
from storage.imports import DONE, FAILED, LOOKED, RECEIVED, ListImport
from storage.roles import Role
from storage.store import Store

log = logging.getLogger(__name__)

MOST = 20_000  # rows that are taken out of a chat
HOUR_S = 3600.0
UNITS = "units"  # of what was counted: line by line what becomes of units


@dataclass(frozen=True)
class Work:
    """One list to be worked on, as a child process is told: it opens the database itself."""

    url: str
    list_id: int
    at: datetime
    key: bytes = b""  # the installation's

    def clock(self) -> datetime:
        """In a child, time stands where the work began."""
        return self.at


class ListWork:
    """Works off lists, one after another. `url` is the database's, password and all."""

    def __init__(
        self,
        database: Database,
        url: str,
        channels: Mapping[str, Capabilities],
        clock: Callable[[], datetime],
        posted: Callable[[], None] = lambda: None,
    ) -> None:
        self._database, self._url, self._channels = database, url, channels
        self._clock, self._posted = clock, posted
        self.key = b""
        self._children = Children(HOUR_S, alone=True)

    async def run(self, every_s: float = 1.0) -> None:
        """Looks for lists until it is cancelled."""
        while True:
            await self.drain()
            await asyncio.sleep(every_s)

    def close(self) -> None:
        """Ends the child process."""
        self._children.close()

    async def drain(self) -> None:
        """Works off all that waits."""
        while (waiting := await self._database.read(lambda store: store.imports.next())) is not None:
            await self._tried(waiting)
            self._posted()

    async def _tried(self, row: ListImport) -> None:
        step = self._look if row.status == RECEIVED else self._let_in
        try:
            await step(row, Work(self._url, row.id, self._clock(), self.key))
        except Exception:
            code = incident()
            log.exception("incident %s with the list %s", code, row.id)
            text = texts.say("lists.failed", file=row.file, code=code)
            await self._database.run(lambda store: self._end(store, row, FAILED, Reply(text)))

    async def _look(self, row: ListImport, work: Work) -> None:
        found = await asyncio.to_thread(self._children.run, look, work)
        await self._database.run(lambda store: self._tell(store, row, found))

    def _tell(self, store: Store, row: ListImport, found: Looked | str) -> None:
        if isinstance(found, str):
            why, what_to_do = refused_file(found, MOST)
            self._end(store, row, FAILED, Reply(texts.say("lists.try_again", why=why, what_to_do=what_to_do)))
            return
        if found.outside:
            self._note(store, row, "list_out_of_reach", units=list(found.outside[:20]))
        files = tuple(File(name, XLSX, content) for name, content in found.files)
        text = "\n".join(found.lines)
        if found.is_empty:
            self._end(store, row, DONE, Reply(text, files=files))
            return
        if row.attachment_id is not None:
            store.imports.keep_only(row.attachment_id, found.taken)
        store.imports.mark(row.id, LOOKED, counts={**found.counts, UNITS: list(found.units)})
        choices = (
            Choice(texts.say("lists.import"), action="let_list_in", row=row.id, version=1),
            Choice(texts.say("lists.drop"), action="drop_list", row=row.id, version=1),
        )
        self._post(store, row, Reply(text, choices, files=files))

    async def _let_in(self, row: ListImport, work: Work) -> None:
        counts = await asyncio.to_thread(self._children.run, let_in, work)
        if isinstance(counts, str):
            why, what_to_do = refused_file(counts, MOST)
            text = texts.say("lists.try_again", why=why, what_to_do=what_to_do)
            await self._database.run(lambda store: self._end(store, row, FAILED, Reply(text)))
            return
        text = texts.say("lists.done", what=summary(counts))
        await self._database.run(lambda store: self._told(store, row, text))

    def _told(self, store: Store, row: ListImport, text: str) -> None:
        """The officer hears what was done; the level above, what became of units."""
        self._post(store, row, Reply(text, closing=True))
        lines, now = row.counts.get(UNITS), self._clock()
        top = _top(_deciding(store, row, now))
        above = store.units.get(top.unit_id).parent_id if top else None
        if not lines or top is None or above is None or row.by is None:
            return
        sender, unit = store.people.get(row.by).name, store.units.get(top.unit_id).name
        news = texts.say("lists.told_above", officer=sender, unit=unit, lines="\n".join(lines))
        for officer in responsible(store, now, above, besides=row.by):
            post_notice(store, Notice(officer.id, Reply(news, closing=True)), self._channels, now)

    def _end(self, store: Store, row: ListImport, status: str, reply: Reply) -> None:
        """Nothing more is done with it: what was sent does not stay."""
        store.imports.mark(row.id, status, done_at=self._clock())
        if row.attachment_id is not None:
            store.imports.keep_only(row.attachment_id, None)
        self._note(store, row, f"list_{status}")
        self._post(store, row, reply)

    def _post(self, store: Store, row: ListImport, reply: Reply) -> None:
        if row.by is not None:
            notice = Notice(row.by, reply, account_id=row.account_id)
            post_notice(store, notice, self._channels, self._clock())

    def _note(self, store: Store, row: ListImport, action: str, **detail: object) -> None:
        store.audit.add(Entry(row.by, action, "list_import", row.id, detail, self._clock()))


# --- in the child process ------------------------------------------------------------------------


def look(work: Work) -> Looked | str:
    """What a list would do; the reason why it is not taken at all."""
    database = Database(work.url)
    try:
        with database.reading() as store:
            try:
                opened = _opened(store, work, MOST)
            except RefusedList as refused:
                return refused.reason
            found = lists.plan(store, opened, _reach(store, work), work.at.astimezone(lists.ZONE).date())
            return lists.look(store, opened, found)
    finally:
        database.close()


def let_in(work: Work) -> dict[str, int] | str:
    """Writes a list that was agreed to; what came of it, or why it could not be."""
    database = Database(work.url)
    try:
        with database.reading() as store:
            opened, reach, row = _opened(store, work), _reach(store, work), store.imports.get(work.list_id)
        how = Letting(f"list:{work.list_id}", work.clock, by=row.by if row else None, list_id=work.list_id)
        return lists.let_in(database, opened, reach, how)
    except Busy:
        return "busy"
    finally:
        database.close()


def _opened(store: Store, work: Work, most: int | None = None) -> Opened:
    row = store.imports.get(work.list_id)
    content = store.attachments.content(row.attachment_id) if row and row.attachment_id else None
    if row is None or content is None:
        raise RefusedList("empty")
    return lists.open_list(content, row.file, most=most)


def _reach(store: Store, work: Work) -> Reach:
    """The subtrees in which whoever sent the list decides now; none where the office ended meanwhile."""
    row = store.imports.get(work.list_id)
    deciding = _deciding(store, row, work.at)
    highest = _top(deciding)
    if highest is None:
        return Reach(())
    top = store.units.get(highest.unit_id)
    is_leaf = not store.units.children(top.id) or top.kind == GRASSROOTS
    paths = tuple(role.unit_path for role in deciding)
    return Reach(paths, top.id, top.id if is_leaf else None, work.key, own=False)


def _deciding(store: Store, row: ListImport | None, at: datetime) -> list[Role]:
    roles = store.roles.of(row.by, at) if row and row.by is not None else []
    return [role for role in roles if role.what in DECIDING]


def _top(roles: Sequence[Role]) -> Role | None:
    return min(roles, key=lambda role: len(role.unit_path), default=None)
