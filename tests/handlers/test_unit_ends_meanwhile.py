"""A unit ends while somebody is in the middle of coming there: they hear what it is now, and go there."""

from handlers.catalogue import ROUTES
from storage.database import Database
from storage.units import Ending
from tests.support.journeys import NOON, Chat, Union, build, labels_of, text_of

HOA = "Lò Thị Hoa"


def begin(database: Database) -> tuple[Chat, Union]:
    with database.transaction() as store:
        return Chat(database, ROUTES), build(store)


def end(database: Database, union: Union, code: str, *into: str) -> None:
    with database.transaction() as store:
        store.units.end(union.units[code].id, Ending(NOON.date(), tuple(union.units[c].id for c in into)))


def waiting(database: Database, union: Union, code: str) -> list[str]:
    with database.reading() as store:
        return [each.person.name for each in store.members.waiting_in([union.units[code].id])]


async def test_who_agrees_to_a_unit_that_is_no_more_is_asked_about_its_successor(database: Database) -> None:
    chat, union = begin(database)
    for said in ("Công ty Giày Đông Bãi", "tham gia", "Bạc Cầm Phượng"):
        await chat.says("x", said)
    card = await chat.says("x", "bỏ qua")
    end(database, union, "GIAY", "MAY2")
    asked = await chat.chooses("x", card, "Đồng ý, gửi")
    assert "Công ty Giày Đông Bãi đã kết thúc hoạt động. Nay là Công ty May số 2" in text_of(asked)
    card = await chat.chooses("x", asked, labels_of(asked)[0])
    assert "Nơi làm: Công ty May số 2" in text_of(card)
    await chat.chooses("x", card, "Đồng ý, gửi")
    assert waiting(database, union, "GIAY") == []
    assert waiting(database, union, "MAY2") == ["Bạc Cầm Phượng"]


async def test_who_moves_to_a_unit_that_is_no_more_stays_and_is_asked(database: Database) -> None:
    chat, union = begin(database)
    await chat.says(HOA, "em chuyển sang Công ty Giày Đông Bãi")
    card = await chat.says(HOA, "bỏ qua")
    end(database, union, "GIAY")
    asked = await chat.chooses(HOA, card, "Đồng ý chuyển")
    assert "Công ty Giày Đông Bãi đã kết thúc hoạt động" in text_of(asked)
    with database.reading() as store:
        assert store.people.get(union.people[HOA]).unit_id == union.units["MAY2"].id


async def test_a_chat_that_came_by_the_code_of_a_unit_that_ended_since_is_asked(database: Database) -> None:
    chat, union = begin(database)
    await chat.says("y", "Công ty Giày Đông Bãi")
    end(database, union, "GIAY", "MAY2")
    asked = await chat.says("y", "tham gia")
    assert "Nay là Công ty May số 2" in text_of(asked)
    said = await chat.chooses("y", asked, labels_of(asked)[0])
    assert "họ và tên" in text_of(said)
    for text in ("Lù Thị Cúc", "bỏ qua", "đồng ý"):
        await chat.says("y", text)
    assert waiting(database, union, "MAY2") == ["Lù Thị Cúc"]
