"""What is read out of Telegram's updates, and what is left out."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram_files import FETCHED
from bot.channels.telegram_read import KINDS, address_of, press_of, read, update_id_of
from bot.messages import Attachment, Incoming
from storage.accounts import Address
from storage.inbox import Received
from tests.doubles.telegram_world import World
from tests.support.telegram import BOT, HOA

SENT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 20, 8, 5, tzinfo=UTC)
HOA_HERSELF = {"id": 7, "is_bot": False, "first_name": "Hoa"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Hoa"}


def message(**content: Any) -> dict[str, Any]:
    about = {"message_id": 3, "date": int(SENT.timestamp()), "chat": PRIVATE, "from": HOA_HERSELF}
    return {"update_id": 1, "message": about | content}


def hear(update: dict[str, Any], at: datetime | None = LATER) -> Incoming | None:
    return read(Received(1, HOA, str(update.get("update_id")), update, at))


def heard(update: dict[str, Any], at: datetime | None = LATER) -> Incoming:
    incoming = hear(update, at)
    assert incoming is not None
    return incoming


def attached(update: dict[str, Any]) -> Attachment:
    (attachment,) = heard(update).attachments
    return attachment


def test_a_text_is_heard_as_it_was_written() -> None:
    incoming = heard(message(text="Em muốn đăng ký <b>sáng kiến</b> 😀"))
    text = "Em muốn đăng ký <b>sáng kiến</b> 😀"
    assert incoming == Incoming(HOA, "1", SENT, text=text, message_id="3")


def test_the_time_is_when_it_was_sent_but_never_after_it_was_received() -> None:
    assert heard(message(text="a"), LATER).at == SENT
    slow_clock = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
    assert heard(message(text="a"), slow_clock).at == slow_clock
    assert heard(message(text="a"), None).at == SENT


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("/start cd-24_Ab", "cd-24_Ab"),
        ("/start", ""),
        ("/start@cong_doan_bot cd-24", "cd-24"),
        ("/start <script>", ""),
        ("/start " + "a" * 65, ""),
    ],
)
def test_a_link_into_the_bot_brings_its_payload(text: str, start: str) -> None:
    incoming = heard(message(text=text))
    assert (incoming.start, incoming.text) == (start, "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/dang_ky", "dang ky"),
        ("/phong_trao@cong_doan_bot", "phong trao"),
        ("/huy", "huy"),
        ("/sang_kien đổi kim máy may", "sang kien đổi kim máy may"),
        ("/starting", "starting"),
        ("1/3 số chị em", "1/3 số chị em"),
        ("/ là gạch chéo", "/ là gạch chéo"),
        ("/nhà-máy", "/nhà-máy"),
    ],
)
def test_a_command_says_its_own_name(text: str, said: str) -> None:
    incoming = heard(message(text=text))
    assert (incoming.start, incoming.text) == (None, said)


def test_a_press_is_read_with_its_ids_and_the_time_it_was_received() -> None:
    pressed = {
        "update_id": 9,
        "callback_query": {
            "id": "4382bfdwdsb323b2d9",
            "from": HOA_HERSELF,
            "message": {"message_id": 5, "chat": PRIVATE, "date": 0},
            "chat_instance": "x",
            "data": "c1.yes",
        },
    }
    expected = Incoming(HOA, "9", LATER, press="c1.yes", message_id="5", callback_id="4382bfdwdsb323b2d9")
    assert hear(pressed) == expected
    assert press_of(pressed) == "4382bfdwdsb323b2d9"
    assert address_of(pressed, BOT) == HOA


def test_a_photo_is_the_largest_that_may_be_fetched() -> None:
    sizes = [
        {"file_id": "s", "file_unique_id": "1", "width": 90, "height": 60, "file_size": 1000},
        {"file_id": "l", "file_unique_id": "2", "width": 900, "height": 600, "file_size": 90000},
        {"file_id": "x", "file_unique_id": "3", "width": 9000, "height": 6000, "file_size": FETCHED + 1},
    ]
    update = message(photo=sizes, caption="Ảnh xưởng")
    assert attached(update) == Attachment("photo", "", "image/jpeg", 90000, external_id="l")
    assert heard(update).text == "Ảnh xưởng"


def test_a_document_keeps_its_name_type_and_size() -> None:
    file = {"file_id": "d", "file_name": "Đơn.pdf", "mime_type": "application/pdf", "file_size": 5}
    update = message(document=file)
    assert attached(update) == Attachment("document", "Đơn.pdf", "application/pdf", 5, external_id="d")


def test_a_file_too_large_to_fetch_is_told_by_its_size_alone() -> None:
    update = message(document={"file_id": "d", "file_size": FETCHED + 1})
    assert attached(update) == Attachment("document", size=FETCHED + 1)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ({"voice": {"file_id": "f", "duration": 2}}, "voice"),
        ({"sticker": {"file_id": "f", "emoji": "😀"}}, "sticker"),
        ({"video": {"file_id": "f"}}, "video"),
        ({"video_note": {"file_id": "f"}}, "video"),
        ({"animation": {"file_id": "f"}, "document": {"file_id": "f"}}, "video"),
        ({"audio": {"file_id": "f"}}, "document"),
        ({"dice": {"emoji": "🎲", "value": 3}}, "other"),
        ({"poll": {"id": "1"}}, "other"),
    ],
)
def test_other_things_are_named_by_their_kind(content: dict[str, Any], kind: str) -> None:
    assert attached(message(**content)).kind == kind


def test_a_location_is_told_in_degrees() -> None:
    update = message(location={"latitude": 21.0278, "longitude": 105.8342})
    assert attached(update) == Attachment("location", "21.0278,105.8342")


def test_ones_own_contact_gives_the_phone_number_and_somebody_elses_does_not() -> None:
    phone = {"phone_number": "+84912345678", "first_name": "Hoa"}
    assert attached(message(contact=phone | {"user_id": 7})) == Attachment("contact", "+84912345678")
    assert attached(message(contact=phone | {"user_id": 8})) == Attachment("other")
    assert attached(message(contact=phone)) == Attachment("other")


def test_an_edited_message_says_so() -> None:
    written = message(text="tổ 5", edit_date=int(LATER.timestamp()))["message"]
    incoming = heard({"update_id": 2, "edited_message": written})
    assert (incoming.edited, incoming.text, incoming.at) == (True, "tổ 5", LATER)


def test_a_block_and_its_end_are_heard() -> None:
    world = World(int(BOT))
    world.person(7)
    assert heard(world.block(7)).left is True
    assert heard(world.unblock(7)).left is False


@pytest.mark.parametrize("kind", ["group", "supergroup", "channel"])
def test_groups_and_channels_are_not_for_us(kind: str) -> None:
    update = message(text="Chào cả nhà")
    update["message"]["chat"] = {"id": -100, "type": kind, "title": "Tổ may 4"}
    assert address_of(update, BOT) is None


@pytest.mark.parametrize("kind", ["channel_post", "business_message", "inline_query", "message_reaction"])
def test_other_kinds_of_update_are_not_for_us(kind: str) -> None:
    update = {"update_id": 1, kind: message(text="a")["message"]}
    assert address_of(update, BOT) is None
    assert hear(update) is None


def test_a_private_message_is_from_its_chat_and_to_this_bot() -> None:
    assert address_of(message(text="a"), BOT) == Address("telegram", BOT, "7")


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"pinned_message": {"message_id": 1}},
        {"text": ""},
        {"photo": "no list"},
        {"document": {}},
        {"location": {}},
        {"contact": {"phone_number": "1", "user_id": 7}, "from": None},
    ],
)
def test_service_messages_and_unreadable_ones_ask_for_no_answer(content: dict[str, Any]) -> None:
    assert hear(message(**content)) is None


def test_what_the_double_sends_is_read() -> None:
    world = World(int(BOT))
    updates = [
        world.say(7, "Chào em"),
        world.send_photo(7, b"photo", "xưởng"),
        world.send_document(7, "a.pdf", b"pdf"),
        world.send_voice(7, b"voice"),
        world.send_sticker(7),
        world.send_location(7, 21.0, 105.8),
    ]
    kinds = [[each.kind for each in heard(update).attachments] for update in updates]
    assert kinds == [[], ["photo"], ["document"], ["voice"], ["sticker"], ["location"]]


FIELDS = (
    *("id", "type", "message_id", "date", "chat", "from", "text", "caption", "photo", "document", "voice"),
    *("contact", "location", "data", "message", "new_chat_member", "status", "file_id", "file_size", "width"),
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=5),
    max_leaves=20,
)


@given(st.sampled_from(KINDS), anything, anything)
def test_nothing_that_may_arrive_raises(kind: str, body: object, chat: object) -> None:
    for update in ({"update_id": 1, kind: body}, {"update_id": 1, kind: {"chat": chat, "photo": body}}, body):
        address_of(update, BOT)
        press_of(update)
        update_id_of(update)
        if isinstance(update, dict):
            hear(update)
