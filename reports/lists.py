"""A list of units and members, from the file to the database: looking at it, and letting it in.

Both are work for a process of its own: the command `import-people`, or a child of the server.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot import texts
from knowledge.documents import Unreadable
from knowledge.rosters import Roster
from knowledge.rosters_reading import TooMany, read_roster
from knowledge.workbooks import Workbook, open_workbook
from reports import lists_files
from reports.lists_plan import OUT_OF_REACH, ListPlan, plan_list
from reports.lists_preview import preview
from reports.lists_units import EVERYWHERE, Reach
from reports.lists_units_told import unit_lines
from reports.lists_writing import Told, Writer, writing
from storage.audit import Entry
from storage.database import Database
from storage.imports import AGREED, DONE, NewImport
from storage.store import Store

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


class RefusedList(Exception):
    """The whole file is not taken: the reason's name."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class Opened:
    """A file that was read: the workbook, and what it says."""

    file: str
    book: Workbook
    roster: Roster


@dataclass(frozen=True)
class Looked:
    """What a list would do, without changing anything. `files` by name; `taken`: what of it is kept."""

    lines: tuple[str, ...]
    counts: Mapping[str, int]
    is_empty: bool
    files: tuple[tuple[str, bytes], ...] = ()
    taken: bytes | None = None
    outside: tuple[str, ...] = ()  # units that were named and lie out of reach
    units: tuple[str, ...] = ()  # line by line what becomes of units there are


@dataclass
class Letting:
    """How a list is let in. `close`: since when those missing from it have left, None: they stay."""

    holder: str
    clock: Callable[[], datetime]
    told: Told = lambda done, total: None
    read: Callable[[str, int], None] = lambda key, rows: None
    close: datetime | None = None
    by: int | None = None
    list_id: int | None = None
    counts: dict[str, int] = field(default_factory=dict)


def open_list(
    content: bytes, file: str, *, most: int | None = None, told: Callable[[int], None] = lambda rows: None
) -> Opened:
    """Reads a file. Raises RefusedList."""
    try:
        book = open_workbook(content, file)
        return Opened(file, book, read_roster(book, most=most, told=told))
    except Unreadable as unreadable:
        raise RefusedList(unreadable.reason) from unreadable
    except TooMany as too_many:
        raise RefusedList("too_many") from too_many


def plan(
    store: Store, opened: Opened, reach: Reach, today: date, told: Callable[[int], None] = lambda rows: None
) -> ListPlan:
    """Compares a list with the store."""
    return plan_list(store, opened.roster, reach, today, told)


def look(store: Store, opened: Opened, found: ListPlan) -> Looked:
    """What to tell whoever handed it in."""
    lines = preview(opened.file, opened.roster, found)
    files = []
    if found.faults:
        files.append((texts.say("lists.refused_file"), refused(opened, found)))
    if found.missing:
        files.append((texts.say("lists.missing_file"), missing(store, found)))
    if files:
        lines.append(texts.say("lists.files"))
    outside = {fault.blanks.get("unit", "") for fault in found.faults if fault.reason == OUT_OF_REACH}
    taken = lists_files.taken(found, opened.roster)
    told = dict(found.counts)
    units = tuple(unit_lines(found.units))
    return Looked(tuple(lines), told, found.is_empty, tuple(files), taken, tuple(sorted(outside)), units)


def refused(opened: Opened, found: ListPlan) -> bytes:
    """The rows that are not taken, as a file."""
    return lists_files.refused(opened.book, found.faults)


def missing(store: Store, found: ListPlan) -> bytes:
    """Who stands on the units' lists and not in the file, as a file."""
    return lists_files.missing(found.missing, {each.id: each.name for each in store.imports.units()})


def let_in(database: Database, opened: Opened, reach: Reach, how: Letting) -> dict[str, int]:
    """Writes a list, and what came of it. Raises lists_writing.Busy.

    Compares anew under the right to write, so whatever happened since it was looked at counts.
    """
    with writing(database, how.holder, how.clock) as renew:
        with database.reading() as store:
            found = plan(store, opened, reach, how.clock().astimezone(ZONE).date(), _compared(how))
            officers = store.imports.officers(how.clock())
        list_id = how.list_id or _begin(database, opened.file, how)
        writer = Writer(database, found, how.clock, renew, how.by)
        written = writer.run(how.told)
        closed = []
        if how.close is not None and not found.faults:
            closed = [each.id for each in found.missing if each.id not in officers]
            writer.close(closed, how.close)
        counts = {**found.counts, "closed": len(closed), "lost": written.lost}
        with database.transaction() as store:
            store.imports.mark(list_id, DONE, counts=counts, done_at=how.clock())
            detail = {"file": opened.file, **{name: count for name, count in counts.items() if count}}
            store.audit.add(Entry(how.by, "list_imported", "list_import", list_id, detail, how.clock()))
    return counts


def _compared(how: Letting) -> Callable[[int], None]:
    def told(rows: int) -> None:
        how.read("told_compared", rows)

    return told


def _begin(database: Database, file: str, how: Letting) -> int:
    """The operator's list: the one begun before and not ended, else a new one."""
    with database.transaction() as store:
        begun = store.imports.unfinished(file)
        return begun or store.imports.add(NewImport(file, AGREED, by=how.by), how.clock())


def everywhere(default: int | None = None, path: str | None = None) -> Reach:
    """The whole tree, or one subtree where the operator names it."""
    if default is None or path is None:
        return EVERYWHERE
    return Reach((path,), default, default)
