"""The one thread that writes to SQLite: it commits what waits together, each work in its own savepoint."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any

from storage.fairness import FairLock
from storage.store import Store

TOGETHER = 16


@dataclass(slots=True, eq=False)
class Job:
    """A work, who waits for it, and what came of it."""

    work: Callable[[Store], Any]
    future: asyncio.Future[Any]
    result: Any = None
    error: BaseException | None = None

    def settle(self) -> None:
        """Tells who waits; on the thread of the future's own loop."""
        if self.future.done():
            return
        if self.error is None:
            self.future.set_result(self.result)
        elif isinstance(self.error, StopIteration):  # a future takes any error but this one
            self.future.set_exception(RuntimeError("a work raised StopIteration"))
        else:
            self.future.set_exception(self.error)


class Writer:
    """Works in, results out. `begin` opens a transaction; `turn` is shared with whoever else writes."""

    def __init__(self, begin: Callable[[], AbstractContextManager[Store]], turn: FairLock) -> None:
        self._begin = begin
        self._turn = turn
        self._queue: SimpleQueue[Job | None] = SimpleQueue()
        self._guard = threading.Lock()
        self._closed = False
        self._thread: threading.Thread | None = None

    async def run(self, work: Callable[[Store], Any]) -> Any:
        """What the work returned, once committed. Raises what the work raised, once undone; RuntimeError."""
        job = Job(work, asyncio.get_running_loop().create_future())
        with self._guard:
            if self._closed:
                raise RuntimeError("the database is closed")
            if self._thread is None:
                self._thread = threading.Thread(target=self._serve, name="writer", daemon=True)
                self._thread.start()
            self._queue.put(job)
        return await job.future

    def close(self) -> None:
        """Does what was handed in before, then stops."""
        with self._guard:
            self._closed = True
            self._queue.put(None)
        if self._thread is not None:
            self._thread.join()

    def _serve(self) -> None:
        more = True
        while more and (first := self._queue.get()) is not None:
            jobs = [first]
            with self._turn:
                more = self._gather(jobs)
                self._commit(jobs)
            _report(jobs)
            del first, jobs  # while it waits for more, a large file in the last one would stay

    def _gather(self, jobs: list[Job]) -> bool:
        with suppress(Empty):
            while len(jobs) < TOGETHER:
                job = self._queue.get_nowait()
                if job is None:
                    return False
                jobs.append(job)
        return True

    def _commit(self, jobs: list[Job]) -> None:
        try:
            with self._begin() as store:
                if len(jobs) == 1:  # nobody beside it: its failure may undo the whole transaction
                    jobs[0].result = jobs[0].work(store)
                else:
                    for job in jobs:
                        _attempt(job, store)
        except BaseException as error:  # noqa: BLE001 - it belongs to whoever waits for the work
            for job in jobs:
                job.error = job.error or error


def _attempt(job: Job, store: Store) -> None:
    statement = store.connection.connection.cursor().execute
    statement("SAVEPOINT work")
    try:
        job.result = job.work(store)
    except BaseException as error:  # noqa: BLE001 - the same
        job.error = error
        statement("ROLLBACK TO work")
        store.forget()
    statement("RELEASE work")


def _report(jobs: list[Job]) -> None:
    loops: dict[asyncio.AbstractEventLoop, list[Job]] = {}
    for job in jobs:
        loops.setdefault(job.future.get_loop(), []).append(job)
    for loop, mine in loops.items():
        with suppress(RuntimeError):  # the loop was closed meanwhile: nobody waits any more
            loop.call_soon_threadsafe(_settle, mine)


def _settle(jobs: list[Job]) -> None:
    for job in jobs:
        job.settle()
