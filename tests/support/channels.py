"""A channel that writes down what it is handed, and fails as it is told."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.channels.base import Capabilities, Sent
from bot.means import Means
from bot.messages import Outgoing
from storage.accounts import Account, Address
from storage.database import Database
from storage.outbox import REPLY, NewMessage

START = datetime(2026, 4, 14, 2, 0, tzinfo=UTC)
CAN = Capabilities(buttons=3, label=20, text=1000, edits=True, files=False, in_answer=False)


@dataclass
class Post:
    """`sent`: (external id, text) in order. `failing[external id]`: what the next sendings raise, then none.

    `held` is waited for before anything is sent.
    """

    name: str = "post"
    can: Capabilities = CAN
    sent: list[tuple[str, str]] = field(default_factory=list)
    failing: defaultdict[str, deque[Exception]] = field(default_factory=lambda: defaultdict(deque))
    held: asyncio.Event | None = None
    most: int = 0
    _now: int = 0

    async def send(self, to: Address, message: Outgoing) -> Sent:
        self._now += 1
        self.most = max(self.most, self._now)
        try:
            if self.held:
                await self.held.wait()
            if self.failing[to.external_id]:
                raise self.failing[to.external_id].popleft()
            self.sent.append((to.external_id, message.text))
            return Sent(f"post-{len(self.sent)}")
        finally:
            self._now -= 1

    @property
    def texts(self) -> list[str]:
        return [text for _, text in self.sent]


@dataclass
class Ticking:
    """A clock that is set by hand; `ticks` goes on by a millisecond with each look."""

    now: datetime = START
    _looks: int = 0

    def __call__(self) -> datetime:
        return self.now

    def ticks(self) -> float:
        self._looks += 1
        return (self.now - START).total_seconds() + 1000 + self._looks / 1000

    def on(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def means(clock: Ticking, **given: Any) -> Means:
    """A sender's means on a clock set by hand; a rate that never holds up."""
    return Means(clock=clock, holder="test", ticks=clock.ticks, **{"rates": {"post": 1e6}, **given})


def account_of(database: Database, external_id: str, channel: str = "post") -> Account:
    """The account, new where it is not known."""
    address = Address(channel, "bot", external_id)
    with database.transaction() as store:
        known = store.accounts.situation(address)
        return known.account if known else store.accounts.meet(address, START)


def queue(database: Database, external_id: str, *texts: str, lane: int = REPLY, **more: Any) -> list[int]:
    """Queues messages for an account; returns their ids."""
    channel = more.pop("channel", "post")
    account = account_of(database, external_id, channel)
    more.setdefault("due_at", START)
    with database.transaction() as store:
        return [
            store.outbox.put(NewMessage(account.id, {"text": text}, lane, **more), START) for text in texts
        ]


def rows(database: Database) -> list[tuple[str, str, int]]:
    """(text, status, attempts) of everything in the outbox, in order."""
    with database.reading() as store:
        found = store.connection.exec_driver_sql("SELECT body, status, attempts FROM outbox ORDER BY id")
        return [(text_in(row[0]), row[1], row[2]) for row in found]


def text_in(body: Any) -> str:
    """The text of a body as the driver gives it: JSON text on SQLite, read already on PostgreSQL."""
    return str((json.loads(body) if isinstance(body, str) else body)["text"])
