"""Facts about this installation, by key: is it a demonstration, when did a digest last go out."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Connection, String, Table, bindparam, select

from storage.metadata import Data, metadata
from storage.upsert import insert

fact = Table(
    "fact",
    metadata,
    Column("key", String(80), primary_key=True),
    Column("value", Data),
)

_GET = select(fact.c.value).where(fact.c.key == bindparam("name"))


class Facts:
    """Queries on facts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: str) -> Any:
        """The value (JSON) under a key; None when there is none."""
        return self._connection.execute(_GET, {"name": key}).scalar_one_or_none()

    def set(self, key: str, value: Any) -> None:
        """Keeps a value (JSON) in the place of the one before."""
        query = insert(self._connection, fact).values(key=key, value=value)
        query = query.on_conflict_do_update(index_elements=["key"], set_={"value": query.excluded.value})
        self._connection.execute(query)
