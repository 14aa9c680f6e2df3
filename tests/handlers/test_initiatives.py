"""Handing in an initiative by chat, and what the officer does with it."""

from datetime import date
from typing import Any

import pytest

from bot.messages import Attachment
from handlers.initiatives import ACTIONS, FORMS, ROUTES
from handlers.joining import ACTIONS as JOINING_ACTIONS
from storage.database import Database
from storage.initiatives import Initiative
from tests.support.journeys import Chat, Union, add_person, build, labels_of, routes_of, text_of

THU, HOA, BAO, NEW = "Nguyễn Thị Thu", "Lò Thị Hoa", "Phạm Quốc Bảo", "khách"
IDEA = "ad e che cai cu bang mieng nhua canh vai may vien nhanh hon han"
PHOTO = Attachment("photo", "", "image/jpeg", 3, b"jpg")


@pytest.fixture
def chat(sqlite_database: Database) -> Chat:
    return opened(sqlite_database)


def opened(database: Database) -> Chat:
    with database.transaction() as store:
        build(store)
    return Chat(database, routes_of(ROUTES, (*ACTIONS, *JOINING_ACTIONS), FORMS))


def kept(chat: Chat, name: str = HOA) -> list[Initiative]:
    with chat.database.reading() as store:
        (found,) = [person for person in store.people.search("/", name) if person.name == name]
        return store.initiatives.of(found.id)


async def told_all(chat: Chat) -> Any:
    """Everything up to the card."""
    await chat.says(HOA, IDEA)
    await chat.says(HOA, "hinh nhu sau tet")
    await chat.says(HOA, "co a tuan bao tri tien mieng nhua cho e")
    return await chat.says(HOA, "them chung 30 vien 1 ngay", PHOTO)


async def handed_in(chat: Chat) -> dict[str, Any]:
    """The notice that reached the officer."""
    await chat.chooses(HOA, await told_all(chat), "Gửi Nguyễn Thị Thu xem")
    (notice,) = [body for who, body in chat.deliver() if who == THU]
    return notice


def press_of(body: dict[str, Any], label: str) -> str:
    return next(str(button["value"]) for button in body["buttons"] if button["label"] == label)


async def test_free_words_open_a_draft_and_one_thing_is_asked_at_a_time(chat: Chat) -> None:
    said = await chat.says(HOA, IDEA)
    assert text_of(said).startswith('Em mở một bản nháp sáng kiến, chưa gửi ai: "che cai cu bang mieng nhua')
    assert "Dùng từ bao giờ?" in text_of(said)
    said = await chat.says(HOA, "hinh nhu sau tet")
    assert text_of(said) == "Em ghi: khoảng cuối tháng 2 năm 2026.\nAi làm cùng anh/chị không?"
    said = await chat.says(HOA, "co a tuan bao tri tien mieng nhua cho e")
    assert "Phần công mỗi người tính sau" in text_of(said)
    card = await chat.says(HOA, "them chung 30 vien 1 ngay", PHOTO)
    assert "- Dùng từ: khoảng cuối tháng 2 năm 2026" in text_of(card)
    assert "- Ảnh, tệp kèm theo: 1" in text_of(card)
    assert labels_of(card) == ["Gửi Nguyễn Thị Thu xem", "Sửa", "Để sau"]
    assert kept(chat) == []


async def test_it_is_kept_with_its_photo_and_the_officer_is_told(database: Database) -> None:
    chat = opened(database)
    notice = await handed_in(chat)
    (row,) = kept(chat)
    assert (row.status, row.since_on, row.attachments) == ("waiting", date(2026, 2, 27), 1)
    assert row.authors_text == "co a tuan bao tri tien mieng nhua cho e"
    assert row.effect == "them chung 30 vien 1 ngay"
    assert row.campaign_id is not None
    assert notice["text"].startswith("Lò Thị Hoa, Tổ may 3 gửi sáng kiến:\n- Việc đã làm: che cai cu")
    assert [button["label"] for button in notice["buttons"]] == ["Duyệt", "Cần bổ sung", "Xem ảnh, tệp"]


