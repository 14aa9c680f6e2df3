"""The tables of the tree of unions, and what "below" means in it."""

from __future__ import annotations

from sqlalchemy import Column, ColumnElement, Integer, String, Table, UniqueConstraint, and_

from storage.metadata import OWN_IDS, SortKey, day, key, link, metadata

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
STANDINGS = (LINE, COPY, OUTSIDE)
BOARD = "board"  # the kind of a standing board: papers are addressed to it, nobody works there

MERGE, SPLIT, MOVE, END = "merge", "split", "move", "end"  # what became of a unit
WAYS = (MERGE, SPLIT, MOVE, END)


def below(path: str) -> ColumnElement[bool]:
    """Units of a subtree, its own root included. Raises ValueError for what is no path."""
    if not (path.startswith("/") and path.endswith("/")):
        raise ValueError(f"no path of a unit: {path!r}")
    return and_(unit.c.path >= path, unit.c.path < f"{path[:-1]}0")  # "0" is what follows "/"
