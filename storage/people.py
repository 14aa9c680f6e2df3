"""People and what they may do: person, role; consent is a fact about a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    Row,
    String,
    Table,
    bindparam,
    func,
    insert,
    select,
    update,
)

from storage.errors import Missing
from storage.metadata import OWN_IDS, SortKey, key, link, metadata, moment
from storage.units import below, unit
from storage.vietnamese import fold, sort_key

person = Table(
    "person",
    metadata,
    key(),
    link("unit_id", "unit"),
    Column("name", String(300), nullable=False),
    Column("name_folded", String(300), nullable=False, index=True),
    Column("name_key", SortKey, nullable=False),
    Column("team", String(120)),
    Column("work_kind", String(40)),
    Column("sex", String(10)),
    Column("phone", String(20)),
    Column("status", String(12), nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    moment("joined_at"),
    moment("confirmed_at"),
    link("confirmed_by", "person", nullable=True, index=False),
    Column("consent_text", String(60)),
    moment("consent_at"),
    Column("consent_channel", String(20)),
    **OWN_IDS,
)

role = Table(
    "role",
    metadata,
    key(),
    link("person_id", "person"),
    link("unit_id", "unit"),
    Column("what", String(20), nullable=False),
    moment("from_at", nullable=False),
    moment("to_at"),
    **OWN_IDS,
)

LISTED = "listed"  # on the union's list, not yet met on any channel
WAITING = "waiting"  # joined, the officer has not confirmed
CONFIRMED = "confirmed"
LEFT = "left"


@dataclass(frozen=True, slots=True)
class Person:
    """A member or an officer. `consented` is None until the person pressed the consent button."""

    id: int
    unit_id: int
    name: str
    team: str | None
    status: str
    version: int
    consented: datetime | None


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Who is added; `status` is one of LISTED, WAITING, CONFIRMED."""

    unit_id: int
    name: str
    status: str
    team: str | None = None
    work_kind: str | None = None
    sex: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Consent:
    """Which text was agreed to, when and where (Law 91/2025/QH15, article 9: it must be provable)."""

    text: str
    at: datetime
    channel: str


@dataclass(frozen=True, slots=True)
class Role:
    """An office held in a unit; it reaches over the unit's whole subtree."""

    person_id: int
    unit_id: int
    unit_path: str
    what: str


FIELDS = [person.c[name] for name in ("id", "unit_id", "name", "team", "status", "version", "consent_at")]
_BY_ID = select(*FIELDS).where(person.c.id == bindparam("id"))
_ROLES = (
    select(role.c.person_id, role.c.unit_id, unit.c.path, role.c.what)
    .join(unit, unit.c.id == role.c.unit_id)
    .where(role.c.to_at.is_(None))
    .order_by(role.c.id)
)
_ROLES_OF = _ROLES.where(role.c.person_id == bindparam("person_id"))
_OFFICES = (
    select(*FIELDS, role.c.unit_id, unit.c.path, role.c.what)
    .join(role, role.c.person_id == person.c.id)
    .join(unit, unit.c.id == role.c.unit_id)
    .where(role.c.to_at.is_(None))
)
_OFFICERS_OF = _OFFICES.where(role.c.unit_id == bindparam("unit")).order_by(role.c.id)
_ADD = insert(person).returning(person.c.id)
_CONSENT = update(person).where(person.c.id == bindparam("person"))


