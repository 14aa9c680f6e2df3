"""What becomes of an open form when something else is answered: it goes on, or is set aside and offered again."""

from dataclasses import replace

import pytest

from bot.messages import Choice, Reply, Said
from bot.routing import Action, Route, Routes
from bot.turn import Turn
from storage.database import Database
from tests.support.journeys import Chat, build, labels_of, text_of
from tests.support.talking import CLOSED, PLEDGES, PLEDGES_AGAIN, kept, tiny_bot

HOA = "Lò Thị Hoa"
OFFER = "Lúc nãy anh/chị đang làm dở: đăng ký thi đua. Mình làm tiếp nhé?"


def _rights(turn: Turn) -> Said:
    return [Reply("Xóa hết ạ?", (Choice("Xóa hết", action="wipe", row=1), Choice("Xem", action="look")))]


def _wipe(turn: Turn, row: int, version: int) -> Said:
    turn.audit("kept", "tiny", 0, what="wiped")
    return [Reply("Đã xóa.", closing=True)]


def _nowhere(turn: Turn) -> Said:
    return [Reply("Em chưa có.", (Choice("Hỏi người", action="ask"),))]


def _how(turn: Turn) -> Said:
    return [Reply("Dễ lắm ạ.", (Choice("Đăng ký", action="pledge_now"),))]


def _bot() -> Routes:
    tiny = tiny_bot()
    routes = (
        Route("rights", exact=("xoa du lieu",), handle=_rights),
        Route("nowhere", asks=("luong thang",), handle=_nowhere),
        Route("phone", phrases=("doi so moi",), handle=lambda turn: [Reply("Số mới là gì ạ?")]),
        Route("how", asks=("co kho khong",), handle=_how),
        Route("pledge_now", form=PLEDGES),
        *tiny.routes,
    )
    return replace(tiny, routes=routes, actions=(*tiny.actions, Action("wipe", _wipe)), _forms={})


@pytest.fixture
def chat(sqlite_database: Database) -> Chat:
    with sqlite_database.transaction() as store:
        build(store)
    return Chat(sqlite_database, _bot())


async def test_a_digit_belongs_to_the_answer_with_choices_and_not_to_the_card_behind_it(chat: Chat) -> None:
    await chat.says(HOA, "đăng ký kèm 1 người mới tổ 3")
    said = await chat.says(HOA, "xóa dữ liệu")
    assert labels_of(said) == ["Xóa hết", "Xem"]
    said = await chat.says(HOA, "1")
    assert [each.body["text"] for each in said] == ["Đã xóa.", OFFER]
    assert kept(chat.database) == ["wiped"]
    await chat.chooses(HOA, said, "Làm tiếp")
    assert text_of(await chat.says(HOA, "gửi")) == CLOSED


async def test_a_card_set_aside_is_not_sent_by_a_word(chat: Chat) -> None:
    await chat.says(HOA, "đăng ký kèm 1 người mới tổ 3")
    await chat.says(HOA, "xóa dữ liệu")
    await chat.says(HOA, "đồng ý")
    await chat.says(HOA, "gửi")
    assert kept(chat.database) == []


async def test_who_asked_in_passing_goes_on_by_answering_the_open_question(chat: Chat) -> None:
    await chat.says(HOA, "đăng ký kèm 1 người mới")
    said = await chat.says(HOA, "lương tháng 13 có không?")
    assert text_of(said) == "Em chưa có."
    assert labels_of(said) == ["Hỏi người", "Làm tiếp đăng ký thi đua"]
    assert "kem 1 nguoi moi, tổ 3." in text_of(await chat.says(HOA, "tổ 3"))


async def test_who_asked_in_passing_at_a_card_goes_on_by_the_button(chat: Chat) -> None:
    await chat.says(HOA, "đăng ký kèm 1 người mới tổ 3")
    said = await chat.says(HOA, "lương tháng 13 có không?")
    said = await chat.chooses(HOA, said, "Làm tiếp đăng ký thi đua")
    assert labels_of(said) == ["Gửi", "Sửa", "Thôi"]


async def test_who_turned_to_something_else_is_offered_the_rest_once(chat: Chat) -> None:
    await chat.says(HOA, "đăng ký kèm 1 người mới")
    await chat.says(HOA, "xóa dữ liệu")
    assert text_of(await chat.says(HOA, "trời đẹp")).endswith(OFFER)
    assert text_of(await chat.says(HOA, "trời đẹp")) == "Em chưa rõ."


async def test_a_button_that_opens_what_is_open_is_no_choice(chat: Chat) -> None:
    await chat.says(HOA, "đăng ký kèm 1 người mới")
    said = await chat.says(HOA, "có khó không?")
    assert text_of(said) == f"Dễ lắm ạ.\n{PLEDGES_AGAIN}"
    assert labels_of(said) == ["Tổ 1", "Tổ 2", "Bỏ qua"]


async def test_a_wish_at_the_card_that_is_not_about_the_card_is_heard(chat: Chat) -> None:
    await chat.says(HOA, "đăng ký kèm 1 người mới tổ 3")
    said = await chat.says(HOA, "em đổi số mới rồi")
    assert text_of(said).startswith("Số mới là gì ạ?\n")
    assert labels_of(said) == ["Gửi", "Sửa", "Thôi"]


async def test_a_correction_at_the_card_is_one_of_the_card(chat: Chat) -> None:
    await chat.says(HOA, "đăng ký kèm 1 người mới tổ 3")
    assert labels_of(await chat.says(HOA, "sửa tổ")) == ["Tổ 1", "Tổ 2", "Bỏ qua"]
    assert "tổ 4." in text_of(await chat.says(HOA, "tổ 4"))
