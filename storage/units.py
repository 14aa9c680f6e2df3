"""The tree of unions: units, their other names, what they became."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, bindparam, insert, literal, or_, select, update

from storage.errors import Missing
from storage.unit_changes import Ending, UnitChanges
from storage.unit_tables import (
    BOARD,
    COPY,
    LINE,
    OUTSIDE,
    STANDINGS,
    WAYS,
    below,
    unit,
    unit_alias,
    unit_successor,
)
from storage.vietnamese import clean, fold, sort_key

__all__ = [
    "BOARD",
    "COPY",
    "LINE",
    "OUTSIDE",
    "STANDINGS",
    "WAYS",
    "Ending",
    "Named",
    "NewUnit",
    "Unit",
    "Units",
    "below",
    "unit",
    "unit_alias",
    "unit_successor",
]


@dataclass(frozen=True, slots=True)
class Unit:
    """A union at any level.

    `path` is "/1/4/17/" from the root down to itself; `size` is its members on paper; `standing` says whether
    it is in the line of command and counted. `valid_to` is the first day on which it is no more.
    """

    id: int
    parent_id: int | None
    path: str
    kind: str
    name: str
    code: str
    place: str | None
    size: int
    sector: str | None = None
    employer_type: str | None = None
    cluster: str | None = None
    standing: str = LINE
    valid_from: date | None = None
    valid_to: date | None = None

    def above(self) -> list[int]:
        """Ids from itself up to the root."""
        return [int(part) for part in reversed(self.path.strip("/").split("/"))]

    @property
    def counted(self) -> bool:
        """Whether it belongs into the figures of the level above: in the line of command, and no board."""
        return self.standing == LINE and self.kind != BOARD

    @property
    def ended(self) -> bool:
        """Whether it is no more."""
        return self.valid_to is not None


@dataclass(frozen=True, slots=True)
class NewUnit:
    """What a unit is made from; `aliases` are the names people also use."""

    name: str
    kind: str
    code: str
    parent_id: int | None = None
    place: str | None = None
    sector: str | None = None
    employer_type: str | None = None
    cluster: str | None = None
    size: int = 0
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    standing: str = LINE


@dataclass(frozen=True, slots=True)
class Named:
    """A name or another name of a unit, folded. `ended`: of a unit that is no more."""

    unit_id: int
    parent_id: int | None
    kind: str
    place: str | None
    ended: bool
    name: str
    alias: bool


_COLUMNS = ("id", "parent_id", "path", "kind", "name", "code", "place", "size")
_MORE = ("sector", "employer_type", "cluster", "standing", "valid_from", "valid_to")
FIELDS = [unit.c[name] for name in (*_COLUMNS, *_MORE)]
_BY_ID = select(*FIELDS).where(unit.c.id == bindparam("id"))
_OF_NAMES = (unit.c.id, unit.c.parent_id, unit.c.kind, unit.c.place, unit.c.valid_to)
_NAMES = select(*_OF_NAMES, unit.c.name_folded, literal(0)).union_all(
    select(*_OF_NAMES, unit_alias.c.alias_folded, literal(1)).join(
        unit_alias, unit_alias.c.unit_id == unit.c.id
    )
)
_BY_CODE = select(*FIELDS).where(unit.c.code == bindparam("code"))


class Units(UnitChanges):
    """Queries on the tree. Each unit is read once in a transaction."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._known: dict[int, Unit] = {}

    def changed(self) -> None:
        """Nothing that was read or prepared before is up to date."""
        self._known.clear()
        super().changed()

    def get(self, id: int) -> Unit:
        """The unit with this id. Raises LookupError."""
        if id not in self._known:
            row = self._connection.execute(_BY_ID, {"id": id}).first()
            if row is None:
                raise Missing(f"no unit {id}")
            self._known[id] = Unit(*row)
        return self._known[id]

    def by_code(self, code: str) -> Unit | None:
        """The living unit with this code, whatever its letters' case."""
        found = self.ever_coded(code)
        return found if found and not found.ended else None

    def ever_coded(self, code: str) -> Unit | None:
        """The unit with this code, though it may have ended: its posters hang for years."""
        row = self._connection.execute(_BY_CODE, {"code": clean(code).strip().upper()}).first()
        return Unit(*row) if row else None

    def add(self, new: NewUnit) -> Unit:
        """Puts a unit below its parent."""
        values = {
            "parent_id": new.parent_id,
            "path": "",
            "kind": new.kind,
            "name": new.name,
            "name_folded": fold(new.name),
            "name_key": sort_key(new.name),
            "code": new.code.upper(),
            "place": new.place,
            "sector": new.sector,
            "employer_type": new.employer_type,
            "cluster": new.cluster,
            "size": new.size,
            "valid_from": new.valid_from,
            "valid_to": new.valid_to,
            "standing": new.standing,
        }
        above = self.get(new.parent_id).path if new.parent_id else "/"
        added = self._connection.execute(insert(unit).returning(unit.c.id), values).scalar_one()
        self._connection.execute(update(unit).where(unit.c.id == added), {"path": f"{above}{added}/"})
        self.add_aliases(added, new.aliases)
        return self.get(added)

    def named(self) -> list[Named]:
        """Every name and other name there is, of ended units too, for finding by name."""
        rows = self._connection.execute(_NAMES)
        return [
            Named(id, parent_id, kind, place, valid_to is not None, name, bool(alias))
            for id, parent_id, kind, place, valid_to, name, alias in rows
        ]

    def boards(self) -> list[tuple[Unit, str]]:
        """Every living standing board with its folded name, and again with each other name."""
        living = (unit.c.kind == BOARD, unit.c.valid_to.is_(None))
        named = select(*FIELDS, unit.c.name_folded).where(*living)
        aliased = select(*FIELDS, unit_alias.c.alias_folded).where(*living)
        query = named.union_all(aliased.join(unit_alias, unit_alias.c.unit_id == unit.c.id))
        return [(Unit(*row[:-1]), row[-1]) for row in self._connection.execute(query)]

    def aliases(self, unit_id: int) -> list[str]:
        """The other names of a unit, as they were written."""
        query = select(unit_alias.c.alias).where(unit_alias.c.unit_id == unit_id).order_by(unit_alias.c.id)
        return list(self._connection.execute(query).scalars())

    def successors(self, unit_id: int) -> list[Unit]:
        """The living units that an ended one became, through all that ended since; empty: none."""
        return [
            found for each in self._followed(self._became(unit_id)) if not (found := self.get(each)).ended
        ]

    def search(self, words: str, limit: int = 20) -> list[Unit]:
        """Living units whose name or alias holds these words, diacritics or not, in Vietnamese order."""
        folded = fold(words)
        aliased = select(unit_alias.c.unit_id).where(
            unit_alias.c.alias_folded.contains(folded, autoescape=True)
        )
        named = unit.c.name_folded.contains(folded, autoescape=True)
        query = (
            select(*FIELDS)
            .where(or_(named, unit.c.id.in_(aliased)), unit.c.valid_to.is_(None))
            .order_by(unit.c.name_key)
            .limit(limit)
        )
        return self._all(query)

    def children(self, parent_id: int) -> list[Unit]:
        """The units directly below, in Vietnamese order."""
        query = (
            select(*FIELDS)
            .where(unit.c.parent_id == parent_id, unit.c.valid_to.is_(None))
            .order_by(unit.c.name_key)
        )
        return self._all(query)

    def below(self, path: str) -> list[Unit]:
        """The living units of a subtree, its own root included, parents before children."""
        query = select(*FIELDS).where(below(path), unit.c.valid_to.is_(None)).order_by(unit.c.path)
        return self._all(query)

    def living(self, on: date) -> list[Unit]:
        """The units there were on a day, parents before children."""
        begun = or_(unit.c.valid_from.is_(None), unit.c.valid_from <= on)
        not_ended = or_(unit.c.valid_to.is_(None), unit.c.valid_to > on)
        return self._all(select(*FIELDS).where(begun, not_ended).order_by(unit.c.path))

    def ended(self) -> list[Unit]:
        """The units that are no more, the latest first."""
        query = select(*FIELDS).where(unit.c.valid_to.is_not(None))
        return self._all(query.order_by(unit.c.valid_to.desc(), unit.c.name_key))

    def _all(self, query: Select[Any]) -> list[Unit]:
        return [Unit(*row) for row in self._connection.execute(query)]

    def roots(self) -> list[Unit]:
        """The living units without a parent."""
        query = select(*FIELDS).where(unit.c.parent_id.is_(None), unit.c.valid_to.is_(None))
        return self._all(query.order_by(unit.c.name_key))

    def is_empty(self) -> bool:
        """True before the first unit is made."""
        return self._connection.execute(select(unit.c.id).limit(1)).first() is None
