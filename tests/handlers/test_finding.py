"""The unit that an answer means, in the conversations where somebody is asked where they work."""

from datetime import date

import pytest

from handlers.catalogue import ROUTES
from storage.database import Database
from storage.store import Store
from storage.units import Ending, NewUnit
from tests.support.journeys import Chat, labels_of, text_of
from tests.support.scenes_tree import build

WHO = "Người mới"


@pytest.fixture
def chat(database: Database) -> Chat:
    with database.transaction() as store:
        build(store)
    return Chat(database, ROUTES)


async def asked(chat: Chat, *texts: str) -> str:
    """What is said to the last answer, after "tham gia"."""
    said = await chat.says(WHO, "tham gia")
    for text in texts:
        said = await chat.says(WHO, text)
    return text_of(said) + "".join(f" [{label}]" for label in labels_of(said))


NAME = "họ và tên"


@pytest.mark.parametrize("text", ["may hoa an", "MAYHA", "cty cp may hòa an", "điện tử sao hôm"])
async def test_one_unit_is_taken_as_it_is_named(chat: Chat, text: str) -> None:
    assert NAME in await asked(chat, text)


async def test_an_answer_to_which_one_may_name_the_place_alone(chat: Chat) -> None:
    assert "xã Đông Hà: Trường" in await asked(chat, "mam non hoa sen")
    assert NAME in text_of(await chat.says(WHO, "dong ha"))


async def test_no_number_or_word_picks_one_of_several_at_random(chat: Chat) -> None:
    assert NAME not in await asked(chat, "mam non hoa sen", "uh")


async def test_nobody_works_at_a_board(chat: Chat) -> None:
    assert NAME not in await asked(chat, "BAN")
    assert NAME not in await asked(chat, "ban quan he lao dong")


async def test_an_ended_unit_asks_which_of_its_successors(chat: Chat) -> None:
    said = await asked(chat, "ldld huyen hoa an")
    assert "Liên đoàn Lao động huyện Hòa An đã kết thúc hoạt động." in said
    assert "[Công đoàn xã Hòa An] [Công đoàn xã Tân Lập]" in said
    assert NAME in text_of(await chat.says(WHO, "tan lap"))


def end(store: Store, code: str, into: tuple[str, ...]) -> None:
    ids = []
    for each in (code, *into):
        found = store.units.by_code(each)
        assert found is not None
        ids.append(found.id)
    store.units.end(ids[0], Ending(date(2026, 1, 1), tuple(ids[1:])))


@pytest.mark.parametrize(
    ("into", "told", "then"),
    [
        ((), "nhắn tên nơi đang làm", None),
        (("DIEN",), "Nay là Công ty Điện tử Sao Hôm, phải không ạ?", "phai"),
        (("DIEN", "MNDH", "MNBM", "XDH"), "nay là 4 nơi", "dien tu sao hom"),
    ],
)
async def test_an_ended_unit_without_one_or_with_many_successors_leads_on(
    chat: Chat, into: tuple[str, ...], told: str, then: str | None
) -> None:
    with chat.database.transaction() as store:
        end(store, "MAYHA", into)
    assert told in await asked(chat, "may hoa an")
    if then:
        assert NAME in text_of(await chat.says(WHO, then))


async def test_a_button_of_a_unit_that_ended_meanwhile_says_so(chat: Chat) -> None:
    await chat.says(WHO, "tham gia")
    said = await chat.says(WHO, "mam non hoa sen")
    with chat.database.transaction() as store:
        end(store, "MNDH", ("MNBM",))
    pressed = await chat.chooses(WHO, said, "xã Đông Hà: Trường Mầm non Hoa Sen")
    assert "đã kết thúc hoạt động" in text_of(pressed)


async def test_a_unit_made_a_moment_ago_is_found_at_once(chat: Chat) -> None:
    assert NAME not in await asked(chat, "xuong go ba hung")
    with chat.database.transaction() as store:
        store.units.add(NewUnit("Xưởng gỗ Ba Hùng", "grassroots", "BAHUNG", 1))
    assert NAME in text_of(await chat.says(WHO, "xuong go ba hung"))


async def test_an_outsider_presses_no_board_and_no_number_that_is_nobodys(chat: Chat) -> None:
    for row in (8, 9999):
        assert "Nút này của lần trước" in text_of(await chat.presses(WHO, f"a.my_unit.{row}.0"))
