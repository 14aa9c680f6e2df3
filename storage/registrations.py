"""What members register for a campaign, what became of it, and how many did."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from posixpath import commonpath
from typing import NamedTuple

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    String,
    Table,
    Text,
    case,
    func,
    insert,
    or_,
    select,
    update,
)

from storage.errors import Missing
from storage.metadata import OWN_IDS, key, link, metadata, moment
from storage.people import CONFIRMED, LISTED, person
from storage.units import BOARD, LINE, Unit, below, unit
from storage.versions import change, decide_at

registration = Table(
    "registration",
    metadata,
    key(),
    link("person_id", "person"),
    link("unit_id", "unit"),
    link("campaign_id", "campaign", nullable=True),
    link("phase_id", "campaign_phase", nullable=True, index=False),
    link("title_id", "title", nullable=True, index=False),
    Column("kind", String(20), nullable=False),
    Column("title", String(300)),
    Column("work", Text),
    Column("team", String(120)),
    Column("year", Integer, nullable=False),
    Column("status", String(12), nullable=False, index=True),
    Column("version", Integer, nullable=False, server_default="1"),
    moment("created_at", nullable=False),
    moment("changed_at", nullable=False),
    **OWN_IDS,
)

review = Table(
    "review",
    metadata,
    key(),
    Column("subject", String(20), nullable=False),
    Column("subject_id", key().type, nullable=False, index=True),
    link("by", "person"),
    Column("decision", String(12), nullable=False),
    Column("reason", Text),
    moment("at", nullable=False),
    **OWN_IDS,
)

WAITING, APPROVED, NEEDS_MORE, WITHDRAWN = "waiting", "approved", "needs_more", "withdrawn"


@dataclass(frozen=True, slots=True)
class Registration:
    """One thing that one person set out to do. `title` is the title aimed at, `work` the piece of work."""

    id: int
    person_id: int
    person_name: str
    person_status: str
    unit_id: int
    unit_path: str
    campaign_id: int | None
    title: str | None
    work: str | None
    team: str | None
    year: int
    status: str
    version: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class NewRegistration:
    """What is registered."""

    person_id: int
    unit_id: int
    kind: str
    year: int
    title: str | None = None
    title_id: int | None = None
    work: str | None = None
    team: str | None = None
    campaign_id: int | None = None
    phase_id: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """How far one unit's subtree has come: members on the list, each once; `waiting` counts registrations."""

    unit: Unit
    members: int
    registered: int
    approved: int
    waiting: int


_FIELDS = [
    registration.c.id,
    registration.c.person_id,
    person.c.name,
    person.c.status,
    registration.c.unit_id,
    unit.c.path,
    *[
        registration.c[name]
        for name in ("campaign_id", "title", "work", "team", "year", "status", "version", "created_at")
    ],
]
_JOINED = registration.join(person, person.c.id == registration.c.person_id).join(
    unit, unit.c.id == registration.c.unit_id
)
_ALL = select(*_FIELDS).select_from(_JOINED)
_MEMBER = person.c.status.in_((LISTED, CONFIRMED))
_MOVED = person.c.unit_id != registration.c.unit_id
_FEW = 200  # units
_Counts = tuple[int, int, int, int]  # members, registered, approved, waiting


class _Own(NamedTuple):
    """A unit's own counts. `alone`: how deep it stands that what is here goes into no figure above."""

    path: str
    alone: int
    counts: _Counts


