"""Offices: who may do what in which part of the tree, from when to when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Row,
    String,
    Table,
    and_,
    bindparam,
    func,
    insert,
    or_,
    select,
    update,
)

from storage.metadata import OWN_IDS, key, link, metadata, moment
from storage.people import CONFIRMED, LISTED, Person, person
from storage.people import FIELDS as PERSON_FIELDS
from storage.units import Unit, below, unit
from storage.vietnamese import fold

role = Table(
    "role",
    metadata,
    key(),
    link("person_id", "person"),
    link("unit_id", "unit"),
    Column("what", String(20), nullable=False),
    Column("sector", String(80)),
    link("board_id", "unit", nullable=True),
    link("given_by", "person", nullable=True, index=False),
    link("acts_for", "person", nullable=True, index=False),
    moment("from_at", nullable=False),
    moment("to_at"),
    **OWN_IDS,
)

CHAIR, EMULATION, DEPUTY = "chair", "emulation", "deputy"  # these decide in their subtree
FOLLOWER = "follower"  # sees the units given to them, one role each
SECTOR = "sector"  # sees the units of one sector below its unit
BOARD = "board"  # a standing board's: receives what the documents address to the board
OFFICES = (CHAIR, EMULATION, DEPUTY, FOLLOWER, SECTOR, BOARD)
DECIDING = (CHAIR, EMULATION, DEPUTY)


@dataclass(frozen=True, slots=True)
class Role:
    """An office held in a unit; it reaches over the unit's whole subtree.

    `sector` narrows it to the units of that sector; `board_id` is the board (a unit of kind "board");
    `acts_for` is the person in whose place a deputy stands until `until`, the first instant without it.
    """

    person_id: int
    unit_id: int
    unit_path: str
    what: str
    sector: str | None = None
    board_id: int | None = None
    acts_for: int | None = None
    until: datetime | None = None

    @property
    def decides(self) -> bool:
        """Whether it decides in its subtree; else it only sees."""
        return self.what in DECIDING

    def reaches(self, other: Unit) -> bool:
        """Whether its holder sees this unit."""
        if not other.path.startswith(self.unit_path):
            return False
        return self.what != SECTOR or fold(other.sector or "") == fold(self.sector or "")


@dataclass(frozen=True, slots=True)
class NewRole:
    """An office given. `until` None: until it is taken back; `given_by` None: by the operator."""

    person_id: int
    unit_id: int
    what: str
    sector: str | None = None
    board_id: int | None = None
    given_by: int | None = None
    until: datetime | None = None
    acts_for: int | None = None


_FIELDS = (
    role.c.person_id,
    role.c.unit_id,
    unit.c.path,
    role.c.what,
    role.c.sector,
    role.c.board_id,
    role.c.acts_for,
    role.c.to_at,
)
_HOLDS = and_(role.c.from_at <= bindparam("at"), or_(role.c.to_at.is_(None), role.c.to_at > bindparam("at")))
_ROLES = select(*_FIELDS).join(unit, unit.c.id == role.c.unit_id).where(_HOLDS).order_by(role.c.id)
_ROLES_OF = _ROLES.where(role.c.person_id == bindparam("person_id"))
_OFFICES = (
    select(*PERSON_FIELDS, *_FIELDS[1:])
    .join(role, role.c.person_id == person.c.id)
    .join(unit, unit.c.id == role.c.unit_id)
    .where(_HOLDS)
)
_OFFICERS_OF = _OFFICES.where(role.c.unit_id == bindparam("unit")).order_by(role.c.id)


class Roles:
    """Queries on offices; `at` is the instant at which they are held."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def give(self, new: NewRole, at: datetime) -> None:
        """Gives an office from an instant on; the same office twice is one."""
        wanted = (new.unit_id, new.what, new.sector, new.board_id, new.acts_for)
        held = self.of(new.person_id, at)
        if wanted in {(r.unit_id, r.what, r.sector, r.board_id, r.acts_for) for r in held}:
            return
        values = {
            "person_id": new.person_id,
            "unit_id": new.unit_id,
            "what": new.what,
            "sector": new.sector,
            "board_id": new.board_id,
            "given_by": new.given_by,
            "acts_for": new.acts_for,
            "from_at": at,
            "to_at": new.until,
        }
        self._connection.execute(insert(role), values)

    def appoint(self, person_id: int, unit_id: int, what: str, at: datetime) -> None:
        """Gives an office that needs no more to be said."""
        self.give(NewRole(person_id, unit_id, what), at)

    def dismiss(self, person_id: int, unit_id: int, at: datetime, what: str | None = None) -> list[int]:
        """Ends the person's offices in that unit, or only this one; those not yet begun as well.

        With the last office in whose place somebody can stand, standing in ends; ids of those who did.
        """
        held = [role.c.person_id == person_id, role.c.unit_id == unit_id]
        if what is not None:
            held.append(role.c.what == what)
        lasting = or_(role.c.to_at.is_(None), role.c.to_at > at)
        self._connection.execute(update(role).where(*held, lasting), {"to_at": at})
        kept = [each.what for each in self.of(person_id, at) if each.unit_id == unit_id]
        if CHAIR in kept or EMULATION in kept:
            return []
        return self.end_acting(person_id, at, unit_id)

    def end_acting(self, for_whom: int, at: datetime, unit_id: int | None = None) -> list[int]:
        """Nobody stands in for this person any more, or not in this unit; ids of those who did or were to."""
        theirs = [role.c.acts_for == for_whom, or_(role.c.to_at.is_(None), role.c.to_at > at)]
        if unit_id is not None:
            theirs.append(role.c.unit_id == unit_id)
        query = update(role).where(*theirs).values(to_at=at).returning(role.c.person_id)
        return sorted(set(self._connection.execute(query).scalars()))

    def candidates(self, path: str, name: str, limit: int = 50) -> list[Person]:
        """Who of a subtree, on the list or confirmed, is called so, or by a name that ends so."""
        folded = fold(name)
        called = or_(
            person.c.name_folded == folded, person.c.name_folded.endswith(f" {folded}", autoescape=True)
        )
        query = (
            select(*PERSON_FIELDS)
            .join(unit, unit.c.id == person.c.unit_id)
            .where(below(path), person.c.status.in_((LISTED, CONFIRMED)), called)
            .order_by(person.c.name_key, person.c.id)
            .limit(limit)
        )
        return [Person(*row) for row in self._connection.execute(query)]

    def given_by(self, person_id: int, what: str, at: datetime) -> list[Role]:
        """The offices of a kind that this person gave to others and that are held."""
        query = _ROLES.where(role.c.given_by == person_id, role.c.what == what)
        return [Role(*row) for row in self._connection.execute(query, {"at": at})]

    def holders(self, what: str, at: datetime) -> dict[int, int]:
        """How many people hold such an office, come or not, by unit; units without one are not named."""
        query = (
            select(role.c.unit_id, func.count(func.distinct(role.c.person_id)))
            .join(person, person.c.id == role.c.person_id)
            .where(_HOLDS, role.c.what == what, person.c.status.in_((LISTED, CONFIRMED)))
            .group_by(role.c.unit_id)
        )
        return {row[0]: int(row[1]) for row in self._connection.execute(query, {"at": at})}

    def of(self, person_id: int, at: datetime) -> list[Role]:
        """The offices the person holds."""
        return [Role(*row) for row in self._connection.execute(_ROLES_OF, {"person_id": person_id, "at": at})]

    def given_to(self, person_id: int, at: datetime) -> list[Role]:
        """The offices the person holds or is to hold."""
        query = select(*_FIELDS).join(unit, unit.c.id == role.c.unit_id).order_by(role.c.id)
        lasting = or_(role.c.to_at.is_(None), role.c.to_at > at)
        return [
            Role(*row)
            for row in self._connection.execute(query.where(role.c.person_id == person_id, lasting))
        ]

    def everyone(self, at: datetime) -> list[tuple[Person, Role]]:
        """Everybody who holds an office anywhere, with it."""
        return _held(self._connection.execute(_OFFICES.order_by(unit.c.path, role.c.id), {"at": at}))

    def in_unit(self, unit_id: int, at: datetime) -> list[tuple[Person, Role]]:
        """Who holds which office in exactly this unit, the longest-serving first."""
        return _held(self._connection.execute(_OFFICERS_OF, {"unit": unit_id, "at": at}))


def _held(rows: Iterable[Row[*tuple[Any, ...]]]) -> list[tuple[Person, Role]]:
    split = len(PERSON_FIELDS)
    return [(Person(*row[:split]), Role(row[0], *row[split:])) for row in rows]
