"""The database as the rest of the program sees it: whole transactions, carried over in one hop."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import URL, make_url
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from storage.sqlite import Sqlite
from storage.store import Store

if TYPE_CHECKING:
    from storage.postgresql import Postgresql

T = TypeVar("T")
TRIED, TRIED_S = "ready", 5.0  # the fact that is written to see whether one can write, and how often
UNREACHABLE = OperationalError  # no server, no file, no such database


class Database:
    """SQLite by `sqlite:///path.db`, PostgreSQL by any postgresql:// URL. Nobody else commits."""

    def __init__(self, url: str) -> None:
        parsed = _parse(url)
        self.dialect = parsed.get_backend_name()
        self.shown = parsed.render_as_string(hide_password=True)
        self.for_tools = _for_tools(parsed)
        self._tried: tuple[float, bool] | None = None  # when a write was tried last, and whether it went
        self.file = Path(str(parsed.database)) if self.dialect == "sqlite" else None
        self._backend: Sqlite | Postgresql = _backend(parsed)

    async def run(self, work: Callable[[Store], T], *, lock: str | None = None) -> T:
        """One transaction: what `work` returns, once committed; what it raises, once undone.

        Works with the same `lock` never run at the same time, in any process. On PostgreSQL `work` is called
        again after a deadlock or a lost connection, so it may change nothing but the database.
        """
        return await self._backend.run(work, lock)

    async def read(self, work: Callable[[Store], T]) -> T:
        """`work` on a snapshot that cannot be written to, beside the writer."""
        return await self._backend.read(work)

    def transaction(self, *, lock: str | None = None) -> AbstractContextManager[Store]:
        """The same as `run` for synchronous code: commits at the end of the block, undoes it on an error."""
        return self._backend.transaction(lock)

    def reading(self) -> AbstractContextManager[Store]:
        """The same as `read` for synchronous code."""
        return self._backend.reading()

    def migrate(self) -> None:
        """Brings the schema up to date; harmless when it is, and in several processes at once."""
        from storage.migrations import upgrade  # noqa: PLC0415 - Alembic is slow to import

        with self._backend.migrating() as connection:
            upgrade(connection)

    def missing_migrations(self) -> int:
        """How many steps the tables lack."""
        from storage.migrations import missing  # noqa: PLC0415 - Alembic is slow to import

        with self.reading() as store:
            return missing(store.connection)

    async def ready(self) -> bool:
        """Whether the database answers, has its tables, takes what is written and is still the file there."""
        if not self._backend.in_place():
            return False
        try:
            await self.read(lambda store: store.units.is_empty())
        except SQLAlchemyError:
            return False
        return await self._writable()

    async def _writable(self) -> bool:
        """Whether a few bytes can be kept, tried every few seconds at most: a full disk still reads well."""
        now = time.monotonic()
        if self._tried is None or now - self._tried[0] >= TRIED_S:
            try:
                await self.run(lambda store: store.facts.set(TRIED, secrets.token_hex(4)))
                self._tried = (now, True)
            except SQLAlchemyError:
                self._tried = (now, False)
        return self._tried[1]

    def close(self) -> None:
        """Finishes what was handed in, then stops the threads and closes the connections."""
        self._backend.close()


def reason(error: OperationalError) -> str:
    """Why the database cannot be reached, in the driver's words, on one line."""
    return str(error.orig).strip().splitlines()[0]


def _for_tools(url: URL) -> str:
    """The URL as the database's own tools take it, without a password."""
    where = {"host": url.host, "port": url.port, "database": url.database, "query": url.query}
    return URL.create(url.get_backend_name(), url.username, **where).render_as_string()  # type: ignore[arg-type]


def _backend(url: URL) -> Sqlite | Postgresql:
    if url.get_backend_name() == "sqlite":
        return Sqlite(url)
    from storage.postgresql import Postgresql  # noqa: PLC0415 - its driver takes 9 MB that SQLite needs not

    return Postgresql(url)


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (SQLAlchemyError, ValueError):
        raise ValueError("DATABASE_URL is none: use sqlite:///path.db or postgresql://…") from None
    if parsed.drivername in {"postgres", "postgresql"}:
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername in {"sqlite", "sqlite+pysqlite", "postgresql+psycopg"}:
        return parsed
    raise ValueError(f"DATABASE_URL begins with {parsed.drivername}: use sqlite:/// or postgresql://")
