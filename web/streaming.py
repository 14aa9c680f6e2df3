"""Messages that come by themselves, as server-sent events."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import partial

import orjson
from starlette.responses import StreamingResponse

from bot.arrivals import Arrivals
from storage.database import Database
from storage.outbox import Arrived
from storage.store import Store
from web.showing import shown

HEARTBEAT = 20.0  # seconds: less than proxies wait before they hang up
POLL = 1.0
WINDOW = 10_000  # ids looked back over: on PostgreSQL one may be seen after a higher one

log = logging.getLogger(__name__)


class Streams:
    """Who listens in this process, and one poll for all of them where other processes send too."""

    def __init__(self, database: Database, arrivals: Arrivals) -> None:
        self.database = database
        self._arrivals = arrivals
        self._open: set[tuple[int, asyncio.Event]] = set()
        self.closing = False
        self.window = 0 if database.dialect == "sqlite" else WINDOW

    def __len__(self) -> int:
        return len(self._open)

    @contextmanager
    def listening(self, account_id: int) -> Iterator[asyncio.Event]:
        """An event that is set when there may be something new for the account, or the server stops."""
        with self._arrivals.listening(account_id) as event:
            listener = (account_id, event)
            self._open.add(listener)
            try:
                yield event
            finally:
                self._open.discard(listener)

    def close(self) -> None:
        """Ends every stream, so that the server can stop; pages come back by themselves."""
        self.closing = True
        for _, event in self._open:
            event.set()

    @asynccontextmanager
    async def polling(self) -> AsyncIterator[None]:
        """Looks for what other processes sent, while the block runs. SQLite has no other process."""
        task = asyncio.create_task(self._poll()) if self.window else None
        try:
            yield
        finally:
            self.close()
            if task:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task

    async def _poll(self) -> None:
        seen: set[tuple[int, int]] = set()
        while True:
            await asyncio.sleep(POLL)
            accounts = sorted({account_id for account_id, _ in self._open})
            if not accounts:
                continue
            try:
                found = await self.database.read(partial(_recent, accounts, self.window))
            except Exception:
                log.exception("looking for messages of other processes failed; trying again")
                continue
            for account_id in {account_id for account_id, _ in found - seen}:
                self._arrivals.notify(account_id)
            seen = found


def events(streams: Streams, account_id: int, after: int) -> StreamingResponse:
    """The answer that goes on: what came after message `after`, then what comes."""
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    told = _follow(streams, account_id, after)
    return StreamingResponse(told, headers=headers, media_type="text/event-stream")


def _recent(account_ids: Sequence[int], window: int, store: Store) -> set[tuple[int, int]]:
    return store.outbox.recent(account_ids, window)


async def _follow(streams: Streams, account_id: int, after: int) -> AsyncIterator[bytes]:
    yield b"retry: 3000\n\n"
    last, window = after, streams.window
    told = {message.id for message in await _read(streams, account_id, after - window) if message.id <= after}
    with streams.listening(account_id) as event:
        while not streams.closing:
            event.clear()
            for message in await _read(streams, account_id, last - window):
                if message.id not in told:
                    told.add(message.id)
                    last = max(last, message.id)
                    yield b"id: %d\ndata: %s\n\n" % (last, orjson.dumps(shown(message)))
            told = {each for each in told if each > last - window}
            try:
                await asyncio.wait_for(event.wait(), HEARTBEAT)
            except TimeoutError:
                yield b": \n\n"


async def _read(streams: Streams, account_id: int, after: int) -> list[Arrived]:
    def everything(store: Store) -> list[Arrived]:
        found = store.outbox.arrived(account_id, max(after, 0))
        while more := store.outbox.arrived(account_id, found[-1].id) if found else []:
            found += more
        return found

    return await streams.database.read(everything)
