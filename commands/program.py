"""Joins the parts into one program; each is made when it is first asked for."""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from bot import housekeeping
from bot.arrivals import Arrivals
from bot.background import Work, going_on
from bot.boundaries import nothing_happens
from bot.channels import console, web
from bot.channels.base import Capabilities, Channel
from bot.dispatcher import Dispatcher, Known
from bot.errors import SendFailed
from bot.inbox import InboxWorkers, Reader
from bot.jobs import Scheduler
from bot.leasing import Lease
from bot.means import Means
from bot.sender import Sender
from bot.settings import Settings
from bot.understanding import Understanding
from storage.accounts import Address
from storage.database import Database

if TYPE_CHECKING:
    from bot.channels.telegram import Telegram
    from handlers.lists_work import ListWork

log = logging.getLogger(__name__)

POLL_S = {"sqlite": 1.0, "postgresql": 0.25}  # other processes may have queued it


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Attachments:
    """The bytes of what is kept, for channels that send files."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def content(self, attachment_id: int) -> bytes:
        """The file's bytes. Raises LookupError."""
        content = await self._database.read(lambda store: store.attachments.content(attachment_id))
        if content is None:
            raise LookupError(f"no content of attachment {attachment_id}")
        return content


class Program:
    """All parts of one process."""

    def __init__(
        self,
        settings: Settings,
        clock: Callable[[], datetime] = _utc_now,
        boundary: Callable[[str], None] = nothing_happens,
    ) -> None:
        self.settings = settings
        self.now = clock
        self.boundary = boundary
        self.arrivals = Arrivals()
        self.understanding = Understanding()

    @cached_property
    def database(self) -> Database:
        return Database(self.settings.database_url)

    @property
    def where(self) -> str:
        """The database, as it may be shown."""
        return self.database.shown

    @cached_property
    def telegram(self) -> Telegram | None:
        """Telegram, where there is a token for it."""
        token, base_url = self.settings.telegram_bot_token, self.settings.telegram_api_base_url
        if not token:
            return None
        from bot.channels.telegram import Telegram  # its library takes a while to import

        return Telegram(token, Attachments(self.database), base_url)

    @cached_property
    def platforms(self) -> dict[str, Channel]:
        """Channels that messages are sent to, by name."""
        return {self.telegram.name: self.telegram} if self.telegram else {}

    @cached_property
    def capabilities(self) -> dict[str, Capabilities]:
        """What each channel can show, by name."""
        return {
            web.NAME: web.CAN,
            console.NAME: console.CAN,
            **{name: channel.can for name, channel in self.platforms.items()},
        }

    @cached_property
    def means(self) -> Means:
        """SQLite has one process, which takes its lease back after a crash; others each have a name."""
        alone = self.database.dialect == "sqlite"
        holder = "serve" if alone else f"{socket.gethostname()[:30]}:{os.getpid()}:{secrets.token_hex(4)}"
        return Means(
            clock=self.now,
            holder=holder,
            rates={"telegram": self.settings.rate_telegram},
            arrived=self.arrivals.notify,
            boundary=self.boundary,
            poll_s=POLL_S[self.database.dialect],
        )

    @cached_property
    def sender(self) -> Sender:
        placed = [name for name, can in self.capabilities.items() if can.in_answer]
        return Sender(self.database, self.platforms, placed, self.means)

    @cached_property
    def dispatcher(self) -> Dispatcher:
        from handlers.catalogue import ROUTES

        settings = self.settings
        known = Known(
            ROUTES, self.capabilities, self.understanding, settings.address, settings.secret_key.encode()
        )
        return Dispatcher(self.database, known, self.sender.posted, self.boundary)

    @cached_property
    def workers(self) -> InboxWorkers:
        """Answers what the platforms' webhooks and polling stored."""
        readers: dict[str, Reader] = {}
        if self.telegram:
            from bot.channels.telegram_read import read

            readers[self.telegram.name] = Reader(read, self.telegram.fetch)
        workers = InboxWorkers(self.dispatcher, self.database, readers, self.now, self.means.poll_s)
        self.dispatcher.stored = workers.stored
        return workers

    @cached_property
    def scheduler(self) -> Scheduler:
        from handlers.catalogue import JOBS

        jobs = (*JOBS, *housekeeping.JOBS)
        return Scheduler(self.database, jobs, self.capabilities, self.sender.posted)

    @cached_property
    def lists(self) -> ListWork:
        """Reads the lists that officers sent, and lets them in."""
        from handlers.lists_work import ListWork

        url, posted = self.settings.database_url, self.sender.posted
        work = ListWork(self.database, url, self.capabilities, self.now, posted)
        work.key = self.settings.secret_key.encode()
        return work

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Everything that goes on beside the web pages, while the block runs."""
        await self.database.read(self.understanding.refresh)
        await self.database.read(self.understanding.units)
        async with AsyncExitStack() as stack:
            works: dict[str, Work] = {}
            if self.telegram:
                await self._connect(self.telegram)
                stack.push_async_callback(self.telegram.stop)
                works["telegram"] = partial(self._take_in, self.telegram)
            works["scheduler"] = partial(self.scheduler.run, self.now)
            works["lists"] = partial(Lease(self.database, "lists", self.means).hold, self._work_lists)
            works["inbox"] = self.workers.run
            works["sender"] = self.sender.run  # the last to stop: what is answered still goes out
            await stack.enter_async_context(going_on(works))
            yield

    async def receive(self, address: Address, update_id: str, payload: dict[str, Any]) -> bool:
        """Keeps an update that a platform brought; False when it was known."""
        return await self.dispatcher.receive(address, update_id, payload, self.now())

    async def _connect(self, telegram: Telegram) -> None:
        try:
            await telegram.start()
        except SendFailed as refused:
            log.critical("TELEGRAM_BOT_TOKEN: Telegram refuses it (%s); the web chat runs on", refused)

    async def _take_in(self, telegram: Telegram) -> None:
        """One process polls; a webhook is set again at every start, for its address may have changed."""
        if self.settings.telegram_mode == "polling":
            lease = Lease(self.database, "telegram-polling", self.means)
            await lease.hold(lambda holder: telegram.poll(self.receive))
            return
        from web.telegram import PATH

        url = f"{self.settings.public_url}{PATH}"
        await telegram.set_webhook(url, self.settings.telegram_webhook_secret)
        await asyncio.Event().wait()

    async def _work_lists(self, holder: str) -> None:
        await self.lists.run(self.means.poll_s)

    def close(self) -> None:
        """Finishes what the database was handed."""
        if "lists" in self.__dict__:
            self.lists.close()
        if "database" in self.__dict__:
            self.database.close()
