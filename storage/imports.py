"""Lists of units and members handed in: by whom, from which file, how far they are, what came of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Column, Connection, String, Table, and_, bindparam, insert, or_, select, update

from storage.attachments import attachment
from storage.metadata import OWN_IDS, Data, key, link, metadata, moment
from storage.people import CONFIRMED, LEFT, LISTED, person
from storage.placements import placement
from storage.roles import role
from storage.unit_tables import unit, unit_alias, unit_successor
from storage.vietnamese import fold, sort_key

list_import = Table(
    "list_import",
    metadata,
    key(),
    link("unit_id", "unit", nullable=True),
    link("by", "person", nullable=True, index=False),
    link("account_id", "account", nullable=True),
    link("attachment_id", "attachment", nullable=True, index=False),
    Column("file", String(300), nullable=False),
    Column("status", String(12), nullable=False),
    Column("counts", Data, nullable=False),
    moment("at", nullable=False),
    moment("done_at"),
    **OWN_IDS,
)

# Came in; was read and waits for a press; was agreed to; is in; was not wanted; could not be read or written.
RECEIVED, LOOKED, AGREED, DONE, DROPPED, FAILED = (
    "received",
    "looked",
    "agreed",
    "done",
    "dropped",
    "failed",
)
_MANY = 500  # ids in one question


@dataclass(frozen=True, slots=True)
class ListImport:
    """A list handed in. `by` None: by the operator; `counts`: what came of it, by name."""

    id: int
    unit_id: int | None
    by: int | None
    account_id: int | None
    attachment_id: int | None
    file: str
    status: str
    counts: Mapping[str, Any]
    at: datetime
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class NewImport:
    """A list as it comes in."""

    file: str
    status: str
    unit_id: int | None = None
    by: int | None = None
    account_id: int | None = None
    attachment_id: int | None = None


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A unit with all that a list can say of it; `successors` are ids."""

    id: int
    parent_id: int | None
    path: str
    kind: str
    name: str
    code: str
    place: str | None
    sector: str | None
    employer_type: str | None
    cluster: str | None
    size: int
    standing: str
    valid_from: date | None
    valid_to: date | None
    aliases: tuple[str, ...] = ()
    successors: tuple[int, ...] = ()


class KnownPerson(NamedTuple):
    """Somebody of a unit, as compared with a list. `status` LEFT: was one of ours."""

    id: int
    unit_id: int
    name: str
    folded: str
    team: str | None
    work: str | None
    sex: str | None
    phone: str | None
    status: str
    version: int
    is_confirmed: bool


_IMPORT = [list_import.c[name] for name in ListImport.__dataclass_fields__]
_UNIT = [unit.c[name] for name in list(KnownUnit.__dataclass_fields__)[:-2]]
_NAMES = ("id", "unit_id", "name", "name_folded", "team", "work_kind", "sex", "phone", "status", "version")
_PERSON = [*(person.c[name] for name in _NAMES), person.c.confirmed_at.is_not(None)]
# Who was turned away agreed before and was never confirmed; whoever else left was on a list once.
_WAS_OURS = and_(
    person.c.status == LEFT,
    person.c.erased_at.is_(None),
    or_(person.c.confirmed_at.is_not(None), person.c.consent_at.is_(None)),
)
_OURS = or_(person.c.status.in_((LISTED, CONFIRMED)), _WAS_OURS)
_ADD = insert(person)
_CHANGE = (
    update(person)
    .where(person.c.id == bindparam("key"), person.c.version == bindparam("seen"))
    .values(
        name=bindparam("name"),
        name_folded=bindparam("name_folded"),
        name_key=bindparam("name_key"),
        team=bindparam("team"),
        work_kind=bindparam("work_kind"),
        sex=bindparam("sex"),
        phone=bindparam("phone"),
        status=bindparam("status"),
        left_at=None,
        version=person.c.version + 1,
    )
)


