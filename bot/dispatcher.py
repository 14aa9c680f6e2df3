"""One message, one transaction: stores it, answers it, queues what is said; exactly once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from bot import conversing, refusals, texts
from bot.boundaries import COMMITTED, HANDLED, STORED, nothing_happens
from bot.channels.base import Capabilities
from bot.conversing import NeedsReading
from bot.errors import Refused, incident
from bot.heard import Heard
from bot.locks import Locks
from bot.messages import Incoming, Notice, Reply, Said
from bot.posting import post_notice, post_reply
from bot.routing import Route, Routes
from bot.turn import Turn
from bot.understanding import Understanding
from storage.accounts import Account, Address, Situation
from storage.database import Database
from storage.outbox import Arrived
from storage.store import Store

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Known:
    """What every turn is given."""

    routes: Routes
    channels: Mapping[str, Capabilities]
    understanding: Understanding
    public_url: str = ""
    secret: bytes = b""


@dataclass
class Counts:
    """What happened since the start, for /metrics."""

    received: int = 0
    answered: int = 0
    repeated: int = 0
    incidents: int = 0


@dataclass
class _Answer:
    """What the person sees at once, and whether a sender has something to do."""

    arrived: list[Arrived]
    queued: bool


@dataclass(frozen=True)
class _Sorry:
    """What is said instead of an answer: of an incident its code, of what is not theirs that it was."""

    said: Said
    code: str | None
    barred: bool


class Dispatcher:
    """Takes what channels read to the journeys and back."""

    def __init__(
        self,
        database: Database,
        known: Known,
        posted: Callable[[], None] = lambda: None,
        boundary: Callable[[str], None] = nothing_happens,
    ) -> None:
        self._database = database
        self._known = known
        self._locks = Locks()
        self._posted = posted
        self._boundary = boundary
        self.stored: Callable[[], None] = lambda: None
        self.counts = Counts()

    async def answer(self, incoming: Incoming, inbox_id: int | None = None) -> list[Arrived]:
        """Answers one message. The same update again gives the same answer and changes nothing.

        `inbox_id` names the row of an update stored before; without it the message is stored here.
        Raises only when the database cannot be reached: then nothing was kept.
        """
        self.counts.received += 1
        async with self._locks.of(str(incoming.address)):
            answer = await self._once(incoming, inbox_id)
        self._boundary(COMMITTED)
        self.counts.answered += 1
        if answer.queued:
            self._posted()
        return answer.arrived

    async def receive(self, address: Address, update_id: str, payload: dict[str, Any], at: Any) -> bool:
        """Keeps a raw update to be answered soon; False when it was known."""
        stored = await self._database.run(lambda store: store.inbox.store(address, update_id, payload, at))
        self._boundary(STORED)
        if stored is not None:
            self.stored()
        return stored is not None

    async def _once(self, incoming: Incoming, inbox_id: int | None) -> _Answer:
        key = str(incoming.address)
        prepared, code, barred = None, None, False
        try:
            for _ in range(3):
                try:
                    work = partial(self._attempt, incoming, inbox_id, prepared)
                    return await self._database.run(work, lock=key)
                except NeedsReading as needs:
                    prepared = await self._database.read(partial(self._prepare, incoming, needs.route))
            raise RuntimeError("a route wants to read for ever")
        except Refused as refused:
            said: Said = [Reply(texts.say(refused.key, **refused.blanks))]
            barred = refused.key == refusals.KEY
        except Exception:
            code = incident()
            self.counts.incidents += 1
            log.exception("incident %s while answering %s %s", code, incoming.address, incoming.update_id)
            said = [Reply(texts.say("common.incident", code=code))]
        sorry = _Sorry(said, code, barred)
        return await self._database.run(partial(self._apologise, incoming, inbox_id, sorry), lock=key)

    def _prepare(self, incoming: Incoming, route: Route, store: Store) -> Any:
        stranger = Situation(Account(0, incoming.address), None, None)
        self._known.understanding.refresh(store)
        turn = self._turn(store, incoming, store.accounts.situation(incoming.address) or stranger)
        return route.prepare(turn) if route.prepare else None

    def _attempt(self, incoming: Incoming, inbox_id: int | None, prepared: Any, store: Store) -> _Answer:
        row, known = _taken(store, incoming, inbox_id)
        if row is None:
            return self._repeat(store, incoming)
        turn = self._turn(store, incoming, known or _new(store, incoming))
        turn.prepared = prepared
        back = self._known.routes.came_back(turn)
        said = self._vary(turn, conversing.answer(turn, self._known.routes))
        return self._keep(turn, [*back, *said], row, inbox_id)

    def _apologise(self, incoming: Incoming, inbox_id: int | None, sorry: _Sorry, store: Store) -> _Answer:
        row, known = _taken(store, incoming, inbox_id)
        if row is None:
            return self._repeat(store, incoming)
        turn = self._turn(store, incoming, known or _new(store, incoming))
        if sorry.barred:
            refusals.keep(turn, self._known.routes)
        return self._keep(turn, self._vary(turn, sorry.said), row, inbox_id, sorry.code)

    def _turn(self, store: Store, incoming: Incoming, known: Situation) -> Turn:
        understanding = self._known.understanding
        heard = Heard(incoming, understanding.speller)
        turn = Turn(store, heard, known.account, known.person, known.conversation, understanding)
        turn.channels = self._known.channels
        turn.public_url = self._known.public_url
        turn.secret = self._known.secret
        return turn

    def _keep(
        self, turn: Turn, said: Said, row: int, inbox_id: int | None, code: str | None = None
    ) -> _Answer:
        """Queues what is said and keeps what the conversation remembers; all in the caller's transaction."""
        store, now = turn.store, turn.now
        can = self._known.channels[turn.account.address.channel]
        answer = _Answer([], queued=not can.in_answer)
        for each in said:
            if isinstance(each, Notice):
                answer.queued |= post_notice(store, each, self._known.channels, now)
            else:
                answer.arrived += post_reply(turn, each, can, row)
        store.accounts.heard(turn.account, now, turn.talk)
        if inbox_id is not None:
            store.inbox.handled(inbox_id, now, code)
        self._boundary(HANDLED)
        return answer

    def _repeat(self, store: Store, incoming: Incoming) -> _Answer:
        self.counts.repeated += 1
        row = store.inbox.find(incoming.address, incoming.update_id)
        known = store.accounts.situation(incoming.address)
        arrived = store.outbox.answers_to(row, known.account.id) if row and known else []
        return _Answer(arrived, queued=False)

    def _vary(self, turn: Turn, said: Said) -> Said:
        """No sentence twice running: what would repeat itself says so."""
        replies = [each for each in said if isinstance(each, Reply)]
        if not replies:
            return said
        last = replies[-1]
        spoken = last.text
        if turn.account.memory.get("said") == spoken and not last.replaces:
            again = replace(last, text=texts.say("common.once_more", text=spoken))
            said = [again if each is last else each for each in said]
            turn.account.memory["said"] = ""
        else:
            turn.account.memory["said"] = spoken
        return said


def _taken(store: Store, incoming: Incoming, inbox_id: int | None) -> tuple[int | None, Situation | None]:
    """The update's row, None when it was handled before, here or in another process; who sent it."""
    if inbox_id is None:
        return store.inbox.take(incoming.address, incoming.update_id, incoming.at)
    row = inbox_id if store.inbox.waits(inbox_id) else None
    return row, store.accounts.situation(incoming.address)


def _new(store: Store, incoming: Incoming) -> Situation:
    return Situation(store.accounts.meet(incoming.address, incoming.at), None, None)
