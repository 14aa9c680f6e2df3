"""PostgreSQL: a small pool of threads, a connection each; tried again where that is safe."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from typing import TypeVar

import psycopg
from sqlalchemy import URL, Connection, create_engine
from sqlalchemy.exc import DBAPIError

from storage import locks, payload
from storage.store import Store

T = TypeVar("T")
THREADS = 6
READERS = 4  # threads of their own: a long report holds up no answer
TRIES = 4
_PAUSE_S = 0.02
_LINE = {  # a server whose machine or network is gone must not hold a thread for hours
    "connect_timeout": 5,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,  # milliseconds
}
_COLLIDED = ("40001", "40P01")  # serialization_failure, deadlock_detected


class Postgresql:
    """The server behind a Database."""

    def __init__(self, url: URL) -> None:
        self._engine = create_engine(
            url,
            json_serializer=payload.dump,
            json_deserializer=payload.load,
            connect_args=_LINE | {"application_name": "thidua"},
            pool_size=THREADS + READERS,
            isolation_level="AUTOCOMMIT",  # BEGIN is ours, and goes together with the lock
        )
        self._threads = ThreadPoolExecutor(THREADS, "postgresql")
        self._readers = ThreadPoolExecutor(READERS, "reader")

    def in_place(self) -> bool:
        """Whether it is still the database that was opened: a server keeps to its own files."""
        return True

    async def run(self, work: Callable[[Store], T], lock: str | None) -> T:
        """One work in a transaction of its own; it may be called again after a collision."""
        return await _carry(self._threads, partial(self._work, work, lock))

    async def read(self, work: Callable[[Store], T]) -> T:
        """One work on a snapshot."""
        return await _carry(self._readers, partial(self._read, work))

    def _work(self, work: Callable[[Store], T], lock: str | None) -> T:
        with self.transaction(lock) as store:
            return work(store)

    def _read(self, work: Callable[[Store], T]) -> T:
        with self.reading() as store:
            return work(store)

    @contextmanager
    def transaction(self, lock: str | None) -> Iterator[Store]:
        """A transaction on the caller's own thread; the lock is its first statement."""
        with self._begun("BEGIN" if lock is None else f"BEGIN; {locks.statement(lock)}") as connection:
            yield Store(connection)

    @contextmanager
    def reading(self) -> Iterator[Store]:
        """A snapshot on the caller's own thread."""
        with self._begun("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY") as connection:
            yield Store(connection)

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """A transaction that no other process migrates beside."""
        with self._begun(f"BEGIN; {locks.statement('migrate')}") as connection:
            yield connection

    @contextmanager
    def _begun(self, begin: str) -> Iterator[Connection]:
        with self._engine.connect() as connection:
            connection.exec_driver_sql(begin)
            try:
                yield connection
            except BaseException:
                _undo(connection)
                raise
            _commit(connection)

    def close(self) -> None:
        """Does what waits, then closes the connections."""
        self._threads.shutdown()
        self._readers.shutdown()
        self._engine.dispose()


class CommitLost(Exception):
    """The connection broke during COMMIT: whether it happened is not known, so it is not tried again."""


def _commit(connection: Connection) -> None:
    try:
        connection.commit()
    except DBAPIError as error:
        if error.connection_invalidated:
            raise CommitLost from error
        raise


def _undo(connection: Connection) -> None:
    """As the driver does, but it would forget what is prepared: one message in ten ends like this."""
    raw = None if connection.invalidated else connection.connection.driver_connection
    if isinstance(raw, psycopg.Connection):
        with suppress(psycopg.Error):  # a broken line has undone it already
            raw.pgconn.exec_(b"ROLLBACK")


async def _carry(threads: ThreadPoolExecutor, attempt: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(threads, repeat, attempt)


def repeat(attempt: Callable[[], T]) -> T:
    """Tries again after a deadlock, a serialisation failure or a lost connection, three times at most."""
    for tried in range(1, TRIES):
        try:
            return attempt()
        except DBAPIError as error:
            if not _passing(error):
                raise
        time.sleep(_PAUSE_S * tried * (1 + random.random()))  # noqa: S311 - only to part two that collided
    return attempt()


def _passing(error: DBAPIError) -> bool:
    lost = error.connection_invalidated
    return lost or getattr(error.orig, "sqlstate", None) in _COLLIDED
