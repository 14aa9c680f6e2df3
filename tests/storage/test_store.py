"""What a work read is not told to the next where it was undone."""

import asyncio
from datetime import date

import pytest

from storage.campaigns import NewCampaign
from storage.database import Database
from storage.store import Store
from storage.units import NewUnit
from tests.support.unions import found

TODAY = date(2026, 11, 21)


def launch(store: Store) -> str:
    unit = store.units.roots()[0]
    assert store.campaigns.running_anywhere(TODAY) == []
    store.campaigns.launch(NewCampaign(unit.id, "Phong trào", date(2026, 1, 1), date(2026, 12, 31)))
    assert store.campaigns.running(unit, TODAY)[0].name == "Phong trào"
    return store.campaigns.running_anywhere(TODAY)[0].name


def launch_and_fail(store: Store) -> None:
    launch(store)
    raise ZeroDivisionError


async def test_what_an_undone_work_read_is_read_again_by_those_beside_it(database: Database) -> None:
    with database.transaction() as store:
        found(store)
    works = [database.run(launch_and_fail) for _ in range(20)]  # SQLite's writer takes several at once
    failed = await asyncio.gather(*works, return_exceptions=True)
    assert [type(error) for error in failed] == [ZeroDivisionError] * 20
    assert await database.run(launch) == "Phong trào"


async def test_a_unit_that_was_undone_is_unknown_to_the_next_work(database: Database) -> None:
    made: list[int] = []

    def add_and_fail(store: Store) -> None:
        made.append(store.units.add(NewUnit("Công đoàn", "base", f"U{len(made)}")).id)
        raise ZeroDivisionError

    await asyncio.gather(*(database.run(add_and_fail) for _ in range(5)), return_exceptions=True)
    with pytest.raises(LookupError, match="no unit"):
        await database.run(lambda store: store.units.get(made[-1]))
