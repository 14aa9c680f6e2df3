"""Outcomes are written together where they end together, and a failure reaches everybody it concerns."""

import asyncio

import pytest

from bot.settling import Settler
from storage.database import Database
from storage.outbox import FAILED, SENT, Outcome
from storage.store import Store
from tests.support.channels import START, queue, rows


async def test_outcomes_that_end_meanwhile_share_a_transaction(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = queue(sqlite_database, "1", *map(str, range(20)))
    with sqlite_database.transaction() as store:
        store.outbox.claim("me", START, 100)
    transactions = 0
    run = sqlite_database.run

    async def counted(*given: object, **named: object) -> object:
        nonlocal transactions
        transactions += 1
        return await run(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(sqlite_database, "run", counted)
    settler = Settler(sqlite_database, "me")
    await asyncio.gather(*(settler.settle(Outcome(id, SENT, START)) for id in ids))
    assert {status for _, status, _ in rows(sqlite_database)} == {SENT}
    assert transactions <= 3


async def test_what_goes_with_an_outcome_is_in_its_transaction(database: Database) -> None:
    (id,) = queue(database, "1", "a")
    with database.transaction() as store:
        store.outbox.claim("me", START, 1)

    def also(store: Store) -> None:
        store.facts.set("also", value=True)
        raise LookupError("no")

    with pytest.raises(LookupError):
        await Settler(database, "me").settle(Outcome(id, FAILED, START), also)
    assert rows(database) == [("a", "sending", 1)]
    with database.reading() as store:
        assert store.facts.get("also") is None


async def test_after_a_failure_the_next_outcome_is_written(database: Database) -> None:
    ids = queue(database, "1", "a", "b")
    with database.transaction() as store:
        store.outbox.claim("me", START, 2)
    settler = Settler(database, "me")

    def fail(store: Store) -> None:
        raise LookupError("no")

    with pytest.raises(LookupError):
        await settler.settle(None, fail)
    await settler.settle(Outcome(ids[0], SENT, START))
    assert rows(database)[0] == ("a", SENT, 1)


async def test_a_lost_claim_settles_nothing(database: Database) -> None:
    (id,) = queue(database, "1", "a")
    with database.transaction() as store:
        store.outbox.claim("another", START, 1)
    await Settler(database, "me").settle(Outcome(id, SENT, START))
    assert rows(database) == [("a", "sending", 1)]
