"""Whole transactions, on both databases: what is kept, what is undone, who waits for whom."""

import asyncio
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.database import TRIED, Database
from storage.store import Store

needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be moved there")


def keep(key: str, value: object = True) -> Callable[[Store], str]:
    def work(store: Store) -> str:
        store.facts.set(key, value)
        return key

    return work


def keep_and_fail(key: str) -> Callable[[Store], str]:
    def work(store: Store) -> str:
        store.facts.set(key, value=True)
        raise LookupError(key)

    return work


async def kept(database: Database, *keys: str) -> list[bool]:
    return await database.read(lambda store: [bool(store.facts.get(key)) for key in keys])


async def test_a_work_is_committed_and_its_result_comes_back(database: Database) -> None:
    assert await database.run(keep("a")) == "a"
    assert await kept(database, "a", "b") == [True, False]


async def test_a_work_that_raises_leaves_nothing_behind(database: Database) -> None:
    with pytest.raises(LookupError, match="a"):
        await database.run(keep_and_fail("a"))
    assert await kept(database, "a") == [False]


async def test_works_beside_a_failing_one_are_kept(database: Database) -> None:
    names = [f"k{i}" for i in range(40)]
    works = [keep_and_fail(name) if i % 5 == 0 else keep(name) for i, name in enumerate(names)]
    said = await asyncio.gather(*(database.run(work) for work in works), return_exceptions=True)
    assert [isinstance(each, LookupError) for each in said] == [i % 5 == 0 for i in range(40)]
    assert await kept(database, *names) == [i % 5 != 0 for i in range(40)]


async def test_a_statement_that_fails_undoes_its_own_work_only(database: Database) -> None:
    def twice(store: Store) -> None:
        store.facts.set("half", value=True)
        store.connection.exec_driver_sql("INSERT INTO lease (name) VALUES ('no holder')")

    said = await asyncio.gather(
        database.run(keep("before")), database.run(twice), database.run(keep("after")), return_exceptions=True
    )
    assert [type(each).__name__ for each in said] == ["str", "IntegrityError", "str"]
    assert await kept(database, "before", "half", "after") == [True, False, True]


async def test_reading_cannot_write(database: Database) -> None:
    with pytest.raises(Exception, match=r"(?i)read-?only"):
        await database.read(keep("a"))
    assert await kept(database, "a") == [False]


async def test_a_reader_sees_one_moment_however_long_it_reads(database: Database) -> None:
    loop = asyncio.get_running_loop()
    looked, go_on = asyncio.Event(), threading.Event()

    def look_twice(store: Store) -> list[bool]:
        first = store.facts.get("a")
        loop.call_soon_threadsafe(looked.set)
        assert go_on.wait(30)
        return [bool(first), bool(store.facts.get("a"))]

    reading = asyncio.create_task(database.read(look_twice))
    await looked.wait()
    await database.run(keep("a"))
    go_on.set()
    assert await reading == [False, False]
    assert await kept(database, "a") == [True]


async def test_readers_however_many_and_slow_hold_up_no_writer(database: Database) -> None:
    go_on = threading.Event()
    slow = [asyncio.create_task(database.read(lambda store: go_on.wait(30))) for _ in range(20)]
    await asyncio.sleep(0)
    assert await database.run(keep("a")) == "a"
    assert not any(task.done() for task in slow)
    go_on.set()
    assert await asyncio.gather(*slow) == [True] * 20


async def test_synchronous_code_commits_beside_the_writer(database: Database) -> None:
    def from_a_thread() -> None:
        for i in range(20):
            with database.transaction() as store:
                store.facts.set(f"t{i}", value=True)

    await asyncio.gather(asyncio.to_thread(from_a_thread), *(database.run(keep(f"r{i}")) for i in range(60)))
    names = [*(f"t{i}" for i in range(20)), *(f"r{i}" for i in range(60))]
    assert await kept(database, *names) == [True] * 80


def test_a_synchronous_block_that_raises_leaves_nothing_behind(database: Database) -> None:
    with pytest.raises(LookupError), database.transaction() as store:
        keep_and_fail("a")(store)
    with database.reading() as store:
        assert store.facts.get("a") is None


async def test_works_under_one_lock_never_lose_an_update(database: Database) -> None:
    def count(store: Store) -> None:
        store.facts.set("n", (store.facts.get("n") or 0) + 1)

    await asyncio.gather(*(database.run(count, lock="telegram:1:2") for _ in range(30)))
    assert await database.read(lambda store: store.facts.get("n")) == 30


async def test_a_cancelled_caller_disturbs_nobody(database: Database) -> None:
    tasks = [asyncio.create_task(database.run(keep(f"k{i}"))) for i in range(10)]
    await asyncio.sleep(0)
    tasks[3].cancel()
    said = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(said[3], asyncio.CancelledError)
    assert [each for i, each in enumerate(said) if i != 3] == [f"k{i}" for i in range(10) if i != 3]


async def test_what_was_handed_in_is_done_before_the_database_closes(database_url: str) -> None:
    first = Database(database_url)
    tasks = [asyncio.create_task(first.run(keep(f"k{i}"))) for i in range(50)]
    await asyncio.sleep(0)
    await asyncio.to_thread(first.close)
    await asyncio.gather(*tasks)
    with pytest.raises(RuntimeError):
        await first.run(keep("late"))
    second = Database(database_url)
    assert await kept(second, *(f"k{i}" for i in range(50)), "late") == [True] * 50 + [False]
    second.close()


async def test_a_database_without_tables_is_not_ready(database: Database, tmp_path: Path) -> None:
    assert await database.ready()
    empty = Database(f"sqlite:///{tmp_path}/empty.db")
    assert not await empty.ready()
    empty.close()


@needs_posix
async def test_a_file_that_was_moved_away_or_replaced_is_not_ready(
    sqlite_database: Database, tmp_path: Path
) -> None:
    file = sqlite_database.file
    assert file is not None
    assert await sqlite_database.ready()
    file.rename(tmp_path / "away.db")
    assert not await sqlite_database.ready()
    file.write_bytes((tmp_path / "away.db").read_bytes())
    assert not await sqlite_database.ready()
    file.unlink()
    (tmp_path / "away.db").rename(file)
    assert await sqlite_database.ready()


async def test_a_database_that_takes_no_writes_is_not_ready_and_asked_now_and_then(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await database.ready()
    with database.reading() as store:
        first = store.facts.get(TRIED)
    with database.transaction() as store:
        store.connection.execute(text("ALTER TABLE fact RENAME TO away"))
    assert await database.ready()  # what was tried a moment ago is not tried again
    monkeypatch.setattr("storage.database.TRIED_S", 0.0)
    assert not await database.ready()
    with database.transaction() as store:
        store.connection.execute(text("ALTER TABLE away RENAME TO fact"))
    assert await database.ready()
    with database.reading() as store:
        assert store.facts.get(TRIED) not in (None, first)


def test_addresses_of_databases_are_taken_as_people_write_them() -> None:
    for url in ("postgres://u@h/d", "postgresql://u@h/d", "postgresql+psycopg://u@h/d"):
        database = Database(url)
        assert database.dialect == "postgresql"
        database.close()


@pytest.mark.parametrize("url", ["mysql://u@h/d", "sqlite://", "sqlite:///:memory:", "nonsense", ""])
def test_other_addresses_are_refused_without_naming_the_password(url: str) -> None:
    with pytest.raises(ValueError, match="sqlite:///"):
        Database(url)
