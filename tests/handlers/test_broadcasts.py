"""An officer writes to everybody in the own unit; a member stops it."""

from datetime import date
from typing import Any

import pytest

from handlers.broadcasts import ACTIONS, FORMS, ROUTES
from storage.database import Database
from storage.outbox import FAILED, UNKNOWN, Outcome
from storage.papers import Header, StoredDocument, StoredPassage
from storage.store import Store
from tests.support.journeys import (
    NOON,
    Chat,
    Union,
    add_listed,
    add_person,
    build,
    labels_of,
    routes_of,
    text_of,
)

THU, HOA, BAO = "Nguyễn Thị Thu", "Lò Thị Hoa", "Phạm Quốc Bảo"
ASKED = "gửi tin cho cả công ty: mai 7h họp ở nhà ăn"
SHOWN = "Công ty May số 2 nhắn:\nmai 7h họp ở nhà ăn\n\nKhông muốn nhận tin chung: nhắn DỪNG TIN."


def fill(store: Store) -> Union:
    """MAY2: Thu, Hoa, Tám with a chat, 5 on the list without; GIAY: Mai with a chat."""
    union = build(store)
    add_person(store, union, "Lê Văn Tám", "MAY2", "Tổ may 1")
    add_person(store, union, "Mai Thị Mai", "GIAY")
    add_listed(store, union, "MAY2", "Tổ may 2", 5)
    return union


@pytest.fixture
def chat(sqlite_database: Database) -> Chat:
    with sqlite_database.transaction() as store:
        fill(store)
    return Chat(sqlite_database, routes_of(ROUTES, ACTIONS, FORMS))


def texts_to(delivered: list[tuple[str, dict[str, Any]]]) -> dict[str, str]:
    return {who: str(body["text"]) for who, body in delivered}


async def test_it_is_shown_as_it_will_arrive_with_how_many_get_it(chat: Chat) -> None:
    said = await chat.says(THU, ASKED)
    assert SHOWN in text_of(said)
    assert text_of(said).endswith(
        "Gửi 2/7 người: 2 nhận được ngay, 5 chưa có tài khoản hoặc đã tắt tin chung."
    )
    assert labels_of(said) == ["Gửi", "Sửa lời", "Thôi"]
    assert chat.deliver() == []


async def test_one_press_sends_it_to_everybody_of_the_unit_but_not_to_who_wrote_it(
    database: Database,
) -> None:
    with database.transaction() as store:
        fill(store)
    chat = Chat(database, routes_of(ROUTES, ACTIONS, FORMS))
    sent = await chat.chooses(THU, await chat.says(THU, ASKED), "Gửi")
    assert text_of(sent).startswith("Em đang gửi tới 2 người.")
    assert texts_to(chat.deliver()) == {HOA: SHOWN, "Lê Văn Tám": SHOWN}


async def test_the_same_press_twice_sends_once(chat: Chat) -> None:
    card = await chat.says(THU, ASKED)
    await chat.chooses(THU, card, "Gửi")
    await chat.chooses(THU, card, "Gửi")
    assert len(chat.deliver()) == 2


async def test_without_a_text_the_text_is_asked_for_even_one_that_asks_something(chat: Chat) -> None:
    asked = await chat.says(THU, "nhan cho moi nguoi")
    assert "muốn nhắn gì" in text_of(asked)
    card = await chat.says(THU, "Ai đi nghỉ mát được không?")
    assert "nhắn:\nAi đi nghỉ mát được không?\n" in text_of(card)


async def test_the_words_can_be_changed_before_sending(chat: Chat) -> None:
    again = await chat.chooses(THU, await chat.says(THU, ASKED), "Sửa lời")
    assert "muốn nhắn gì" in text_of(again)
    await chat.chooses(THU, await chat.says(THU, "mai 8h họp nhé"), "Gửi")
    assert "mai 8h họp nhé" in texts_to(chat.deliver())[HOA]


async def test_what_is_not_sent_reaches_nobody(chat: Chat) -> None:
    await chat.chooses(THU, await chat.says(THU, ASKED), "Thôi")
    assert chat.deliver() == []
    assert text_of(await chat.says(THU, "tin da gui toi dau")).startswith("Anh/chị chưa gửi tin chung nào.")


async def test_a_member_cannot_write_to_everybody(chat: Chat) -> None:
    said = await chat.says(HOA, ASKED)
    assert "Mọi người sẽ thấy" not in text_of(said)
    assert labels_of(said) == []


async def test_who_lost_the_office_in_the_meantime_cannot_send(chat: Chat) -> None:
    card = await chat.says(THU, ASKED)
    with chat.database.transaction() as store:
        thu = store.people.search("/", "thu")[0]
        store.roles.dismiss(thu.id, thu.unit_id, chat.at)
    said = await chat.chooses(THU, card, "Gửi")
    assert "cán bộ" in text_of(said)
    assert chat.deliver() == []


async def test_a_level_above_reaches_the_units_below_it(chat: Chat) -> None:
    said = await chat.says(BAO, "gửi tin cho mọi người: họp giao ban thứ Sáu")
    assert "Gửi 4/9 người" in text_of(said)


async def test_a_text_over_the_limit_is_asked_for_shorter(chat: Chat) -> None:
    await chat.says(THU, "nhắn cho mọi người")
    said = await chat.says(THU, "họp " * 600)
    assert "rút còn" in text_of(said)
    assert labels_of(said) == []


