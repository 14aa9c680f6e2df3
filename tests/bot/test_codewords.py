"""What is typed for a button where a channel shows none, and what is no code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import texts
from bot.buttons import LARGEST, Acted
from bot.codewords import LETTERS, Mistyped, code_of, distinct, lines, offers, opens_journey, read
from bot.heard import Heard
from bot.messages import Choice, Incoming
from knowledge.spelling import Speller
from storage.vietnamese import fold
from tests.support.journeys import NOON, address

ACTIONS = sorted(texts.table("codewords", "actions"))
ROWS, VERSIONS = st.integers(1, LARGEST), st.integers(0, 10**9 - 1)
DUYET = "DUYỆT 12Y"


def plain(text: str) -> str:
    """As the bot hears it."""
    return Heard(Incoming(address("Thu"), "1", NOON, text), Speller()).plain


def acted(found: Acted | Mistyped | None) -> tuple[str, int, int]:
    assert isinstance(found, Acted)
    return found.action, found.row, found.version


@given(st.sampled_from(ACTIONS), ROWS, VERSIONS)
def test_a_code_means_the_row_and_version_it_was_made_for(action: str, row: int, version: int) -> None:
    found = read(plain(code_of(action, row, version)))
    assert acted(found) == (action, row, version)
    assert isinstance(found, Acted)
    assert found.typed == code_of(action, row, version)


@pytest.mark.parametrize(
    "text",
    [
        DUYET,
        "duyet 12y",
        "Duyệt 12y ạ",
        "DUYET 12-Y",
        "duyệt 12 Y nhé em",
        "duyet12y",
        "duyệt: 12Y.",
        "dạ duyệt mã 12Y ạ!",
        "nhắn DUYỆT 12Y",
        "duyệt 012y",
        "duyệt 12Y 👍",
        "duyệt 12y1",
    ],
)
def test_however_it_is_typed_it_is_the_same_code(text: str) -> None:
    assert acted(read(plain(text))) == ("approve", 12, 1)


def test_a_first_version_is_not_written_and_every_other_is() -> None:
    assert code_of("approve", 12, 1) == DUYET
    assert code_of("approve", 12, 2) == "DUYỆT 12F2"
    assert acted(read(plain("duyệt 12f2"))) == ("approve", 12, 2)
    assert read(plain("duyệt 12f")) == Mistyped("DUYỆT 12F")  # never taken for the version that is now


@pytest.mark.parametrize(
    "text",
    [
        "duyệt",
        "duyệt 12",
        "duyệt 12 người",
        "duyệt 1 2",
        "duyệt 1-3",
        "duyệt 12/1",
        "duyệt 12-1",
        "duyệt hết trừ 3",
        "duyệt 3 rồi",
        "bổ sung 5S",
        "duyệt 12h",
        "duyệt 12k",
        "duyệt 7v2",
        "duyệt 12 r nhé",
        "lớp 12A1",
        "mai họp, duyệt 12Y rồi về",
        "trả lời 5 câu",
        "",
    ],
)
def test_an_ordinary_sentence_is_no_code(text: str) -> None:
    assert read(plain(text)) is None


@given(st.sampled_from(ACTIONS), st.integers(1, 10**6), st.integers(1, 50), st.data())
def test_one_wrong_digit_or_two_that_changed_places_name_no_other_row(
    action: str, row: int, version: int, data: st.DataObject
) -> None:
    word, _, code = plain(code_of(action, row, version)).rpartition(" ")
    at = data.draw(st.integers(0, len(str(row)) - 1))
    wrong = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != code[at]]))
    slips = {f"{code[:at]}{wrong}{code[at + 1 :]}"}
    if at + 1 < len(str(row)) and code[at] != code[at + 1]:
        slips.add(f"{code[:at]}{code[at + 1]}{code[at]}{code[at + 2 :]}")
    for slip in slips:
        assert isinstance(read(f"{word} {slip}"), Mistyped)


@given(st.integers(1, 10**6), st.integers(1, 50))
def test_a_code_with_a_word_left_out_acts_on_nothing(row: int, version: int) -> None:
    code = code_of("initiative_approve", row, version)
    assert isinstance(read(plain(code.replace(" SÁNG KIẾN", ""))), Mistyped)


def test_a_number_no_database_holds_is_a_slip() -> None:
    found = {type(read(f"duyet {10**19 - 1}{letter.lower()}")) for letter in LETTERS}
    assert found == {Mistyped}


@given(st.text(max_size=60))
def test_whatever_is_written_reading_it_does_not_fail(text: str) -> None:
    read(plain(text))


def test_each_choice_of_a_message_without_buttons_has_its_line() -> None:
    choices = (
        Choice("Đúng người, duyệt luôn", action="approve", row=12, version=1),
        Choice("Không phải", action="stranger", row=31, version=2),
        Choice("Xem đăng ký", action="reviews"),
        Choice("Chọn nơi khác", action="joining"),
    )
    assert lines("Có việc.", choices) == [
        "Đúng người, duyệt luôn: nhắn DUYỆT 12Y",
        f"Không phải: nhắn {code_of('stranger', 31, 2)}",
        "Nhắn: XEM ĐĂNG KÝ",
        "Chọn nơi khác: nhắn THAM GIA",
    ]


def test_what_the_text_says_already_is_not_said_again() -> None:
    assert lines("Nhắn SÁNG KIẾN để làm tiếp.", (Choice("Làm tiếp", action="initiatives"),)) == []


def test_a_journey_is_opened_by_its_word_alone() -> None:
    assert opens_journey(plain("Xem đăng ký!"))
    assert not opens_journey(plain("xem đăng ký của chị Hoa"))
    assert not opens_journey("")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ({"approve": "DUYỆT", "also": "duyet"}, "both typed"),
        ({"a": "BỎ DỞ", "b": "BODO"}, "both typed"),
        ({"a": "XEM", "b": "XEM ZB"}, "word left out"),  # z and b weigh 220, twenty times the letters
        ({"a": "ZB XEM", "b": "XEM"}, "word left out"),
    ],
)
def test_words_that_could_be_taken_for_one_another_are_a_mistake(words: dict[str, str], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        distinct(words)


def test_a_later_message_that_offers_the_same_is_noticed() -> None:
    told = {"text": "Hoàng Thị Đào, đăng ký: ….\nDuyệt: nhắn DUYỆT 2Z"}
    shown = {"text": "Hoàng Thị Đào", "buttons": [{"label": "Duyệt", "value": "a.approve.2.1"}]}
    assert offers(told, "duyet", "approve")
    assert offers(shown, "duyet", "approve")
    assert not offers({"text": "mai họp"}, "duyet", "approve")
    assert not offers(shown, "bo sung", "approve")


def test_folding_keeps_every_letter_of_a_code() -> None:
    assert all(fold(letter) == letter.lower() for letter in LETTERS)
