"""Questions to a standing board reach its members, and nobody else's board."""

from datetime import timedelta

import pytest

from handlers.catalogue import ROUTES
from storage.database import Database
from storage.roles import NewRole
from storage.units import OUTSIDE, NewUnit
from tests.support.journeys import NOON, Chat, Union, add_person, build, labels_of, text_of

THU, HOA, MAI = "Nguyễn Thị Thu", "Lò Thị Hoa", "Trần Thanh Mai"
BOARD, OTHER = "Ban Công tác Công đoàn", "Ban Tuyên giáo"


@pytest.fixture
def union(database: Database) -> Union:
    """Mai is of the province's board; another province has a board of its own."""
    with database.transaction() as store:
        made = build(store)
        other = store.units.add(NewUnit("Liên đoàn Lao động tỉnh Khác", "province", "KHAC"))
        for code, name, parent in (("BCT", BOARD, made.units["TG"].id), ("BTG", OTHER, other.id)):
            new = NewUnit(name, "board", code, parent, aliases=(f"{name} tỉnh",), standing=OUTSIDE)
            made.units[code] = store.units.add(new)
        add_person(store, made, MAI, "TG")
        root, board = made.units["TG"].id, made.units["BCT"].id
        store.roles.give(NewRole(made.people[MAI], root, "board", board_id=board), NOON - timedelta(days=1))
        return made


@pytest.fixture
def chat(database: Database, union: Union) -> Chat:
    return Chat(database, ROUTES)


async def ask(chat: Chat, name: str, text: str) -> str:
    return text_of(await chat.chooses(name, await chat.says(name, text), "Gửi"))


@pytest.mark.parametrize(
    "text",
    [
        "gửi Ban Công tác Công đoàn: công ty em chưa phát động",
        "gui ban cong tac cong doan: cong ty em chua phat dong",
        "hỏi ban công tac công đoàn tỉnh: công ty em chưa phát động",
        "gui ban cong tac cong dan: cong ty em chua phat dong",
    ],
)
async def test_a_question_reaches_the_board_however_its_name_is_typed(chat: Chat, text: str) -> None:
    assert MAI in await ask(chat, HOA, text)
    ((to, body),) = chat.deliver()
    assert to == MAI
    assert "phat dong" in body["text"] or "phát động" in body["text"]


async def test_the_members_of_the_board_answer_and_own_officers_do_not(
    chat: Chat, database: Database, union: Union
) -> None:
    await ask(chat, HOA, f"gửi {BOARD}: công ty em chưa phát động")
    with database.reading() as store:
        (row,) = store.questions.open_in([union.units["BCT"].id])
    assert "dành cho cán bộ" in text_of(await chat.presses(THU, f"a.answer.{row.id}.1"))
    assert "Không còn câu hỏi" in text_of(await chat.says(THU, "câu hỏi"))
    said = await chat.says(MAI, "câu hỏi")
    assert "chưa phát động" in text_of(said)
    await chat.chooses(MAI, said, "Trả lời")
    await chat.chooses(MAI, await chat.says(MAI, "Chị phát động trước 30/4 nhé"), "Gửi")
    assert [to for to, body in chat.deliver() if "trước 30/4" in body["text"]] == [HOA]


async def test_a_board_of_another_federation_is_out_of_reach(chat: Chat, union: Union) -> None:
    said = await chat.presses(HOA, f"a.to_board.{union.units['BTG'].id}.1")
    assert labels_of(said) == []
    assert "Nút này" in text_of(said)
    assert OTHER not in text_of(await chat.says(HOA, f"gửi {OTHER}: em hỏi một câu"))


async def test_a_friend_is_no_board(chat: Chat) -> None:
    said = text_of(await chat.says(HOA, "em muốn gặp bạn Lan"))
    assert MAI not in said
    assert BOARD not in said


async def test_only_the_name_asks_for_the_question(chat: Chat) -> None:
    assert "muốn hỏi gì" in text_of(await chat.says(HOA, f"gửi {BOARD}"))


async def test_a_member_of_a_board_sees_the_federation_and_decides_nothing(chat: Chat) -> None:
    assert "Liên đoàn Lao động tỉnh Thạch Giang" in text_of(await chat.says(MAI, "tình hình đăng ký"))
    assert "dành cho cán bộ" in text_of(await chat.says(MAI, "duyệt hết"))
    assert "Không còn việc" in text_of(await chat.says(MAI, "việc hôm nay"))


@pytest.mark.usefixtures("union")
async def test_a_board_without_anybody_is_looked_after_by_the_federation(
    chat: Chat, database: Database, union: Union
) -> None:
    with database.transaction() as store:
        store.roles.dismiss(union.people[MAI], union.units["TG"].id, NOON)
        store.roles.appoint(union.people[MAI], union.units["TG"].id, "emulation", NOON)
    said = await ask(chat, HOA, f"gửi {BOARD}: công ty em chưa phát động")
    assert f"Em đã chuyển cho {MAI}" in said
    assert f"{BOARD} chưa có cán bộ nhận việc" in said
