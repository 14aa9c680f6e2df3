"""Does what only one process may do at a time, as long as it holds the lease for it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.means import Means
from storage.database import Database
from storage.store import Store

log = logging.getLogger(__name__)

LASTS = timedelta(seconds=15)
RENEWED_EVERY_S = 5.0
MARGIN_S = 2.0  # to stop in, before another process may begin


class Lease:
    """The lease `name` for this process."""

    def __init__(self, database: Database, name: str, means: Means) -> None:
        self._database = database
        self._name = name
        self._means = means
        self.held = False

    async def hold(self, work: Callable[[str], Awaitable[None]]) -> None:
        """Runs the work while the lease is held, again and again, until cancelled.

        The work gets a holder's name with the lease's generation, which no run before had. When the lease
        cannot be renewed in time, the work is cancelled before another process may begin.
        """
        while True:
            generation = await self._acquire()
            if generation is None:
                await asyncio.sleep(RENEWED_EVERY_S)
                continue
            try:
                await self._while_held(work, f"{self._means.holder}/{generation}")
            finally:
                self.held = False
                await self._release()

    async def _acquire(self) -> int | None:
        holder, now = self._means.holder, self._means.clock()
        generation = await self._database.run(
            lambda store: store.leases.acquire(self._name, holder, now, LASTS)
        )
        self.held = generation is not None
        return generation

    async def _while_held(self, work: Callable[[str], Awaitable[None]], holder: str) -> None:
        working = asyncio.ensure_future(work(holder))
        renewing = asyncio.create_task(self._renew())
        try:
            await asyncio.wait({working, renewing}, return_when=asyncio.FIRST_COMPLETED)
            if working.done():
                working.result()
            else:
                log.warning("the lease %s was lost", self._name)
        finally:
            for task in (working, renewing):
                task.cancel()
            await asyncio.gather(working, renewing, return_exceptions=True)

    async def _renew(self) -> None:
        """Returns when the lease is lost, or could not be renewed for so long that it will be."""
        good_until = self._means.ticks() + LASTS.total_seconds()
        while True:
            await asyncio.sleep(RENEWED_EVERY_S)
            begun = self._means.ticks()
            try:
                async with asyncio.timeout(max(good_until - MARGIN_S - begun, 0)):
                    if not await self._database.run(self._renewed):
                        return
            except TimeoutError:
                return
            except Exception:
                log.exception("the lease %s could not be renewed", self._name)
                if self._means.ticks() + RENEWED_EVERY_S + MARGIN_S >= good_until:
                    return
                continue
            good_until = begun + LASTS.total_seconds()

    def _renewed(self, store: Store) -> bool:
        return store.leases.renew(self._name, self._means.holder, self._means.clock(), LASTS)

    async def _release(self) -> None:
        holder, now = self._means.holder, self._means.clock()
        try:
            await self._database.run(lambda store: store.leases.release(self._name, holder, now))
        except Exception:
            log.exception("the lease %s was not given back, it ends by itself", self._name)
