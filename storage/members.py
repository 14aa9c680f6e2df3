"""A unit's people as its officers look at them: who is on the list, who came, who waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, case, func, or_, select

from storage.accounts import account
from storage.people import CONFIRMED, FIELDS, LISTED, WAITING, Person, person, waits
from storage.units import below, unit
from storage.vietnamese import fold

NAMESAKES = 500  # read of one name; a list may hold three hundred


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody of the list or confirmed, as compared with a joiner. `phone` as the list writes it."""

    id: int
    unit_id: int
    name: str
    team: str | None
    work_kind: str | None
    phone: str | None
    status: str


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who waits to be confirmed: since when, and whether they agreed to be remembered yet."""

    person: Person
    since: datetime


@dataclass(frozen=True, slots=True)
class Tally:
    """People of one team (or unit): on the list and not come, come and confirmed, waiting."""

    listed: int
    joined: int
    waiting: int

    @property
    def whole(self) -> int:
        return self.listed + self.joined


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list of members."""

    name: str
    team: str | None
    work_kind: str | None
    status: str


_KNOWN = [person.c[name] for name in ("id", "unit_id", "name", "team", "work_kind", "phone", "status")]
_OURS = person.c.status.in_((LISTED, CONFIRMED))
_COUNTS = [
    func.coalesce(func.sum(case((person.c.status == status, 1), else_=0)), 0)
    for status in (LISTED, CONFIRMED, WAITING)
]


class Members:
    """Queries on the people of units, for their officers."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def named(self, path: str, name: str) -> list[Known]:
        """Ours of a subtree who are called so, marks or not, in the order of the list."""
        return self._known(below(path), person.c.name_folded == fold(name))

    def called(self, unit_ids: Sequence[int], words: str) -> list[Known]:
        """Ours of exactly these units whose name holds these words, marks or not."""
        holds = person.c.name_folded.contains(fold(words), autoescape=True)
        return self._known(person.c.unit_id.in_(unit_ids), holds)

    def known(self, ids: Sequence[int]) -> list[Known]:
        """These people, where they are ours."""
        return self._known(person.c.id.in_(ids))

    def with_phone(self, path: str) -> list[Known]:
        """Ours of a subtree whose phone is on the list."""
        return self._known(below(path), person.c.phone.is_not(None))

    def _known(self, *where: ColumnElement[bool]) -> list[Known]:
        query = select(*_KNOWN).join(unit, unit.c.id == person.c.unit_id).where(_OURS, *where)
        rows = self._connection.execute(query.order_by(person.c.id).limit(NAMESAKES))
        return [Known(*row) for row in rows]

    def names(self, unit_id: int) -> list[tuple[int, str]]:
        """(person id, folded name) of everybody ours in exactly this unit."""
        query = select(person.c.id, person.c.name_folded).where(person.c.unit_id == unit_id, _OURS)
        return [(row[0], row[1]) for row in self._connection.execute(query.order_by(person.c.id))]

    def met(self, person_id: int) -> tuple[str, datetime] | None:
        """(channel, since when) of the person's oldest account; None for whom no channel has met."""
        query = (
            select(account.c.channel, account.c.created_at)
            .where(account.c.person_id == person_id)
            .order_by(account.c.id)
            .limit(1)
        )
        row = self._connection.execute(query).first()
        return (row[0], row[1]) if row else None

    def waiting_in(self, unit_ids: Sequence[int], limit: int = 200) -> list[Newcomer]:
        """Who waits to be confirmed in exactly these units, the oldest first."""
        query = (
            select(*FIELDS, person.c.joined_at)
            .where(person.c.unit_id.in_(unit_ids), waits)
            .order_by(person.c.joined_at, person.c.id)
            .limit(limit)
        )
        return [Newcomer(Person(*row[:-1]), row[-1]) for row in self._connection.execute(query)]

    def waiting_since(self, before: datetime) -> list[Newcomer]:
        """Everybody who waits since before an instant, unit by unit, the oldest first."""
        query = (
            select(*FIELDS, person.c.joined_at)
            .where(waits, person.c.joined_at < before)
            .order_by(person.c.unit_id, person.c.joined_at, person.c.id)
        )
        return [Newcomer(Person(*row[:-1]), row[-1]) for row in self._connection.execute(query)]

    def by_unit(self, path: str) -> dict[int, Tally]:
        """The people of each unit of a subtree, without those of the units below it."""
        query = (
            select(person.c.unit_id, *_COUNTS)
            .join(unit, unit.c.id == person.c.unit_id)
            .where(below(path))
            .group_by(person.c.unit_id)
        )
        return {row[0]: Tally(*map(int, row[1:])) for row in self._connection.execute(query)}

    def by_team(self, unit_id: int) -> list[tuple[str | None, Tally]]:
        """(team, its people) of exactly this unit, in one fixed order; None: without a team."""
        query = select(person.c.team, *_COUNTS).where(person.c.unit_id == unit_id).group_by(person.c.team)
        rows = [(row[0], Tally(*map(int, row[1:]))) for row in self._connection.execute(query)]
        return sorted(rows, key=lambda row: (row[0] is None, row[0] or ""))

    def page(self, unit_id: int, team: str | None, status: str | None, offset: int, limit: int) -> list[Row]:
        """A stretch of one team's people in Vietnamese order; `status` None: come or not."""
        one = (person.c.unit_id == unit_id, person.c.team.is_not_distinct_from(team))
        return self._rows((*one, self._of(status)), offset, limit)

    def whole(self, unit_id: int, limit: int) -> list[Row]:
        """Everybody of exactly this unit, waiting ones too, in Vietnamese order."""
        ours = or_(_OURS, person.c.status == WAITING)
        return self._rows((person.c.unit_id == unit_id, ours), 0, limit)

    @staticmethod
    def _of(status: str | None) -> ColumnElement[bool]:
        return _OURS if status is None else person.c.status == status

    def _rows(self, where: Sequence[ColumnElement[bool]], offset: int, limit: int) -> list[Row]:
        query = (
            select(person.c.name, person.c.team, person.c.work_kind, person.c.status)
            .where(*where)
            .order_by(person.c.name_key, person.c.id)
            .offset(offset)
            .limit(limit)
        )
        return [Row(*row) for row in self._connection.execute(query)]
