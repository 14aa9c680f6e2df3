"""Migrated databases for the tests, on SQLite and on PostgreSQL, each test's own."""

import itertools
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from storage.database import Database
from storage.store import Store

_NUMBERS = itertools.count(1)


def run_on_server(url: str, *statements: str) -> None:
    """Runs statements that want no transaction, such as CREATE DATABASE."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


@contextmanager
def new_database(server: str, template: str | None = None) -> Iterator[str]:
    """URL of a fresh PostgreSQL database, dropped at the end."""
    name = f"test_{os.getpid()}_{next(_NUMBERS)}"
    copied = f" TEMPLATE {template}" if template else ""
    run_on_server(server, f"CREATE DATABASE {name}{copied}")
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        run_on_server(server, f"DROP DATABASE {name} WITH (FORCE)")


def migrated(url: str) -> None:
    database = Database(url)
    try:
        database.migrate()
    finally:
        database.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    migrated(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgresql_template(postgresql_url: str) -> Iterator[str]:
    """Name of a migrated PostgreSQL database to clone."""
    with new_database(postgresql_url) as url:
        migrated(url)
        yield str(make_url(url).database)


@pytest.fixture
def sqlite_database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """URL of a migrated SQLite file, this test's own."""
    path = tmp_path / "test.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgresql_database_url(postgresql_url: str, postgresql_template: str) -> Iterator[str]:
    """URL of a migrated PostgreSQL database, this test's own."""
    with new_database(postgresql_url, postgresql_template) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """URL of a migrated database; the test runs once on each kind."""
    return str(request.getfixturevalue(f"{request.param}_database_url"))


@contextmanager
def opened(url: str) -> Iterator[Database]:
    """A Database that is closed at the end."""
    database = Database(url)
    try:
        yield database
    finally:
        database.close()


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A migrated, empty database; the test runs once on each kind."""
    with opened(database_url) as found:
        yield found


@pytest.fixture
def sqlite_database(sqlite_database_url: str) -> Iterator[Database]:
    """A migrated, empty SQLite database, where running twice would say nothing more."""
    with opened(sqlite_database_url) as found:
        yield found


@pytest.fixture
def postgresql_database(postgresql_database_url: str) -> Iterator[Database]:
    """A migrated, empty PostgreSQL database, for what only it can do."""
    with opened(postgresql_database_url) as found:
        yield found


@pytest.fixture
def store(database: Database) -> Iterator[Store]:
    """One open transaction on an empty database, committed at the end; once on each kind."""
    with database.transaction() as opened_store:
        yield opened_store
