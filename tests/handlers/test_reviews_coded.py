"""Officers decide by a coded word where there is no button: the same as the press, and nothing else."""

import pytest

from bot.codewords import code_of
from handlers.catalogue import ROUTES
from storage.database import Database
from storage.registrations import APPROVED, WAITING
from tests.support.journeys import Chat, Union, add_person, build, register, text_of

THU, HOA, DAO, LOC = "Nguyễn Thị Thu", "Lò Thị Hoa", "Hoàng Thị Đào", "Mai Văn Lộc"


@pytest.fixture
def union(database: Database) -> Union:
    with database.transaction() as store:
        made = build(store)
        add_person(store, made, DAO, "MAY2", "Tổ may 3")
        add_person(store, made, LOC, "GIAY")
    return made


@pytest.fixture
def chat(database: Database) -> Chat:
    return Chat(database, ROUTES)


def waiting(database: Database, union: Union, name: str) -> int:
    with database.transaction() as store:
        return register(store, union, union.people[name])


def status(database: Database, row: int) -> str:
    with database.reading() as store:
        return store.registrations.get(row).status


async def test_a_code_in_the_middle_of_a_free_question_is_no_answer_to_it(chat: Chat, union: Union) -> None:
    row = waiting(chat.database, union, HOA)
    await chat.says(THU, "gửi tin cho cả công ty")
    said = await chat.says(THU, f"{code_of('approve', row, 1).lower()} nhé")
    assert "Đã duyệt cho Lò Thị Hoa" in text_of(said)
    assert status(chat.database, row) == APPROVED
    assert "mai họp lúc 7 giờ" in text_of(await chat.says(THU, "mai họp lúc 7 giờ"))


async def test_an_outdated_code_gets_the_answer_of_an_outdated_press(chat: Chat, union: Union) -> None:
    row = waiting(chat.database, union, HOA)
    with chat.database.transaction() as store:
        store.registrations.change(row, chat.at, work="vượt định mức 5 %")
    typed = text_of(await chat.says(THU, code_of("approve", row, 1)))
    assert status(chat.database, row) == WAITING
    await chat.says(THU, "chào em")
    assert typed == text_of(await chat.presses(THU, f"a.approve.{row}.1"))
    await chat.says(THU, code_of("approve", row, 2))
    assert status(chat.database, row) == APPROVED


async def test_a_code_of_another_units_row_is_refused(chat: Chat, union: Union) -> None:
    row = waiting(chat.database, union, LOC)
    said = await chat.says(THU, code_of("approve", row, 1))
    assert "Việc này dành cho cán bộ của đơn vị" in text_of(said)
    assert status(chat.database, row) == WAITING


@pytest.mark.parametrize("who", [HOA, DAO, "ai đó chưa quen"])
async def test_a_code_in_the_hands_of_a_member_does_nothing(chat: Chat, union: Union, who: str) -> None:
    row = waiting(chat.database, union, HOA)
    said = await chat.says(who, code_of("approve", row, 1))
    assert "Việc này dành cho cán bộ" in text_of(said)
    assert status(chat.database, row) == WAITING


@pytest.mark.parametrize("code", ["DUYỆT 1B", "DUYỆT 1Y3", "DUYỆT SÁNG KIẾN 1Y"])
async def test_a_slip_does_nothing_and_says_where_to_look(chat: Chat, union: Union, code: str) -> None:
    row = waiting(chat.database, union, HOA)
    assert (row, code_of("approve", row, 1)) == (1, "DUYỆT 1Y")
    said = text_of(await chat.says(THU, code))
    assert (
        said == f"Em chưa thấy mã {code} ạ. Anh/chị xem lại mã trong tin giúp em, hoặc nhắn VIỆC HÔM NAY nhé."
    )
    assert status(chat.database, row) == WAITING


async def test_a_row_that_is_not_there_gets_the_same_kind_sentence(chat: Chat, union: Union) -> None:
    code = code_of("approve", 99, 1)
    assert text_of(await chat.says(THU, code)).startswith(f"Em chưa thấy mã {code} ạ.")
    amend = code_of("amend", 99, 1)
    assert "nhắn VIỆC CỦA TÔI" in text_of(await chat.says(HOA, amend))


async def test_a_member_changes_their_own_by_the_code_and_its_words_are_no_answer(
    chat: Chat, union: Union
) -> None:
    row = waiting(chat.database, union, HOA)
    said = text_of(await chat.says(HOA, code_of("amend", row, 1)))
    assert said.startswith("Anh/chị nhắn lại việc định làm nhé.")
    card = text_of(await chat.says(HOA, "kèm 2 người mới"))
    assert "- Việc làm: kèm 2 người mới" in card


async def test_the_bare_word_acts_on_no_open_menu_once_a_later_notice_offers_it_too(
    chat: Chat, union: Union
) -> None:
    row = waiting(chat.database, union, HOA)
    assert "Lò Thị Hoa" in text_of(await chat.says(THU, "việc chờ duyệt"))  # her buttons are the open menu
    await chat.says(DAO, "đăng ký lao động tiên tiến, không nghỉ không phép")
    await chat.says(DAO, "gửi")
    assert [to for to, body in chat.deliver() if body.get("buttons")] == [THU]
    code = code_of("approve", row, 1)
    asked = text_of(await chat.says(THU, "duyệt"))
    assert (
        asked == f"Có tin mới tới sau nên em chưa làm, sợ nhầm. Nếu vẫn là việc trước, anh/chị nhắn {code} ạ."
    )
    assert status(chat.database, row) == WAITING
    await chat.says(THU, code)
    assert status(chat.database, row) == APPROVED


async def test_the_bare_word_acts_on_the_open_menu_while_nothing_came_after_it(
    chat: Chat, union: Union
) -> None:
    row = waiting(chat.database, union, HOA)
    await chat.says(THU, "việc chờ duyệt")
    await chat.says(THU, "duyệt")
    assert status(chat.database, row) == APPROVED


async def test_the_word_of_a_journey_interrupts_even_a_free_question(chat: Chat, union: Union) -> None:
    waiting(chat.database, union, HOA)
    await chat.says(THU, "gửi tin cho cả công ty")
    said = text_of(await chat.says(THU, "xem đăng ký"))
    assert "Lò Thị Hoa" in said
    assert "Mọi người sẽ thấy" not in said
