"""What is to be sent: rendered rows, claimed by a sender, settled with their outcome."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    bindparam,
    delete,
    func,
    insert,
    literal_column,
    select,
    text,
    update,
)

from storage.accounts import Address, account
from storage.metadata import OWN_IDS, Data, key, link, metadata, moment

outbox = Table(
    "outbox",
    metadata,
    key(),
    link("account_id", "account", index=False),
    Column("channel", String(20), nullable=False),
    link("inbox_id", "inbox", nullable=True, ondelete="SET NULL"),
    link("broadcast_id", "broadcast", nullable=True, index=False),
    Column("lane", SmallInteger, nullable=False),
    Column("body", Data, nullable=False),
    Column("name", String(80)),
    Column("sensitive", Boolean, nullable=False, server_default=text("false")),
    Column("status", String(10), nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("claim", String(80)),
    Column("external_id", String(128)),
    Column("error", Text),
    moment("created_at", nullable=False),
    moment("due_at"),
    moment("claimed_at"),
    moment("sent_at"),
    Index("ix_outbox_account", "account_id", "id"),
    Index(
        "ix_outbox_due",
        "channel",
        "lane",
        "due_at",
        "id",
        sqlite_where=text("status = 'pending'"),
        postgresql_where=text("status = 'pending'"),
    ),
    Index(
        "ix_outbox_name",
        "name",
        sqlite_where=text("status = 'pending' AND name IS NOT NULL"),
        postgresql_where=text("status = 'pending' AND name IS NOT NULL"),
    ),
    Index(
        "uq_outbox_broadcast",
        "broadcast_id",
        "account_id",
        unique=True,
        sqlite_where=text("broadcast_id IS NOT NULL"),
        postgresql_where=text("broadcast_id IS NOT NULL"),
    ),
    **OWN_IDS,
)

PENDING, SENDING, SENT, FAILED, UNKNOWN, WITHDRAWN = (
    "pending",
    "sending",
    "sent",
    "failed",
    "unknown",
    "withdrawn",
)
REPLY, NOTICE, BULK = 0, 1, 2


@dataclass(frozen=True, slots=True)
class NewMessage:
    """One rendered message for one account. `due_at` None: it went out with the answer itself."""

    account_id: int
    body: dict[str, Any]
    lane: int = REPLY
    inbox_id: int | None = None
    broadcast_id: int | None = None
    due_at: datetime | None = None
    name: str | None = None
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row that this sender alone may send."""

    id: int
    account_id: int
    address: Address
    lane: int
    body: dict[str, Any]
    attempts: int
    broadcast_id: int | None = None
    sensitive: bool = False
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a claimed row. With status "pending", `due_at` says when to try again."""

    id: int
    status: str
    at: datetime
    external_id: str | None = None
    error: str | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Arrived:
    """A message as the person sees it."""

    id: int
    at: datetime
    body: dict[str, Any]


_CHANNEL = select(account.c.channel).where(account.c.id == bindparam("receiver")).scalar_subquery()
_QUEUE = insert(outbox).values(channel=_CHANNEL).returning(outbox.c.id)
_OF_INBOX = (
    select(outbox.c.id, outbox.c.created_at, outbox.c.body)
    .where(outbox.c.inbox_id == bindparam("inbox_id"), outbox.c.account_id == bindparam("account_id"))
    .where(outbox.c.lane == REPLY)
    .order_by(outbox.c.id)
)
_LANES = (REPLY, NOTICE, BULK)
_WAITS = outbox.c.status == literal_column("'pending'")  # as the index says it
_NEXT = (
    select(outbox.c.id)
    .where(_WAITS, outbox.c.lane == bindparam("lane"), outbox.c.due_at <= bindparam("now"))
    .order_by(outbox.c.due_at, outbox.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_NEXT_OF_CHANNEL = _NEXT.where(outbox.c.channel == bindparam("channel"))
_SETTLE = (
    update(outbox)
    .where(outbox.c.id == bindparam("row_id"), outbox.c.claim == bindparam("holder"))
    .where(outbox.c.status == SENDING)
    .values(
        status=bindparam("status"),
        sent_at=bindparam("sent_at"),
        due_at=bindparam("due_at"),
        external_id=bindparam("external_id"),
        error=bindparam("error"),
        claim=None,
    )
)


class Outbox:
    """Queries on what goes out."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, message: NewMessage, at: datetime) -> int:
        """Queues one message; without `due_at` it counts as sent: the answer itself carries it."""
        now = message.due_at is None
        values = {
            "account_id": message.account_id,
            "receiver": message.account_id,
            "inbox_id": message.inbox_id,
            "broadcast_id": message.broadcast_id,
            "lane": message.lane,
            "body": message.body,
            "name": message.name,
            "sensitive": message.sensitive,
            "status": SENT if now else PENDING,
            "created_at": at,
            "due_at": message.due_at,
            "sent_at": at if now else None,
        }
        return int(self._connection.execute(_QUEUE, values).scalar_one())

    def answers_to(self, inbox_id: int, account_id: int) -> list[Arrived]:
        """What was answered to an update."""
        values = {"inbox_id": inbox_id, "account_id": account_id}
        return [Arrived(*row) for row in self._connection.execute(_OF_INBOX, values)]

    def arrived(self, account_id: int, after: int, limit: int = 200) -> list[Arrived]:
        """What has reached the account since message `after`, oldest first."""
        query = (
            select(outbox.c.id, outbox.c.created_at, outbox.c.body)
            .where(outbox.c.account_id == account_id, outbox.c.id > after, outbox.c.status == SENT)
            .order_by(outbox.c.id)
            .limit(limit)
        )
        return [Arrived(*row) for row in self._connection.execute(query)]

    def latest(self, account_id: int, after: int, count: int) -> list[Arrived]:
        """The last `count` of what has reached the account since message `after`, oldest first."""
        query = (
            select(outbox.c.id, outbox.c.created_at, outbox.c.body)
            .where(outbox.c.account_id == account_id, outbox.c.id > after, outbox.c.status == SENT)
            .order_by(outbox.c.id.desc())
            .limit(count)
        )
        return [Arrived(*row) for row in self._connection.execute(query)][::-1]

    def recent(self, account_ids: Sequence[int], window: int) -> set[tuple[int, int]]:
        """(account, message) of what reached these accounts among the newest `window` ids."""
        newest = select(func.coalesce(func.max(outbox.c.id), 0)).scalar_subquery()
        query = select(outbox.c.account_id, outbox.c.id).where(
            outbox.c.account_id.in_(account_ids), outbox.c.id > newest - window, outbox.c.status == SENT
        )
        return {(row[0], row[1]) for row in self._connection.execute(query)}

    def handed(self, account_id: int, attachment_id: int) -> bool:
        """Whether a message that reached the account carried this file."""
        sent = (outbox.c.account_id == account_id, outbox.c.status == SENT)
        query = select(outbox.c.body["files"]).where(*sent, outbox.c.body["files"].is_not(None))
        found = self._connection.execute(query).scalars()
        return any(file["id"] == attachment_id for files in found for file in files or ())

    def claim(
        self, holder: str, now: datetime, limit: int, *, channel: str | None = None, bulk: int | None = None
    ) -> list[Claimed]:
        """Takes due rows, replies first, for this holder alone; of one channel, and only so many in bulk."""
        ids: list[int] = []
        query = _NEXT if channel is None else _NEXT_OF_CHANNEL
        for lane in _LANES:  # one by one, so that the index gives them in order, however many wait
            room = limit - len(ids)
            if lane == BULK and bulk is not None:
                room = min(room, bulk)
            if room > 0:
                values = {"lane": lane, "now": now, "limit": room}
                of = {} if channel is None else {"channel": channel}
                ids += self._connection.execute(query, values | of).scalars()
        if not ids:
            return []
        taken = {"status": SENDING, "claim": holder, "claimed_at": now, "attempts": outbox.c.attempts + 1}
        self._connection.execute(update(outbox).where(outbox.c.id.in_(ids)).values(taken))
        return self._claimed(ids)

    def _claimed(self, ids: Sequence[int]) -> list[Claimed]:
        names = ("lane", "body", "attempts", "broadcast_id", "sensitive", "name")
        where = (account.c.channel, account.c.bot, account.c.external_id)
        query = (
            select(outbox.c.id, outbox.c.account_id, *where, *[outbox.c[name] for name in names])
            .join(account, account.c.id == outbox.c.account_id)
            .where(outbox.c.id.in_(ids))
            .order_by(outbox.c.lane, outbox.c.id)
        )
        return [Claimed(r[0], r[1], Address(*r[2:5]), *r[5:]) for r in self._connection.execute(query)]

    def settle(self, holder: str, outcomes: Sequence[Outcome]) -> None:
        """Writes outcomes; a row whose claim was lost meanwhile is left alone."""
        rows = [
            {
                "row_id": outcome.id,
                "holder": holder,
                "status": outcome.status,
                "sent_at": outcome.at if outcome.status == SENT else None,
                "due_at": outcome.due_at,
                "external_id": outcome.external_id,
                "error": outcome.error,
            }
            for outcome in outcomes
        ]
        if rows:
            self._connection.execute(_SETTLE, rows)

    def put_back(self, holder: str, ids: Sequence[int], due_at: datetime) -> None:
        """Frees claimed rows that were not tried; it does not count as an attempt."""
        mine = (outbox.c.id.in_(ids), outbox.c.claim == holder, outbox.c.status == SENDING)
        waits = {"status": PENDING, "claim": None, "due_at": due_at, "attempts": outbox.c.attempts - 1}
        self._connection.execute(update(outbox).where(*mine).values(waits))

    def abandoned(self, before: datetime, now: datetime, *, besides: str = "") -> int:
        """Frees rows claimed before an instant by a sender that is gone, not those of the holder `besides`.

        Replies and notices go again; a broadcast goes again once, unless it is sensitive.
        """
        lost = (outbox.c.status == SENDING, outbox.c.claimed_at < before, outbox.c.claim != besides)
        doubtful = (outbox.c.lane == BULK) & (outbox.c.sensitive.is_(True) | (outbox.c.attempts > 1))
        unknown = update(outbox).where(*lost, doubtful).values(status=UNKNOWN, claim=None)
        again = update(outbox).where(*lost).values(status=PENDING, claim=None, due_at=now)
        return self._connection.execute(unknown).rowcount + self._connection.execute(again).rowcount

    def place(self, row: Claimed, at: datetime) -> int:
        """Lays a claimed row where the page will read it.

        It gets a new, higher id: a page that has read up to N asks only for what is above N, and the row
        may have been queued long before it came due.
        """
        self._connection.execute(delete(outbox).where(outbox.c.id == row.id))
        fresh = NewMessage(row.account_id, row.body, row.lane, broadcast_id=row.broadcast_id, name=row.name)
        return self.put(fresh, at)

    def withdraw(self, name: str) -> int:
        """Takes back what waits under this name; returns how many."""
        waits = (outbox.c.name == name, _WAITS)
        return self._connection.execute(update(outbox).where(*waits).values(status=WITHDRAWN)).rowcount

    def sent_under(self, account_id: int, name: str) -> tuple[int, str | None] | None:
        """(row, platform id) of the last message sent to the account under this name."""
        query = (
            select(outbox.c.id, outbox.c.external_id)
            .where(outbox.c.account_id == account_id, outbox.c.name == name, outbox.c.status == SENT)
            .order_by(outbox.c.id.desc())
            .limit(1)
        )
        row = self._connection.execute(query).first()
        return (row[0], row[1]) if row else None

    def waiting(self) -> int:
        """How many messages are queued or being sent."""
        query = select(func.count()).select_from(outbox).where(outbox.c.status.in_((PENDING, SENDING)))
        return int(self._connection.execute(query).scalar_one())

    def outcomes(self, broadcast_id: int) -> dict[str, int]:
        """How many deliveries of a broadcast stand in each state."""
        query = (
            select(outbox.c.status, func.count())
            .where(outbox.c.broadcast_id == broadcast_id)
            .group_by(outbox.c.status)
        )
        return {row[0]: row[1] for row in self._connection.execute(query)}

    def withdraw_for(self, account_id: int) -> int:
        """Takes back all that waits to go to an account; returns how many."""
        waits = (outbox.c.account_id == account_id, _WAITS)
        return self._connection.execute(update(outbox).where(*waits).values(status=WITHDRAWN)).rowcount

    def erase(self, account_id: int) -> None:
        """Blanks what was said to an account that did not agree to being remembered."""
        said = (outbox.c.account_id == account_id, outbox.c.status == SENT)
        self._connection.execute(update(outbox).where(*said).values(body={"text": ""}))

    def take_back(self, account_id: int) -> None:
        """Empties what was said to an account; it is not read there any more, news to everybody is blank."""
        said = (outbox.c.account_id == account_id, outbox.c.status == SENT)
        own = update(outbox).where(*said, outbox.c.broadcast_id.is_(None))
        self._connection.execute(own.values(body={"text": ""}, status=WITHDRAWN))
        self.erase(account_id)