@pytest.mark.parametrize("alone", ["không có ai", "k co ai", "một mình em", "ko"])
async def test_nobody_may_have_helped(chat: Chat, alone: str) -> None:
    await chat.says(HOA, "em có sáng kiến làm gá kẹp")
    await chat.says(HOA, "tháng trước")
    asked = await chat.says(HOA, alone)
    assert "được lợi gì" in text_of(asked)
    card = await chat.says(HOA, "đỡ mỏi tay")
    assert "- Làm một mình" in text_of(card)


@pytest.mark.parametrize("opening", ["gui sang kien", "em làm kaizen", "sáng kiến", "gửi sáng kiến ở đâu"])
async def test_without_a_description_it_is_asked_for(chat: Chat, opening: str) -> None:
    assert "làm ra cái gì" in text_of(await chat.says(HOA, opening))
    assert "Dùng từ bao giờ" in text_of(await chat.says(HOA, "làm gá kẹp khung"))


async def test_a_photo_alone_is_kept_and_the_question_stands(chat: Chat) -> None:
    await chat.says(HOA, IDEA)
    first = await chat.says(HOA, "", PHOTO)
    assert text_of(first).startswith("Em đã giữ ảnh. Em mở một bản nháp")
    await chat.says(HOA, "", PHOTO)
    await chat.says(HOA, "", PHOTO)
    assert "cán bộ" not in text_of(await chat.says(HOA, "", PHOTO))
    await chat.says(HOA, "tháng 3")
    await chat.says(HOA, "không có ai")
    card = await chat.says(HOA, "nhanh hơn")
    assert "- Ảnh, tệp kèm theo: 4" in text_of(card)
    assert "- Ảnh, tệp kèm theo: 5" in text_of(await chat.says(HOA, "", PHOTO))


async def test_a_voice_message_is_kept_but_not_heard(chat: Chat) -> None:
    await chat.says(HOA, IDEA)
    said = await chat.says(HOA, "", Attachment("voice", external_id="v1"))
    assert "chưa nghe được" in text_of(said)


async def test_a_time_not_understood_is_kept_as_said(chat: Chat) -> None:
    await chat.says(HOA, IDEA)
    assert 'Em ghi: "lâu lâu rồi".' in text_of(await chat.says(HOA, "lâu lâu rồi"))


async def test_one_answer_can_be_corrected_at_the_card(chat: Chat) -> None:
    card = await told_all(chat)
    which = await chat.chooses(HOA, card, "Sửa")
    await chat.chooses(HOA, which, "Được lợi gì")
    card = await chat.says(HOA, "bớt 5 hàng lỗi một ngày")
    assert "- Được lợi: bớt 5 hàng lỗi một ngày" in text_of(card)
    assert "- Dùng từ: tháng 3 năm 2026" in text_of(await chat.says(HOA, "tháng 3"))


async def test_the_same_press_twice_hands_in_once(chat: Chat) -> None:
    card = await told_all(chat)
    await chat.chooses(HOA, card, "Gửi Nguyễn Thị Thu xem")
    await chat.chooses(HOA, card, "Gửi Nguyễn Thị Thu xem")
    assert len(kept(chat)) == 1


async def test_later_keeps_a_draft_that_goes_on_by_its_name(database: Database) -> None:
    chat = opened(database)
    await chat.says(HOA, IDEA)
    await chat.says(HOA, "sau tết")
    said = await chat.says(HOA, "thoi chi cho con ngu da")
    assert "Em giữ nháp" in text_of(said)
    assert [row.status for row in kept(chat)] == ["draft"]
    again = await chat.says(HOA, "sáng kiến")
    assert "Ai làm cùng" in text_of(again)
    await chat.says(HOA, "không có ai")
    await chat.chooses(HOA, await chat.says(HOA, "nhanh hơn"), "Gửi Nguyễn Thị Thu xem")
    assert [row.status for row in kept(chat)] == ["waiting"]


async def test_a_draft_is_reminded_of_once_at_noon_on_sunday(chat: Chat) -> None:
    await chat.chooses(HOA, await told_all(chat), "Để sau")
    assert chat.deliver() == []
    chat.at = chat.at.replace(day=19, hour=4, minute=43)
    assert chat.deliver() == []
    chat.at = chat.at.replace(minute=45)
    ((who, reminder),) = chat.deliver()
    assert who == HOA
    assert reminder["text"].startswith("Anh/chị còn bản nháp sáng kiến")
    assert "- Ảnh, tệp kèm theo: 1" in text_of(await chat.presses(HOA, press_of(reminder, "Làm tiếp")))


