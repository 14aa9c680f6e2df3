"""What goes in and out."""

import dataclasses
from datetime import UTC, datetime

import pytest

from bot.messages import Choice, File, Incoming, Reply, Source
from storage.accounts import Address


def test_two_replies_become_one_with_the_choices_of_the_second() -> None:
    source = Source("12/KH", None, None, "II", "…")
    answer = Reply("Đến 30/4 ạ.", (Choice("Hỏi", "ask"),), sources=(source,))
    asked = Reply("Tổ nào ạ?", (Choice("Bỏ qua", "skip"),), files=(File("a.png", "image/png", b"x"),))
    both = answer.also(asked)
    assert both.text == "Đến 30/4 ạ.\nTổ nào ạ?"
    assert both.choices == asked.choices
    assert both.sources == (source,)
    assert both.files == asked.files


def test_a_closing_answer_with_a_question_after_it_closes_nothing() -> None:
    assert not Reply("Đã gửi.", closing=True).also(Reply("Tổ nào ạ?")).closing


def test_a_message_cannot_be_changed_on_its_way() -> None:
    came = Incoming(Address("web", "", "hoa"), "1", datetime(2026, 4, 14, tzinfo=UTC), "chào")
    with pytest.raises(dataclasses.FrozenInstanceError):
        came.text = "khác"  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        Reply("Dạ.").text = "Không"  # type: ignore[misc]
