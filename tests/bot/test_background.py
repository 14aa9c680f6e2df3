"""Work in the background begins again when it crashes, and ends in order."""

import asyncio
import logging

import pytest

from bot import background
from bot.background import going_on
from tests.support.waiting import until


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "PAUSES_S", (0.01, 0.02))


async def test_a_crash_is_logged_and_the_work_begins_again(caplog: pytest.LogCaptureFixture) -> None:
    begun = 0

    async def work() -> None:
        nonlocal begun
        begun += 1
        if begun < 4:
            raise LookupError("lost it")
        await asyncio.Event().wait()

    with caplog.at_level(logging.ERROR):
        async with going_on({"sender": work}):
            await until(lambda: begun == 4)
    assert caplog.text.count("sender crashed") == 3
    assert "lost it" in caplog.text


async def test_one_that_crashes_does_not_end_the_others() -> None:
    steps = 0

    async def crash() -> None:
        raise LookupError("x")

    async def well() -> None:
        nonlocal steps
        while True:
            steps += 1
            await asyncio.sleep(0.01)

    async with going_on({"a": crash, "b": well}):
        await until(lambda: steps > 5)


async def test_all_end_with_the_block_in_their_order() -> None:
    ended: list[str] = []

    def work_of(name: str) -> background.Work:
        async def work() -> None:
            try:
                await asyncio.Event().wait()
            finally:
                await asyncio.sleep(0.01)
                ended.append(name)

        return work

    async with going_on({name: work_of(name) for name in "abc"}):
        await asyncio.sleep(0.02)
    assert ended == ["a", "b", "c"]
