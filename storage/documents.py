"""Official documents as they were read: a header each, and their text in passages to search and quote."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Date,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    delete,
    func,
    insert,
    select,
    update,
)

from storage import locks
from storage.metadata import OWN_IDS, Data, key, link, metadata
from storage.papers import Header, StoredDocument, StoredPassage

document = Table(
    "document",
    metadata,
    key(),
    link("unit_id", "unit", nullable=True),
    Column("file", String(300), nullable=False, unique=True),
    Column("number", String(120)),
    Column("kind", String(80)),
    Column("issuer", String(300)),
    Column("place", String(120)),
    Column("date", Date),
    Column("title", Text),
    Column("inferred", Data, nullable=False),
    Column("version", Integer, nullable=False, index=True),
    **OWN_IDS,
)

passage = Table(
    "passage",
    metadata,
    key(),
    link("document_id", "document", index=False),
    Column("position", Integer, nullable=False),
    Column("section", Text, nullable=False),
    Column("heading", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("paragraph", Text, nullable=False),
    Column("role", String(12), nullable=False),
    UniqueConstraint("document_id", "position"),
    **OWN_IDS,
)

_HEADER = ("number", "kind", "date", "issuer", "place", "title")
_PASSAGE = ("section", "heading", "text", "paragraph", "role")
_DOCUMENTS = select(
    document.c.id, document.c.file, *[document.c[name] for name in _HEADER], document.c.inferred
).order_by(document.c.id)
_PASSAGES = select(passage.c.document_id, *[passage.c[name] for name in _PASSAGE]).order_by(
    passage.c.document_id, passage.c.position
)


class Documents:
    """Queries on official documents."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def replace(self, new: StoredDocument, unit_id: int | None = None) -> int:
        """Keeps a document in the place of what its file held before; returns its id, the same as before."""
        locks.take(self._connection, "documents")  # so that versions are seen in the order they were given
        values = _columns(new) | {"unit_id": unit_id, "version": self.version() + 1}
        found = self._connection.execute(select(document.c.id).where(document.c.file == new.file)).scalar()
        if found is None:
            query = insert(document).returning(document.c.id)
            found = self._connection.execute(query, values).scalar_one()
        else:
            self._connection.execute(update(document).where(document.c.id == found), values)
            self._connection.execute(delete(passage).where(passage.c.document_id == found))
        rows = [_row(found, position, each) for position, each in enumerate(new.passages)]
        if rows:
            self._connection.execute(insert(passage), rows)
        return int(found)

    def all(self) -> list[StoredDocument]:
        """Every document with its passages."""
        rows = self._connection.execute(_PASSAGES)
        passages = {
            found: tuple(StoredPassage(*row[1:]) for row in group)
            for found, group in groupby(rows, lambda row: row[0])
        }
        return [_document(row, passages.get(row[0], ())) for row in self._connection.execute(_DOCUMENTS)]

    def list(self) -> Sequence[StoredDocument]:
        """Every document without its passages."""
        return [_document(row, ()) for row in self._connection.execute(_DOCUMENTS)]

    def find(self, number: str) -> StoredDocument | None:
        """The document with this number, without its passages."""
        row = self._connection.execute(_DOCUMENTS.where(document.c.number == number)).first()
        return _document(row, ()) if row else None

    def version(self) -> int:
        """Grows with every change; an index made at the same version is up to date."""
        return int(
            self._connection.execute(select(func.coalesce(func.max(document.c.version), 0))).scalar_one()
        )


def _columns(new: StoredDocument) -> dict[str, Any]:
    header = {name: getattr(new.header, name) for name in _HEADER}
    return {"file": new.file, **header, "inferred": sorted(new.header.inferred)}


def _row(document_id: int, position: int, each: StoredPassage) -> dict[str, Any]:
    return {
        "document_id": document_id,
        "position": position,
        **{name: getattr(each, name) for name in _PASSAGE},
    }


def _document(row: Sequence[Any], passages: Iterable[StoredPassage]) -> StoredDocument:
    names = dict(zip(_HEADER, row[2:-1], strict=True))
    return StoredDocument(row[0], row[1], Header(**names, inferred=frozenset(row[-1])), tuple(passages))
