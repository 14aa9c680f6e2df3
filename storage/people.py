"""People: who they are, where they work; consent is a fact about a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Column,
    Connection,
    Index,
    Integer,
    String,
    Table,
    bindparam,
    func,
    insert,
    literal_column,
    select,
    update,
)

from storage import former
from storage.errors import Missing
from storage.merging import merge
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
    moment("consent_at"),
    moment("left_at"),
    moment("erased_at"),
    **OWN_IDS,
)
# A row can only go when nobody was confirmed by it, and hardly anybody confirms.
_CONFIRMERS = person.c.confirmed_by.is_not(None)
Index(
    "ix_person_confirmed_by",
    person.c.confirmed_by,
    sqlite_where=_CONFIRMERS,
    postgresql_where=_CONFIRMERS,
)

# Few wait, among hundreds of thousands; named literally, so that both databases know their index.
waits = person.c.status == literal_column("'waiting'")
Index("ix_person_waiting", person.c.unit_id, sqlite_where=waits, postgresql_where=waits)

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


FIELDS = [person.c[name] for name in ("id", "unit_id", "name", "team", "status", "version", "consent_at")]
_BY_ID = select(*FIELDS).where(person.c.id == bindparam("id"))
_ADD = insert(person).returning(person.c.id)


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

    def confirm(self, id: int, by: int, at: datetime) -> None:
        """The officer says: this is one of ours."""
        self._set(id, status=CONFIRMED, confirmed_by=by, confirmed_at=at)

    def decide(self, seen: Person) -> bool:
        """Whether a newcomer is still as seen: False for whoever decides second."""
        still = (person.c.id == seen.id, person.c.version == seen.version, person.c.status == WAITING)
        return (
            self._connection.execute(update(person).where(*still), {"version": seen.version + 1}).rowcount
            == 1
        )

    def leave(self, id: int, at: datetime) -> None:
        """The officer says: not one of ours; or the person left."""
        self._set(id, status=LEFT, left_at=at)

    def arrive(self, id: int, unit_id: int, team: str | None, at: datetime) -> None:
        """A known person comes to a unit, new or again, and waits there for the officer."""
        self._set(id, unit_id=unit_id, team=team, status=WAITING, joined_at=at, left_at=None)

    def restore(self, id: int, unit_id: int, team: str | None, status: str = CONFIRMED) -> None:
        """Back where the person was before, and as what."""
        self._set(id, unit_id=unit_id, team=team, status=status, left_at=None)

    def times(self, id: int) -> tuple[datetime | None, datetime | None]:
        """(since when the person is at their place, when they left it)."""
        since = func.coalesce(person.c.confirmed_at, person.c.joined_at)
        row = self._connection.execute(select(since, person.c.left_at).where(person.c.id == id)).one()
        return row[0], row[1]

    def absorb(self, waiting_id: int, into_id: int) -> None:
        """Two rows of one person become one (storage/merging.py): the second stays, the first is gone."""
        gone, stays = self.get(waiting_id), self.get(into_id)
        merge(self._connection, waiting_id, into_id)
        if fold(gone.name) != fold(stays.name):
            former.keep(self._connection, into_id, name=gone.name)
        if gone.unit_id != stays.unit_id:
            former.keep(self._connection, into_id, unit_id=gone.unit_id)

    def phone(self, id: int) -> str | None:
        """The phone number, where the list or the person told it."""
        return self._connection.execute(select(person.c.phone).where(person.c.id == id)).scalar_one_or_none()

    def forget_phone(self, id: int) -> None:
        """The number helped to recognise the person and is not needed any more."""
        self._set(id, phone=None)

    def call_at(self, id: int, phone: str) -> None:
        """Writes the number down."""
        self._set(id, phone=phone)

    def rename(self, id: int, name: str) -> None:
        """Writes the name as it should be, diacritics and all."""
        self._set(id, name=name, name_folded=fold(name), name_key=sort_key(name))

    def place(self, id: int, unit_id: int, team: str | None) -> None:
        """Where the person works now."""
        self._set(id, unit_id=unit_id, team=team)

    def _set(self, id: int, **values: object) -> None:
        self._keep_former(id, values)
        changed = {**values, "version": person.c.version + 1}
        self._connection.execute(update(person).where(person.c.id == id).values(changed))

    def _keep_former(self, id: int, values: Mapping[str, object]) -> None:
        """Old names and units of waiting: what officers were told under them is found when it is erased."""
        if not {"name", "unit_id"} & set(values):
            return
        was = select(person.c.name, person.c.unit_id).where(person.c.id == id)
        name, unit_id = self._connection.execute(was).one()
        if values.get("name", name) != name:
            former.keep(self._connection, id, name=name)
        if values.get("unit_id", unit_id) != unit_id:
            former.keep(self._connection, id, unit_id=unit_id)

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