async def test_a_draft_that_was_sent_is_not_reminded_of(chat: Chat) -> None:
    await chat.chooses(HOA, await told_all(chat), "Để sau")
    card = await chat.says(HOA, "sáng kiến")
    await chat.chooses(HOA, card, "Gửi Nguyễn Thị Thu xem")
    chat.at = chat.at.replace(day=20)
    assert [who for who, _ in chat.deliver()] == [THU]


async def test_a_plain_stop_keeps_nothing(chat: Chat) -> None:
    await chat.says(HOA, IDEA)
    await chat.says(HOA, "hủy")
    assert kept(chat) == []
    assert "làm ra cái gì" in text_of(await chat.says(HOA, "sáng kiến"))


async def test_a_programme_that_is_over_is_not_refused(chat: Chat) -> None:
    said = await chat.says(HOA, "em muốn gửi 01 triệu sáng kiến")
    assert "khép lại năm 2023" in text_of(said)
    assert "Giỏi nghề, an toàn, nhiều sáng kiến" in text_of(said)
    assert "làm ra cái gì" in text_of(said)
    assert "Dùng từ bao giờ" in text_of(await chat.says(HOA, "làm gá kẹp khung"))


async def test_asked_about_in_the_middle_it_leaves_the_draft_open(chat: Chat) -> None:
    await chat.says(HOA, IDEA)
    said = await chat.says(HOA, "hoi truoc nghe co 01 trieu sang kien, cai nay gui vo do dc k")
    assert "khép lại năm 2023" in text_of(said)
    assert text_of(said).endswith("Còn sáng kiến của anh/chị: dùng từ bao giờ ạ?")
    assert "Ai làm cùng" in text_of(await chat.says(HOA, "tháng trước"))


async def test_a_stranger_joins_with_the_initiative(chat: Chat) -> None:
    await chat.says(NEW, "em có sáng kiến làm gá kẹp khung")
    await chat.says(NEW, "tháng trước")
    await chat.says(NEW, "không có ai")
    asked = await chat.says(NEW, "nhanh hơn một nửa")
    assert "làm ở công ty" in text_of(asked)
    asked = await chat.says(NEW, "may so 2")
    assert "họ và tên" in text_of(asked)
    card = await chat.says(NEW, "bui thi hanh")
    assert "đồng ý" in text_of(card)
    assert labels_of(card)[0] == "Đồng ý, gửi"
    sent = await chat.chooses(NEW, card, "Đồng ý, gửi")
    assert "xác nhận anh/chị trước" in text_of(sent)
    (notice,) = [body for who, body in chat.deliver() if who == THU]
    assert "xin vào và gửi sáng kiến" in notice["text"]
    await chat.presses(THU, notice["buttons"][0]["value"])
    with chat.database.reading() as store:
        (person,) = store.people.search("/", "bui thi hanh")
        assert person.status == "confirmed"
        assert [row.status for row in store.initiatives.of(person.id)] == ["approved"]


async def test_who_does_not_agree_leaves_nothing(chat: Chat) -> None:
    for text in ("em có sáng kiến làm gá kẹp khung", "tháng trước", "không có ai", "nhanh hơn", "may so 2"):
        await chat.says(NEW, text)
    card = await chat.says(NEW, "bui thi hanh")
    said = await chat.chooses(NEW, card, "Không (vẫn hỏi đáp được)")
    assert "không ghi gì" in text_of(said)
    assert "làm ra cái gì" in text_of(await chat.says(NEW, "sáng kiến"))


async def test_a_stranger_s_draft_waits_in_the_chat(chat: Chat) -> None:
    await chat.says(NEW, "em có sáng kiến làm gá kẹp khung")
    assert "Em giữ nháp" in text_of(await chat.says(NEW, "để sau"))
    assert 'làm gá kẹp khung"' in text_of(await chat.says(NEW, "sáng kiến"))


async def test_a_pledge_that_promises_an_initiative_is_a_pledge(chat: Chat) -> None:
    said = await chat.says(HOA, "em đăng ký công nhân giỏi, có sáng kiến")
    assert "bản nháp sáng kiến" not in text_of(said)


