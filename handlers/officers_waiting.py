"""What waits for an officer's decision or answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from bot.turn import Turn
from handlers.duty import Duty, Reach
from storage.initiatives import Initiative
from storage.piles import Pile
from storage.questions import Question
from storage.registrations import Registration
from storage.store import Store

MOST = 500  # listed at once
_FEW = 500  # units that are worth naming in a query


@dataclass
class Heap:
    """What of one kind waits for one officer: how much, since when, and when the latest came."""

    count: int = 0
    oldest: datetime | None = None
    newest: datetime | None = None

    def add(self, pile: Pile) -> None:
        """One more unit's pile."""
        self.count += pile.count
        self.oldest = min(self.oldest or pile.oldest, pile.oldest)
        self.newest = max(self.newest or pile.newest, pile.newest)


@dataclass
class Waiting:
    """All that waits for one officer."""

    registrations: Heap = field(default_factory=Heap)
    initiatives: Heap = field(default_factory=Heap)
    questions: Heap = field(default_factory=Heap)
    newcomers: Heap = field(default_factory=Heap)  # without those who wait with something they sent

    @property
    def heaps(self) -> tuple[Heap, ...]:
        return self.registrations, self.initiatives, self.questions, self.newcomers

    @property
    def empty(self) -> bool:
        return not any(heap.count for heap in self.heaps)

    def newer_than(self, since: datetime | None) -> bool:
        """Whether any of it came after an instant."""
        return any(heap.newest and (since is None or heap.newest > since) for heap in self.heaps)


KINDS = ("registrations", "initiatives", "questions", "newcomers")


def piles(
    store: Store, unit_ids: Iterable[int] | None = None, kinds: Sequence[str] = KINDS
) -> list[tuple[str, Pile]]:
    """All that waits in these units (None: everywhere), with its kind."""
    ids = None if unit_ids is None else list(unit_ids)
    if ids is not None and len(ids) > _FEW:
        ids = None
    return [(kind, pile) for kind in kinds for pile in getattr(store.piles, kind)(ids)]


def everybodys(reach: Reach, found: Iterable[tuple[str, Pile]]) -> dict[int, Waiting]:
    """What waits for whom, by the officer's id."""
    waits: dict[int, Waiting] = {}
    for kind, pile in found:
        for officer in reach.landing(pile.unit_id, pile.person_id)[0]:
            getattr(waits.setdefault(officer, Waiting()), kind).add(pile)
    return waits


def waiting_for(turn: Turn, kinds: Sequence[str] = KINDS) -> Waiting:
    """What lands on the offices of whoever writes."""
    reach, found = Duty.of(turn).reach(turn.roles), Waiting()
    for kind, pile in piles(turn.store, reach.units, kinds):
        if not _own(turn, pile) and reach.lands_on(turn.roles, pile.unit_id, pile.person_id):
            getattr(found, kind).add(pile)
    return found


def registrations_for(turn: Turn) -> list[Registration]:
    """Those of members, and those of the officers below who cannot decide about themselves; oldest first."""
    store = turn.store.registrations
    return _landed(turn, lambda ids: store.waiting_in(ids, MOST), store.waiting_of)


def initiatives_for(turn: Turn) -> list[Initiative]:
    """Likewise."""
    store = turn.store.initiatives
    return _landed(turn, lambda ids: store.waiting_in(ids, MOST), store.waiting_of)


def questions_for(turn: Turn) -> list[Question]:
    """Likewise, for members of a board those addressed to it."""
    return _landed(turn, turn.store.questions.open_in, turn.store.questions.open_of)


Row = TypeVar("Row", bound=Registration | Initiative | Question)
Rows = Callable[[Sequence[int]], list[Row]]


def _landed(turn: Turn, of_units: Rows[Row], of_people: Rows[Row]) -> list[Row]:
    reach = Duty.of(turn).reach(turn.roles)
    rows = [*of_units(reach.answered_for(turn.roles)), *of_people(list(reach.names))]
    found = {
        row.id: row
        for row in rows
        if not _own(turn, row) and reach.lands_on(turn.roles, row.unit_id, row.person_id)
    }
    return [found[id] for id in sorted(found)]


def _own(turn: Turn, row: Registration | Initiative | Question | Pile) -> bool:
    return turn.person is not None and row.person_id == turn.person.id
