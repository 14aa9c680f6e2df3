"""SQLite: one writer for everybody, readers beside it on connections that cannot write."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, create_engine, event

from storage import payload
from storage.fairness import FairLock
from storage.store import Store
from storage.writer import Writer

T = TypeVar("T")
READERS = 4
_WAIT_S = 10
_WRITING = ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON")
_READING = ("query_only = ON",)


class Sqlite:
    """The file behind a Database."""

    def __init__(self, url: URL) -> None:
        if url.database in {None, "", ":memory:"}:
            raise ValueError("SQLite needs a file: sqlite:///path.db")
        self._url = url
        self._writing = _engine(url, "BEGIN IMMEDIATE", _WRITING)
        self._reading = _engine(url, "BEGIN", _READING)
        self._opened = self._on_path()  # None: not there yet
        self._turn = FairLock()
        self._writer = Writer(self._begin, self._turn)
        self._readers = ThreadPoolExecutor(READERS, "reader")

    def in_place(self) -> bool:
        """Whether the file on the path is the one that is open: it may be moved away, another put there."""
        if self._opened is None:
            with self._reading.connect():
                self._opened = self._on_path()
        return self._opened is not None and self._on_path() == self._opened

    def _on_path(self) -> tuple[int, int] | None:
        try:
            found = Path(str(self._url.database)).stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    async def run(self, work: Callable[[Store], T], lock: str | None) -> T:
        """One work in the writer's next transaction; the lock is not needed, nobody writes beside it."""
        result: T = await self._writer.run(work)
        return result

    async def read(self, work: Callable[[Store], T]) -> T:
        """One work on a snapshot, beside the writer."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, work)

    def _read(self, work: Callable[[Store], T]) -> T:
        with self.reading() as store:
            return work(store)

    @contextmanager
    def transaction(self, lock: str | None) -> Iterator[Store]:
        """A transaction on the caller's own thread, between two of the writer's."""
        with self._turn, self._begin() as store:
            yield store

    @contextmanager
    def reading(self) -> Iterator[Store]:
        """A snapshot on the caller's own thread."""
        with self._reading.begin() as connection:
            yield Store(connection)

    @contextmanager
    def _begin(self) -> Iterator[Store]:
        with self._writing.begin() as connection:
            yield Store(connection)

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """A transaction that may rebuild tables; foreign keys are checked at its end instead of meanwhile."""
        Path(str(self._url.database)).parent.mkdir(parents=True, exist_ok=True)
        engine = _engine(self._url, "BEGIN IMMEDIATE", ("journal_mode = WAL", "foreign_keys = OFF"))
        try:
            with self._turn, engine.begin() as connection:
                yield connection
                if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
                    raise RuntimeError(f"the migration broke references: {broken[:5]}")
        finally:
            engine.dispose()

    def close(self) -> None:
        """Does what waits, then closes the file."""
        self._writer.close()
        self._readers.shutdown()
        self._reading.dispose()
        self._writing.dispose()


def _engine(url: URL, begin: str, pragmas: tuple[str, ...]) -> Engine:
    engine = create_engine(
        url,
        json_serializer=payload.dump,
        json_deserializer=payload.load,
        connect_args={"timeout": _WAIT_S},
        pool_size=READERS,
    )

    @event.listens_for(engine, "connect")
    def prepare(raw: Any, record: object) -> None:
        raw.isolation_level = None  # the driver's own BEGIN comes too late to be a snapshot
        for pragma in pragmas:
            raw.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
