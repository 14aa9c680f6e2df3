"""Visitors of the web chat: a cookie's hash and the address it stands for."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, Connection, String, Table, bindparam, insert, select, update

from storage.metadata import metadata, moment

session = Table(
    "session",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("external_id", String(128), nullable=False, index=True),
    moment("created_at", nullable=False),
    moment("seen_at", nullable=False),
)

_FIND = select(session.c.external_id).where(session.c.token_hash == bindparam("token_hash"))


class Sessions:
    """Queries on visitors. The token itself is never stored, only its SHA-256 in hex."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def create(self, token_hash: str, external_id: str, at: datetime) -> None:
        """Keeps a new visitor."""
        values = {"token_hash": token_hash, "external_id": external_id, "created_at": at, "seen_at": at}
        self._connection.execute(insert(session), values)

    def find(self, token_hash: str) -> str | None:
        """The visitor's external id; None for a cookie that nobody was given."""
        return self._connection.execute(_FIND, {"token_hash": token_hash}).scalar_one_or_none()

    def seen(self, token_hash: str, at: datetime) -> None:
        """The visitor was here again."""
        query = update(session).where(session.c.token_hash == token_hash).values(seen_at=at)
        self._connection.execute(query)
