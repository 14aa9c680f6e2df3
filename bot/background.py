"""Work that goes on until the program ends: when it crashes, that is logged and it begins again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

log = logging.getLogger(__name__)

PAUSES_S = (0.5, 2.0, 5.0, 15.0)
WELL_AFTER_S = 60.0

Work = Callable[[], Awaitable[None]]


async def go_on(name: str, work: Work) -> None:
    """Runs the work again and again, with longer pauses while it keeps crashing; until cancelled."""
    crashes = 0
    clock = asyncio.get_running_loop().time
    while True:
        begun = clock()
        try:
            await work()
        except Exception:
            log.exception("%s crashed and begins again", name)
        else:
            log.error("%s ended and begins again", name)
        crashes = 0 if clock() - begun > WELL_AFTER_S else crashes + 1
        await asyncio.sleep(PAUSES_S[min(max(crashes, 1), len(PAUSES_S)) - 1])


@asynccontextmanager
async def going_on(works: Mapping[str, Work]) -> AsyncIterator[None]:
    """All of them beside the block; ended with it, the first named first."""
    tasks = [asyncio.create_task(go_on(name, work), name=name) for name, work in works.items()]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
