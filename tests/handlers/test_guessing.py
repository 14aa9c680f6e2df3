"""A code tried a thousand times: counted, told kindly, logged, and nothing is slowed for others."""

import logging
from datetime import datetime, timedelta

import pytest

from bot import texts
from bot.messages import Incoming
from handlers.catalogue import ROUTES
from handlers.guessing import MANY, TRIES, WITHIN
from handlers.invitations import PREFIX, invite
from storage.database import Database
from tests.support.journeys import NOON, Chat, address, build, text_of

STRANGER, OTHER = "Người lạ", "Người khác"
WAIT = texts.say("guessing.wait")


@pytest.fixture
def chat(database: Database) -> Chat:
    with database.transaction() as store:
        build(store)
    return Chat(database, ROUTES)


def good_code(chat: Chat, name: str = "Nguyễn Thị Thu") -> str:
    with chat.database.transaction() as store:
        person = store.people.search("/1/", name)[0]
        return invite(store, person.id, chat.at)


def wrong(number: int) -> str:
    return f"{PREFIX}{number:010d}"


async def test_a_thousand_wrong_codes_show_nothing_and_soon_have_to_wait(
    chat: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        heard = [text_of(await chat.says(STRANGER, wrong(number))) for number in range(100)]
    assert all(texts.say("guessing.unknown") in text for text in heard[:TRIES])
    assert all(WAIT in text for text in heard[TRIES:])
    assert len([record for record in caplog.records if "codes within an hour" in record.message]) == 1
    with chat.database.reading() as store:
        assert len(store.audit.acts("codes_tried", NOON - timedelta(days=1))) == 1


async def test_a_right_code_does_nothing_either_while_the_chat_waits(chat: Chat) -> None:
    code = good_code(chat)
    for number in range(TRIES):
        await chat.says(STRANGER, wrong(number))
    assert WAIT in text_of(await chat.says(STRANGER, code))
    chat.at += WITHIN
    assert "Nguyễn Thị Thu" in text_of(await chat.says(STRANGER, code))


async def test_others_come_in_as_ever_while_somebody_guesses(chat: Chat) -> None:
    code = good_code(chat)
    for number in range(TRIES + 3):
        await chat.says(STRANGER, wrong(number))
    assert "Nguyễn Thị Thu" in text_of(await chat.says(OTHER, code))


async def test_many_chats_that_guess_together_have_one_try_each(
    chat: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    code = good_code(chat)
    with chat.database.transaction() as store:
        store.facts.set("wrong_codes", {"hour": chat.at.strftime("%Y-%m-%d %H"), "count": MANY - 1})
    with caplog.at_level(logging.WARNING):
        await chat.says("Một", wrong(1))
    assert "all chats together" in caplog.text
    assert WAIT in text_of(await chat.says("Một", wrong(2)))
    assert WAIT not in text_of(await chat.says("Hai", wrong(3)))
    assert WAIT in text_of(await chat.says("Hai", wrong(4)))
    assert "Nguyễn Thị Thu" in text_of(await chat.says(OTHER, code))


async def test_unknown_codes_of_links_are_counted_and_unit_codes_still_welcome(chat: Chat) -> None:
    for number in range(TRIES):
        await arrives(chat, f"KHONG{number}")
    assert WAIT in await arrives(chat, "KHONG9")
    assert "Công ty May số 2" in await arrives(chat, "MAY2")


async def test_an_ordinary_word_is_no_wrong_code(chat: Chat) -> None:
    for _ in range(TRIES + 3):
        assert WAIT not in text_of(await chat.says(STRANGER, "alo"))


async def test_a_code_is_good_once_and_not_for_ever(chat: Chat) -> None:
    code = good_code(chat)
    chat.at += timedelta(days=8)
    assert texts.say("guessing.unknown") in text_of(await chat.says(STRANGER, code))
    fresh = good_code(chat)
    assert "Nguyễn Thị Thu" in text_of(await chat.says(STRANGER, fresh))
    assert texts.say("guessing.unknown") in text_of(await chat.says(OTHER, fresh))


async def arrives(chat: Chat, code: str) -> str:
    """Comes in by a link or QR code."""
    at: datetime = chat.at
    chat.at = at + timedelta(seconds=5)
    return text_of(await chat.dispatcher.answer(Incoming(address(STRANGER), f"s{at}", at, start=code)))
