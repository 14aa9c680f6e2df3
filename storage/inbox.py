"""What was received: stored before it is answered, handled exactly once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    func,
    null,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from storage.accounts import (
    HERE,
    OPEN_TALK,
    OWNER,
    SITUATION,
    Accounts,
    Address,
    Situation,
    account,
    as_situation,
)
from storage.conversations import conversation
from storage.metadata import OWN_IDS, Data, key, metadata, moment
from storage.people import person

inbox = Table(
    "inbox",
    metadata,
    key(),
    Column("channel", String(20), nullable=False),
    Column("bot", String(64), nullable=False),
    Column("update_id", String(160), nullable=False),
    Column("external_id", String(128), nullable=False),
    Column("payload", Data),
    moment("received_at", nullable=False),
    moment("handled_at"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("incident", String(12)),
    UniqueConstraint("channel", "bot", "external_id", "update_id"),
    Index(
        "ix_inbox_waiting",
        "channel",
        "bot",
        "external_id",
        "id",
        sqlite_where=text("handled_at IS NULL"),
        postgresql_where=text("handled_at IS NULL"),
    ),
    **OWN_IDS,
)


@dataclass(frozen=True, slots=True)
class Received:
    """A stored update. `payload` is what the platform sent, as it came."""

    id: int
    address: Address
    update_id: str
    payload: dict[str, Any]
    received_at: datetime | None = None


_FIELDS = [
    inbox.c[name] for name in ("id", "channel", "bot", "external_id", "update_id", "payload", "received_at")
]
_INSERT = {
    "sqlite": sqlite.insert(inbox).on_conflict_do_nothing().returning(inbox.c.id),
    "postgresql": postgresql.insert(inbox).on_conflict_do_nothing().returning(inbox.c.id),
}
_GIVEN = ("channel", "bot", "external_id", "update_id", "payload", "received_at", "handled_at")
_TAKEN = (
    _INSERT["postgresql"]
    .values({name: bindparam(name, type_=inbox.c[name].type) for name in _GIVEN})
    .cte("taken")
)
_TAKE = select(_TAKEN.c.id, *SITUATION).select_from(
    _TAKEN.outerjoin(account, HERE).outerjoin(person, OWNER).outerjoin(conversation, OPEN_TALK)
)
_FIND = select(inbox.c.id).where(
    inbox.c.channel == bindparam("channel"),
    inbox.c.bot == bindparam("bot"),
    inbox.c.external_id == bindparam("external_id"),
    inbox.c.update_id == bindparam("update_id"),
)
_WAITS = select(inbox.c.id).where(inbox.c.id == bindparam("inbox_id"), inbox.c.handled_at.is_(None))
_HANDLED = (
    update(inbox)
    .where(inbox.c.id == bindparam("inbox_id"))
    .values(handled_at=bindparam("at"), payload=null(), incident=bindparam("incident"))
)


class Inbox:
    """Queries on received updates. What was handled keeps its id only, not what it said."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def store(
        self, address: Address, update_id: str, payload: dict[str, Any] | None, at: datetime
    ) -> int | None:
        """Keeps an update to be handled; None when it was stored before.

        No payload: it is handled right now.
        """
        query = _INSERT[self._connection.dialect.name]
        return self._connection.execute(query, _values(address, update_id, payload, at)).scalar_one_or_none()

    def take(self, address: Address, update_id: str, at: datetime) -> tuple[int | None, Situation | None]:
        """Keeps an update that is handled right now, and reads what is known of its address.

        The id is None when the update was stored before, the situation when the address was never heard.
        """
        if self._connection.dialect.name != "postgresql":
            return self.store(address, update_id, None, at), Accounts(self._connection).situation(address)
        row = self._connection.execute(_TAKE, _values(address, update_id, None, at)).first()
        if row is None:
            return None, None
        return row[0], as_situation(address, row[1:]) if row[1] is not None else None

    def find(self, address: Address, update_id: str) -> int | None:
        """The id under which an update was stored."""
        values = {
            "channel": address.channel,
            "bot": address.bot,
            "external_id": address.external_id,
            "update_id": update_id,
        }
        return self._connection.execute(_FIND, values).scalar_one_or_none()

    def addresses_waiting(self, channel: str, limit: int = 500) -> list[Address]:
        """Whose updates wait, the longest-waiting first."""
        query = (
            select(inbox.c.channel, inbox.c.bot, inbox.c.external_id)
            .where(inbox.c.handled_at.is_(None), inbox.c.channel == channel)
            .group_by(inbox.c.channel, inbox.c.bot, inbox.c.external_id)
            .order_by(func.min(inbox.c.id))
            .limit(limit)
        )
        return [Address(*row) for row in self._connection.execute(query)]

    def oldest(self, address: Address) -> Received | None:
        """The person's oldest update that is not handled."""
        query = (
            select(*_FIELDS)
            .where(
                inbox.c.channel == address.channel,
                inbox.c.bot == address.bot,
                inbox.c.external_id == address.external_id,
                inbox.c.handled_at.is_(None),
            )
            .order_by(inbox.c.id)
            .limit(1)
        )
        row = self._connection.execute(query).first()
        return Received(row[0], Address(*row[1:4]), row[4], dict(row[5] or {}), row[6]) if row else None

    def waits(self, id: int) -> bool:
        """Whether a stored update is still to be handled."""
        return self._connection.execute(_WAITS, {"inbox_id": id}).first() is not None

    def handled(self, id: int, at: datetime, incident: str | None = None) -> None:
        """Marks an update as answered and forgets what it said."""
        self._connection.execute(_HANDLED, {"inbox_id": id, "at": at, "incident": incident})

    def waiting(self) -> int:
        """How many updates are stored and not handled."""
        query = select(func.count()).select_from(inbox).where(inbox.c.handled_at.is_(None))
        return int(self._connection.execute(query).scalar_one())


def _values(address: Address, update_id: str, payload: dict[str, Any] | None, at: datetime) -> dict[str, Any]:
    return {
        "channel": address.channel,
        "bot": address.bot,
        "external_id": address.external_id,
        "update_id": update_id,
        "payload": payload,
        "received_at": at,
        "handled_at": at if payload is None else None,
    }
