"""Fetching updates: each is let go once it is stored, and none of them stops the others."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.channels.telegram import Telegram
from bot.channels.telegram_errors import TooFast
from bot.channels.telegram_poll import GIVE_UP, LONGEST, SLOWLY, Poller
from bot.messages import Outgoing
from storage.accounts import Address
from tests.doubles import telegram as double
from tests.doubles.telegram import TOKEN, TelegramDouble
from tests.doubles.telegram_chats import Json
from tests.support.telegram import HOA, Shelf, asking


class Inbox:
    """Stores each update once, as the inbox does. `broken` names the texts that it cannot take."""

    def __init__(self, telegram: TelegramDouble) -> None:
        self.texts: list[str] = []
        self.broken: set[str] = set()
        self.down = False
        self.tries: list[str] = []
        self._known: set[tuple[Address, str]] = set()
        self._telegram = telegram

    async def store(self, address: Address, update_id: str, payload: Json) -> bool:
        text = payload.get("message", {}).get("text", "")
        self.tries.append(text)
        self._telegram.tell()
        if self.down or text in self.broken:
            raise OSError("the database is away")
        if (address, update_id) in self._known:
            return False
        self._known.add((address, update_id))
        self.texts.append(text)
        return True


class Pauses:
    """Stands for sleeping: notes how long, and lets the others run."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        await asyncio.sleep(0)


@pytest.fixture
def inbox(telegram: TelegramDouble) -> Inbox:
    return Inbox(telegram)


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
async def polling(telegram: TelegramDouble, shelf: Shelf, pauses: Pauses) -> AsyncIterator[Telegram]:
    """A channel that does not wait between its tries."""
    channel = Telegram(TOKEN, shelf, telegram.url, sleep=pauses)
    await channel.start()
    yield channel
    await channel.stop()


