"""What was heard, made ready for comparing."""

import unicodedata
from datetime import UTC, datetime

import pytest

from bot.heard import Heard, has_phrase
from bot.messages import MAX_HEARD, Attachment, Incoming
from knowledge.spelling import Speller
from storage.accounts import Address

AT = datetime(2026, 4, 14, 4, 45, tzinfo=UTC)
SPELLER = Speller(["đăng ký thi đua", "công nhân giỏi"])


def heard(text: str, *attachments: Attachment) -> Heard:
    return Heard(Incoming(Address("web", "", "hoa"), "1", AT, text, attachments=attachments), SPELLER)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Đăng ký!", "dang ky"),
        ("  đăng   ký\n thi đua ", "dang ky thi dua"),
        ("ĐĂNG-KÝ", "dang ky"),
        ("tổ 3, chuyền 5.", "to 3 chuyen 5"),
        ("D'Angelo", "d'angelo"),
        ("công_nhân", "cong nhan"),
        ("", ""),
        ("🎉🎉", ""),
        ("...", ""),
        ("\u200b\u200d", ""),
        ("\x00\x07", ""),
    ],
)
def test_only_words_are_left_without_marks(text: str, plain: str) -> None:
    assert heard(text).plain == plain
    assert heard(text).wordless == (plain == "")


def test_the_same_words_in_another_composition_are_the_same() -> None:
    apart = unicodedata.normalize("NFD", "Tôi đăng ký công nhân giỏi")
    assert apart != "Tôi đăng ký công nhân giỏi"
    assert heard(apart).text == "Tôi đăng ký công nhân giỏi"
    assert heard(apart).plain == "toi dang ky cong nhan gioi"


def test_slips_are_mended_in_what_is_compared_and_not_in_what_was_typed() -> None:
    slip = heard("dk cong nhan gioi")
    assert slip.text == "dk cong nhan gioi"
    assert slip.plain == "dk cong nhan gioi"
    assert slip.folded == "dang ky cong nhan gioi"


def test_a_very_long_message_is_heard_up_to_its_measure() -> None:
    long = heard("dài " * 2500)
    assert len(long.text) <= MAX_HEARD
    assert set(long.plain.split()) == {"dai"}


def test_what_is_sent_along_is_heard_too() -> None:
    photo = Attachment("photo", "a.jpg")
    assert heard("", photo).attachments == (photo,)


@pytest.mark.parametrize(
    ("text", "phrase", "found"),
    [
        ("em dang ky voi", "dang ky", True),
        ("dang ky", "dang ky", True),
        ("khoang kynh", "ang ky", False),
        ("dang kynh", "dang ky", False),
        ("", "dang ky", False),
    ],
)
def test_a_phrase_stands_in_a_text_as_whole_words(text: str, phrase: str, found: bool) -> None:
    assert has_phrase(text, phrase) is found
