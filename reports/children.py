"""Work on files in a process of its own, so that answers go on meanwhile."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from threading import Lock, Thread
from typing import TypeVar

log = logging.getLogger(__name__)
T = TypeVar("T")
PATIENCE = 60.0  # seconds for one piece of work


class Children:
    """One child process, started with the first work. `run` waits: call it from a thread that may.

    `patience`: seconds for one piece of work. `alone`: where the child fails so does the work, for what ended
    one process would end this one too.
    """

    def __init__(self, patience: float = PATIENCE, *, alone: bool = False) -> None:
        self._patience, self._alone = patience, alone
        self._lock = Lock()
        self._pool: ProcessPoolExecutor | None = None

    def run(self, work: Callable[..., T], *args: object) -> T:
        """What `work` returns or raises; it and its arguments must be picklable.

        Where no process can be started, or the child dies, the work is done right here.
        """
        try:
            future = self._started().submit(work, *args)
        except (OSError, RuntimeError) as error:
            log.warning("no child process (%s): %s runs here", type(error).__name__, work.__name__)
            self.close()
            return work(*args)
        try:
            return future.result(self._patience)
        except (BrokenProcessPool, TimeoutError) as error:
            self.close()
            if self._alone:
                raise
            log.warning("the child process failed (%s): %s runs here", type(error).__name__, work.__name__)
            return work(*args)

    def _started(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._pool is None:
                self._pool = ProcessPoolExecutor(1, get_context("spawn"), initializer=_obey)
            return self._pool

    def close(self) -> None:
        """Ends the child; the next work starts another."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)


def _obey() -> None:
    """Ctrl-C is for the program, which ends its child in good order; a program that was killed cannot."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)


CHILDREN = Children()