class People:
    """Queries on people and their offices."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, id: int) -> Person:
        """The person with this id. Raises LookupError."""
        row = self._connection.execute(_BY_ID, {"id": id}).first()
        if row is None:
            raise Missing(f"no person {id}")
        return Person(*row)

    def add(self, new: NewPerson, at: datetime) -> Person:
        """Puts a person into a unit."""
        return self.get(self._connection.execute(_ADD, _columns(new, at)).scalar_one())

    def add_many(self, rows: Sequence[NewPerson], at: datetime) -> None:
        """Puts a whole list into its units at once."""
        values = [_columns(new, at) for new in rows]
        if values:
            self._connection.execute(insert(person), values)

    def consent(self, id: int, consent: Consent) -> None:
        """Keeps the proof that the person agreed."""
        values = {"consent_text": consent.text, "consent_at": consent.at, "consent_channel": consent.channel}
        self._connection.execute(_CONSENT, {"person": id, **values})

    def confirm(self, id: int, by: int, at: datetime) -> None:
        """The officer says: this is one of ours."""
        self._set(id, status=CONFIRMED, confirmed_by=by, confirmed_at=at)

    def leave(self, id: int) -> None:
        """The officer says: not one of ours; or the person left."""
        self._set(id, status=LEFT)

    def rename(self, id: int, name: str) -> None:
        """Writes the name as it should be, diacritics and all."""
        self._set(id, name=name, name_folded=fold(name), name_key=sort_key(name))

    def place(self, id: int, unit_id: int, team: str | None) -> None:
        """Where the person works now."""
        self._set(id, unit_id=unit_id, team=team)

    def _set(self, id: int, **values: object) -> None:
        changed = {**values, "version": person.c.version + 1}
        self._connection.execute(update(person).where(person.c.id == id).values(changed))

    def search(self, path: str, words: str, limit: int = 20) -> list[Person]:
        """People of a subtree whose name holds these words, diacritics or not, in Vietnamese order."""
        query = (
            select(*FIELDS)
            .join(unit, unit.c.id == person.c.unit_id)
            .where(below(path), person.c.name_folded.contains(fold(words), autoescape=True))
            .where(person.c.status != LEFT)
            .order_by(person.c.name_key, person.c.id)
            .limit(limit)
        )
        return [Person(*row) for row in self._connection.execute(query)]

    def listed(self, unit_id: int, name: str) -> list[Person]:
        """People on the unit's list under this name whom no channel has met yet."""
        query = select(*FIELDS).where(
            person.c.unit_id == unit_id, person.c.name_folded == fold(name), person.c.status == LISTED
        )
        return [Person(*row) for row in self._connection.execute(query)]

    def teams(self, unit_id: int) -> list[str]:
        """The names of a unit's teams as the list writes them."""
        query = (
            select(person.c.team).where(person.c.unit_id == unit_id, person.c.team.is_not(None)).distinct()
        )
        return sorted((row[0] for row in self._connection.execute(query)), key=sort_key)

    def count(self, path: str) -> int:
        """How many belong to the subtree."""
        query = (
            select(func.count())
            .select_from(person.join(unit, unit.c.id == person.c.unit_id))
            .where(below(path), person.c.status.in_((LISTED, CONFIRMED)))
        )
        return int(self._connection.execute(query).scalar_one())

    def appoint(self, person_id: int, unit_id: int, what: str, at: datetime) -> None:
        """Gives an office; the same office twice is one."""
        held = any(r.unit_id == unit_id and r.what == what for r in self.roles(person_id))
        if not held:
            values = {"person_id": person_id, "unit_id": unit_id, "what": what, "from_at": at}
            self._connection.execute(insert(role), values)

    def dismiss(self, person_id: int, unit_id: int, at: datetime) -> None:
        """Ends the person's offices in that unit."""
        held = (role.c.person_id == person_id, role.c.unit_id == unit_id, role.c.to_at.is_(None))
        self._connection.execute(update(role).where(*held), {"to_at": at})

    def roles(self, person_id: int) -> list[Role]:
        """The offices the person holds now."""
        return [Role(*row) for row in self._connection.execute(_ROLES_OF, {"person_id": person_id})]

    def officers(self, unit_id: int) -> list[Person]:
        """Who holds an office in exactly this unit, the longest-serving first."""
        query = (
            select(*FIELDS)
            .join(role, role.c.person_id == person.c.id)
            .where(role.c.unit_id == unit_id, role.c.to_at.is_(None))
            .order_by(role.c.id)
        )
        return list(dict.fromkeys(Person(*row) for row in self._connection.execute(query)))

    def all_officers(self) -> list[tuple[Person, Role]]:
        """Everybody who holds an office anywhere, with it."""
        return _held(self._connection.execute(_OFFICES.order_by(unit.c.path, role.c.id)))

    def officers_of(self, unit_id: int) -> list[tuple[Person, Role]]:
        """Who holds which office in exactly this unit, the longest-serving first."""
        return _held(self._connection.execute(_OFFICERS_OF, {"unit": unit_id}))

    def staffed_units(self) -> set[int]:
        """Ids of the units in which somebody holds an office."""
        query = select(role.c.unit_id).where(role.c.to_at.is_(None)).group_by(role.c.unit_id)
        return {row[0] for row in self._connection.execute(query)}


def _held(rows: Iterable[Row[*tuple[Any, ...]]]) -> list[tuple[Person, Role]]:
    split = len(FIELDS)
    return [(Person(*row[:split]), Role(row[0], *row[split:])) for row in rows]


def _columns(new: NewPerson, at: datetime) -> dict[str, object]:
    return {
        "unit_id": new.unit_id,
        "name": new.name,
        "name_folded": fold(new.name),
        "name_key": sort_key(new.name),
        "team": new.team,
        "work_kind": new.work_kind,
        "sex": new.sex,
        "phone": new.phone,
        "status": new.status,
        "joined_at": at,
    }
