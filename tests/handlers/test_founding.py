"""No union at the company, a company in no list, wanting to become a member: a person takes it up, always."""

import pytest

from bot import texts
from handlers.catalogue import ROUTES
from storage.database import Database
from storage.store import Store
from tests.support.journeys import NOON, Chat, address, labels_of, text_of
from tests.support.scenes_tree import build

WHO = "Người mới"
ASKED = "Công ty anh/chị tên gì, ở đâu ạ?"


@pytest.fixture
def chat(database: Database) -> Chat:
    with database.transaction() as store:
        for name, person_id in build(store)[1].items():
            store.accounts.belongs(store.accounts.meet(address(name), NOON).id, person_id)
    return Chat(database, ROUTES)


def questions(chat: Chat) -> list[tuple[str, str]]:
    """(code of the unit, words) of what was handed over."""

    def read(store: Store) -> list[tuple[str, str]]:
        units = [unit.id for unit in store.units.below("/1/")]
        rows = store.questions.open_in(units)
        return [(store.units.get(row.unit_id).code, row.text) for row in rows]

    with chat.database.reading() as store:
        return read(store)


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("xuong go, kcn dong bai", "DB"),
        ("quan an o xã Hòa An", "XHA"),
        ("tiem vang phuong binh minh", "PBM"),
        ("cty hoa phat", "VK"),
        ("xuong may ở huyện Hòa An cũ", "XHA"),
    ],
)
async def test_the_level_above_that_the_place_names_hears_of_it(chat: Chat, place: str, code: str) -> None:
    assert ASKED in text_of(await chat.says(WHO, "cty em chưa có công đoàn"))
    await chat.says(WHO, place)
    said = text_of(await chat.says(WHO, "gui"))
    assert "Em đã chuyển cho" in said
    assert "bước tiếp theo" in said
    assert [where for where, _ in questions(chat)] == [code]
    assert place in questions(chat)[0][1]


@pytest.mark.parametrize(
    "text",
    ["không thấy đơn vị của em", "sao khong thay ten cong ty em", "cong ty em chua thanh lap cong doan"],
)
async def test_a_place_in_no_list_is_no_dead_end(chat: Chat, text: str) -> None:
    assert ASKED in text_of(await chat.says(WHO, text))


async def test_who_finds_no_unit_of_theirs_is_offered_a_way_on(chat: Chat) -> None:
    await chat.says(WHO, "tham gia")
    said = await chat.says(WHO, "xuong go ba hung")
    assert labels_of(said) == [texts.say("finding.not_here")]
    assert ASKED in text_of(await chat.chooses(WHO, said, texts.say("finding.not_here")))
    left = await chat.says(WHO, "thoi")
    assert "làm dở" not in text_of(left)


@pytest.mark.parametrize(
    "text",
    ["cho em vào công đoàn", "em muốn vào công đoàn", "xin gia nhap cong doan", "em muon ket nap cong doan"],
)
async def test_becoming_a_member_of_the_union_is_handed_to_a_person(chat: Chat, text: str) -> None:
    assert "để em gửi đúng người" in text_of(await chat.says(WHO, text))
    await chat.says(WHO, "mn hoa sen dong ha")
    assert "Em đã chuyển cho Lương Thị Mận" in text_of(await chat.says(WHO, "gui"))
    assert questions(chat) == [("MNDH", text)]
    with chat.database.reading() as store:
        assert store.people.search("/1/", WHO) == []


async def test_without_any_unit_the_question_is_kept_all_the_same(database: Database) -> None:
    chat = Chat(database, ROUTES)
    assert "không" not in text_of(await chat.says(WHO, "khong thay don vi cua em")).casefold()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ldld huyen hoa an nay ve dau", "Công đoàn xã Tân Lập"),
        ("lđlđ huyện Hòa An giờ thuộc đâu vậy", "Công đoàn xã Hòa An"),
        ("cong doan huyen hoa an sap nhap vao dau", "đã kết thúc hoạt động"),
        ("cong doan xa tan lap gio ve dau", "vẫn đang hoạt động"),
        ("cty ba hung gio ve dau", "chưa tìm ra đơn vị này"),
    ],
)
async def test_what_an_old_unit_became_is_told(chat: Chat, text: str, told: str) -> None:
    said = await chat.says(WHO, text)
    assert told in text_of(said) + " ".join(labels_of(said))