class Imports:
    """Queries on lists handed in, and what a list is compared with."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # --- the lists -------------------------------------------------------------------------------

    def add(self, new: NewImport, at: datetime) -> int:
        """Keeps that a list came in; its id."""
        values = {name: getattr(new, name) for name in NewImport.__dataclass_fields__}
        query = insert(list_import).returning(list_import.c.id)
        row = {**values, "file": new.file[:300], "counts": {}, "at": at}
        return int(self._connection.execute(query, row).scalar_one())

    def get(self, id: int) -> ListImport | None:
        """The list with this id."""
        row = self._connection.execute(select(*_IMPORT).where(list_import.c.id == id)).first()
        return ListImport(*row) if row else None

    def next(self) -> ListImport | None:
        """The oldest list out of a chat that waits for being read or written."""
        waits = (list_import.c.status.in_((RECEIVED, AGREED)), list_import.c.account_id.is_not(None))
        query = select(*_IMPORT).where(*waits)
        row = self._connection.execute(query.order_by(list_import.c.id).limit(1)).first()
        return ListImport(*row) if row else None

    def unfinished(self, file: str) -> int | None:
        """The operator's list of this name that was begun and not ended: the program was stopped."""
        query = select(list_import.c.id).where(
            list_import.c.file == file[:300], list_import.c.by.is_(None), list_import.c.status == AGREED
        )
        return self._connection.execute(query.order_by(list_import.c.id).limit(1)).scalar_one_or_none()

    def mark(self, id: int, status: str, **values: object) -> None:
        """How far it is; `values`: counts, done_at."""
        query = update(list_import).where(list_import.c.id == id)
        self._connection.execute(query, {"status": status, **values})

    def agree(self, id: int) -> bool:
        """Whether this press is the one that lets the list in: a second one changes nothing."""
        query = update(list_import).where(list_import.c.id == id, list_import.c.status == LOOKED)
        return self._connection.execute(query, {"status": AGREED}).rowcount == 1

    def keep_only(self, attachment_id: int, content: bytes | None) -> None:
        """Puts what was read in the place of what was sent; None: nothing of it stays."""
        values = {"content": content, "size": len(content or b"")}
        self._connection.execute(update(attachment).where(attachment.c.id == attachment_id), values)

    # --- what a list is compared with ------------------------------------------------------------

    def units(self) -> list[KnownUnit]:
        """Every unit there is or was."""
        aliases, successors = self._pairs(unit_alias.c.alias), self._pairs(unit_successor.c.successor_id)
        found = []
        for row in self._connection.execute(select(*_UNIT).order_by(unit.c.path)):
            values: list[Any] = [*row, tuple(aliases.get(row[0], ())), tuple(successors.get(row[0], ()))]
            found.append(KnownUnit(*values))
        return found

    def _pairs(self, column: Column[Any]) -> dict[int, list[Any]]:
        found: dict[int, list[Any]] = {}
        table = column.table
        for unit_id, value in self._connection.execute(select(table.c.unit_id, column).order_by(table.c.id)):
            found.setdefault(unit_id, []).append(value)
        return found

    def people(self, unit_ids: Sequence[int]) -> Iterator[KnownPerson]:
        """Everybody of these units who is or was one of ours, in the order in which they came."""
        for some in _pieces(unit_ids):
            query = select(*_PERSON).where(person.c.unit_id.in_(some), _OURS).order_by(person.c.id)
            yield from (KnownPerson(*row) for row in self._connection.execute(query))

    def gone(self, unit_ids: Sequence[int]) -> Iterator[KnownPerson]:
        """Who worked in these units and moved on: as they stood there, with that unit and team."""
        for some in _pieces(unit_ids):
            query = (
                select(placement.c.unit_id, placement.c.team, *_PERSON)
                .join(person, person.c.id == placement.c.person_id)
                .where(placement.c.unit_id.in_(some), placement.c.unit_id != person.c.unit_id)
                .where(person.c.status != LEFT, person.c.erased_at.is_(None))
                .order_by(person.c.id)
            )
            for unit_id, team, *row in self._connection.execute(query):
                yield KnownPerson(*row)._replace(unit_id=unit_id, team=team)

    def officers(self, at: datetime) -> set[int]:
        """Ids of the people who hold an office now or later."""
        query = select(role.c.person_id).where(or_(role.c.to_at.is_(None), role.c.to_at > at))
        return set(self._connection.execute(query).scalars())

    # --- writing people --------------------------------------------------------------------------

    def add_people(self, rows: Sequence[Mapping[str, object]]) -> None:
        """Puts people on the list: unit_id, name, team, work_kind, sex, phone, joined_at."""
        if rows:
            self._connection.execute(_ADD, [{**each, **_named(each), "status": LISTED} for each in rows])

    def change_people(self, rows: Sequence[Mapping[str, object]]) -> int:
        """Writes down anew who is still as seen (`key`, `seen` the version); how many that were."""
        if not rows:
            return 0
        return self._connection.execute(_CHANGE, [{**each, **_named(each)} for each in rows]).rowcount

    def close_people(self, ids: Sequence[int], at: datetime) -> None:
        """Those whom the new list does not name any more have left."""
        here = person.c.id.in_(ids)
        known = update(person).where(here, person.c.status == CONFIRMED, person.c.confirmed_at.is_(None))
        self._connection.execute(known.values(confirmed_at=person.c.joined_at))  # how they may come back
        values = {"status": LEFT, "left_at": at, "version": person.c.version + 1}
        ours = person.c.status.in_((LISTED, CONFIRMED))
        self._connection.execute(update(person).where(here, ours).values(values))


def _named(row: Mapping[str, object]) -> dict[str, str]:
    name = str(row["name"])
    return {"name_folded": fold(name), "name_key": sort_key(name)}


def _pieces(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for first in range(0, len(ids), _MANY):
        yield ids[first : first + _MANY]
