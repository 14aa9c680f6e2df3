"""The whole program with Telegram: what people write there is answered there."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.channels.telegram import COMMANDS
from bot.settings import Settings
from bot.texts import phrases
from commands.program import Program
from handlers import initiatives
from handlers.catalogue import ROUTES
from tests.doubles import telegram as double
from tests.doubles.telegram import TOKEN, TelegramDouble


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramDouble]:
    async with TelegramDouble() as server:
        server.person(7, "Hoa")
        yield server


@pytest.fixture
def made(telegram: TelegramDouble, tmp_path: Path) -> Callable[[], Program]:
    """Makes the program as after a start, always on the same database."""
    settings = Settings.from_mapping(
        {
            "DATABASE_URL": f"sqlite:///{(tmp_path / 'union.db').as_posix()}",
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_BASE_URL": telegram.url,
        }
    )

    def make() -> Program:
        program = Program(settings)
        program.database.migrate()
        return program

    return make


async def test_what_a_person_writes_is_answered(
    telegram: TelegramDouble, made: Callable[[], Program]
) -> None:
    program = made()
    hoa = telegram.chats[7]
    async with program.running():
        telegram.say(7, "/start")
        await telegram.until(lambda: hoa.shown)
        before = len(hoa.shown)
        telegram.say(7, "/tro_giup")
        await telegram.until(lambda: len(hoa.shown) > before)
    program.close()
    assert "sendMessage" in [call.method for call in telegram.calls]
    assert all(text.strip() for text in hoa.texts)


async def test_a_pressed_button_is_acknowledged_and_answered(
    telegram: TelegramDouble, made: Callable[[], Program]
) -> None:
    program = made()
    hoa = telegram.chats[7]
    async with program.running():
        telegram.say(7, "/start")
        await telegram.until(lambda: hoa.shown and hoa.shown[-1].labels)
        label, before = hoa.shown[-1].labels[0], len(hoa.shown)
        press = telegram.press(7, label)["callback_query"]["id"]
        await telegram.until(lambda: len(hoa.shown) > before and telegram.acknowledged)
    program.close()
    assert telegram.acknowledged == [press]


async def test_what_was_written_while_the_program_was_away_is_answered_and_what_comes_again_is_not(
    telegram: TelegramDouble, made: Callable[[], Program]
) -> None:
    update = telegram.say(7, "/start")
    hoa = telegram.chats[7]
    first = made()
    async with first.running():
        await telegram.until(lambda: hoa.shown)
    first.close()
    welcome, before = hoa.texts[0], len(hoa.shown)
    telegram.updates[:] = [update]  # as if the program had died before it confirmed it
    telegram.say(7, "/tro_giup")
    second = made()
    async with second.running():
        await telegram.until(lambda: len(hoa.shown) > before)
    second.close()
    assert welcome not in hoa.texts[before:]


async def test_who_blocked_the_bot_is_written_to_again_after_coming_back(
    telegram: TelegramDouble, made: Callable[[], Program]
) -> None:
    program = made()
    hoa = telegram.chats[7]
    async with program.running():
        telegram.fail("sendMessage", double.BLOCKED)
        telegram.say(7, "/start")
        await telegram.until(lambda: telegram.asked("sendMessage"))
        telegram.say(7, "/tro_giup")
        await telegram.until(lambda: hoa.shown)
    program.close()


def test_every_command_of_the_menu_is_understood() -> None:
    routes = (*ROUTES.routes, *initiatives.ROUTES)
    exact = {phrase for route in routes for phrase in route.exact} | set(phrases("common.leave"))
    assert {command.replace("_", " ") for command in COMMANDS} - exact == set()
