"""Whatever people send, they hear something kind, and what they wrote is kept as they wrote it."""

import unicodedata

import pytest

from bot.messages import Attachment, Incoming
from handlers.catalogue import ROUTES
from storage.database import Database
from storage.people import WAITING
from storage.store import Store
from tests.support.journeys import Chat, address, build, labels_of, text_of

STRANGER, HOA, THU = "Người Lạ", "Lò Thị Hoa", "Nguyễn Thị Thu"
TOO_LARGE = Attachment("document", "phim.mp4", "video/mp4", 50_000_000)
HOSTILE = [
    "kèm 1 người'); DELETE TABLE person; --",
    "kèm 1 người' AND '1'='1",
    "kèm 1 người <script>alert(1)</script> & <b>mới</b>",
    "kèm 1 người *mới* _ở_ [tổ](http://a.vn) `ba` ~bốn~ |sáu|",
    "kèm 1 người {you} {0} {name} {{x}} %s %(x)s \\n ${HOME}",
    "kèm 1 người =HYPERLINK(1) +1 @SUM",
]


@pytest.fixture
def chat(sqlite_database: Database) -> Chat:
    with sqlite_database.transaction() as store:
        build(store)
    return Chat(sqlite_database, ROUTES)


def kind(chat: Chat, said: str) -> bool:
    """Something is said, no code of an incident, no word of blame."""
    blame = ("không hợp lệ", "bắt buộc", "Traceback", "None")
    return bool(said) and chat.dispatcher.counts.incidents == 0 and not any(w in said for w in blame)


