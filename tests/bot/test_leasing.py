"""What only one process may do is done by one, and goes on in another when that one is gone."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot import leasing
from bot.leasing import Lease
from storage.database import Database
from tests.support.channels import Ticking, means
from tests.support.waiting import until


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leasing, "RENEWED_EVERY_S", 0.02)


class Working:
    def __init__(self, *, ends: bool = False) -> None:
        self.holders: list[str] = []
        self.cancelled = 0

    async def __call__(self, holder: str) -> None:
        self.holders.append(holder)
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise


def lease(database: Database, clock: Ticking, holder: str) -> Lease:
    return Lease(database, "sender", replace(means(clock), holder=holder))


async def end(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_of_two_processes_one_works_and_the_other_follows_when_it_ends(database: Database) -> None:
    clock, first, second = Ticking(), Working(), Working()
    one = asyncio.create_task(lease(database, clock, "a").hold(first))
    await until(lambda: first.holders)
    other = asyncio.create_task(lease(database, clock, "b").hold(second))
    await asyncio.sleep(0.1)
    assert second.holders == []
    await end(one)
    assert first.cancelled == 1
    await until(lambda: second.holders)
    await end(other)
    generations = [int(each.split("/")[1]) for each in (*first.holders, *second.holders)]
    assert generations == sorted(set(generations))


async def test_a_process_that_died_is_followed_when_its_lease_ends(database: Database) -> None:
    clock, working = Ticking(), Working()
    with database.transaction() as store:
        store.leases.acquire("sender", "dead", clock.now, leasing.LASTS)
    following = asyncio.create_task(lease(database, clock, "b").hold(working))
    await asyncio.sleep(0.1)
    assert working.holders == []
    clock.on(16)
    await until(lambda: working.holders)
    await end(following)


async def test_a_process_under_the_same_name_takes_its_lease_back_at_once(database: Database) -> None:
    clock, working = Ticking(), Working()
    with database.transaction() as store:
        store.leases.acquire("sender", "serve", clock.now, timedelta(hours=1))
    again = asyncio.create_task(lease(database, clock, "serve").hold(working))
    await until(lambda: working.holders)
    await end(again)


async def test_work_stops_when_the_lease_is_lost(database: Database) -> None:
    clock, working = Ticking(), Working()
    holding = asyncio.create_task(lease(database, clock, "a").hold(working))
    await until(lambda: working.holders)
    clock.on(60)
    with database.transaction() as store:
        assert store.leases.acquire("sender", "b", clock.now, timedelta(hours=1))
    await until(lambda: working.cancelled)
    assert len(working.holders) == 1
    await end(holding)


async def test_work_stops_when_the_database_cannot_be_reached(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, working = Ticking(), Working()
    held = lease(sqlite_database, clock, "a")
    holding = asyncio.create_task(held.hold(working))
    await until(lambda: working.holders)

    async def away(*_: object, **__: object) -> None:
        clock.on(5)
        raise ConnectionError("away")

    monkeypatch.setattr(sqlite_database, "run", away)
    await until(lambda: working.cancelled)
    await asyncio.gather(holding, return_exceptions=True)


async def test_work_that_fails_gives_the_lease_back_and_says_so(database: Database) -> None:
    clock = Ticking()

    async def fail(holder: str) -> None:
        raise LookupError(holder)

    with pytest.raises(LookupError):
        await lease(database, clock, "a").hold(fail)
    with database.transaction() as store:
        assert store.leases.acquire("sender", "b", clock.now, timedelta(hours=1))
