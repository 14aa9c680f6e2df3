"""What taking the consent back stops, who may settle a request, and that old buttons agree to nothing."""

import pytest

from bot.messages import Notice, Reply
from bot.posting import post_notice
from handlers.catalogue import ROUTES
from storage.consents import EMULATION, NEWS, PRAISE
from storage.database import Database
from storage.outbox import Arrived
from storage.questions import OPEN
from storage.requests import COMPLAIN, CORRECT, RESTRICT
from tests.support.journeys import CHANNELS, Chat, Union, add_person, build, labels_of, text_of

HOA, THU, BAO, OUTSIDER = "Lò Thị Hoa", "Nguyễn Thị Thu", "Phạm Quốc Bảo", "Vàng Thị Dợ"


@pytest.fixture
def union(database: Database) -> Union:
    """With an officer of another company beside."""
    with database.transaction() as store:
        made = build(store)
        add_person(store, made, OUTSIDER, "GIAY")
        store.roles.appoint(made.people[OUTSIDER], made.units["GIAY"].id, "chair", Chat.at)
    return made


@pytest.fixture
def chat(database: Database, union: Union) -> Chat:
    return Chat(database, ROUTES)


def value(said: list[Arrived], label: str) -> str:
    return next(
        str(button["value"])
        for each in said
        for button in each.body.get("buttons", [])
        if button["label"] == label
    )


async def rows(chat: Chat, name: str) -> str:
    return text_of(await chat.says(name, "viec cua toi"))


# --- consent -------------------------------------------------------------------------------------


async def test_nothing_is_sent_any_more_once_the_consent_is_taken_back(chat: Chat, union: Union) -> None:
    for said in ("dk cong nhan gioi", "gui", "gap", "bao giờ có lương", "gui", "bật tin"):
        await chat.says(HOA, said)
    with chat.database.transaction() as store:
        post_notice(store, Notice(union.people[HOA], Reply("Nhắc việc")), CHANNELS, chat.at)
        assert store.consents.held(union.people[HOA], NEWS)
        assert union.people[HOA] in {each.person_id for each in store.broadcasts.recipients("/")}
    await chat.chooses(HOA, await chat.says(HOA, "em rút đồng ý"), "Rút đồng ý")
    with chat.database.transaction() as store:
        id = union.people[HOA]
        assert not any(store.consents.held(id, purpose) for purpose in (EMULATION, NEWS, PRAISE))
        assert store.registrations.of(id) == []
        assert store.questions.open_in([union.units["MAY2"].id]) == []
        assert not post_notice(store, Notice(id, Reply("Đã duyệt")), CHANNELS, chat.at)
        assert id not in {each.person_id for each in store.broadcasts.recipients("/")}
    assert HOA not in {who for who, _ in chat.deliver()}
    assert text_of(await chat.says(HOA, "em la ai"))  # who asks is still answered


async def test_what_was_approved_stays_and_is_told(chat: Chat, union: Union) -> None:
    await chat.says(HOA, "dk cong nhan gioi")
    await chat.says(HOA, "gui")
    with chat.database.transaction() as store:
        row = store.registrations.of(union.people[HOA])[0]
        store.registrations.decide(row.id, "approved", chat.at)
    card = await chat.says(HOA, "rut dong y")
    assert "1 việc đã duyệt còn giữ" in text_of(card)
    await chat.chooses(HOA, card, "Rút đồng ý")
    assert "đã duyệt" in await rows(chat, HOA)


async def test_a_button_from_before_neither_takes_back_nor_agrees(chat: Chat, union: Union) -> None:
    old = value(await chat.says(HOA, "rut dong y"), "Rút đồng ý")
    await chat.presses(HOA, old)
    again = value(await chat.says(HOA, "đồng ý lại"), "Đồng ý")
    await chat.presses(HOA, again)
    for press in (old, again):
        said = await chat.presses(HOA, press)
        assert "lần trước" in text_of(said)
    with chat.database.reading() as store:
        given = store.consents.of(union.people[HOA])
    assert [(each.text, each.withdrawn is None) for each in given] == [
        ("joining.consent@1", False),
        ("joining.consent@2", True),
    ]


async def test_nobody_presses_for_another(chat: Chat, union: Union) -> None:
    press = value(await chat.says(HOA, "rut dong y"), "Rút đồng ý")
    await chat.presses(THU, press)
    praise = value(await chat.says(HOA, "cho phép đăng tên"), "Đồng ý")
    await chat.presses(THU, praise)
    with chat.database.reading() as store:
        assert store.consents.held(union.people[HOA], EMULATION)
        assert not store.consents.held(union.people[HOA], PRAISE)
        assert not store.consents.held(union.people[THU], PRAISE)