class Registrations:
    """Queries on registrations and their reviews."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, new: NewRegistration, at: datetime) -> Registration:
        """Keeps a registration that waits for the officer."""
        values = {
            "person_id": new.person_id,
            "unit_id": new.unit_id,
            "campaign_id": new.campaign_id,
            "phase_id": new.phase_id,
            "title_id": new.title_id,
            "kind": new.kind,
            "title": new.title,
            "work": new.work,
            "team": new.team,
            "year": new.year,
            "status": WAITING,
            "created_at": at,
            "changed_at": at,
        }
        query = insert(registration).returning(registration.c.id)
        return self.get(self._connection.execute(query, values).scalar_one())

    def get(self, id: int) -> Registration:
        """The registration with this id. Raises LookupError."""
        row = self._connection.execute(_ALL.where(registration.c.id == id)).first()
        if row is None:
            raise Missing(f"no registration {id}")
        return Registration(*row)

    def of(self, person_id: int) -> list[Registration]:
        """What a person registered and did not withdraw, the newest first."""
        stands = (registration.c.person_id == person_id, registration.c.status != WITHDRAWN)
        rows = self._connection.execute(_ALL.where(*stands).order_by(registration.c.id.desc()))
        return [Registration(*row) for row in rows]

    def waiting(self, path: str, limit: int = 50) -> list[Registration]:
        """What waits for a decision in a subtree, the oldest first."""
        query = _ALL.where(below(path), registration.c.status == WAITING)
        rows = self._connection.execute(query.order_by(registration.c.id).limit(limit))
        return [Registration(*row) for row in rows]

    def waiting_in(self, unit_ids: Sequence[int], limit: int = 50) -> list[Registration]:
        """What waits in exactly these units, the oldest first."""
        query = _ALL.where(registration.c.unit_id.in_(unit_ids), registration.c.status == WAITING)
        rows = self._connection.execute(query.order_by(registration.c.id).limit(limit))
        return [Registration(*row) for row in rows]

    def waiting_of(self, person_ids: Sequence[int]) -> list[Registration]:
        """What waits of exactly these people, the oldest first."""
        query = _ALL.where(registration.c.person_id.in_(person_ids), registration.c.status == WAITING)
        return [Registration(*row) for row in self._connection.execute(query.order_by(registration.c.id))]

    def count_waiting_in(self, unit_ids: Sequence[int]) -> int:
        """How many wait in exactly these units."""
        query = (
            select(func.count())
            .select_from(registration)
            .where(registration.c.unit_id.in_(unit_ids), registration.c.status == WAITING)
        )
        return int(self._connection.execute(query).scalar_one())

    def decide_at(self, row: Registration, status: str, at: datetime) -> bool:
        """Moves it to a new state as it stands in `row`; False when somebody else changed it meanwhile."""
        return decide_at(self._connection, registration, (row.id, row.version), status, at)

    def decide(self, id: int, status: str, at: datetime) -> None:
        """Moves a registration to a new state."""
        self.change(id, at, status=status)

    def change(self, id: int, at: datetime, **values: object) -> None:
        """Changes what a registration says; its version grows, so older buttons no longer act on it."""
        change(self._connection, registration, id, at, **values)

    def relocate(self, person_id: int, units: tuple[int, int], at: datetime) -> None:
        """What a newcomer registered in the first unit belongs to the second."""
        query = update(registration).where(
            registration.c.person_id == person_id, registration.c.unit_id == units[0]
        )
        changed = {"unit_id": units[1], "version": registration.c.version + 1, "changed_at": at}
        self._connection.execute(query.values(changed))

    def figures(self, units: Sequence[Unit], campaign_id: int | None, year: int) -> list[Figure]:
        """For each unit's subtree, counted in one pass over the tree they share: members, members who
        registered, members approved, rows waiting. Without a campaign all of the year's count.

        What stands beside or outside the line below a unit is not counted with it, only by itself.
        """
        if not units:
            return []
        which = _which(campaign_id, year)
        own = self._own(commonpath([each.path for each in units]).rstrip("/") + "/", which)
        return [_rolled_up(each, own) for each in units]

    def _own(self, root: str, which: ColumnElement[bool]) -> list[_Own]:
        """For a whole subtree, each unit's own counts without those below it."""
        columns = (unit.c.id, unit.c.path, unit.c.parent_id, unit.c.size, unit.c.kind, unit.c.standing)
        rows = self._connection.execute(select(*columns).where(below(root))).all()
        aside = {str(row.id) for row in rows if row.standing != LINE or row.kind == BOARD}
        parents = {row.parent_id for row in rows}
        few = [row.id for row in rows] if len(rows) <= _FEW else None
        members = (
            select(person.c.unit_id, func.count())
            .where(_within(person.c.unit_id, root, few), _MEMBER)
            .group_by(person.c.unit_id)
        )
        listed = {row[0]: int(row[1]) for row in self._connection.execute(members)}
        people = self._people(_within(registration.c.unit_id, root, few) & which)
        waiting = self._waiting(_within(registration.c.unit_id, root, few) & which)
        return [
            _Own(
                row.path,
                _alone(row.path, aside),
                _counts(
                    listed.get(row.id, 0 if row.id in parents else row.size),
                    people.get(row.id, (0, 0, 0)),
                    waiting.get(row.id, 0),
                ),
            )
            for row in rows
        ]

    def _people(self, where: ColumnElement[bool]) -> dict[int, tuple[int, int, int]]:
        """By the unit in which they registered: members, those of them with an approved registration, and
        those of them who have moved to another unit since. They count here still, and not there."""
        approved = case((registration.c.status == APPROVED, person.c.id))
        moved = case((_MOVED, person.c.id))
        counts = [func.count(func.distinct(each)) for each in (person.c.id, approved, moved)]
        query = (
            select(registration.c.unit_id, *counts)
            .join(person, person.c.id == registration.c.person_id)
            .where(where, or_(_MEMBER, _MOVED), registration.c.status != WITHDRAWN)
            .group_by(registration.c.unit_id)
        )
        return {row[0]: (int(row[1]), int(row[2]), int(row[3])) for row in self._connection.execute(query)}

    def _waiting(self, where: ColumnElement[bool]) -> dict[int, int]:
        """Registrations that wait, by the unit they were written in."""
        waits = func.count(case((registration.c.status == WAITING, 1)))
        query = select(registration.c.unit_id, waits).where(where).group_by(registration.c.unit_id)
        return {row[0]: int(row[1]) for row in self._connection.execute(query)}

    def teams(self, unit_id: int, campaign_id: int | None, year: int) -> list[tuple[str | None, int, int]]:
        """(team, its members, those who registered) of exactly this unit, by the list's names of teams."""
        members = (
            select(person.c.team, func.count())
            .where(person.c.unit_id == unit_id, _MEMBER)
            .group_by(person.c.team)
        )
        registered = (
            select(person.c.team, func.count(func.distinct(person.c.id)))
            .join(registration, registration.c.person_id == person.c.id)
            .where(person.c.unit_id == unit_id, _MEMBER, _which(campaign_id, year))
            .where(registration.c.status != WITHDRAWN, registration.c.unit_id == unit_id)
            .group_by(person.c.team)
        )
        done = {row[0]: int(row[1]) for row in self._connection.execute(registered)}
        return [(row[0], int(row[1]), done.get(row[0], 0)) for row in self._connection.execute(members)]

    def missing(self, unit_id: int, team: str | None, campaign_id: int | None, year: int) -> list[str]:
        """A team's members (None: those without a team) who did not register, in Vietnamese order."""
        registered = select(registration.c.person_id).where(
            _which(campaign_id, year),
            registration.c.status != WITHDRAWN,
            registration.c.unit_id == unit_id,
        )
        query = (
            select(person.c.name)
            .where(person.c.unit_id == unit_id, _MEMBER, person.c.team.is_not_distinct_from(team))
            .where(person.c.id.not_in(registered))
            .order_by(person.c.name_key, person.c.id)
        )
        return list(self._connection.execute(query).scalars())


