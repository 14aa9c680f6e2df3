"""Sends what the outbox holds: to platforms under a lease, and to where people fetch it from here."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.channels.base import Channel
from bot.leasing import Lease
from bot.means import Means
from bot.outlet import Outlet
from bot.placing import Placer
from bot.settling import Settler
from storage.database import Database

LEASE = "sender"
ABANDONED_AFTER = timedelta(minutes=5)
LOOKS_FOR_ABANDONED_S = 30.0


class Sender:
    """`channels` go out to platforms; `placed` are those whose messages people fetch from here."""

    def __init__(
        self, database: Database, channels: Mapping[str, Channel], placed: Sequence[str], means: Means
    ) -> None:
        self._database = database
        self._channels = channels
        self._means = means
        self._placers = [Placer(database, channel, means) for channel in placed]
        self._outlets: list[Outlet] = []

    def posted(self) -> None:
        """Something was queued."""
        for placer in self._placers:
            placer.wake()
        for outlet in self._outlets:
            outlet.wake()

    async def run(self) -> None:
        """Until it is cancelled."""
        async with asyncio.TaskGroup() as group:
            for placer in self._placers:
                group.create_task(placer.run())
            if self._channels:
                group.create_task(Lease(self._database, LEASE, self._means).hold(self._send_as))

    async def recover(self, holder: str) -> None:
        """Frees what a process that is gone had claimed. For whoever holds the lease, or is alone."""
        await self._free(holder, -ABANDONED_AFTER)

    async def drain(self, holder: str | None = None) -> None:
        """Places and sends all that is due now, then returns. For one process alone, as in tests."""
        name = holder or self._means.holder
        for placer in self._placers:
            await placer.drain()
        settler = Settler(self._database, name)
        for channel in self._channels.values():
            await Outlet(self._database, channel, self._means, settler).drain()

    async def _send_as(self, holder: str) -> None:
        """Sends while the lease is held. Whoever sent before has lost it: its rows are free."""
        await self.recover(holder)
        settler = Settler(self._database, holder)
        self._outlets = [
            Outlet(self._database, channel, self._means, settler) for channel in self._channels.values()
        ]
        try:
            async with asyncio.TaskGroup() as group:
                for outlet in self._outlets:
                    group.create_task(outlet.run())
                group.create_task(self._free_again(holder))
        finally:
            self._outlets = []

    async def _free_again(self, holder: str) -> None:
        while True:
            await asyncio.sleep(LOOKS_FOR_ABANDONED_S)
            await self._free(holder, ABANDONED_AFTER)

    async def _free(self, holder: str, age: timedelta) -> None:
        now = self._means.clock()
        await self._database.run(lambda store: store.outbox.abandoned(now - age, now, besides=holder))
