"""What officers write to everybody in their unit, and who gets it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Select,
    String,
    Subquery,
    Table,
    Text,
    bindparam,
    func,
    insert,
    literal,
    select,
    text,
    update,
)

from storage import upsert
from storage.accounts import account
from storage.errors import Missing
from storage.metadata import OWN_IDS, Data, UtcTime, key, link, metadata, moment
from storage.outbox import BULK, PENDING, outbox
from storage.outbox import WITHDRAWN as MESSAGE_WITHDRAWN
from storage.people import CONFIRMED, LISTED, person
from storage.units import below, unit

broadcast = Table(
    "broadcast",
    metadata,
    key(),
    link("unit_id", "unit"),
    link("author_id", "person"),
    Column("text", Text, nullable=False),
    Column("sensitive", Boolean, nullable=False, server_default=text("false")),
    Column("status", String(12), nullable=False),
    moment("created_at", nullable=False),
    moment("confirmed_at"),
    **OWN_IDS,
)

DRAFT, QUEUED, WITHDRAWN = "draft", "queued", "withdrawn"


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A message to everybody in a subtree. `sensitive`: a delivery of unknown outcome is not repeated."""

    id: int
    unit_id: int
    author_id: int
    text: str
    sensitive: bool
    status: str
    created_at: datetime
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class NewBroadcast:
    """What an officer wrote."""

    unit_id: int
    author_id: int
    text: str
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Recipient:
    """The one account through which a person gets it."""

    account_id: int
    channel: str
    person_id: int


_NAMES = ("id", "unit_id", "author_id", "text", "sensitive", "status", "created_at", "confirmed_at")
_ALL = select(*[broadcast.c[name] for name in _NAMES])
_QUEUED = (
    "account_id",
    "channel",
    "broadcast_id",
    "lane",
    "body",
    "sensitive",
    "status",
    "created_at",
    "due_at",
)


class Broadcasts:
    """Queries on broadcasts. What became of each delivery stands in the outbox."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, new: NewBroadcast, at: datetime) -> Broadcast:
        """Keeps a draft."""
        values = {
            "unit_id": new.unit_id,
            "author_id": new.author_id,
            "text": new.text,
            "sensitive": new.sensitive,
            "status": DRAFT,
            "created_at": at,
        }
        query = insert(broadcast).returning(broadcast.c.id)
        return self.get(self._connection.execute(query, values).scalar_one())

    def get(self, id: int) -> Broadcast:
        """The broadcast with this id. Raises LookupError."""
        row = self._connection.execute(_ALL.where(broadcast.c.id == id)).first()
        if row is None:
            raise Missing(f"no broadcast {id}")
        return Broadcast(*row)

    def of(self, unit_id: int, limit: int = 20) -> list[Broadcast]:
        """What was sent or drafted for exactly this unit, the newest first."""
        query = _ALL.where(broadcast.c.unit_id == unit_id).order_by(broadcast.c.id.desc()).limit(limit)
        return [Broadcast(*row) for row in self._connection.execute(query)]

    def recipients(self, path: str) -> list[Recipient]:
        """Who in a subtree gets it: confirmed, agreed to be written to, reachable, wants news; each once."""
        query = _chosen(path, None).order_by("person_id")
        return [Recipient(*row) for row in self._connection.execute(query)]

    def count_recipients(
        self, path: str, besides: int | None = None, channels: Sequence[str] | None = None
    ) -> tuple[int, int]:
        """(who gets it through these channels, how many belong to the subtree), without who writes it."""
        chosen = _chosen(path, channels).subquery()
        reachable = select(func.count()).select_from(chosen).where(chosen.c.person_id != (besides or 0))
        members = (
            select(func.count())
            .select_from(person.join(unit, unit.c.id == person.c.unit_id))
            .where(below(path), person.c.status.in_((LISTED, CONFIRMED)), person.c.id != (besides or 0))
        )
        row = self._connection.execute(select(reachable.scalar_subquery(), members.scalar_subquery())).one()
        return int(row[0]), int(row[1])

    def queue(
        self, id: int, bodies: Mapping[str, dict[str, Any]], path: str, due_at: datetime, at: datetime
    ) -> int:
        """Queues the rendered `bodies` (by channel) for a subtree, not for who wrote it; twice is once.

        Returns how many were added.
        """
        chosen = _chosen(path, sorted(bodies)).subquery()
        added = 0
        for channel, body in bodies.items():
            rows = _deliveries(id, chosen, channel, body).params(due_at=due_at, at=at)
            query = upsert.insert(self._connection, outbox).from_select(_QUEUED, rows)
            done = self._connection.execute(
                query.on_conflict_do_nothing(), execution_options={"preserve_rowcount": True}
            )
            added += done.rowcount
        confirmed = {"status": QUEUED, "confirmed_at": at}
        self._connection.execute(update(broadcast).where(broadcast.c.id == id), confirmed)
        return added

    def withdraw(self, id: int) -> int:
        """Takes back what was not sent yet; returns how many deliveries that spares."""
        self._connection.execute(update(broadcast).where(broadcast.c.id == id), {"status": WITHDRAWN})
        waits = (outbox.c.broadcast_id == id, outbox.c.status == PENDING)
        query = update(outbox).where(*waits).values(status=MESSAGE_WITHDRAWN)
        return self._connection.execute(query).rowcount


def _chosen(path: str, channels: Sequence[str] | None) -> Select[int, str, int]:
    """One row per person: the account heard last among those that may be written to."""
    last = func.row_number().over(
        partition_by=person.c.id, order_by=(account.c.last_heard_at.desc().nulls_last(), account.c.id.desc())
    )
    ranked = (
        select(account.c.id, account.c.channel, person.c.id.label("person_id"), last.label("place"))
        .join(person, person.c.id == account.c.person_id)
        .join(unit, unit.c.id == person.c.unit_id)
        .where(below(path), person.c.status == CONFIRMED, person.c.consent_at.is_not(None))
        .where(account.c.reachable.is_(True), account.c.wants_news.is_(True))
    )
    if channels is not None:
        ranked = ranked.where(account.c.channel.in_(channels))
    found = ranked.subquery()
    return select(found.c.id, found.c.channel, found.c.person_id).where(found.c.place == 1)


def _deliveries(id: int, chosen: Subquery, channel: str, body: dict[str, Any]) -> Select[*tuple[Any, ...]]:
    return select(
        chosen.c.id,
        chosen.c.channel,
        broadcast.c.id,
        literal(BULK),
        literal(body, Data),
        broadcast.c.sensitive,
        literal(PENDING),
        bindparam("at", type_=UtcTime()),
        bindparam("due_at", type_=UtcTime()),
    ).where(broadcast.c.id == id, chosen.c.channel == channel, chosen.c.person_id != broadcast.c.author_id)
