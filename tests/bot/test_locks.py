"""One person at a time, others not held up."""

import asyncio

import pytest

from bot.locks import Locks


async def test_who_asks_for_the_same_waits_in_the_order_of_asking() -> None:
    locks, done = Locks(), list[int]()

    async def work(number: int) -> None:
        async with locks.of("hoa"):
            await asyncio.sleep(0)
            done.append(number)

    await asyncio.gather(*(work(n) for n in range(20)))
    assert done == list(range(20))


async def test_two_are_never_inside_at_once() -> None:
    locks, inside, most = Locks(), 0, 0

    async def work() -> None:
        nonlocal inside, most
        async with locks.of("hoa"):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*(work() for _ in range(20)))
    assert most == 1


async def test_others_are_not_held_up() -> None:
    locks = Locks()
    async with locks.of("hoa"), asyncio.timeout(5), locks.of("thu"):
        pass


async def test_a_lock_nobody_wants_is_forgotten_even_after_an_error_or_a_cancelled_wait() -> None:
    locks = Locks()

    async def wait() -> None:
        async with locks.of("hoa"):
            pass

    async def fail() -> None:
        async with locks.of("hoa"):
            await asyncio.sleep(0)
            raise LookupError

    failing, impatient, patient = (asyncio.create_task(each()) for each in (fail, wait, wait))
    await asyncio.sleep(0)
    impatient.cancel()
    with pytest.raises(LookupError):
        await failing
    await patient
    assert impatient.cancelled()
    assert locks._held == {}
