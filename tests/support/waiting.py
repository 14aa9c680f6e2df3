"""Waits for something that other tasks bring about, and never for ever."""

import asyncio
from collections.abc import Callable

PATIENCE_S = 30.0


async def until(fact: Callable[[], object]) -> None:
    """Returns once the fact is true. Raises TimeoutError when that takes too long."""
    async with asyncio.timeout(PATIENCE_S):
        while not fact():  # noqa: ASYNC110 - the fact may lie in a database or another process
            await asyncio.sleep(0.01)
