"""The console: menus are numbered lines, files are named, what comes by itself is shown first."""

from collections.abc import AsyncIterator

from bot.channels.console import CAN, Console, as_text
from bot.dispatcher import Dispatcher, Known
from bot.messages import Choice, Reply, Said
from bot.routing import Route, Routes
from bot.turn import Turn
from bot.understanding import Understanding
from storage.accounts import Address
from storage.database import Database
from storage.outbox import NewMessage
from tests.support.channels import Ticking

HOA = Address("console", "console", "hoa")


def answer(turn: Turn) -> Said:
    if turn.heard.plain.startswith("menu"):
        return [Reply("Chọn giúp em:", choices=(Choice("Một", action="one"), Choice("Hai", action="two")))]
    return [Reply(f"nghe: {turn.heard.text}")]


def pressed(turn: Turn) -> Said:
    return [Reply("hai ạ")]


def started(turn: Turn) -> Said:
    return [Reply(f"mã: {turn.heard.incoming.start}")]


def quiet(turn: Turn) -> None:
    return None


ROUTES = Routes(
    [Route("two", handle=pressed)], [], Route("all", handle=answer), started, answer, answer, quiet
)


def console(database: Database, shown: list[str], clock: Ticking) -> Console:
    dispatcher = Dispatcher(database, Known(ROUTES, {"console": CAN}, Understanding()))
    return Console(dispatcher, database, HOA, clock, shown.append)


async def lines(*given: str) -> AsyncIterator[str]:
    for line in given:
        yield line


async def test_a_menu_is_numbered_and_its_digit_chooses(sqlite_database: Database) -> None:
    shown: list[str] = []
    await console(sqlite_database, shown, Ticking()).talk(lines("menu", "2"))
    assert shown == ["Chọn giúp em:\n1. Một\n2. Hai", "hai ạ"]


async def test_a_link_is_typed_with_its_code(sqlite_database: Database) -> None:
    shown: list[str] = []
    await console(sqlite_database, shown, Ticking()).talk(lines("/start MAY2", "/started"))
    assert shown == ["mã: MAY2", "nghe: /started"]


async def test_the_same_words_twice_are_two_messages_also_in_another_run(sqlite_database: Database) -> None:
    shown: list[str] = []
    clock = Ticking()
    for _ in range(2):
        await console(sqlite_database, shown, clock).talk(lines("a", "b"))
        clock.on(1)
    assert len(shown) == 4


async def test_what_came_by_itself_is_shown_before_the_next_answer_and_once(
    sqlite_database: Database,
) -> None:
    shown: list[str] = []
    clock = Ticking()
    talk = console(sqlite_database, shown, clock)

    async def typing() -> AsyncIterator[str]:
        yield "a"
        with sqlite_database.transaction() as store:
            known = store.accounts.situation(HOA)
            assert known
            store.outbox.put(NewMessage(known.account.id, {"text": "tin"}), clock())
        yield "b"
        yield "c"

    await talk.talk(typing())
    assert shown == ["nghe: a", "tin", "nghe: b", "nghe: c"]


async def test_what_was_shown_in_an_earlier_run_is_not_shown_again(sqlite_database: Database) -> None:
    clock = Ticking()
    await console(sqlite_database, [], clock).talk(lines("a"))
    clock.on(1)
    shown: list[str] = []
    await console(sqlite_database, shown, clock).talk(lines("b"))
    assert shown == ["nghe: b"]


def test_sources_and_files_are_named() -> None:
    source = {"number": "12/KH", "issuer": "LĐLĐ", "date": None, "section": "II.1", "quote": "…"}
    body = {"text": "Có ạ.", "sources": [source], "files": [{"id": 1, "name": "bang.xlsx"}]}
    assert as_text(body) == "Có ạ.\n  [12/KH, LĐLĐ, II.1]\n  [bang.xlsx]"
