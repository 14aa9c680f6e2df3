"""The double of Telegram, and the channel connected to it."""

from collections.abc import AsyncIterator

import pytest

from bot.channels.telegram import Telegram
from tests.doubles.telegram import TOKEN, TelegramDouble
from tests.support.telegram import Shelf


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramDouble]:
    async with TelegramDouble() as double:
        double.person(7, "Hoa")
        yield double


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
async def channel(telegram: TelegramDouble, shelf: Shelf) -> AsyncIterator[Telegram]:
    connected = Telegram(TOKEN, shelf, telegram.url)
    await connected.start()
    yield connected
    await connected.stop()
