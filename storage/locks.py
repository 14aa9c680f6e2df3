"""Locks by name across processes. SQLite needs none: there is one writer."""

from __future__ import annotations

from hashlib import blake2b

from sqlalchemy import Connection, text

_TAKE = text("SELECT pg_advisory_xact_lock(:key)")


def number(name: str) -> int:
    """The same signed 64-bit number for a name in every process."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)


def take(connection: Connection, name: str) -> None:
    """Waits for the name's lock and holds it until the transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(_TAKE, {"key": number(name)})