async def test_silence_and_other_words_are_no_consent(chat: Chat, union: Union) -> None:
    await chat.says(HOA, "cho phép đăng tên")
    for said in ("ok", "ừ", "cảm ơn", "viec cua toi"):
        await chat.says(HOA, said)
    with chat.database.reading() as store:
        assert not store.consents.held(union.people[HOA], PRAISE)


async def test_news_is_agreed_to_by_asking_for_it_and_by_nothing_else(chat: Chat, union: Union) -> None:
    with chat.database.reading() as store:
        assert not store.consents.held(union.people[HOA], NEWS)
    await chat.says(HOA, "bật tin")
    await chat.says(HOA, "bật tin")
    await chat.says(HOA, "dừng tin")
    with chat.database.reading() as store:
        given = [each for each in store.consents.of(union.people[HOA]) if each.purpose == NEWS]
    assert [(each.text, each.channel, each.withdrawn is not None) for each in given] == [
        ("broadcasts.news_on@1", "web", True)
    ]


# --- requests ------------------------------------------------------------------------------------


async def complain(chat: Chat, words: str = "khieu nai ve du lieu") -> list[Arrived]:
    await chat.says(HOA, words)
    await chat.says(HOA, "tên em bị dán ở nhà ăn")
    return await chat.says(HOA, "gui")


async def test_every_request_has_a_number_and_a_day_at_once(chat: Chat, union: Union) -> None:
    said = await complain(chat)
    assert "yêu cầu số 1" in text_of(said)
    assert "24/04/2026" in text_of(said)
    with chat.database.reading() as store:
        kept = store.requests.of(union.people[HOA])
    assert [(each.kind, each.acknowledged_at is not None, each.done_at) for each in kept] == [
        (COMPLAIN, True, None)
    ]


@pytest.mark.parametrize("stranger", [OUTSIDER, THU, HOA])
async def test_a_complaint_is_seen_and_finished_by_the_level_above_alone(chat: Chat, stranger: str) -> None:
    await complain(chat)
    button = value([*await chat.says(BAO, "yêu cầu dữ liệu")], "Đã làm, trả lời")
    seen = text_of(await chat.says(stranger, "yêu cầu dữ liệu"))
    assert "nhà ăn" not in seen
    assert "dành cho cán bộ" in text_of(await chat.presses(stranger, button))
    await chat.presses(BAO, button)
    for said in ("đã gỡ", "gui"):
        await chat.says(BAO, said)
    told = [body["text"] for who, body in chat.deliver() if who == HOA]
    assert any("đã gỡ" in text for text in told)
    assert "đã xong" in text_of(await chat.presses(BAO, button))


async def test_restricting_goes_to_the_units_own_officer(chat: Chat, union: Union) -> None:
    await complain(chat, "em muốn hạn chế xử lý dữ liệu của em")
    assert "nhà ăn" in text_of(await chat.says(THU, "yêu cầu dữ liệu"))
    with chat.database.reading() as store:
        assert [each.kind for each in store.requests.of(union.people[HOA])] == [RESTRICT]


async def test_only_the_officer_of_the_unit_changes_a_name(chat: Chat, union: Union) -> None:
    for said in ("sua ten", "Lò Thị Hoà", "gui"):
        await chat.says(HOA, said)
    notice = next(body for who, body in chat.deliver() if who == THU and "Lò Thị Hoà" in body["text"])
    press = next(button["value"] for button in notice["buttons"] if button["label"] == "Đổi tên")
    for stranger in (OUTSIDER, HOA):
        assert "dành cho cán bộ" in text_of(await chat.presses(stranger, press))
    await chat.presses(THU, press)
    with chat.database.reading() as store:
        assert store.people.get(union.people[HOA]).name == "Lò Thị Hoà"
        assert [(each.kind, each.done_at is None) for each in store.requests.of(union.people[HOA])] == [
            (CORRECT, False)
        ]
    assert "đã xong" in text_of(await chat.presses(THU, press))


async def test_the_file_holds_everything_and_nothing_of_others(chat: Chat, union: Union) -> None:
    for said in ("dk cong nhan gioi", "gui", "gap", "bao giờ có lương", "gui"):
        await chat.says(HOA, said)
    await chat.says(THU, "dk lao động tiên tiến, việc riêng của thu")
    await chat.says(THU, "gui")
    shown = await chat.says(HOA, "du lieu cua toi")
    file = shown[-1].body["files"][0]
    with chat.database.reading() as store:
        content = store.attachments.content(file["id"]) or b""
        questions = store.questions.open_in([union.units["MAY2"].id])
    text = content.decode("utf-8-sig")
    assert file["name"] == "du-lieu-cua-toi-14-4-2026.txt"
    for part in (HOA, "Tổ may 3", "joining.consent@1", "bao giờ có lương", "Công ty May số 2", "chờ"):
        assert part in text
    assert "việc riêng của thu" not in text
    assert [each.status for each in questions] == [OPEN]
    assert labels_of(shown) == ["Hỏi người thật"]
