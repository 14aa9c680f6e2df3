"""Messages that come by themselves, as server-sent events."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
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
MOST = 10  # streams of one account: browsers open six at most
WINDOW = 10_000  # ids looked back over: on PostgreSQL one may be seen after a higher one

log = logging.getLogger(__name__)


@dataclass(eq=False, slots=True)
class Listener:
    """One page that listens. `event` is set when there may be something new, or the stream is `over`."""

    event: asyncio.Event
    over: bool = False

    def end(self) -> None:
        """Makes the stream end."""
        self.over = True
        self.event.set()


class Streams:
    """Who listens in this process, and one poll for all of them where other processes send too."""

    def __init__(self, database: Database, arrivals: Arrivals) -> None:
        self.database = database
        self._arrivals = arrivals
        self._open: defaultdict[int, list[Listener]] = defaultdict(list)
        self.closing = False
        self.window = 0 if database.dialect == "sqlite" else WINDOW

    def __len__(self) -> int:
        return sum(map(len, self._open.values()))

    @contextmanager
    def listening(self, account_id: int) -> Iterator[Listener]:
        """A listener of the account; the oldest of very many is told to end."""
        with self._arrivals.listening(account_id) as event:
            listener, beside = Listener(event), self._open[account_id]
            beside.append(listener)
            if len(beside) > MOST:
                beside.pop(0).end()
            try:
                yield listener
            finally:
                if listener in beside:
                    beside.remove(listener)
                if not self._open.get(account_id):
                    self._open.pop(account_id, None)

    def close(self) -> None:
        """Ends every stream, so that the server can stop; pages come back by themselves."""
        self.closing = True
        for listeners in self._open.values():
            for listener in listeners:
                listener.end()

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
            accounts = sorted(self._open)
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
    with streams.listening(account_id) as listener:
        while not (streams.closing or listener.over):
            listener.event.clear()
            for message in await _read(streams, account_id, last - window):
                if message.id not in told:
                    told.add(message.id)
                    last = max(last, message.id)
                    yield b"id: %d\ndata: %s\n\n" % (last, orjson.dumps(shown(message)))
            told = {each for each in told if each > last - window}
            try:
                await asyncio.wait_for(listener.event.wait(), HEARTBEAT)
            except TimeoutError:
                yield b": \n\n"


async def _read(streams: Streams, account_id: int, after: int) -> list[Arrived]:
    def everything(store: Store) -> list[Arrived]:
        found = store.outbox.arrived(account_id, max(after, 0))
        while more := store.outbox.arrived(account_id, found[-1].id) if found else []:
            found += more
        return found

    return await streams.database.read(everything)