async def test_the_officer_approves_and_the_member_hears(database: Database) -> None:
    chat = opened(database)
    notice = await handed_in(chat)
    done = await chat.presses(THU, press_of(notice, "Duyệt"))
    assert text_of(done) == "Đã duyệt sáng kiến của Lò Thị Hoa. Em báo ngay."
    assert [row.status for row in kept(chat)] == ["approved"]
    (news,) = [body for who, body in chat.deliver() if who == HOA]
    assert news["text"].startswith("Nguyễn Thị Thu đã duyệt sáng kiến của")
    again = await chat.presses(THU, press_of(notice, "Duyệt"))
    assert "đã được xem" in text_of(again)
    assert chat.deliver() == []


async def test_asked_for_more_it_goes_back_with_the_reason_and_comes_again(chat: Chat) -> None:
    notice = await handed_in(chat)
    await chat.presses(THU, press_of(notice, "Cần bổ sung"))
    card = await chat.says(THU, "cho xin thêm ảnh lúc chưa có cữ, được không?")
    assert 'Em gửi Lò Thị Hoa: "Nguyễn Thị Thu nhờ bổ sung: cho xin thêm ảnh' in text_of(card)
    await chat.chooses(THU, card, "Gửi")
    assert [row.status for row in kept(chat)] == ["needs_more"]
    (news,) = [body for who, body in chat.deliver() if who == HOA]
    assert "cho xin thêm ảnh lúc chưa có cữ" in news["text"]
    again = await chat.presses(HOA, press_of(news, "Bổ sung"))
    assert "Nguyễn Thị Thu cần bổ sung" in text_of(again)
    card = await chat.says(HOA, "", PHOTO)
    await chat.chooses(HOA, card, "Gửi Nguyễn Thị Thu xem")
    (row,) = kept(chat)
    assert (row.status, row.attachments) == ("waiting", 2)
    stale = await chat.presses(THU, press_of(notice, "Duyệt"))
    assert "đã được xem" in text_of(stale)


async def test_the_officer_sees_the_photos_before_deciding(chat: Chat) -> None:
    notice = await handed_in(chat)
    said = await chat.presses(THU, press_of(notice, "Xem ảnh, tệp"))
    (file,) = said[0].body["files"]
    with chat.database.reading() as store:
        assert store.attachments.content(file["id"]) == b"jpg"


async def test_what_waits_is_shown_one_after_the_other(chat: Chat) -> None:
    await handed_in(chat)
    await chat.says(HOA, "gửi sáng kiến: dán nhãn màu cho từng cỡ kim")
    for text in ("tháng 3", "không có ai"):
        await chat.says(HOA, text)
    await chat.chooses(HOA, await chat.says(HOA, "khỏi nhầm kim"), "Gửi Nguyễn Thị Thu xem")
    assert [who for who, _ in chat.deliver()] == []  # the day's second waits for the digest
    first = await chat.says(THU, "sáng kiến chờ duyệt")
    assert "che cai cu" in text_of(first)
    onward = await chat.chooses(THU, first, "Duyệt")
    second = await chat.chooses(THU, onward, "Xem tiếp")
    assert "dán nhãn màu" in text_of(second)
    last = await chat.chooses(THU, second, "Duyệt")
    assert labels_of(last) == []
    assert "Không còn sáng kiến nào" in text_of(await chat.says(THU, "sáng kiến chờ duyệt"))


async def test_nobody_decides_across_units_or_on_the_own_initiative(chat: Chat) -> None:
    with chat.database.transaction() as store:
        hoa = store.people.search("/", "lo thi hoa")[0]
        store.roles.appoint(hoa.id, hoa.unit_id, "deputy", chat.at)
        other = store.units.by_code("GIAY")
        assert other is not None
        union = Union(units={"GIAY": other})
        stranger = add_person(store, union, "Mai Thị Mai", "GIAY")
        store.roles.appoint(stranger, other.id, "chair", chat.at)
    notice = await handed_in(chat)
    press = press_of(notice, "Duyệt")
    for who in ("Mai Thị Mai", HOA):
        await chat.presses(who, press)
    assert [row.status for row in kept(chat)] == ["waiting"]
    seen = await chat.presses("Mai Thị Mai", press_of(notice, "Xem ảnh, tệp"))
    assert "files" not in seen[0].body
    assert "cấp trên" in text_of(await chat.presses(HOA, press))
