"""What each conversation is in the middle of. A conversation is data: flow and answers so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Index, String, Table, bindparam, insert, select, text, update

from storage.metadata import OWN_IDS, Data, key, link, metadata, moment

conversation = Table(
    "conversation",
    metadata,
    key(),
    link("account_id", "account"),
    Column("flow", String(40), nullable=False),
    Column("state", Data, nullable=False),
    Column("status", String(8), nullable=False),
    moment("at", nullable=False),
    Index(
        "uq_conversation_open",
        "account_id",
        unique=True,
        sqlite_where=text("status = 'open'"),
        postgresql_where=text("status = 'open'"),
    ),
    **OWN_IDS,
)

OPEN, PARKED, DONE = "open", "parked", "done"


@dataclass(slots=True)
class Conversation:
    """A form being filled in. `id` is what its buttons are stamped with."""

    id: int
    flow: str
    state: dict[str, Any] = field(default_factory=dict)


SAVE = (
    update(conversation)
    .where(conversation.c.id == bindparam("conversation_id"))
    .values(state=bindparam("state"), status=bindparam("status"), at=bindparam("at"))
)
_PARKED = (
    select(conversation.c.id, conversation.c.flow, conversation.c.state)
    .where(conversation.c.account_id == bindparam("account"), conversation.c.status == PARKED)
    .order_by(conversation.c.at.desc(), conversation.c.id.desc())
    .limit(1)
)
_START = insert(conversation).returning(conversation.c.id)


class Conversations:
    """Queries on conversations. At most one is open per account, others are parked."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def start(self, account_id: int, flow: str, at: datetime) -> Conversation:
        """Opens a conversation; the caller has parked or ended the one before."""
        values = {"account_id": account_id, "flow": flow, "state": {}, "status": OPEN, "at": at}
        return Conversation(self._connection.execute(_START, values).scalar_one(), flow)

    def save(self, talk: Conversation, at: datetime, status: str = OPEN) -> None:
        """Keeps the answers so far. What is done keeps no answers."""
        self._connection.execute(SAVE, saved(talk, at, status))

    def close(self, account_id: int, at: datetime) -> None:
        """Ends whatever is open or set aside at this address; no answers are kept."""
        begun = (conversation.c.account_id == account_id, conversation.c.status != DONE)
        values = {"state": {}, "status": DONE, "at": at}
        self._connection.execute(update(conversation).where(*begun), values)

    def parked(self, account_id: int) -> Conversation | None:
        """The conversation that was interrupted last."""
        row = self._connection.execute(_PARKED, {"account": account_id}).first()
        return Conversation(row[0], row[1], dict(row[2])) if row else None


def saved(talk: Conversation, at: datetime, status: str = OPEN) -> dict[str, Any]:
    """The values of SAVE."""
    state = {} if status == DONE else talk.state
    return {"conversation_id": talk.id, "state": state, "status": status, "at": at}
