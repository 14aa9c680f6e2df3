"""What the web pages are handed when the program is put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol, TypedDict

from fastapi import APIRouter

from bot.arrivals import Arrivals
from bot.dispatcher import Counts
from bot.messages import Incoming
from storage.accounts import Address
from storage.database import Database
from storage.outbox import Arrived
from storage.store import Store

CastMember = TypedDict("CastMember", {"as": str, "label": str})


class Answering(Protocol):
    """The dispatcher, as the chat needs it."""

    counts: Counts

    async def answer(self, incoming: Incoming) -> list[Arrived]:
        """What was answered; the same update again gives the same rows."""


@dataclass(frozen=True)
class Demonstration:
    """The made-up union whose members a visitor may speak as.

    `enter(store, address, as_name, at)` ties a new web address to the one named; it returns the name to show,
    None where nobody is called so.
    """

    cast: Callable[[], Sequence[CastMember]]
    enter: Callable[[Store, Address, str, datetime], str | None]


def _now() -> datetime:
    return datetime.now(UTC)


def _no_bot() -> str | None:
    return None


@dataclass(frozen=True)
class Parts:
    """Everything the pages need from the rest of the program. `public_url` has no slash at its end.

    `secret` signs links that open for a while; `telegram` gives the bot's name there, once it is known;
    `proxies` stand before the server.
    """

    dispatcher: Answering
    database: Database
    arrivals: Arrivals
    public_url: str = ""
    demonstration: Demonstration | None = None
    routers: Sequence[APIRouter] = ()
    lifespan: Callable[[], AbstractAsyncContextManager[object]] = nullcontext
    now: Callable[[], datetime] = field(default=_now)
    secret: bytes = b""
    telegram: Callable[[], str | None] = _no_bot
    proxies: int = 0

    @property
    def secure(self) -> bool:
        """Whether people come by https, so that cookies may be kept to it."""
        return self.public_url.startswith("https://")