@asynccontextmanager
async def running(work: Awaitable[None]) -> AsyncIterator[None]:
    task = asyncio.ensure_future(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_what_people_write_is_stored_in_order_and_let_go(
    polling: Telegram, telegram: TelegramDouble, inbox: Inbox
) -> None:
    telegram.say(7, "một")
    telegram.say(7, "hai")
    async with running(polling.poll(inbox.store)):
        await telegram.until(lambda: len(inbox.texts) == 2)
        telegram.say(7, "ba")
        await telegram.until(lambda: len(inbox.texts) == 3 and not telegram.updates)
    assert inbox.texts == ["một", "hai", "ba"]


async def test_a_press_is_acknowledged_once_it_is_stored(
    polling: Telegram, telegram: TelegramDouble, inbox: Inbox
) -> None:
    await polling.send(HOA, asking("Gửi nhé?", "Gửi"))
    press = telegram.press(7, "Gửi")["callback_query"]["id"]
    async with running(polling.poll(inbox.store)):
        await telegram.until(lambda: telegram.acknowledged)
    assert telegram.acknowledged == [press]


async def test_a_press_that_cannot_be_acknowledged_is_stored_all_the_same(
    polling: Telegram, telegram: TelegramDouble, inbox: Inbox
) -> None:
    await polling.send(HOA, asking("Gửi nhé?", "Gửi"))
    telegram.press(7, "Gửi")
    telegram.fail("answerCallbackQuery", double.SERVER_ERROR)
    async with running(polling.poll(inbox.store)):
        await telegram.until(lambda: telegram.asked("answerCallbackQuery") and not telegram.updates)
    assert len(inbox.texts) == 1


async def test_an_update_is_kept_by_telegram_until_it_is_stored(
    polling: Telegram, telegram: TelegramDouble, inbox: Inbox, pauses: Pauses
) -> None:
    inbox.down = True
    telegram.say(7, "một")
    async with running(polling.poll(inbox.store)):
        await telegram.until(lambda: len(inbox.tries) == GIVE_UP + 3)
        assert len(telegram.updates) == 1
        inbox.down = False
        await telegram.until(lambda: not telegram.updates)
    assert inbox.texts == ["một"]
    assert pauses.seconds[:4] == [1.0, 2.0, 4.0, 8.0]
    assert max(pauses.seconds) <= LONGEST


async def test_one_update_that_cannot_be_stored_does_not_stop_the_others(
    polling: Telegram, telegram: TelegramDouble, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    inbox.broken = {"poison"}
    poison = telegram.say(8, "poison")
    telegram.say(7, "một")
    async with running(polling.poll(inbox.store)):
        await telegram.until(lambda: not telegram.updates)
        telegram.say(7, "hai")
        await telegram.until(lambda: len(inbox.texts) == 2)
    assert inbox.texts == ["một", "hai"]
    assert f"update {poison['update_id']} of Telegram cannot be stored and is left out" in caplog.text


async def test_nobodys_later_message_overtakes_one_that_could_not_be_stored(
    polling: Telegram, telegram: TelegramDouble, inbox: Inbox
) -> None:
    inbox.broken = {"một"}
    telegram.say(7, "một")
    telegram.say(7, "hai")
    async with running(polling.poll(inbox.store)):
        await telegram.until(lambda: len(inbox.tries) == 2)
        inbox.broken = set()
        await telegram.until(lambda: not telegram.updates)
    assert inbox.texts == ["một", "hai"]


async def test_updates_that_are_strange_or_not_for_us_are_passed_over(
    polling: Telegram, telegram: TelegramDouble, inbox: Inbox
) -> None:
    telegram.updates += ["a surprise", {"surprise": 1}]  # type: ignore[list-item]
    telegram.put(surprise={"nested": [None]})
    telegram.put(message="no message")
    telegram.put(message={"chat": {"id": -5, "type": "group"}, "text": "nhóm"})
    telegram.say(7, "một")
    async with running(polling.poll(inbox.store)):
        await telegram.until(lambda: inbox.texts)
    assert inbox.tries == ["một"]


async def test_updates_that_come_twice_or_out_of_order_are_stored_once(
    polling: Telegram, telegram: TelegramDouble, inbox: Inbox
) -> None:
    telegram.doubled = telegram.reordered = True
    telegram.say(7, "một")
    telegram.say(8, "hai")
    async with running(polling.poll(inbox.store)):
        await telegram.until(lambda: not telegram.updates)
    assert sorted(inbox.texts) == ["hai", "một"]


async def test_numbers_that_start_anew_after_a_quiet_week_are_heard(
    polling: Telegram, telegram: TelegramDouble, inbox: Inbox
) -> None:
    telegram.say(7, "một")
    telegram.fail("getUpdates", double.Fault(200, b'{"ok": true, "result": []}'))
    async with running(polling.poll(inbox.store)):
        await telegram.until(lambda: inbox.texts and not telegram.updates)
        telegram._last["update"] = 5
        telegram.say(7, "hai")
        await telegram.until(lambda: len(inbox.texts) == 2)
    assert telegram.asked("getUpdates")[0].get("offset") is None


async def test_a_second_poller_is_named_in_the_log_and_waited_out(
    polling: Telegram,
    telegram: TelegramDouble,
    inbox: Inbox,
    pauses: Pauses,
    caplog: pytest.LogCaptureFixture,
) -> None:
    telegram.fail("getUpdates", double.CONFLICT)
    telegram.say(7, "một")
    async with running(polling.poll(inbox.store)):
        await telegram.until(lambda: inbox.texts)
    assert "Only one program may" in caplog.text
    assert pauses.seconds == [SLOWLY]


async def test_two_pollers_put_each_other_out(
    polling: Telegram, telegram: TelegramDouble, inbox: Inbox, pauses: Pauses
) -> None:
    async with running(polling.poll(inbox.store)):
        await telegram.until(lambda: telegram.asked("getUpdates"))
        second = await polling._bot.get_updates(timeout=0)
        await telegram.until(lambda: len(telegram.asked("getUpdates")) == 3)
    assert second == ()
    assert pauses.seconds == [SLOWLY]


@pytest.mark.parametrize(
    "fault", [double.DROPPED_BEFORE, double.BAD_GATEWAY, double.SERVER_ERROR, double.Fault(200, b"{")]
)
async def test_a_network_that_fails_is_waited_out(
    polling: Telegram,
    telegram: TelegramDouble,
    inbox: Inbox,
    pauses: Pauses,
    fault: double.Fault,
    caplog: pytest.LogCaptureFixture,
) -> None:
    telegram.fail("getUpdates", fault, fault, fault)
    telegram.say(7, "một")
    caplog.set_level(logging.INFO, "bot.channels.telegram_poll")
    async with running(polling.poll(inbox.store)):
        await telegram.until(lambda: inbox.texts)
    assert pauses.seconds == [1.0, 2.0, 4.0]
    ours = [record.message for record in caplog.records if record.name == "bot.channels.telegram_poll"]
    assert len(ours) == 2
    assert ours[-1] == "Telegram answers again"


async def test_polling_begins_by_itself_once_telegram_can_be_reached(
    telegram: TelegramDouble, shelf: Shelf, inbox: Inbox, pauses: Pauses
) -> None:
    telegram.fail("getMe", double.DROPPED_BEFORE, double.DROPPED_BEFORE)
    channel = Telegram(TOKEN, shelf, telegram.url, sleep=pauses)
    await channel.start()
    telegram.say(7, "một")
    async with running(channel.poll(inbox.store)):
        await telegram.until(lambda: inbox.texts)
    await channel.stop()
    assert channel.username == "cong_doan_bot"
    assert telegram.menus["vi"]


async def test_polling_takes_a_webhook_away_first(
    polling: Telegram, telegram: TelegramDouble, inbox: Inbox
) -> None:
    telegram.allowed = []
    telegram.webhook = {"url": "https://elsewhere.example.vn/hook"}
    async with running(polling.poll(inbox.store)):
        await telegram.until(lambda: telegram.asked("getUpdates"))
    assert telegram.webhook == {}


async def test_a_bot_that_is_told_to_wait_waits_as_long() -> None:
    pauses = Pauses()
    answers: list[Callable[[], list[Any]]] = []

    async def ask(offset: int | None) -> list[Any]:
        if len(pauses.seconds) < 2:
            raise TooFast(17)
        answers.append(list)
        raise asyncio.CancelledError

    async def keep(update: object) -> bool:
        return True

    with pytest.raises(asyncio.CancelledError):
        await Poller(ask, keep, pauses).run()
    assert pauses.seconds == [17, 17]


async def test_sending_goes_on_while_polling_waits(
    polling: Telegram, telegram: TelegramDouble, inbox: Inbox
) -> None:
    async with running(polling.poll(inbox.store)):
        await telegram.until(lambda: telegram.asked("getUpdates"))
        await polling.send(HOA, Outgoing("Tin mới"))
    assert telegram.chats[7].texts == ["Tin mới"]
