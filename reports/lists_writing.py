"""Writes a list into the database in short transactions, so that whoever is talking never waits for it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from knowledge.rosters import Member
from reports.lists_people import whole
from reports.lists_plan import ListPlan
from reports.lists_units import Added, Changed, Ended
from storage.database import Database
from storage.imports import KnownPerson
from storage.store import Store
from storage.unit_ending import end_unit
from storage.units import LINE, NewUnit

LEASE, LASTS = "import", timedelta(seconds=20)
PATIENCE_S = 60.0  # how long another list is waited for
_RENEWED_S = 5.0
# A transaction works for so long, whatever the machine does beside; one that lasted longer is made smaller.
_WANTED_S, _LONGEST_S = 0.008, 0.05
_SMALLEST, _FIRST, _LARGEST = 100, 150, 1000  # rows of one transaction
_UNITS = 10
# After each the writer's place is free for as long as it lasted, times this, and for no longer than that.
_REST, _LONGEST_REST_S = {"sqlite": 2.0, "postgresql": 0.5}, 0.03

T = TypeVar("T")
Told = Callable[[int, int], None]  # rows written, of how many
Clock = Callable[[], datetime]


class Busy(Exception):
    """Another list is being written, and went on for longer than one can wait."""


@dataclass
class Written:
    """What is known of the writing so far. `ids`: spot -> id of the units made."""

    ids: dict[int, int] = field(default_factory=dict)
    done: int = 0
    lost: int = 0  # people changed by somebody else meanwhile, left as they are


@contextmanager
def writing(database: Database, holder: str, clock: Clock) -> Iterator[Callable[[Store], None]]:
    """Holds the right to write lists: one at a time, over all processes. Raises Busy.

    What it yields is called in every transaction, so that the right does not run out.
    """
    end = time.monotonic() + PATIENCE_S
    while True:
        with database.transaction() as store:
            if store.leases.acquire(LEASE, holder, clock(), LASTS) is not None:
                break
        if time.monotonic() > end:
            raise Busy
        time.sleep(0.5)
    renewed = time.monotonic()

    def renew(store: Store) -> None:
        nonlocal renewed
        if time.monotonic() - renewed > _RENEWED_S:
            renewed = time.monotonic()
            if not store.leases.renew(LEASE, holder, clock(), LASTS):
                raise Busy

    try:
        yield renew
    finally:
        with database.transaction() as store:
            store.leases.release(LEASE, holder, clock())


class Writer:
    """Carries out a plan. Stopped anywhere and begun anew from a new plan, it ends in the same state."""

    def __init__(
        self,
        database: Database,
        plan: ListPlan,
        clock: Clock,
        renew: Callable[[Store], None],
        by: int | None = None,
    ) -> None:
        self._database, self._plan, self._clock, self._renew = database, plan, clock, renew
        self._by = by
        self._rest = _REST[database.dialect]
        self._size = _FIRST
        self.written = Written()

    def run(self, told: Told) -> Written:
        """Units from above to below, people, what ends; `told` hears after every transaction how far."""
        units = self._plan.units
        total = len(units.added) + len(units.changed) + len(units.ended) + len(self._plan.changed)
        total += sum(map(len, self._plan.added.values()))
        steps: tuple[Iterator[int], ...] = (
            self._pieces(units.added, self._add_units, _UNITS),
            self._pieces(units.changed, self._change_units, _UNITS),
            self._pieces(self._plan.changed, self._change_people),
            self._pieces(self._new_people(), self._add_people),
            self._pieces(units.ended, self._end_units, _UNITS),  # last: whoever is in them goes along
        )
        for step in steps:
            for count in step:
                self.written.done += count
                told(self.written.done, total)
        return self.written

    def _new_people(self) -> list[tuple[int, Member]]:
        return [(spot, member) for spot, members in self._plan.added.items() for member in members]

    def _pieces(
        self, rows: Sequence[T], work: Callable[[Store, Sequence[T]], None], size: int | None = None
    ) -> Iterator[int]:
        """Hands the rows to the work, so many at once as take the time one may; how many each time."""
        first = 0
        while first < len(rows):
            some = rows[first : first + (size or self._size)]
            worked = time.thread_time()
            took = self._transaction(work, some)
            if size is None:
                self._size = _next_size(self._size, time.thread_time() - worked, took)
            first += len(some)
            yield len(some)
            time.sleep(min(took * self._rest, _LONGEST_REST_S))

    def _transaction(self, work: Callable[[Store, Sequence[T]], None], rows: Sequence[T]) -> float:
        """Seconds for which others could not write."""
        with self._database.transaction() as store:
            begun = time.perf_counter()
            work(store, rows)
            self._renew(store)
        return time.perf_counter() - begun

    # --- units -----------------------------------------------------------------------------------

    def _id(self, spot: int) -> int:
        return self.written.ids.get(spot, spot)

    def _add_units(self, store: Store, rows: Sequence[Added]) -> None:
        made: dict[int, int] = {}
        for each in rows:
            parent = each.parent if each.parent is None else made.get(each.parent, self._id(each.parent))
            above = store.units.get(parent) if parent is not None else None
            row = each.row
            new = NewUnit(
                row.name,
                each.kind,
                each.code,
                parent,
                row.where or (above.place if above else None),
                sector=row.sector,
                employer_type=row.employer_type,
                cluster=row.cluster,
                size=row.size or 0,
                aliases=row.aliases,
                valid_from=row.valid_from,
                standing=row.standing or LINE,
            )
            made[each.spot] = store.units.add(new).id
        self.written.ids |= made

    def _change_units(self, store: Store, rows: Sequence[Changed]) -> None:
        for each in rows:
            if each.name:
                store.units.rename(each.id, each.name)
            if each.values:
                store.units.describe(each.id, **each.values)
            if each.aliases:
                store.units.add_aliases(each.id, each.aliases)
            if each.parent is not None:
                store.units.move(each.id, self._id(each.parent))

    def _end_units(self, store: Store, rows: Sequence[Ended]) -> None:
        for each in rows:
            end_unit(store, self._id(each.spot), each.ending(self.written.ids), self._clock(), self._by)

    # --- people ----------------------------------------------------------------------------------

    def _add_people(self, store: Store, rows: Sequence[tuple[int, Member]]) -> None:
        now = self._clock()
        store.imports.add_people([_columns(self._id(spot), member, now) for spot, member in rows])

    def _change_people(self, store: Store, rows: Sequence[tuple[KnownPerson, dict[str, object]]]) -> None:
        found = [whole(person, changed) for person, changed in rows]
        self.written.lost += len(found) - store.imports.change_people(found)

    def close(self, ids: Sequence[int], at: datetime) -> None:
        """Those missing from the list have left."""

        def leave(store: Store, some: Sequence[int]) -> None:
            store.imports.close_people(some, at)

        for _ in self._pieces(ids, leave):
            continue


def _columns(unit_id: int, member: Member, at: datetime) -> Mapping[str, object]:
    return {
        "unit_id": unit_id,
        "name": member.name,
        "team": member.team,
        "work_kind": member.work,
        "sex": member.sex,
        "phone": member.phone,
        "joined_at": at,
    }


def _next_size(size: int, worked: float, took: float) -> int:
    """Smaller after a long transaction, larger after a short one. `worked` is without what was waited for."""
    if worked > _WANTED_S or took > _LONGEST_S:
        return max(_SMALLEST, size - size // 4)
    is_short = worked < _WANTED_S / 2 and took < _LONGEST_S / 2
    return min(_LARGEST, size + size // 4) if is_short else size
