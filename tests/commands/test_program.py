"""All parts together: what a platform brings is answered, by one process or by several."""

from contextlib import AsyncExitStack

import pytest

from bot.settings import Settings
from commands.program import Attachments, Program
from storage.attachments import NewAttachment
from tests.doubles.telegram import TOKEN, TelegramDouble
from tests.support.channels import START, account_of
from tests.support.waiting import until

HELLO = "Dạ, anh/chị hỏi đi ạ."


def made(url: str, telegram: TelegramDouble) -> Program:
    given = {
        "DATABASE_URL": url,
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_BASE_URL": telegram.url,
    }
    return Program(Settings.from_mapping(given))


async def test_a_message_is_fetched_answered_and_sent(database_url: str) -> None:
    async with TelegramDouble() as telegram:
        chat, program = telegram.person(7, "Hoa"), made(database_url, telegram)
        async with program.running():
            telegram.say(7, "chao em")
            await until(lambda: chat.texts)
        assert chat.texts == [HELLO]
        program.close()


async def test_several_processes_answer_each_message_once(postgresql_database_url: str) -> None:
    async with TelegramDouble() as telegram, AsyncExitStack() as stack:
        chats = [telegram.person(number, "Hoa") for number in range(1, 9)]
        programs = [made(postgresql_database_url, telegram) for _ in range(3)]
        for program in programs:
            stack.callback(program.close)
            await stack.enter_async_context(program.running())
        for number in range(1, 9):
            telegram.say(number, "chao em")
        await until(lambda: all(chat.texts for chat in chats))
        assert [chat.texts for chat in chats] == [[HELLO]] * 8
        assert telegram.asked("getUpdates")


async def test_when_the_process_that_sends_and_fetches_ends_another_does_it(
    postgresql_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.leasing.RENEWED_EVERY_S", 0.05)
    async with TelegramDouble() as telegram, AsyncExitStack() as stack:
        chat = telegram.person(7, "Hoa")
        programs = [made(postgresql_database_url, telegram) for _ in range(2)]
        for program in programs:
            stack.callback(program.close)
        first = await stack.enter_async_context(AsyncExitStack())
        await first.enter_async_context(programs[0].running())
        telegram.say(7, "chao em")
        await until(lambda: len(chat.texts) == 1)
        await stack.enter_async_context(programs[1].running())
        await first.aclose()
        telegram.say(7, "cam on em")
        await until(lambda: len(chat.texts) == 2)


async def test_a_token_that_telegram_refuses_does_not_end_the_program(
    sqlite_database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with TelegramDouble("1:another") as telegram:
        program = made(sqlite_database_url, telegram)
        async with program.running():
            assert "TELEGRAM_BOT_TOKEN" in caplog.text
            assert await program.database.ready()
        program.close()
    assert TOKEN not in caplog.text


async def test_a_channel_gets_the_bytes_of_what_is_kept(sqlite_database_url: str) -> None:
    program = Program(Settings.from_mapping({"DATABASE_URL": sqlite_database_url}))
    account = account_of(program.database, "1")
    with program.database.transaction() as store:
        file = NewAttachment(account.id, "document", "a.txt", "text/plain", 3, b"abc")
        kept = store.attachments.add(file, START)
    files = Attachments(program.database)
    assert await files.content(kept) == b"abc"
    with pytest.raises(LookupError):
        await files.content(kept + 1)
    program.close()


def test_on_sqlite_a_restart_takes_its_lease_back_and_on_postgresql_names_differ(
    sqlite_database_url: str, postgresql_database_url: str
) -> None:
    holders: dict[str, set[str]] = {}
    for url in (sqlite_database_url, postgresql_database_url):
        for _ in range(2):
            program = Program(Settings.from_mapping({"DATABASE_URL": url}))
            holders.setdefault(program.database.dialect, set()).add(program.means.holder)
            program.close()
    assert {dialect: len(found) for dialect, found in holders.items()} == {"sqlite": 1, "postgresql": 2}
