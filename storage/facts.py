"""Facts about this installation, by key: is it a demonstration, when did a digest last go out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, Connection, String, Table, bindparam, delete, or_, select

from storage import locks
from storage.metadata import Data, metadata
from storage.upsert import insert

fact = Table(
    "fact",
    metadata,
    Column("key", String(80), primary_key=True),
    Column("value", Data),
)

_GET = select(fact.c.value).where(fact.c.key == bindparam("name"))

_CODES = or_(fact.c.key.startswith("invite:"), fact.c.key.startswith("link:"))


def forget_codes(connection: Connection, person_id: int) -> None:
    """No code leads to this person any more."""
    for key, value in connection.execute(select(fact.c.key, fact.c.value).where(_CODES)).all():
        if isinstance(value, dict) and value.get("person_id") == person_id:
            connection.execute(delete(fact).where(fact.c.key == key))
    connection.execute(delete(fact).where(fact.c.key == f"linking:{person_id}"))


class Facts:
    """Queries on facts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: str) -> Any:
        """The value (JSON) under a key; None when there is none."""
        return self._connection.execute(_GET, {"name": key}).scalar_one_or_none()

    def take(self, key: str) -> Any:
        """The value, which is gone with it; of several who take it at once one gets it, the others None."""
        query = delete(fact).where(fact.c.key == key).returning(fact.c.value)
        return self._connection.execute(query).scalar_one_or_none()

    def held(self, key: str) -> Any:
        """The value; whoever else asks so waits until this transaction has ended. For what is counted."""
        locks.take(self._connection, f"fact:{key}")
        return self.get(key)

    def forget_codes(self, person_id: int) -> None:
        """No code leads to this person any more."""
        forget_codes(self._connection, person_id)

    def under(self, prefix: str) -> dict[str, Any]:
        """Every fact whose key begins so."""
        query = select(fact.c.key, fact.c.value).where(fact.c.key.startswith(prefix, autoescape=True))
        return {row[0]: row[1] for row in self._connection.execute(query)}

    def set(self, key: str, value: Any) -> None:
        """Keeps a value (JSON) in the place of the one before."""
        self.set_many({key: value})

    def set_many(self, values: Mapping[str, Any]) -> None:
        """Keeps several at once."""
        if not values:
            return
        query = insert(self._connection, fact)
        query = query.on_conflict_do_update(index_elements=["key"], set_={"value": query.excluded.value})
        self._connection.execute(query, [{"key": key, "value": value} for key, value in values.items()])
