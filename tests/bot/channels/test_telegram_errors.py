"""One test for each row of what Telegram may answer: try again, never again, or nobody knows."""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest

from bot.channels.telegram import Telegram
from bot.channels.telegram_errors import OPERATOR_SECONDS
from bot.errors import SendFailed, Unsendable
from bot.messages import Button, Outgoing
from storage.accounts import Address
from tests.doubles import telegram as double
from tests.doubles.telegram import TOKEN, Fault, TelegramDouble
from tests.support.telegram import BOT, HOA, Shelf

HELLO = Outgoing("Chào anh/chị")


async def failing(channel: Telegram, to: Address = HOA, message: Outgoing = HELLO) -> SendFailed:
    """How a send fails; the test fails where it does not."""
    with pytest.raises(SendFailed) as failed:
        await channel.send(to, message)
    return failed.value


def facts(failed: SendFailed) -> tuple[bool, bool, float | None, str | None]:
    return failed.permanent, failed.unknown, failed.retry_after, failed.moved_to


PERMANENT = (True, False, None, None)
UNKNOWN = (False, True, None, None)
AGAIN = (False, False, None, None)


@pytest.fixture
async def hasty(telegram: TelegramDouble, shelf: Shelf) -> AsyncIterator[Telegram]:
    """A channel that gives an answer up at once."""
    connected = Telegram(TOKEN, shelf, telegram.url, read_seconds=0.05)
    await connected.start()
    yield connected
    await connected.stop()


@pytest.mark.parametrize("fault", [double.BLOCKED, double.DEACTIVATED, double.CANNOT_INITIATE])
async def test_who_cannot_be_written_to_is_left_alone_for_good(
    channel: Telegram, telegram: TelegramDouble, fault: Fault
) -> None:
    telegram.fail("sendMessage", fault)
    assert facts(await failing(channel)) == PERMANENT


async def test_who_blocked_the_bot_can_be_written_to_again_after_coming_back(
    channel: Telegram, telegram: TelegramDouble
) -> None:
    telegram.block(7)
    assert facts(await failing(channel)) == PERMANENT
    telegram.unblock(7)
    await channel.send(HOA, HELLO)
    assert telegram.chats[7].texts == [HELLO.text]


async def test_a_chat_that_is_not_found_never_will_be(channel: Telegram) -> None:
    assert facts(await failing(channel, Address("telegram", BOT, "404"))) == PERMANENT


async def test_editing_in_a_chat_that_is_not_found_sends_nothing(
    channel: Telegram, telegram: TelegramDouble
) -> None:
    telegram.fail("editMessageText", double.CHAT_NOT_FOUND)
    assert facts(await failing(channel, message=Outgoing("Xong", replaces="1"))) == PERMANENT
    assert telegram.asked("sendMessage") == []


async def test_a_chat_that_moved_says_where_to(channel: Telegram, telegram: TelegramDouble) -> None:
    telegram.fail("sendMessage", double.migrated(-1001234567890))
    assert facts(await failing(channel)) == (False, False, None, "-1001234567890")


async def test_too_many_messages_pause_the_channel_for_as_long_as_it_says(
    channel: Telegram, telegram: TelegramDouble
) -> None:
    telegram.fail("sendMessage", double.too_many(7200))
    assert facts(await failing(channel)) == (False, False, 7200.0, None)
    assert telegram.chats[7].texts == []


async def test_too_many_messages_without_a_figure_pause_the_channel_too(
    channel: Telegram, telegram: TelegramDouble
) -> None:
    telegram.fail("sendMessage", Fault(429, b"<html>"))
    assert (await failing(channel)).retry_after == 5.0


