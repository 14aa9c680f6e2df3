"""Sends on one platform: accounts side by side, each one's messages in order, answers before broadcasts."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from bot.boundaries import MARKED
from bot.boundaries import SENT as IS_SENT
from bot.channels.base import Channel, Sent
from bot.errors import SendFailed
from bot.means import Means
from bot.pace import Pace
from bot.render import from_json
from bot.settling import Settler
from bot.verdicts import failed
from storage.database import Database
from storage.outbox import BULK, SENT, Claimed, Outcome
from storage.store import Store

log = logging.getLogger(__name__)

GRACE_S = 5.0
PATIENCE_S = 60.0  # a channel has its own, shorter limits
RATE = 25.0


class Outlet:
    """One channel's way out, for the holder of one lease."""

    def __init__(self, database: Database, channel: Channel, means: Means, settler: Settler) -> None:
        self._database = database
        self._channel = channel
        self._means = means
        self._settler = settler
        self._pace = Pace(means.rates.get(channel.name, RATE))
        self._queues: dict[int, deque[Claimed]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._crash: BaseException | None = None
        self._more_in_bulk = False

    def wake(self) -> None:
        """Something was queued."""
        self._wake.set()

    async def run(self) -> None:
        """Until it is cancelled."""
        try:
            while True:
                self._wake.clear()
                if self._crash:  # begin anew: only then are the rows of what crashed known to be free
                    raise self._crash
                if not await self.step():
                    await self._rest()
        finally:
            await self._stop()

    async def _stop(self) -> None:
        """Ends what is being sent and hands back what is not; what takes too long is given up as unknown."""
        waiting = [row.id for queue in self._queues.values() for row in queue]
        for queue in self._queues.values():
            queue.clear()
        if self._tasks:
            _, slow = await asyncio.wait(self._tasks, timeout=GRACE_S)
            for task in slow:
                task.cancel()
            await asyncio.gather(*slow, return_exceptions=True)
        await self._settler.settle(None, partial(self._put_back, waiting, self._means.clock()))

    async def drain(self) -> None:
        """Sends all that is due now, at its pace, and returns then. Raises what a crash raised."""
        while await self.step() or self._tasks or self._more_in_bulk:
            if self._tasks:
                await asyncio.wait(self._tasks)
            await asyncio.sleep(self._pace.bulk_in(self._means.ticks()) if self._more_in_bulk else 0)
            if self._crash:
                raise self._crash

    async def step(self) -> int:
        """Begins to send what may go now; returns how many messages."""
        room = self._means.in_flight - len(self._queues)
        tick = self._means.ticks()
        self._more_in_bulk = False
        if room <= 0 or self._pace.answers_in(tick):
            return 0
        bulk = min(self._pace.bulk_room(tick), max(room - self._means.in_flight // 4, 0))
        rows = await self._database.run(partial(self._claim, room, bulk))
        in_bulk = sum(row.lane == BULK for row in rows)
        self._pace.sent(len(rows) - in_bulk, in_bulk, tick)
        self._more_in_bulk = in_bulk == bulk and self._pace.bulk_in(tick) < 1
        for row in rows:
            self._enqueue(row)
        return len(rows)

    def _claim(self, room: int, bulk: int, store: Store) -> list[Claimed]:
        now = self._means.clock()
        return store.outbox.claim(self._settler.holder, now, room, channel=self._channel.name, bulk=bulk)

    async def _rest(self) -> None:
        tick = self._means.ticks()
        waits = (self._pace.answers_in(tick), self._pace.bulk_in(tick))
        soonest = min([self._means.poll_s, *(wait for wait in waits if wait)])
        with suppress(TimeoutError):
            async with asyncio.timeout(soonest):
                await self._wake.wait()

    def _enqueue(self, row: Claimed) -> None:
        """Behind what is already being sent to the same account."""
        if row.account_id in self._queues:
            self._queues[row.account_id].append(row)
            return
        self._queues[row.account_id] = deque([row])
        task = asyncio.create_task(self._send_all(row.account_id))
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._crash = self._crash or (None if task.cancelled() else task.exception())
        self._wake.set()

    async def _send_all(self, account_id: int) -> None:
        queue = self._queues[account_id]
        try:
            while queue:
                await self._send(queue.popleft(), queue)
        finally:
            del self._queues[account_id]

    async def _send(self, row: Claimed, behind: deque[Claimed]) -> None:
        try:
            sent = await self._handed_over(row)
        except SendFailed as error:
            await self._after_failure(row, error, behind)
            return
        self._means.boundary(IS_SENT)
        await self._settler.settle(Outcome(row.id, SENT, self._means.clock(), sent.external_id))
        self._means.boundary(MARKED)

    async def _handed_over(self, row: Claimed) -> Sent:
        """Raises SendFailed, whatever went wrong."""
        message = from_json(row.body)
        try:
            async with asyncio.timeout(PATIENCE_S):
                try:
                    return await self._channel.send(row.address, message)
                except SendFailed as error:
                    if error.moved_to is None:
                        raise
                    moved = replace(row.address, external_id=error.moved_to)
                    await self._settler.settle(
                        None, lambda store: store.accounts.moved(row.address, moved.external_id)
                    )
                    return await self._channel.send(moved, message)
        except SendFailed:
            raise
        except TimeoutError as error:
            raise SendFailed("no answer in time", unknown=True) from error
        except Exception as error:
            log.exception("the channel %s could not send message %s", self._channel.name, row.id)
            raise SendFailed(f"{type(error).__name__}: {error}") from error

    async def _after_failure(self, row: Claimed, error: SendFailed, behind: deque[Claimed]) -> None:
        """What comes behind a message that goes again waits for it; the address that is gone gets nothing."""
        now = self._means.clock()
        others = [other.id for other in behind]
        if error.retry_after is not None:
            self._pace.pause(self._means.ticks() + error.retry_after, bulk_only=row.lane == BULK)
            behind.clear()
            later = now + timedelta(seconds=error.retry_after)
            await self._settler.settle(None, partial(self._put_back, [row.id, *others], later))
            return
        outcome = failed(row, error, now)
        log.warning("message %s to %s: %s, %s", row.id, row.address, outcome.status, error)
        also: Callable[[Store], None] | None = None
        if error.permanent:
            behind.clear()
            also = partial(self._give_up, row, [replace(outcome, id=other) for other in others])
        elif outcome.due_at:
            behind.clear()
            also = partial(self._put_back, others, outcome.due_at)
        await self._settler.settle(outcome, also)

    def _give_up(self, row: Claimed, others: Sequence[Outcome], store: Store) -> None:
        store.accounts.unreachable(row.address, self._means.clock())
        store.outbox.settle(self._settler.holder, others)

    def _put_back(self, ids: Sequence[int], due_at: datetime, store: Store) -> None:
        if ids:
            store.outbox.put_back(self._settler.holder, ids, due_at)
