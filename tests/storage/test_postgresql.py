"""What only PostgreSQL needs: locks by name, and trying again after a collision."""

import asyncio
import threading
from collections.abc import Callable
from typing import NoReturn

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError, OperationalError

from storage import locks
from storage.database import Database
from storage.postgresql import TRIES, CommitLost
from storage.store import Store
from tests.storage.test_database import keep, kept


async def test_the_same_lock_is_held_by_one_at_a_time(postgresql_database: Database) -> None:
    inside, worst, guard = set[int](), [0], threading.Lock()

    def work(store: Store) -> None:
        with guard:
            inside.add(id(store))
            worst[0] = max(worst[0], len(inside))
        store.connection.exec_driver_sql("SELECT pg_sleep(0.01)")
        with guard:
            inside.discard(id(store))

    await asyncio.gather(*(postgresql_database.run(work, lock="web:local:a") for _ in range(12)))
    assert worst == [1]


async def test_another_s_lock_holds_up_nobody(postgresql_database: Database) -> None:
    both = threading.Barrier(2, timeout=30)

    def meet(store: Store) -> int:
        return both.wait()  # breaks when only one of the two gets in

    said = await asyncio.gather(*(postgresql_database.run(meet, lock=f"web:local:{who}") for who in "ab"))
    assert sorted(said) == [0, 1]


async def test_the_second_sees_what_the_first_committed_under_the_lock(postgresql_database: Database) -> None:
    def met(store: Store) -> bool:
        known = store.facts.get("met") is not None
        store.facts.set("met", value=True)
        return known

    said = await asyncio.gather(*(postgresql_database.run(met, lock="same") for _ in range(6)))
    assert sorted(said) == [False] + [True] * 5


async def test_a_deadlock_is_tried_again_and_nobody_sees_it(postgresql_database: Database) -> None:
    await postgresql_database.run(keep("a", 0))
    await postgresql_database.run(keep("b", 0))
    both, calls = threading.Barrier(2), list[str]()

    def crosswise(first: str, second: str) -> Callable[[Store], None]:
        def work(store: Store) -> None:
            calls.append(first)
            store.facts.set(first, 1)
            if len(calls) <= 2:
                both.wait(30)
            store.facts.set(second, 1)

        return work

    await asyncio.gather(
        postgresql_database.run(crosswise("a", "b")), postgresql_database.run(crosswise("b", "a"))
    )
    assert len(calls) == 3
    assert await kept(postgresql_database, "a", "b") == [True, True]


async def test_a_lost_connection_is_replaced_and_nobody_sees_it(postgresql_database: Database) -> None:
    both, calls = threading.Barrier(2), list[int]()

    def together(store: Store) -> int:
        both.wait(30)
        return int(store.connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one())

    def counted(store: Store) -> None:
        calls.append(1)
        keep("a")(store)

    before = await asyncio.gather(*(postgresql_database.run(together) for _ in range(2)))
    assert len(set(before)) == 2
    with postgresql_database.transaction() as store:  # holds one of the two, so that the other is next
        _hang_up_on_others(store)
        await postgresql_database.run(counted)
    assert await kept(postgresql_database, "a") == [True]
    assert calls == [1]  # BEGIN noticed it


async def test_a_connection_lost_in_the_middle_is_replaced_too(postgresql_database: Database) -> None:
    calls = list[int]()

    def interrupted(store: Store) -> None:
        calls.append(1)
        keep("a")(store)
        if len(calls) == 1:
            with postgresql_database.transaction() as other:
                _hang_up_on_others(other)
        keep("b")(store)

    await postgresql_database.run(interrupted)
    assert await kept(postgresql_database, "a", "b") == [True, True]
    assert len(calls) == 2


async def test_statements_stay_prepared_when_a_transaction_is_undone(postgresql_database: Database) -> None:
    def prepared(store: Store) -> tuple[int, int]:
        for _ in range(8):
            store.facts.get("a")
        row = store.connection.exec_driver_sql(
            "SELECT pg_backend_pid(), (SELECT count(*) FROM pg_prepared_statements)"
        ).one()
        return row[0], row[1]

    def undone(store: Store) -> NoReturn:
        prepared(store)
        raise LookupError

    before = await postgresql_database.run(prepared)
    with pytest.raises(LookupError):
        await postgresql_database.run(undone)
    await postgresql_database.read(prepared)
    after = await postgresql_database.run(prepared)
    assert after[0] == before[0]
    assert after[1] >= before[1] > 0


def _hang_up_on_others(store: Store) -> None:
    store.connection.exec_driver_sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )


async def test_what_collides_again_and_again_is_an_error_at_last(postgresql_database: Database) -> None:
    calls = list[int]()

    def collide(store: Store) -> NoReturn:
        calls.append(1)
        raise OperationalError("UPDATE", {}, psycopg.errors.SerializationFailure())

    with pytest.raises(DBAPIError):
        await postgresql_database.run(collide)
    assert len(calls) == TRIES


async def test_a_mistake_in_a_statement_is_not_tried_again(postgresql_database: Database) -> None:
    calls = list[int]()

    def wrong(store: Store) -> None:
        calls.append(1)
        store.connection.exec_driver_sql("SELECT nothing FROM nowhere")

    with pytest.raises(DBAPIError):
        await postgresql_database.run(wrong)
    assert calls == [1]


async def test_a_commit_of_unknown_outcome_is_not_tried_again(postgresql_database: Database) -> None:
    calls = list[int]()

    def cut_own_throat(store: Store) -> None:
        calls.append(1)
        store.facts.set("a", value=True)
        with postgresql_database.transaction() as other:
            other.connection.exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND state = 'idle in transaction' AND pid <> pg_backend_pid()"
            )

    with pytest.raises(CommitLost):
        await postgresql_database.run(cut_own_throat)
    assert calls == [1]


def test_a_lock_s_number_is_the_same_in_every_process() -> None:
    assert locks.number("telegram:1:2") == locks.number("telegram:1:2")
    assert locks.number("telegram:1:2") != locks.number("telegram:1:3")
    assert all(-(2**63) <= locks.number(str(i)) < 2**63 for i in range(200))


async def test_a_server_that_is_gone_is_noticed_by_the_connection_itself(
    postgresql_database: Database,
) -> None:
    def settings(store: Store) -> dict[str, str]:
        raw = store.connection.connection.driver_connection
        assert raw is not None
        known: dict[str, str] = raw.info.get_parameters()
        return known

    known = await postgresql_database.run(settings)
    assert int(known["keepalives_idle"]) <= 60
    assert int(known["tcp_user_timeout"]) <= 60_000
