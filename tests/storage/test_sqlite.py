"""What only SQLite needs: a durable file, its settings, other processes that write to it."""

import asyncio
import sqlite3
import threading
from pathlib import Path

import pytest

from storage.database import Database
from storage.store import Store
from storage.writer import TOGETHER
from tests.storage.test_database import keep, kept


def pragma(store: Store, name: str) -> object:
    return store.connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()


async def test_what_is_committed_survives_a_power_cut(sqlite_database: Database) -> None:
    names = ("journal_mode", "synchronous", "foreign_keys")
    found = await sqlite_database.run(lambda store: [pragma(store, name) for name in names])
    assert found == ["wal", 2, 1]


async def test_waiting_works_share_a_commit(sqlite_database: Database) -> None:
    started, go_on = threading.Event(), threading.Event()

    def hold(store: Store) -> None:
        started.set()
        assert go_on.wait(30)

    async def transactions_of(count: int) -> list[int]:
        marks = [sqlite_database.run(id) for _ in range(count)]
        tasks = [asyncio.create_task(mark) for mark in marks]
        await asyncio.sleep(0)
        go_on.set()
        return await asyncio.gather(*tasks)

    first = asyncio.create_task(sqlite_database.run(hold))
    await asyncio.to_thread(started.wait)
    stores = await transactions_of(TOGETHER + 3)
    await first
    assert len(set(stores[:TOGETHER])) == 1
    assert len(set(stores[TOGETHER:])) == 1


async def test_when_the_commit_fails_everybody_in_it_is_told(sqlite_database: Database) -> None:
    def orphan(store: Store) -> None:
        store.connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        store.connection.exec_driver_sql(
            "INSERT INTO unit_alias (unit_id, alias, alias_folded) VALUES (4711, 'a', 'a')"
        )

    started, go_on = threading.Event(), threading.Event()

    def hold(store: Store) -> None:
        started.set()
        assert go_on.wait(30)

    first = asyncio.create_task(sqlite_database.run(hold))
    await asyncio.to_thread(started.wait)
    tasks = [asyncio.create_task(sqlite_database.run(work)) for work in (keep("a"), orphan, keep("b"))]
    await asyncio.sleep(0)
    go_on.set()
    said = await asyncio.gather(*tasks, return_exceptions=True)
    await first
    assert [type(each).__name__ for each in said] == ["IntegrityError"] * 3
    assert await kept(sqlite_database, "a", "b") == [False, False]
    await sqlite_database.run(keep("later"))
    assert await kept(sqlite_database, "later") == [True]


async def test_another_process_may_write_in_between(sqlite_database: Database, tmp_path: Path) -> None:
    def other() -> None:
        with sqlite3.connect(tmp_path / "test.db", timeout=30, isolation_level=None) as connection:
            for i in range(20):
                connection.execute("INSERT INTO fact VALUES (?, 'true')", (f"other{i}",))
        connection.close()

    await asyncio.gather(asyncio.to_thread(other), *(sqlite_database.run(keep(f"k{i}")) for i in range(60)))
    names = [*(f"other{i}" for i in range(20)), *(f"k{i}" for i in range(60))]
    assert await kept(sqlite_database, *names) == [True] * 80


def test_a_transaction_inside_a_transaction_is_refused_instead_of_waiting_for_ever(
    sqlite_database: Database,
) -> None:
    with (
        sqlite_database.transaction(),
        pytest.raises(RuntimeError, match="inside"),
        sqlite_database.transaction(),
    ):
        pass


async def test_an_error_no_future_takes_does_not_hold_up_the_others(sqlite_database: Database) -> None:
    def stop(store: Store) -> None:
        raise StopIteration

    said = await asyncio.gather(
        sqlite_database.run(stop), sqlite_database.run(keep("a")), return_exceptions=True
    )
    assert [type(each).__name__ for each in said] == ["RuntimeError", "str"]


def test_a_caller_whose_loop_is_gone_disturbs_nobody(sqlite_database: Database) -> None:
    with sqlite_database.transaction():  # the writer waits, and the first caller leaves meanwhile
        loop = asyncio.new_event_loop()
        task = loop.create_task(sqlite_database.run(keep("a")))
        loop.run_until_complete(asyncio.sleep(0))
        task.cancel()
        loop.run_until_complete(asyncio.gather(task, return_exceptions=True))
        loop.close()
    asyncio.run(sqlite_database.run(keep("b")))
    assert asyncio.run(kept(sqlite_database, "b")) == [True]
