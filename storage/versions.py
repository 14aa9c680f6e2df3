"""Rows that people decide on: every change makes a new version, so that older buttons no longer act."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Table, update


def change(connection: Connection, table: Table, id: int, at: datetime, **values: object) -> None:
    """Changes columns of a row, whatever its version."""
    changed = {**values, "version": table.c.version + 1, "changed_at": at}
    connection.execute(update(table).where(table.c.id == id).values(changed))


def decide_at(connection: Connection, table: Table, seen: tuple[int, int], status: str, at: datetime) -> bool:
    """Moves the row (id, version) to a new state; False when somebody else changed it meanwhile."""
    id, version = seen
    query = update(table).where(table.c.id == id, table.c.version == version)
    changed = {"status": status, "version": version + 1, "changed_at": at}
    return connection.execute(query, changed).rowcount == 1