async def test_where_nobody_can_be_reached_the_officer_hears_so_at_once(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as store:
        union = build(store)
        store.roles.appoint(union.people[HOA], union.units["BV"].id, "chair", NOON)
    chat = Chat(sqlite_database, routes_of(ROUTES, ACTIONS, FORMS))
    assert "Chưa ai trong đơn vị" in text_of(await chat.says(HOA, "nhắn cho mọi người: họp nhé mọi người"))


async def test_an_officer_sees_how_far_it_has_got(chat: Chat) -> None:
    await chat.chooses(THU, await chat.says(THU, ASKED), "Gửi")
    before = await chat.says(THU, "tin đã gửi tới đâu rồi")
    assert text_of(before).startswith("Đã gửi 0/2 người. Đang chờ 2.\nTin lúc 11:45 14/04/2026")
    with chat.database.transaction() as store:
        one, two = store.outbox.claim("test", chat.at, 10)
        store.outbox.settle("test", [Outcome(one.id, FAILED, chat.at), Outcome(two.id, UNKNOWN, chat.at)])
    after = await chat.says(THU, "tin da gui toi dau")
    assert text_of(after).startswith("Đã gửi 0/2 người. Không gửi được 1. Chưa rõ 1.")


async def test_what_has_not_gone_out_can_be_taken_back(chat: Chat) -> None:
    sent = await chat.chooses(THU, await chat.says(THU, ASKED), "Gửi")
    back = await chat.chooses(THU, sent, "Thu lại phần chưa gửi")
    assert "2 người không nhận tin này" in text_of(back)
    assert chat.deliver() == []
    assert "không thu lại được" in text_of(await chat.chooses(THU, sent, "Thu lại phần chưa gửi"))


async def test_another_unit_s_message_cannot_be_taken_back(chat: Chat) -> None:
    with chat.database.transaction() as store:
        mai = store.people.search("/", "mai thi mai")[0]
        store.roles.appoint(mai.id, mai.unit_id, "chair", chat.at)
    sent = await chat.chooses(THU, await chat.says(THU, ASKED), "Gửi")
    press = next(b["value"] for b in sent[0].body["buttons"])
    await chat.presses("Mai Thị Mai", press)
    assert len(chat.deliver()) == 2


async def test_a_threat_is_answered_with_an_invitation(chat: Chat) -> None:
    said = await chat.says(THU, "nhan tui no di, ai k dky tru diem thi dua")
    assert "tự nguyện" in text_of(said)
    assert "đến hết ngày 30/04/2026" in text_of(said)
    assert labels_of(said) == ["Dùng lời mời này", "Sửa lời", "Giữ lời đã viết"]
    card = await chat.chooses(THU, said, "Dùng lời mời này")
    assert "không đăng ký cũng không sao" in text_of(card)
    await chat.chooses(THU, card, "Gửi")
    assert all(
        "trừ điểm" not in text and "tru diem" not in text for text in texts_to(chat.deliver()).values()
    )


async def test_a_second_threat_is_answered_as_the_first(chat: Chat) -> None:
    said = await chat.says(THU, "nhan tui no di, ai k dky tru diem thi dua")
    kept = await chat.chooses(THU, said, "Giữ lời đã viết")
    assert "tru diem thi dua" in text_of(kept)
    await chat.chooses(THU, kept, "Sửa lời")
    again = await chat.says(THU, "không đăng ký thì bị trừ lương")
    assert "tự nguyện" in text_of(again)
    assert "Gửi" not in labels_of(again)


async def test_the_document_that_says_voluntary_is_named(chat: Chat) -> None:
    words = "Đăng ký thi đua là tự nguyện; đăng ký mà chưa đạt không tính là khuyết điểm."
    paper = StoredDocument(
        id=None,
        file="kh12.txt",
        header=Header(
            number="12/KH-LĐLĐ",
            kind="Kế hoạch",
            date=date(2026, 1, 8),
            issuer="LĐLĐ tỉnh Thạch Giang",
            place="Thạch Giang",
            title="Phong trào thi đua năm 2026",
            inferred=frozenset(),
        ),
        passages=(
            StoredPassage(
                section="III.2", heading="Đăng ký thi đua", text=words, paragraph=words, role="body"
            ),
        ),
    )
    with chat.database.transaction() as store:
        store.documents.replace(paper)
    said = await chat.says(THU, "nhan tui no di, ai k dky tru diem thi dua")
    assert "12/KH-LĐLĐ" in text_of(said)
    assert "III.2" in text_of(said)


async def test_who_stops_news_gets_none_and_can_have_it_back(chat: Chat) -> None:
    said = await chat.says(HOA, "dung nhan tin nua nha, phien qua")
    assert text_of(said).startswith("Em thôi gửi tin chung từ bây giờ.")
    assert "Gửi 1/7 người" in text_of(await chat.says(THU, ASKED))
    await chat.says(HOA, "bật tin")
    assert "Gửi 2/7 người" in text_of(await chat.says(THU, ASKED))


async def test_who_stops_everything_is_not_told_results_either(chat: Chat) -> None:
    from bot.messages import Notice, Reply
    from bot.posting import post_notice
    from tests.support.journeys import CHANNELS

    await chat.says(HOA, "dừng hết")
    with chat.database.transaction() as store:
        hoa = store.people.search("/", "lo thi hoa")[0]
        assert not post_notice(store, Notice(hoa.id, Reply("Đã duyệt")), CHANNELS, chat.at)
    await chat.says(HOA, "bật tin")
    with chat.database.transaction() as store:
        assert post_notice(store, Notice(hoa.id, Reply("Đã duyệt")), CHANNELS, chat.at)