def _counts(members: int, people: tuple[int, int, int], waiting: int) -> _Counts:
    registered, approved, moved = people
    return (members + moved if members else 0, registered, approved, waiting)


def _within(column: Column[int], root: str, few: Sequence[int] | None) -> ColumnElement[bool]:
    """A subtree: by its few ids, which leads both databases to their index; a large one by its path."""
    return column.in_(few if few is not None else select(unit.c.id).where(below(root)))


def _which(campaign_id: int | None, year: int) -> ColumnElement[bool]:
    return registration.c.year == year if campaign_id is None else registration.c.campaign_id == campaign_id


def _alone(path: str, aside: Collection[str]) -> int:
    """How deep the lowest unit is, at or above this path, that stands aside; 0 where none does."""
    parts = path.strip("/").split("/") if aside else []
    return max((depth for depth, part in enumerate(parts, 1) if part in aside), default=0)


def _rolled_up(of: Unit, own: Sequence[_Own]) -> Figure:
    depth = len(of.above())
    below_it = [each.counts for each in own if each.alone <= depth and each.path.startswith(of.path)]
    members, registered, approved, waiting = (sum(column) for column in zip(*below_it, strict=True))
    return Figure(of, members or of.size, registered, approved, waiting)


class Reviews:
    """Who decided what and why; nothing is overwritten."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(
        self, subject: tuple[str, int], by: int, decision: str, at: datetime, reason: str | None = None
    ) -> None:
        """Keeps a decision on (kind, id)."""
        values = {
            "subject": subject[0],
            "subject_id": subject[1],
            "by": by,
            "decision": decision,
            "reason": reason,
            "at": at,
        }
        self._connection.execute(insert(review), values)

    def last_reason(self, subject: tuple[str, int]) -> str | None:
        """The latest words of an officer on (kind, id)."""
        query = (
            select(review.c.reason)
            .where(review.c.subject == subject[0], review.c.subject_id == subject[1])
            .where(review.c.reason.is_not(None))
            .order_by(review.c.id.desc())
            .limit(1)
        )
        return self._connection.execute(query).scalar_one_or_none()
