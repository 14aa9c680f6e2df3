"""A plain yes or no, however it is typed."""

from datetime import UTC, datetime

import pytest

from bot import texts
from bot.agreeing import marks_agree, says_no, says_stop, says_yes, without_particles
from bot.heard import Heard
from bot.messages import Incoming
from knowledge.spelling import Speller
from storage.accounts import Address

AT = datetime(2026, 4, 14, 4, 45, tzinfo=UTC)


def heard(text: str) -> Heard:
    return Heard(
        Incoming(Address("web", "", "1"), "1", AT, text), Speller(texts.phrases("common.vocabulary"))
    )


@pytest.mark.parametrize(
    "text",
    [
        "u dong y",
        "u dung",
        "ừ",
        "đúng rồi ạ",
        "dạ vâng ạ",
        "em đồng ý nhé",
        "dung",
        "đồng ý",
        "ddungs rooif",
        "co",
    ],
)
def test_a_yes_is_heard_with_the_small_words_around_it(text: str) -> None:
    assert says_yes(heard(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "...",
        "👍",
        "đừng",
        "dừng",
        "dung nhe",
        "cô",
        "co oi",
        "chi co",
        "đồng ý?",
        "dong y gi",
        "khong",
        "em",
        "ạ",
        "đừng gửi",
        "dung gui",
        "de xem da",
        "khong dong y",
        "dong y khong",
    ],
)
def test_an_unclear_word_is_no_consent(text: str) -> None:
    assert not says_yes(heard(text))


@pytest.mark.parametrize("text", ["không", "k", "da khong a", "em không đồng ý"])
def test_a_no_is_heard_as_well(text: str) -> None:
    assert says_no(heard(text))


def test_to_stop_is_only_heard_with_its_mark() -> None:
    assert says_stop(heard("dừng"))
    assert says_stop(heard("đừng"))
    assert not says_stop(heard("dung"))


def test_labels_are_found_behind_small_words() -> None:
    assert without_particles("u dong y") == "dong y"
    assert without_particles("em dong y nhe") == "dong y"
    assert without_particles("chuyen 3") == "chuyen 3"


def test_a_word_may_lack_marks_but_have_no_other() -> None:
    assert marks_agree("dông", "đồng")
    assert not marks_agree("dừng", "đúng")
    assert not marks_agree("đừng", "đúng")
