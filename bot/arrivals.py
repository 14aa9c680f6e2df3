"""Wakes whoever waits for a message on this process's web pages."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager


class Arrivals:
    """One event per listener; `notify` belongs to the event loop's own thread."""

    def __init__(self) -> None:
        self._listeners: defaultdict[int, set[asyncio.Event]] = defaultdict(set)

    @contextmanager
    def listening(self, account_id: int) -> Iterator[asyncio.Event]:
        """An event that is set whenever something arrives for the account."""
        event = asyncio.Event()
        self._listeners[account_id].add(event)
        try:
            yield event
        finally:
            self._listeners[account_id].discard(event)
            if not self._listeners[account_id]:
                del self._listeners[account_id]

    def notify(self, account_id: int) -> None:
        """Something arrived for the account."""
        for event in self._listeners.get(account_id, ()):
            event.set()
