"""Stamps keep an old press from doing something new."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.buttons import LIMIT, Acted, Answered, chosen, menu_of, read_press, stamp
from bot.messages import Button, Choice


@pytest.mark.parametrize(
    ("choice", "conversation", "value"),
    [
        (Choice("Gửi", "yes"), 7, "c7.yes"),
        (Choice("Sửa", "fix:name"), 12, "c12.fix:name"),
        (Choice("Duyệt", action="approve", row=3, version=2), 7, "a.approve.3.2"),
        (Choice("Xem hết", action="reviews"), None, "a.reviews.0.0"),
    ],
)
def test_a_button_says_what_it_answers_or_what_it_acts_on(
    choice: Choice, conversation: int | None, value: str
) -> None:
    assert stamp(choice, conversation) == Button(choice.label, value)


def test_a_choice_that_answers_nothing_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="answers no conversation"):
        stamp(Choice("Gửi", "yes"), None)


def test_a_stamp_no_channel_could_carry_is_a_mistake_of_the_program() -> None:
    assert stamp(Choice("Tổ", "x" * (LIMIT - 3)), 1).value == "c1." + "x" * 61
    with pytest.raises(ValueError, match="over 64 bytes"):
        stamp(Choice("Tổ", "x" * (LIMIT - 2)), 1)
    with pytest.raises(ValueError, match="over 64 bytes"):
        stamp(Choice("Tổ", "ổ" * 22), 1)  # 22 letters, 66 bytes


@given(
    st.integers(1, 2**63 - 1),
    st.integers(0, 2**31 - 1),
    st.from_regex(r"[a-z_]{1,20}", fullmatch=True),
)
def test_a_button_on_any_row_is_short_enough_and_read_back(row: int, version: int, action: str) -> None:
    button = stamp(Choice("Duyệt", action=action, row=row, version=version), 1)
    assert len(button.value.encode()) <= LIMIT
    assert read_press(button.value) == Acted(action, row, version)


@given(st.integers(1, 2**63 - 1), st.text(min_size=1, max_size=10))
def test_an_answer_is_read_back_with_its_conversation(conversation: int, value: str) -> None:
    assert read_press(stamp(Choice("?", value), conversation).value) == Answered(conversation, value)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "yes",
        "c",
        "c7",
        "c7.",
        "cx.yes",
        "c-1.yes",
        "a.approve",
        "a.approve.3",
        "a.approve.3.2.1",
        "a.approve.x.1",
        "a.approve.-3.1",
        "a.approve.3.",
        "a.approve.99999999999999999999.1",
        "c99999999999999999999.yes",
        "d3.yes",
        "'; DROP TABLE person; --",
    ],
)
def test_what_no_button_of_ours_carries_means_nothing(value: str) -> None:
    assert read_press(value) is None


@given(st.text())
def test_whatever_is_pressed_reading_it_does_not_fail(value: str) -> None:
    read_press(value)


MENU = menu_of((Button("Duyệt", "a.approve.3.1"), Button("Đúng người, nhận", "a.confirm.4.1")))


@pytest.mark.parametrize(
    ("plain", "value"),
    [
        ("1", "a.approve.3.1"),
        ("2", "a.confirm.4.1"),
        ("02", "a.confirm.4.1"),
        ("duyet", "a.approve.3.1"),
        ("dung nguoi nhan", "a.confirm.4.1"),
        ("0", None),
        ("3", None),
        ("123", None),
        ("²", None),
        ("٢", None),
        ("duyet het", None),
        ("dung nguoi", None),
        ("", None),
    ],
)
def test_a_digit_or_a_label_without_marks_chooses_from_the_open_menu(plain: str, value: str | None) -> None:
    assert chosen(MENU, plain) == value


def test_a_press_read_back_is_carried_as_it_was() -> None:
    assert Acted("approve", 3, 2, "DUYỆT 3X2").value == "a.approve.3.2"


def test_a_label_of_signs_alone_is_chosen_by_nothing() -> None:
    assert chosen(menu_of((Button("👍", "c1.yes"),)), "") is None
