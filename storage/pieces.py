"""Writes long bytes into a row piece by piece: a driver copies, and keeps room for, whatever it is handed."""

from __future__ import annotations

from collections.abc import Iterator
from sqlite3 import Connection as Sqlite

from sqlalchemy import Connection, Table, func, text, update

PIECE = 512 * 1024

_BEGIN = text("SELECT lo_create(0)")
_PUT = text("SELECT lo_put(:large, :start, :piece)")
_END = text("SELECT lo_unlink(:large)")


def write(connection: Connection, table: Table, id: int, content: bytes) -> None:
    """Puts the bytes into the column `content` of the row with this id."""
    row = update(table).where(table.c.id == id)
    raw = connection.connection.driver_connection
    if isinstance(raw, Sqlite):
        connection.execute(row.values(content=func.zeroblob(len(content))))
        with raw.blobopen(table.name, "content", id) as blob:
            for _, piece in _pieces(content):
                blob.write(piece)
        return
    large = connection.execute(_BEGIN).scalar_one()
    for start, piece in _pieces(content):
        connection.execute(_PUT, {"large": large, "start": start, "piece": piece})
    connection.execute(row.values(content=func.lo_get(large)))
    connection.execute(_END, {"large": large})


def _pieces(content: bytes) -> Iterator[tuple[int, bytes]]:
    for start in range(0, len(content), PIECE):
        yield start, content[start : start + PIECE]
