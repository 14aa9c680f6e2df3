"""One of several processes does a thing: leases with generations that only grow."""

import asyncio
from datetime import timedelta
from functools import partial

from storage.database import Database
from storage.store import Store
from tests.support.unions import NOW

TTL = timedelta(seconds=30)
LATER = NOW + TTL


def test_a_lease_has_one_holder(store: Store) -> None:
    assert store.leases.acquire("poller", "a", NOW, TTL) == 1
    assert store.leases.acquire("poller", "b", NOW, TTL) is None
    assert store.leases.acquire("sender", "b", NOW, TTL) == 1


def test_a_lease_that_ran_out_goes_to_another_with_a_higher_generation(store: Store) -> None:
    store.leases.acquire("poller", "a", NOW, TTL)
    assert store.leases.acquire("poller", "b", LATER, TTL) == 2
    assert not store.leases.renew("poller", "a", LATER, TTL)
    assert store.leases.acquire("poller", "a", LATER, TTL) is None


def test_a_lease_renewed_in_time_is_kept(store: Store) -> None:
    store.leases.acquire("poller", "a", NOW, TTL)
    assert store.leases.renew("poller", "a", NOW + TTL / 2, TTL)
    assert store.leases.acquire("poller", "b", LATER, TTL) is None
    assert store.leases.acquire("poller", "b", LATER + TTL / 2, TTL) == 2


def test_a_holder_that_started_again_is_told_from_its_former_self(store: Store) -> None:
    assert [store.leases.acquire("poller", "a", NOW, TTL) for _ in range(3)] == [1, 2, 3]


def test_a_lease_given_back_is_free_at_once(store: Store) -> None:
    store.leases.acquire("poller", "a", NOW, TTL)
    store.leases.release("poller", "b", NOW)
    assert store.leases.acquire("poller", "b", NOW, TTL) is None
    store.leases.release("poller", "a", NOW)
    assert not store.leases.renew("poller", "a", NOW, TTL)
    assert store.leases.acquire("poller", "b", NOW, TTL) == 2


def ask(holder: str, store: Store) -> int | None:
    return store.leases.acquire("poller", holder, NOW, TTL)


async def test_of_many_who_ask_at_once_one_gets_it(database: Database) -> None:
    said = await asyncio.gather(*(database.run(partial(ask, f"p{i}")) for i in range(12)))
    assert sorted(said, key=str) == [1] + [None] * 11
