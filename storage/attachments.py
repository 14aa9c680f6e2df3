"""Files that people sent: kept here, or on the platform under its own id."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Index,
    LargeBinary,
    String,
    Table,
    bindparam,
    insert,
    select,
    update,
)

from storage import pieces
from storage.errors import Missing
from storage.metadata import OWN_IDS, Id, key, link, metadata, moment

attachment = Table(
    "attachment",
    metadata,
    key(),
    link("account_id", "account"),
    Column("subject", String(20)),
    Column("subject_id", Id),
    Column("kind", String(12), nullable=False),
    Column("name", String(300), nullable=False),
    Column("media_type", String(120), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("external_id", String(300)),
    Column("message", String(128)),  # the platform's id of the message that brought it
    moment("created_at", nullable=False),
    Column("content", LargeBinary),  # last: only there does SQLite take it piece by piece
    Index("ix_attachment_subject", "subject", "subject_id"),
    **OWN_IDS,
)

PHOTO, DOCUMENT, VOICE, OTHER = "photo", "document", "voice", "other"


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class StoredAttachment:
    """What is known of a file; `size` in bytes. `subject` None: it is not tied to anything yet."""

    id: int
    account_id: int
    subject: str | None
    subject_id: int | None
    kind: str
    name: str
    media_type: str
    size: int
    external_id: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class NewAttachment:
    """A file as it came in. `content` None: the platform keeps it (`external_id`), or it was too large."""

    account_id: int
    kind: str
    name: str = ""
    media_type: str = ""
    size: int = 0
    content: bytes | None = None
    external_id: str | None = None
    message: str | None = None  # the platform's id of the message that brought it


_NAMES = (
    "id",
    "account_id",
    "subject",
    "subject_id",
    "kind",
    "name",
    "media_type",
    "size",
    "external_id",
    "created_at",
)
_ALL = select(*[attachment.c[name] for name in _NAMES])
_OF = (
    _ALL.where(attachment.c.subject == bindparam("subject"))
    .where(attachment.c.subject_id == bindparam("subject_id"))
    .order_by(attachment.c.id)
)
_ADD = insert(attachment).returning(attachment.c.id)


class Attachments:
    """Queries on files."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, new: NewAttachment, at: datetime) -> int:
        """Keeps a file; returns its id, to be tied to what it is about."""
        whole, long = new.content, len(new.content or b"") > pieces.PIECE
        values = {
            "account_id": new.account_id,
            "kind": new.kind,
            "name": new.name[:300],
            "media_type": new.media_type[:120],
            "size": new.size,
            "content": None if long else whole,
            "external_id": new.external_id,
            "message": new.message,
            "created_at": at,
        }
        id = int(self._connection.execute(_ADD, values).scalar_one())
        if long and whole is not None:
            pieces.write(self._connection, attachment, id, whole)
        return id

    def tie(self, ids: Sequence[int], subject: str, subject_id: int) -> None:
        """Says what the files are about: "initiative", "registration" or "question", and its id."""
        if ids:
            query = update(attachment).where(attachment.c.id.in_(ids))
            self._connection.execute(query, {"subject": subject, "subject_id": subject_id})

    def get(self, id: int) -> StoredAttachment:
        """What is known of this file. Raises LookupError."""
        row = self._connection.execute(_ALL.where(attachment.c.id == id)).first()
        if row is None:
            raise Missing(f"no attachment {id}")
        return StoredAttachment(*row)

    def of(self, subject: str, subject_id: int) -> list[StoredAttachment]:
        """The files tied to something, in the order they came."""
        rows = self._connection.execute(_OF, {"subject": subject, "subject_id": subject_id})
        return [StoredAttachment(*row) for row in rows]

    def content(self, id: int) -> bytes | None:
        """The bytes, where they are kept here."""
        found = self._connection.execute(select(attachment.c.content).where(attachment.c.id == id))
        return found.scalar_one_or_none()
