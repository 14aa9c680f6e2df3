"""Writes down what became of messages; those that end while a transaction runs share the next one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from storage.database import Database
from storage.outbox import Outcome
from storage.store import Store


@dataclass
class _Waiting:
    outcome: Outcome | None
    also: Callable[[Store], None] | None
    done: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def end(self) -> None:
        if not self.done.done():  # whoever waited may have been cancelled
            self.done.set_result(None)

    def fail(self, error: Exception) -> None:
        if not self.done.done():
            self.done.set_exception(error)


class Settler:
    """One for all messages of a claim's holder."""

    def __init__(self, database: Database, holder: str) -> None:
        self._database = database
        self.holder = holder
        self._waiting: list[_Waiting] = []
        self._task: asyncio.Task[None] | None = None

    async def settle(self, outcome: Outcome | None, also: Callable[[Store], None] | None = None) -> None:
        """Returns when it is committed. `also` is done in the same transaction."""
        waiting = _Waiting(outcome, also)
        self._waiting.append(waiting)
        if self._task is None:
            self._task = asyncio.create_task(self._write())
        await waiting.done

    async def _write(self) -> None:
        while self._waiting:
            together, self._waiting = self._waiting, []
            try:
                await self._database.run(partial(self._keep, together))
            except Exception as error:  # noqa: BLE001 - it belongs to those who wait
                for each in together:
                    each.fail(error)
            else:
                for each in together:
                    each.end()
        self._task = None

    def _keep(self, together: list[_Waiting], store: Store) -> None:
        store.outbox.settle(self.holder, [each.outcome for each in together if each.outcome])
        for each in together:
            if each.also:
                each.also(store)
