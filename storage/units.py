"""The tree of unions: units, their other names, what they became."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Integer,
    String,
    Table,
    UniqueConstraint,
    and_,
    bindparam,
    insert,
    or_,
    select,
    update,
)

from storage.errors import Missing
from storage.metadata import OWN_IDS, SortKey, day, key, link, metadata
from storage.vietnamese import fold, sort_key

unit = Table(
    "unit",
    metadata,
    key(),
    link("parent_id", "unit", nullable=True),
    Column("path", SortKey, nullable=False, index=True),
    Column("kind", String(40), nullable=False),
    Column("name", String(300), nullable=False),
    Column("name_folded", String(300), nullable=False, index=True),
    Column("name_key", SortKey, nullable=False),
    Column("code", String(32), nullable=False, unique=True),
    Column("place", String(120)),
    Column("sector", String(80)),
    Column("employer_type", String(80)),
    Column("cluster", String(80)),
    Column("size", Integer, nullable=False, server_default="0"),
    Column("standing", String(10), nullable=False, server_default="line"),
    day("valid_from"),
    day("valid_to"),
    **OWN_IDS,
)

unit_alias = Table(
    "unit_alias",
    metadata,
    key(),
    link("unit_id", "unit"),
    Column("alias", String(300), nullable=False),
    Column("alias_folded", String(300), nullable=False, index=True),
    UniqueConstraint("unit_id", "alias_folded"),
    **OWN_IDS,
)

unit_successor = Table(
    "unit_successor",
    metadata,
    key(),
    link("unit_id", "unit"),
    link("successor_id", "unit"),
    Column("how", String(20), nullable=False),
    UniqueConstraint("unit_id", "successor_id"),
    **OWN_IDS,
)

# In the line of command and counted; beside it (receives copies only); outside it (a parallel line, a board).
LINE, COPY, OUTSIDE = "line", "copy", "outside"


@dataclass(frozen=True, slots=True)
class Unit:
    """A union at any level.

    `path` is "/1/4/17/" from the root down to itself; `size` is its members on paper.
    """

    id: int
    parent_id: int | None
    path: str
    kind: str
    name: str
    code: str
    place: str | None
    size: int

    def above(self) -> list[int]:
        """Ids from itself up to the root."""
        return [int(part) for part in reversed(self.path.strip("/").split("/"))]


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


def below(path: str) -> ColumnElement[bool]:
    """Units of a subtree, its own root included. Raises ValueError for what is no path."""
    if not (path.startswith("/") and path.endswith("/")):
        raise ValueError(f"no path of a unit: {path!r}")
    return and_(unit.c.path >= path, unit.c.path < f"{path[:-1]}0")  # "0" is what follows "/"


FIELDS = [unit.c[name] for name in ("id", "parent_id", "path", "kind", "name", "code", "place", "size")]
_BY_ID = select(*FIELDS).where(unit.c.id == bindparam("id"))
_LIVING_NAMES = (
    select(unit.c.id, unit.c.name_folded)
    .where(unit.c.valid_to.is_(None))
    .union_all(
        select(unit_alias.c.unit_id, unit_alias.c.alias_folded).join(unit).where(unit.c.valid_to.is_(None))
    )
)
_BY_CODE = select(*FIELDS).where(unit.c.code == bindparam("code"), unit.c.valid_to.is_(None))


class Units:
    """Queries on the tree. Each unit is read once in a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[int, Unit] = {}
        self._names: Sequence[tuple[int, str]] | None = None

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
        row = self._connection.execute(_BY_CODE, {"code": code.strip().upper()}).first()
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
        }
        above = self.get(new.parent_id).path if new.parent_id else "/"
        added = self._connection.execute(insert(unit).returning(unit.c.id), values).scalar_one()
        self._connection.execute(update(unit).where(unit.c.id == added), {"path": f"{above}{added}/"})
        self.add_aliases(added, new.aliases)
        return self.get(added)

    def add_aliases(self, unit_id: int, aliases: Iterable[str]) -> None:
        """Other names under which people look for the unit."""
        self._names = None
        rows = [{"unit_id": unit_id, "alias": alias, "alias_folded": fold(alias)} for alias in aliases]
        if rows:
            self._connection.execute(insert(unit_alias), rows)

    def names(self) -> Sequence[tuple[int, str]]:
        """(unit id, folded name or alias) of every living unit, for finding by name."""
        if self._names is None:
            self._names = [(row[0], row[1]) for row in self._connection.execute(_LIVING_NAMES)]
        return self._names

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
        return [Unit(*row) for row in self._connection.execute(query)]

    def children(self, parent_id: int) -> list[Unit]:
        """The units directly below, in Vietnamese order."""
        query = (
            select(*FIELDS)
            .where(unit.c.parent_id == parent_id, unit.c.valid_to.is_(None))
            .order_by(unit.c.name_key)
        )
        return [Unit(*row) for row in self._connection.execute(query)]

    def below(self, path: str) -> list[Unit]:
        """The living units of a subtree, its own root included, parents before children."""
        query = select(*FIELDS).where(below(path), unit.c.valid_to.is_(None)).order_by(unit.c.path)
        return [Unit(*row) for row in self._connection.execute(query)]

    def roots(self) -> list[Unit]:
        """Units without a parent."""
        query = select(*FIELDS).where(unit.c.parent_id.is_(None)).order_by(unit.c.name_key)
        return [Unit(*row) for row in self._connection.execute(query)]

    def is_empty(self) -> bool:
        """True before the first unit is made."""
        return self._connection.execute(select(unit.c.id).limit(1)).first() is None
