"""Sends where people fetch their messages from here (web, console): places a row, wakes who waits."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from bot.means import Means
from storage.database import Database
from storage.outbox import Claimed
from storage.store import Store

AT_ONCE = 200
TOGETHER_S = 0.02  # what is queued within it is placed at once


class Placer:
    """Claims and places in one transaction: nothing can be lost or sent twice between the two."""

    def __init__(self, database: Database, channel: str, means: Means) -> None:
        self._database = database
        self._channel = channel
        self._means = means
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Something was queued."""
        self._wake.set()

    async def run(self) -> None:
        """Until it is cancelled."""
        while True:
            self._wake.clear()
            if await self.step() == AT_ONCE:
                continue
            with suppress(TimeoutError):
                async with asyncio.timeout(self._means.poll_s):
                    await self._wake.wait()
                    await asyncio.sleep(TOGETHER_S)

    async def step(self) -> int:
        """Places what is due now; returns how many messages."""
        rows = await self._database.run(self._place)
        for account_id in {row.account_id for row in rows}:
            self._means.arrived(account_id)
        return len(rows)

    async def drain(self) -> None:
        """Places all that is due now."""
        while await self.step():
            pass

    def _place(self, store: Store) -> list[Claimed]:
        now = self._means.clock()
        rows = store.outbox.claim(self._means.holder, now, AT_ONCE, channel=self._channel)
        for row in rows:
            store.outbox.place(row, now)
        return rows
