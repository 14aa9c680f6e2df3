"""What waits for an officer's decision or answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.initiatives import Initiative
from storage.people import Person
from storage.questions import Question
from storage.registrations import Registration
from storage.roles import Role
from storage.store import Store

MOST = 500  # counted and listed at once
_ORDER = {"emulation": 0, "chair": 1, "deputy": 2}


def rank(role: Role) -> int:
    """Who is asked first in a unit: 0 before 1."""
    return _ORDER.get(role.what, 9)


@dataclass(frozen=True)
class Waiting:
    """All that waits for one officer, each the oldest first."""

    registrations: list[Registration]
    initiatives: list[Initiative]
    questions: list[Question]

    @property
    def empty(self) -> bool:
        return not (self.registrations or self.initiatives or self.questions)

    def newer_than(self, since: datetime | None) -> bool:
        """Whether any of it came after an instant."""
        came = [row.created_at for row in self.registrations]
        came += [row.created_at for row in self.initiatives]
        came += [row.asked_at for row in self.questions]
        return any(since is None or at > since for at in came)


def waiting_for(
    store: Store, now: datetime, person: Person, roles: Sequence[Role], unit_ids: Sequence[int]
) -> Waiting:
    """What lands on these offices of this person, in these units."""
    return Waiting(
        registrations_for(store, now, person, roles, unit_ids),
        store.initiatives.waiting_in(unit_ids, MOST),
        store.questions.open_in(unit_ids),
    )


def registrations_for(
    store: Store, now: datetime, person: Person, roles: Sequence[Role], unit_ids: Sequence[int]
) -> list[Registration]:
    """Those of members here, and those of the officers below who cannot decide about themselves."""
    above = decided_above(store, now)
    offices = {role.unit_id for role in roles}
    rows = [row for row in store.registrations.waiting_in(unit_ids, MOST) if row.person_id not in above]
    below = [person_id for person_id, unit_id in above.items() if unit_id in offices]
    rows += store.registrations.waiting_of(below)
    return [row for row in sorted(rows, key=lambda row: row.id) if row.person_id != person.id]


def decided_above(store: Store, now: datetime) -> dict[int, int]:
    """The highest officers of their own units, by person: the unit above whose officers decide about them.

    0 where nobody stands above.
    """
    everyone = store.roles.everyone(now)
    best = best_ranks(everyone)
    deciding: dict[int, set[int]] = {}
    for person, role in everyone:
        if rank(role) == best[role.unit_id]:
            deciding.setdefault(role.unit_id, set()).add(person.id)
    paths = {role.unit_id: role.unit_path for _, role in everyone}
    found: dict[int, int] = {}
    for person in {p.id: p for p, _ in everyone}.values():
        path = paths.get(person.unit_id) or store.units.get(person.unit_id).path
        chain = [int(part) for part in reversed(path.strip("/").split("/")) if int(part) in deciding]
        if chain and person.id in deciding[chain[0]]:
            found[person.id] = next((unit_id for unit_id in chain if person.id not in deciding[unit_id]), 0)
    return found


def best_ranks(everyone: Sequence[tuple[Person, Role]]) -> dict[int, int]:
    """The rank of each unit's highest officers."""
    best: dict[int, int] = {}
    for _, role in everyone:
        best[role.unit_id] = min(rank(role), best.get(role.unit_id, rank(role)))
    return best