@pytest.mark.parametrize("fault", [double.UNAUTHORIZED, double.NOT_FOUND, double.CONFLICT])
async def test_what_only_the_operator_can_mend_rests_the_channel_and_stands_in_the_log(
    channel: Telegram, telegram: TelegramDouble, fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.fail("sendMessage", fault)
    assert facts(await failing(channel)) == (False, False, OPERATOR_SECONDS, None)
    assert [record.levelname for record in caplog.records if "operator" in record.message] == ["ERROR"]


@pytest.mark.parametrize("fault", [double.SERVER_ERROR, double.BAD_GATEWAY, double.DROPPED_BEFORE])
async def test_after_a_failing_server_nobody_knows(
    channel: Telegram, telegram: TelegramDouble, fault: Fault
) -> None:
    telegram.fail("sendMessage", fault)
    assert facts(await failing(channel)) == UNKNOWN
    assert telegram.chats[7].texts == []


@pytest.mark.parametrize("fault", [double.DROPPED_AFTER, double.NO_JSON, Fault(200, b"[]", delivered=True)])
async def test_after_an_answer_that_was_lost_nobody_knows(
    channel: Telegram, telegram: TelegramDouble, fault: Fault
) -> None:
    telegram.fail("sendMessage", fault)
    assert facts(await failing(channel)) == UNKNOWN
    assert telegram.chats[7].texts == [HELLO.text]


async def test_after_an_answer_that_did_not_come_in_time_nobody_knows(
    hasty: Telegram, telegram: TelegramDouble
) -> None:
    telegram.fail("sendMessage", double.SLOW)
    assert facts(await failing(hasty)) == UNKNOWN
    assert telegram.chats[7].texts == [HELLO.text]


async def test_what_was_never_sent_may_be_sent_again(shelf: Shelf) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    channel = Telegram(TOKEN, shelf, f"http://127.0.0.1:{port}")
    await channel.start()
    assert facts(await failing(channel)) == AGAIN
    await channel.stop()


async def test_what_waited_for_a_connection_in_vain_may_be_sent_again(
    telegram: TelegramDouble, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.CONNECTIONS", 1)
    monkeypatch.setattr("bot.channels.telegram_request.CONNECT_SECONDS", 0.05)
    channel = Telegram(TOKEN, shelf, telegram.url)
    await channel.start()
    telegram.fail("sendMessage", double.SLOW)
    first = asyncio.create_task(channel.send(HOA, Outgoing("một")))
    await telegram.until(lambda: telegram.asked("sendMessage"))
    assert facts(await failing(channel)) == AGAIN
    first.cancel()
    await channel.stop()
    assert telegram.chats[7].texts == ["một"]


@pytest.mark.parametrize(
    "message",
    [
        Outgoing("a" * 4097),
        Outgoing("  "),
        Outgoing("nút", (Button("Bấm", "x" * 65),)),
        Outgoing("nút", (Button("Bấm", "đ" * 33),)),
        Outgoing("nút", tuple(Button("Bấm", "x") for _ in range(101))),
    ],
)
async def test_a_message_that_telegram_never_takes_is_given_up_and_its_address_kept(
    channel: Telegram, message: Outgoing
) -> None:
    failed = await failing(channel, message=message)
    assert isinstance(failed, Unsendable)
    assert facts(failed) == AGAIN


async def test_a_file_too_large_for_the_server_is_given_up(
    channel: Telegram, telegram: TelegramDouble, shelf: Shelf
) -> None:
    shelf.contents[1] = b"PDF"
    telegram.fail("sendDocument", double.refused(413, "Request Entity Too Large"))
    assert isinstance(await failing(channel, message=Outgoing("", files=((1, "a.pdf"),))), Unsendable)


async def test_no_failure_shows_the_token(
    telegram: TelegramDouble, channel: Telegram, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    secret = TOKEN.partition(":")[2]
    echo = f"https://api.telegram.org/bot{TOKEN}/sendMessage".encode()
    telegram.fail("sendMessage", Fault(502, echo), Fault(200, echo), Fault(400, echo), double.BLOCKED)
    told = [str(await failing(channel)) for _ in range(4)]
    assert secret not in " ".join(told)
    assert secret not in caplog.text
    assert "api.telegram.org" in caplog.text
