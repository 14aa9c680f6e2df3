"""Locks by name across processes. SQLite needs none: there is one writer."""

from __future__ import annotations

from hashlib import blake2b

from sqlalchemy import Connection


def number(name: str) -> int:
    """The same signed 64-bit number for a name in every process."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)


def statement(name: str) -> str:
    """SQL that waits for the name's lock on PostgreSQL and holds it until the transaction ends."""
    return f"SELECT pg_advisory_xact_lock({number(name)})"


def take(connection: Connection, name: str) -> None:
    """Waits for the name's lock and holds it until the transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(statement(name))
