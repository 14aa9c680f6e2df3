"""The console: what it can show, and a conversation with whoever sits before it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.channels.base import Capabilities
from bot.dispatcher import Dispatcher
from bot.messages import Incoming
from storage.accounts import Address
from storage.database import Database
from storage.outbox import Arrived
from storage.store import Store

NAME = "console"
CAN = Capabilities(buttons=0, label=80, text=20_000, edits=False, files=False, in_answer=True)


@dataclass
class Console:
    """One person's conversation. `started` makes this run's updates different from those of other runs."""

    dispatcher: Dispatcher
    database: Database
    address: Address
    clock: Callable[[], datetime]
    show: Callable[[str], None]
    _number: int = 0
    _seen: int = 0

    async def talk(self, lines: AsyncIterator[str]) -> None:
        """Answers line after line; what came by itself meanwhile is shown before the next."""
        self._seen = await self.database.read(self._latest)
        async for line in lines:
            await self.show_news()
            for arrived in await self.answer(line):
                self._show(arrived)

    async def answer(self, line: str) -> list[Arrived]:
        """What is answered to one line. /start CODE comes in by a link."""
        self._number += 1
        at = self.clock()
        command, _, code = line.strip().partition(" ")
        start = code if command == "/start" else None
        update_id = f"{at.timestamp():.6f}-{self._number}"
        text = "" if start is not None else line
        return await self.dispatcher.answer(Incoming(self.address, update_id, at, text, start=start))

    async def show_news(self) -> None:
        """Shows what came by itself since the last look."""
        for arrived in await self.database.read(self._news):
            self._show(arrived)

    def _latest(self, store: Store) -> int:
        return max((each.id for each in self._arrived(store, 0)), default=0)

    def _news(self, store: Store) -> list[Arrived]:
        return self._arrived(store, self._seen)

    def _arrived(self, store: Store, after: int) -> list[Arrived]:
        known = store.accounts.situation(self.address)
        found: list[Arrived] = []
        while known and (more := store.outbox.arrived(known.account.id, found[-1].id if found else after)):
            found += more
        return found

    def _show(self, arrived: Arrived) -> None:
        self._seen = max(self._seen, arrived.id)
        self.show(as_text(arrived.body))


def as_text(body: Mapping[str, Any]) -> str:
    """A message as the console shows it: its text, its sources, the names of its files."""
    lines = [body["text"]]
    for source in body.get("sources", ()):
        told = [source["number"], source["issuer"], source["date"], source["section"]]
        lines.append(f"  [{', '.join(part for part in told if part)}]")
    lines += [f"  [{file['name']}]" for file in body.get("files", ())]
    return "\n".join(lines)


async def typed(prompt: str) -> AsyncIterator[str]:
    """Lines from the keyboard, until the end of input."""
    loop = asyncio.get_running_loop()
    while True:
        try:
            line = await loop.run_in_executor(None, input, prompt)
        except EOFError:
            return
        if line.strip():
            yield line
