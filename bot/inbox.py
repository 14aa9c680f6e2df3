"""Works off stored updates: one person at a time and in order, others side by side, nothing blocks."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from bot.dispatcher import Dispatcher
from bot.errors import SendFailed, incident
from bot.messages import Attachment, Incoming
from storage.accounts import Address
from storage.database import Database
from storage.inbox import Received
from storage.store import Store

log = logging.getLogger(__name__)

AT_ONCE = 16
TRIES = 3
FETCHED = ("photo", "document", "voice")  # what journeys keep
FETCH_S = 30.0


@dataclass(frozen=True)
class Reader:
    """One platform: what an update says, None when it asks for nothing; the bytes of a file kept there."""

    read: Callable[[Received], Incoming | None]
    fetch: Callable[[str], Awaitable[bytes]] | None = None


class InboxWorkers:
    """`readers` by channel."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        database: Database,
        readers: Mapping[str, Reader],
        clock: Callable[[], datetime],
        poll_s: float = 1.0,
    ) -> None:
        self._dispatcher = dispatcher
        self._database = database
        self._readers = readers
        self._clock = clock
        self._poll_s = poll_s
        self._busy: dict[Address, asyncio.Task[None]] = {}
        self._failed: Counter[int] = Counter()
        self._wake = asyncio.Event()

    def stored(self) -> None:
        """An update was stored."""
        self._wake.set()

    async def run(self) -> None:
        """Until it is cancelled; what is being answered then is answered to its end."""
        try:
            while True:
                self._wake.clear()
                await self.step()
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._poll_s):
                        await self._wake.wait()
        finally:
            await asyncio.gather(*self._busy.values(), return_exceptions=True)

    async def drain(self) -> None:
        """Answers all that waits, and returns when that is done. Raises what a crash raised."""
        while await self.step() or self._busy:
            await asyncio.gather(*self._busy.values())

    async def step(self) -> int:
        """Begins to answer those who wait; returns how many."""
        begun = 0
        for channel in self._readers:
            waiting = await self._database.read(partial(_waiting, channel))
            free = [address for address in waiting if address not in self._busy]
            for address in free[: AT_ONCE - len(self._busy)]:
                task = asyncio.create_task(self._work_off(address))
                self._busy[address] = task
                task.add_done_callback(partial(self._ended, address))
                begun += 1
        return begun

    def _ended(self, address: Address, _: object) -> None:
        del self._busy[address]
        self._wake.set()

    async def _work_off(self, address: Address) -> None:
        while received := await self._database.read(lambda store: store.inbox.oldest(address)):
            if not await self._handled(received):
                await asyncio.sleep(self._poll_s)  # the person's next update must not overtake this one
                return

    async def _handled(self, received: Received) -> bool:
        """Whether the update is done with."""
        try:
            incoming = self._readers[received.address.channel].read(received)
        except Exception as error:  # noqa: BLE001 - whatever it is, the person's next update must be read
            await self._give_up(received, error)
            return True
        try:
            await self._answer(received, incoming)
        except Exception as error:
            if not await self._is_its_own_fault(received):
                log.exception("update %s of %s has to wait", received.update_id, received.address)
                return False
            await self._give_up(received, error)
        self._failed.pop(received.id, None)
        return True

    async def _answer(self, received: Received, incoming: Incoming | None) -> None:
        if incoming is None or incoming.edited:  # what was answered stays answered
            await self._database.run(lambda store: store.inbox.handled(received.id, self._clock()))
        elif incoming.left is not None:
            await self._database.run(lambda store: self._left(store, received, incoming))
        else:
            await self._dispatcher.answer(await self._with_files(incoming), received.id)

    async def _with_files(self, incoming: Incoming) -> Incoming:
        """The same with the bytes of its files, before any transaction; what cannot be had stays without."""
        fetch = self._readers[incoming.address.channel].fetch
        if fetch is None or not incoming.attachments:
            return incoming
        found = [await _fetched(each, fetch) for each in incoming.attachments]
        return replace(incoming, attachments=tuple(found))

    def _left(self, store: Store, received: Received, incoming: Incoming) -> None:
        """The platform says that a person blocked us or came back: no answer."""
        if incoming.left:
            store.accounts.unreachable(received.address, incoming.at)
        else:
            store.accounts.reachable(received.address)
        store.inbox.handled(received.id, self._clock())

    async def _is_its_own_fault(self, received: Received) -> bool:
        """True when this update failed again and again while the database is well."""
        if not await self._database.ready():
            return False
        self._failed[received.id] += 1
        return self._failed[received.id] >= TRIES

    async def _give_up(self, received: Received, error: Exception) -> None:
        code = incident()
        told = (code, received.update_id, received.address)
        log.error("incident %s: update %s of %s is left out", *told, exc_info=error)
        await self._database.run(lambda store: store.inbox.handled(received.id, self._clock(), code))


async def _fetched(attachment: Attachment, fetch: Callable[[str], Awaitable[bytes]]) -> Attachment:
    wanted = attachment.kind in FETCHED and attachment.content is None
    if not wanted or attachment.external_id is None:
        return attachment
    try:
        async with asyncio.timeout(FETCH_S):
            content = await fetch(attachment.external_id)
    except (LookupError, SendFailed, TimeoutError) as error:
        log.warning("a %s of %d bytes could not be fetched: %s", attachment.kind, attachment.size, error)
        return attachment
    return replace(attachment, content=content, size=len(content))


def _waiting(channel: str, store: Store) -> list[Address]:
    return store.inbox.addresses_waiting(channel)