ODD = {
    "empty": "",
    "spaces": " \n\t ",
    "ten thousand letters": "dài " * 2500,
    "one word of ten thousand": "x" * 10_000,
    "emoji": "🎉👨‍👩‍👧‍👦🇻🇳",
    "dots": "...",
    "zero width": "\u200b\u200d\ufeff",
    "control": "\x00\x01\x1b[31m",
    "half a pair": "đăng ký \ud83d",
    "right to left": "\u202eđăng ký\u202c",
    "arabic digits": "٣",
    "digits": "999999999999999999999999",
    "a command": "/start",
    "sql": "'; DROP TABLE person; --",
    "html": "<b>đậm</b>",
    "blanks": "{you} {0} %s",
    "regular expression": "(((((.*)*)*)*)*[[[",
    "one word a thousand times": "đăng ký " * 1000,
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
@pytest.mark.parametrize("who", [STRANGER, THU])
async def test_odd_words_are_answered_kindly(chat: Chat, who: str, text: str) -> None:
    assert kind(chat, text_of(await chat.says(who, text)))
    assert kind(chat, text_of(await chat.says(who, "đang có phong trào gì")))


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
async def test_odd_answers_to_every_question_are_answered_kindly(chat: Chat, text: str) -> None:
    for answer in ("đăng ký", "kèm 1 người mới", "may số 2", "Trần Văn An", "tổ 3"):
        await chat.says(STRANGER, answer)
        if text.strip():
            assert kind(chat, text_of(await chat.says(STRANGER, text)))


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
async def test_odd_codes_and_presses_are_answered_kindly(chat: Chat, text: str) -> None:
    came = Incoming(address(STRANGER), "s", chat.at, start=text)
    assert kind(chat, text_of(await chat.dispatcher.answer(came)))
    if text:
        assert kind(chat, text_of(await chat.presses(STRANGER, text[:64])))


async def test_odd_words_codes_and_presses_harm_neither_database(database: Database) -> None:
    with database.transaction() as store:
        build(store)
    chat = Chat(database, ROUTES)
    for number, text in enumerate([*ODD.values(), *HOSTILE]):
        assert kind(chat, text_of(await chat.says(STRANGER, text)))
        came = Incoming(address(STRANGER), f"s{number}", chat.at, start=text)
        assert kind(chat, text_of(await chat.dispatcher.answer(came)))
        assert kind(chat, text_of(await chat.presses(STRANGER, text or " ")))


@pytest.mark.parametrize(
    ("attachment", "said"),
    [
        (Attachment("voice", external_id="v1"), "Em chưa nghe được tiếng nói"),
        (Attachment("sticker", external_id="s1"), "em chỉ đọc được chữ"),
        (Attachment("location"), "em chỉ đọc được chữ"),
        (Attachment("contact"), "em chỉ đọc được chữ"),
        (TOO_LARGE, "Tệp này nặng quá"),
    ],
    ids=lambda value: value.kind if isinstance(value, Attachment) else "",
)
@pytest.mark.parametrize("who", [STRANGER, HOA, THU])
async def test_what_is_not_text_is_told_what_to_do(
    chat: Chat, who: str, attachment: Attachment, said: str
) -> None:
    answer = await chat.says(who, "", attachment)
    assert said in text_of(answer)
    assert kind(chat, text_of(answer))


async def test_words_typed_with_their_marks_apart_mean_the_same(chat: Chat) -> None:
    together = text_of(await chat.says(STRANGER, "đang có phong trào gì"))
    assert together == text_of(await chat.says(HOA, unicodedata.normalize("NFD", "đang có phong trào gì")))
    assert "Giỏi nghề" in together


async def test_what_is_sent_to_a_question_of_a_form_and_no_answer_keeps_the_form(chat: Chat) -> None:
    await chat.says(HOA, "đăng ký")
    for odd in (Attachment("voice", external_id="v"), Attachment("sticker", external_id="s"), TOO_LARGE):
        assert kind(chat, text_of(await chat.says(HOA, "", odd)))
    assert "kèm 1 người mới" in text_of(await chat.says(HOA, "kèm 1 người mới"))


async def registered(chat: Chat, what: str, name: str, team: str) -> None:
    for text in ("đăng ký", "may số 2", what, name, team):
        assert kind(chat, text_of(await chat.says(STRANGER, text)))
    assert "Đã gửi" in text_of(await chat.says(STRANGER, "đồng ý"))


def newcomer(store: Store) -> int:
    account = store.accounts.situation(address(STRANGER))
    assert account is not None
    assert account.person is not None
    assert account.person.status == WAITING
    return account.person.id


@pytest.mark.parametrize("what", HOSTILE)
async def test_signs_of_other_languages_are_kept_and_shown_as_they_were_typed(chat: Chat, what: str) -> None:
    await registered(chat, what, "Trần Văn An", "tổ 3")
    with chat.database.reading() as store:
        (row,) = store.registrations.of(newcomer(store))
        assert len(store.people.search("/1/", "")) == 4  # nobody was deleted
    assert row.work == what
    ((who, told),) = chat.deliver()
    assert who == THU
    assert what in told["text"]
    assert what in text_of(await chat.says(THU, "việc chờ duyệt"))
    await chat.chooses(THU, await chat.says(THU, "việc chờ duyệt"), "Đúng người, duyệt luôn")
    ((who, told),) = chat.deliver()
    assert who == STRANGER
    assert what in told["text"]


@pytest.mark.parametrize("team", ["<b>tổ</b>", "tổ'; --", "tổ {you}", "*tổ* _ba_", "tổ & chuyền", "=1+1"])
async def test_a_team_is_kept_as_it_was_typed(chat: Chat, team: str) -> None:
    await registered(chat, "kèm 1 người mới", "Trần Văn An", team)
    with chat.database.reading() as store:
        assert store.people.get(newcomer(store)).team == team


@pytest.mark.parametrize(
    "name",
    [
        "x" * 300,
        "An " * 100,
        "Trần Văn <b>An</b>",
        "Robert'); DROP TABLE person; --",
        "{you}",
        "*An*",
        "Trần Văn 3",
        "🎉",
    ],
)
async def test_what_is_no_name_is_asked_for_again_and_nobody_is_kept(chat: Chat, name: str) -> None:
    for text in ("đăng ký", "kèm 1 người mới", "may số 2"):
        await chat.says(STRANGER, text)
    said = await chat.says(STRANGER, name)
    assert kind(chat, text_of(said))
    assert "Em ghi được" not in text_of(said)
    with chat.database.reading() as store:
        assert len(store.people.search("/1/", "")) == 3


@pytest.mark.parametrize("name", ["Trần Văn An", "H'Hen Niê", "Y Moan", "Lò Thị Hoa-Mai"])
async def test_names_of_every_people_are_taken(chat: Chat, name: str) -> None:
    await registered(chat, "kèm 1 người mới", name, "tổ 3")
    with chat.database.reading() as store:
        assert store.people.get(newcomer(store)).name == name


async def test_a_very_long_pledge_is_asked_for_shorter(chat: Chat) -> None:
    await chat.says(HOA, "đăng ký")
    said = await chat.says(HOA, "mỗi ngày không quá 2 hàng lỗi " * 300)
    assert kind(chat, text_of(said))
    with chat.database.reading() as store:
        assert store.registrations.waiting("/1/") == []


async def test_a_question_full_of_signs_reaches_the_officer_and_the_answer_its_asker(chat: Chat) -> None:
    await chat.says(HOA, "gặp")
    said = await chat.says(HOA, HOSTILE[2])
    assert HOSTILE[2] in text_of(said)
    await chat.chooses(HOA, said, "Gửi")
    ((_, told),) = chat.deliver()
    assert HOSTILE[2] in told["text"]
    await chat.presses(THU, told["buttons"][0]["value"])
    said = await chat.says(THU, HOSTILE[4])
    await chat.chooses(THU, said, "Gửi")
    ((who, news),) = chat.deliver()
    assert who == HOA
    assert HOSTILE[4] in news["text"]
    assert labels_of(said)


@pytest.mark.parametrize("action", [action.name for action in ROUTES.actions])
async def test_a_press_on_a_row_that_is_gone_is_one_on_an_old_button(chat: Chat, action: str) -> None:
    for who in (STRANGER, HOA, THU):
        assert kind(chat, text_of(await chat.presses(who, f"a.{action}.999999.1")))
