"""Who answers for what: the highest officers of a unit who were heard of late, else the level above."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from bot.turn import Turn
from storage.people import Person
from storage.roles import Role
from storage.serving import Serving
from storage.store import Store

SILENT = timedelta(days=14)  # unheard for so long, an officer's matters go to the level above
_ORDER = {"emulation": 0, "chair": 1, "deputy": 2, "board": 3}

OWN, OWN_MATTER, VACANT, UNHEARD, NOBODY = "own", "own_matter", "vacant", "unheard", "nobody"


@dataclass(frozen=True)
class Asked:
    """Who is asked about a matter of a unit.

    `unit_id` is where they hold office; `why` says why not at the unit itself: OWN_MATTER (it is about the
    unit's own officer), VACANT (nobody who holds an office can be written to), UNHEARD (none was
    heard of late). NOBODY: nobody was heard at any level; it waits with the nearest who
    hold an office, if there are any.
    """

    people: list[Person]
    unit_id: int | None
    why: str


@dataclass(frozen=True)
class _Desk:
    """The officers of one unit who can be written to, those in whose place one of them stands left out."""

    staff: tuple[tuple[int, Serving], ...]

    def asked(self, heard_since: datetime, here: int | None) -> list[int]:
        """The highest of those heard since then, or being heard now; ids."""
        return self._best(
            each
            for each in self.staff
            if each[1].person_id == here or (each[1].heard is not None and each[1].heard >= heard_since)
        )

    def waited_for(self) -> list[int]:
        """The highest of all, heard or not; ids."""
        return self._best(self.staff)

    def _best(self, staff: Iterable[tuple[int, Serving]]) -> list[int]:
        found = list(staff)
        best = min((rank for rank, _ in found), default=0)
        return list(dict.fromkeys(each.person_id for rank, each in found if rank == best))


def _desks(serving: Iterable[Serving], here: int | None) -> dict[int, _Desk]:
    """Whoever can be written to nowhere, and is not writing now, is as if not appointed yet."""
    by_unit: dict[int, list[Serving]] = {}
    for each in serving:
        if each.heard is not None or each.person_id == here:
            by_unit.setdefault(each.unit_id, []).append(each)
    return {unit_id: _desk(found) for unit_id, found in by_unit.items()}


def _desk(found: Sequence[Serving]) -> _Desk:
    """Whoever stands in for somebody has that one's rank."""
    away = {each.acts_for for each in found if each.acts_for is not None}
    ranks: dict[int, int] = {}
    for each in found:
        ranks[each.person_id] = min(_ORDER[each.what], ranks.get(each.person_id, 9))
    staff = tuple(
        (min(_ORDER[each.what], ranks.get(each.acts_for or 0, 9)), each)
        for each in found
        if each.person_id not in away
    )
    return _Desk(staff)


def _chain(path: str) -> list[int]:
    return [int(part) for part in reversed(path.strip("/").split("/"))]


@dataclass
class Duty:
    """Who answers for what at an instant. `here`: who is writing now, and so is not silent."""

    store: Store
    now: datetime
    here: int | None = None

    @classmethod
    def of(cls, turn: Turn) -> Duty:
        """As it stands while this message is answered."""
        return cls(turn.store, turn.now, turn.person.id if turn.person else None)

    def deciding(self, unit_id: int, besides: int | None = None) -> Asked:
        """Who decides for a unit. `besides`: whose matter it is, as nobody decides about themselves."""
        chain = self.store.units.get(unit_id).above()
        desks = _desks(self.store.servings.at(chain, self.now), self.here)
        found, at, certain = _first(chain, desks, self._since, (self.here, besides))
        people = [self.store.people.get(id) for id in found]
        return Asked(people, at, self._why(chain, desks, at if certain else None, besides))

    def _why(self, chain: Sequence[int], desks: dict[int, _Desk], at: int | None, besides: int | None) -> str:
        if at is None:
            return NOBODY
        if at == chain[0]:
            return OWN
        own = desks.get(chain[0])
        if own is None or not own.staff:
            return VACANT
        return OWN_MATTER if own.asked(self._since, self.here) else UNHEARD

    @property
    def _since(self) -> datetime:
        return self.now - SILENT

    def reach(self, roles: Sequence[Role]) -> Reach:
        """What lands on these offices, and on those below them."""
        return self._reach({role.unit_path for role in roles if role.decides or role.board_id is not None})

    def everywhere(self) -> Reach:
        """What lands on whom in the whole tree."""
        return self._reach({root.path for root in self.store.units.roots()})

    def _reach(self, paths: Iterable[str]) -> Reach:
        found = set(paths)
        roots = [path for path in found if not any(path != o and path.startswith(o) for o in found)]
        if not roots:
            return Reach({}, [], self._since, self.here)
        servings = self.store.servings
        return Reach(servings.places(roots), servings.within(roots, self.now), self._since, self.here)


def _first(
    chain: Sequence[int], desks: dict[int, _Desk], since: datetime, who: tuple[int | None, int | None]
) -> tuple[list[int], int | None, bool]:
    """(ids of who is asked, at which unit, whether they were heard); going up the chain."""
    here, besides = who
    for unit_id in chain:
        found = desks[unit_id].asked(since, here) if unit_id in desks else []
        if found and besides not in found:
            return found, unit_id, True
    for unit_id in chain:
        found = desks[unit_id].waited_for() if unit_id in desks else []
        if found and besides not in found:
            return found, unit_id, False
    return [], None, False


@dataclass
class Reach:
    """A part of the tree with everybody who serves there or above, read once.

    `units` are ids and paths.
    """

    units: dict[int, str]
    serving: list[Serving]
    since: datetime
    here: int | None
    _landed: dict[tuple[int, int | None], tuple[list[int], int | None]] = field(default_factory=dict)

    @cached_property
    def desks(self) -> dict[int, _Desk]:
        return _desks(self.serving, self.here)

    @cached_property
    def names(self) -> dict[int, str]:
        """Of everybody who serves, by id."""
        return {each.person_id: each.name for each in self.serving}

    def landing(self, unit_id: int, besides: int | None = None) -> tuple[list[int], int | None]:
        """(ids of who is asked about a matter of this unit, the unit where they hold office).

        `besides`: whose matter it is. Nobody and None for a unit that lies elsewhere.
        """
        if unit_id not in self.units:
            return [], None
        key = (unit_id, besides if besides in self.names else None)
        if key not in self._landed:
            found, at, _ = _first(_chain(self.units[unit_id]), self.desks, self.since, (self.here, key[1]))
            self._landed[key] = (found, at)
        return self._landed[key]

    def lands_on(self, roles: Sequence[Role], unit_id: int, besides: int | None = None) -> bool:
        """Whether these offices are asked about it."""
        return self.landing(unit_id, besides)[1] in _places(roles)

    def answered_for(self, roles: Sequence[Role]) -> list[int]:
        """The units whose matters land on these offices: their own, and those below with nobody nearer."""
        places = _places(roles)
        return [unit_id for unit_id in self.units if self.landing(unit_id)[1] in places]


def _places(roles: Sequence[Role]) -> set[int | None]:
    return {role.board_id or role.unit_id for role in roles if role.decides or role.board_id is not None}
