"""From the poster to being confirmed, as people write it: name, team and phone at once, slips and all."""

from datetime import timedelta

import pytest

from bot.messages import Incoming
from handlers.catalogue import ROUTES
from storage.database import Database
from storage.outbox import Arrived
from storage.people import LISTED, NewPerson
from tests.support.journeys import Chat, Union, address, build, labels_of, text_of

THU, AGREE = "Nguyễn Thị Thu", "Đồng ý, gửi"


@pytest.fixture
def union(database: Database) -> Union:
    with database.transaction() as store:
        made = build(store)
        unit = made.units["MAY2"].id
        for n in range(1, 4):
            store.people.add(NewPerson(unit, f"Người thứ {n}", LISTED, f"Tổ may {n}"), Chat.at)
    return made


async def scanned(chat: Chat, who: str) -> list[Arrived]:
    return await chat.dispatcher.answer(Incoming(address(who), f"start-{who}", chat.at, start="MAY2"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Lù Thị Sen, tổ may 2", ("Lù Thị Sen", "Tổ may 2")),
        ("Lu Thi Sen to may 2", ("Lu Thi Sen", "Tổ may 2")),
        ("lu thi sen, to may 2", ("Lu Thi Sen", "Tổ may 2")),
        (
            "e ten la bui thi ngoc huong, to may 1, sdt 0912345600",
            ("Bui Thi Ngoc Huong", "Tổ may 1", "0912345600"),
        ),
        ("toi ten Ma Thi Nọong, to hai", ("Ma Thi Nọong", "Tổ may 2")),
    ],
)
async def test_the_posters_own_words_lead_to_the_card(
    database: Database, union: Union, text: str, shown: tuple[str, ...]
) -> None:
    chat = Chat(database, ROUTES)
    await scanned(chat, "moi")
    await chat.says("moi", "tham gia")
    card = await chat.says("moi", text)
    assert all(each in text_of(card) for each in shown)
    assert AGREE in labels_of(card)
    sent = await chat.says("moi", "u dong y")
    assert "Đã gửi" in text_of(sent)


@pytest.mark.parametrize(
    "text",
    [
        "cho e vao voi",
        "cho e vao nhom vs",
        "em mun tham ja",
        "cho e tham gia vs",
        "e chua vao, cho e vao voi",
        "thamf gia",
        "cho e vaof vowis",
        "em muoons tham gia",
        "cho em tham gia duoc khong",
    ],
)
async def test_to_take_part_is_understood_however_it_is_said(
    database: Database, union: Union, text: str
) -> None:
    chat = Chat(database, ROUTES)
    assert "Tham gia" in labels_of(await scanned(chat, "moi"))
    assert "họ và tên" in text_of(await chat.says("moi", text))


@pytest.mark.parametrize("text", ["tham gia phong trao thi dua", "cho em hoi", "cho em vao cong doan"])
async def test_other_wishes_do_not_begin_joining(database: Database, union: Union, text: str) -> None:
    chat = Chat(database, ROUTES)
    await scanned(chat, "moi")
    assert "họ và tên" not in text_of(await chat.says("moi", text))


async def test_a_bare_name_after_the_poster_begins_joining(database: Database, union: Union) -> None:
    chat = Chat(database, ROUTES)
    await scanned(chat, "a")
    assert "tổ, chuyền nào" in text_of(await chat.says("a", "lu thi sen"))
    await scanned(chat, "b")
    assert AGREE in labels_of(await chat.says("b", "Lù Thị Sen, tổ may 2"))
    assert "Lù Thị Sen" not in text_of(await chat.says("c", "Lù Thị Sen"))  # nobody knows where


@pytest.mark.parametrize("text", ["đừng", "de xem da", "...", "dong y gi"])
async def test_an_unclear_word_on_the_card_sends_nothing(database: Database, union: Union, text: str) -> None:
    chat = Chat(database, ROUTES)
    await scanned(chat, "moi")
    await chat.says("moi", "Lù Thị Sen, tổ may 2")
    assert "Đã gửi" not in text_of(await chat.says("moi", text))
    assert [to for to, _ in chat.deliver() if to == THU] == []


async def test_who_waits_hears_who_has_it_since_when_and_until_when(database: Database, union: Union) -> None:
    chat = Chat(database, ROUTES)
    await scanned(chat, "moi")
    await chat.says("moi", "Lù Thị Sen, tổ may 2")
    await chat.says("moi", "đồng ý")
    chat.at += timedelta(days=1)
    said = text_of(await chat.says("moi", "sao lau the chua duyet e"))
    assert said.splitlines()[:3] == [
        f"Tên anh/chị đang chờ {THU} xác nhận, từ ngày 14/04/2026.",
        f"Đến ngày 17/04/2026 chưa xong, em nhắc {THU}.",
        "Đến ngày 28/04/2026 vẫn chưa xong, em gửi lên công đoàn cấp trên.",
    ]
    assert all(len(line) <= 120 for line in said.splitlines())


# --- the officer's list ---------------------------------------------------------------------------


async def three_wait(chat: Chat, database: Database, union: Union) -> None:
    with database.transaction() as store:
        store.people.add(NewPerson(union.units["MAY2"].id, "Lù Thị Sen", LISTED, "Tổ may 3"), Chat.at)
    told = ("Lù Thị Sen, tổ may 2", "Bùi Thị Hương, tổ may 1", "Ma Văn Páo, tổ may 3")
    for n, each in enumerate(told):
        await scanned(chat, f"moi{n}")
        await chat.says(f"moi{n}", each)
        await chat.says(f"moi{n}", "đồng ý")
        chat.at += timedelta(minutes=1)


async def test_who_cannot_be_taken_together_is_named_with_the_reason(
    database: Database, union: Union
) -> None:
    chat = Chat(database, ROUTES)
    await three_wait(chat, database, union)
    listed = text_of(await chat.says(THU, "ai đang chờ"))
    assert '1. "Lù Thị Sen", Tổ may 2: sổ chỉ có Lù Thị Sen, Tổ may 3' in listed
    card = text_of(await chat.says(THU, "nhận 1 2"))
    assert "Nhận 1 người: Bùi Thị Hương." in card
    assert '"Lù Thị Sen", Tổ may 2: sổ chỉ có Lù Thị Sen, Tổ may 3' in card
    assert "Đã nhận 1 người" in text_of(await chat.says(THU, "ừ"))
    alone = await chat.says(THU, "nhận 1")
    assert "chưa khớp hẳn" in text_of(alone)
    assert "Lù Thị Sen, Tổ may 3" in labels_of(alone) or "Tổ may 3" in labels_of(alone)


async def test_digits_belong_to_the_list_that_was_shown_last(database: Database, union: Union) -> None:
    chat = Chat(database, ROUTES)
    await three_wait(chat, database, union)
    await chat.says(THU, "ai chưa vào")
    await chat.says(THU, "ai đang chờ")
    notice = await chat.says(THU, "3")
    assert "Ma Văn Páo" in text_of(notice)
    await chat.chooses(THU, notice, "Đúng người, nhận")
    said = text_of(await chat.says(THU, "1"))
    assert "Lù Thị Sen" in said
    assert "chưa vào" not in said
