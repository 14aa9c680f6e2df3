"""What a message wants is heard in every spelling, and a question stays a question."""

import json
from collections import Counter

import pytest

from benchmarks.answering import SAMPLE, understanding
from knowledge.intents import ASK, Listener, Meaning

RECORDS = [json.loads(line) for line in (SAMPLE / "intents.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def listener() -> Listener:
    return Listener()


def test_our_own_labelled_messages_are_understood_well_enough() -> None:
    figures = understanding(RECORDS)
    assert figures["commands"] >= 150
    assert figures["intent"] >= 0.97
    assert figures["slot_f1"] >= 0.93
    assert figures["questions_as_commands"] <= 0.01


def test_there_are_messages_of_every_kind_and_many_questions() -> None:
    kinds = Counter(record["intent"] for record in RECORDS)
    assert len(kinds) == 16
    assert min(kinds.values()) >= 10
    assert kinds[ASK] >= 60
    assert len({record["question"] for record in RECORDS}) == len(RECORDS)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("em đề cử cô Lan được không ạ", "nominate"),
        ("cho em gặp cán bộ được không", "human_handoff"),
        ("huỷ đăng ký giúp em vs", "cancel"),
        ("cho em đăng ký lao động giỏi được không ạ", "register_title"),
        ("nhắc tổ may 3 nộp danh sách nhé", "remind"),
        ("khong duyet", "reject"),
        ("duyet het", "approve"),
        ("k muon nhan tin nua", "unsubscribe"),
        ("gửi tin cho cả tổ: ai chưa đăng ký thì khi nào đăng ký?", "broadcast"),
        ("hồ sơ của em duyệt chưa", "check_status"),
        ("tổ nào chưa đăng ký", "report_query"),
        ("chưa bao giờ em dám, nay em đăng ký lao động giỏi ạ", "register_title"),
    ],
)
def test_an_order_stays_an_order_however_politely_it_ends(listener: Listener, text: str, intent: str) -> None:
    assert listener.meaning(text).intent == intent


@pytest.mark.parametrize(
    "text",
    [
        "đăng ký đến khi nào",
        "duyệt hồ sơ mất bao lâu",
        "hủy đăng ký có sao không",
        "hạn gửi sáng kiến đợt 2",
        "đăng ký rồi có sửa lại được không",
        "đề cử người khác thì cần gì",
        "nhắc lại giúp em hạn đăng ký là ngày nào?",
        "tiêu chuẩn lao động giỏi",
        "k dky co bi tru gi k",
        "chào em, hôm nay trời đẹp ghê",
        "",
        "???",
        "🙂",
    ],
)
def test_a_question_with_words_of_command_is_no_command(listener: Listener, text: str) -> None:
    assert listener.meaning(text) == Meaning(ASK)


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        (
            "dk lao dong gioi nam nay, em la Lo Thi Hoa to may 3",
            {"title": "lao dong gioi", "year": "nam nay", "person": "Lo Thi Hoa", "team": "to may 3"},
        ),
        (
            "CĐCS Trường Hoa Ban đăng ký công trình chào mừng 20/11: vườn rau sạch",
            {"org": "CĐCS Trường Hoa Ban", "occasion": "20/11", "commitment": "vườn rau sạch"},
        ),
        (
            "gửi sáng kiến: kệ xoay, tác giả Vi Văn Toản và Lò Thị Én",
            {"initiative": "kệ xoay", "person": "Vi Văn Toản; Lò Thị Én"},
        ),
        ("bắn tin cho all đv nữ: t7 nghỉ", {"audience": "đoàn viên nữ", "message": "t7 nghỉ"}),
        (
            "Nhắc các tổ chưa nộp danh sách trước ngày 5/6",
            {"audience": "các tổ chưa nộp", "object": "danh sách", "deadline": "5/6"},
        ),
        ("đổi số thành 0912.345.678", {"phone": "0912345678"}),
        ("em đổi tổ rồi, cập nhật giúp em", {}),
        ("hủy giao ước đợt 1 giúp em", {"target": "giao ước", "phase": "đợt 1"}),
        (
            "khen chị H'Lan Byă tổ 2 vì chị ấy nhặt được của rơi trả lại",
            {"nominee": "H'Lan Byă", "team": "tổ 2", "reason": "nhặt được của rơi trả lại"},
        ),
    ],
)
def test_slots_are_quoted_as_typed_with_the_spelling_repaired(
    listener: Listener, text: str, slots: dict[str, str]
) -> None:
    assert listener.meaning(text).slots == slots


def test_marks_tell_words_apart_that_look_alike_without_them(listener: Listener) -> None:
    assert "team" not in listener.meaning("em muốn đổi 3 thông tin trong hồ sơ cá nhân").slots
    assert listener.meaning("trả hồ sơ của Lý Thị Mẩy").intent == "reject"
