"""Where a person worked before, and from when to when: moving keeps the history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Connection, String, Table, delete, func, insert, literal, select, update

from storage.metadata import OWN_IDS, UtcTime, key, link, metadata, moment
from storage.people import LEFT, person

placement = Table(
    "placement",
    metadata,
    key(),
    link("person_id", "person"),
    link("unit_id", "unit"),
    Column("team", String(120)),
    moment("from_at"),
    moment("to_at", nullable=False),
    **OWN_IDS,
)


@dataclass(frozen=True, slots=True)
class Placement:
    """A former place of work. `began` None: the list did not say since when."""

    unit_id: int
    team: str | None
    began: datetime | None
    ended: datetime


_FIELDS = [placement.c[name] for name in ("unit_id", "team", "from_at", "to_at")]


class Placements:
    """Queries on former places of work."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, person_id: int, place: Placement) -> None:
        """Keeps where the person worked until now."""
        values = {
            "person_id": person_id,
            "unit_id": place.unit_id,
            "team": place.team,
            "from_at": place.began,
            "to_at": place.ended,
        }
        self._connection.execute(insert(placement), values)

    def follow(self, unit_id: int, into: int, at: datetime) -> int:
        """Everybody of an ended unit belongs to what it became; where they were is kept. Returns how many."""
        there = (person.c.unit_id == unit_id, person.c.status != LEFT)
        began = func.coalesce(person.c.confirmed_at, person.c.joined_at)
        were = select(person.c.id, person.c.unit_id, person.c.team, began, literal(at, UtcTime())).where(
            *there
        )
        kept = ("person_id", "unit_id", "team", "from_at", "to_at")
        self._connection.execute(insert(placement).from_select(kept, were))
        moved = update(person).where(*there).values(unit_id=into, version=person.c.version + 1)
        return self._connection.execute(moved).rowcount

    def of(self, person_id: int) -> list[Placement]:
        """All former places, the oldest first."""
        query = select(*_FIELDS).where(placement.c.person_id == person_id).order_by(placement.c.id)
        return [Placement(*row) for row in self._connection.execute(query)]

    def take_back(self, person_id: int) -> Placement | None:
        """Forgets the latest and returns it: the person is there still. None where there is none."""
        latest = (
            select(placement.c.id, *_FIELDS)
            .where(placement.c.person_id == person_id)
            .order_by(placement.c.id.desc())
            .limit(1)
        )
        row = self._connection.execute(latest).first()
        if row is None:
            return None
        self._connection.execute(delete(placement).where(placement.c.id == row.id))
        return Placement(*row[1:])
