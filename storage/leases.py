"""Leases: which one of several processes does a thing just now (polling, sending)."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Column, Connection, Integer, String, Table, or_, update

from storage.metadata import metadata, moment
from storage.upsert import insert

lease = Table(
    "lease",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("holder", String(80), nullable=False),
    moment("until", nullable=False),
    Column("generation", Integer, nullable=False),
)


class Leases:
    """Queries on leases."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def acquire(self, name: str, holder: str, now: datetime, ttl: timedelta) -> int | None:
        """The lease's new generation, higher than any before; None while another holds it."""
        values = {"name": name, "holder": holder, "until": now + ttl, "generation": 1}
        query = insert(self._connection, lease).values(values)
        query = query.on_conflict_do_update(
            index_elements=["name"],
            set_={"holder": holder, "until": now + ttl, "generation": lease.c.generation + 1},
            where=or_(lease.c.until <= now, lease.c.holder == holder),
        )
        return self._connection.execute(query.returning(lease.c.generation)).scalar_one_or_none()

    def renew(self, name: str, holder: str, now: datetime, ttl: timedelta) -> bool:
        """Holds it longer; False when it was lost, and its holder must stop."""
        held = (lease.c.name == name, lease.c.holder == holder)
        query = update(lease).where(*held).values(until=now + ttl)
        return self._connection.execute(query).rowcount == 1

    def release(self, name: str, holder: str, now: datetime) -> None:
        """Lets another have it at once. The generation stays, so that it goes on growing."""
        held = (lease.c.name == name, lease.c.holder == holder)
        self._connection.execute(update(lease).where(*held).values(until=now, holder=""))
