"""A form goes forward by one message: opening, answering, correcting, confirming, leaving."""

import pytest

from storage.database import Database
from tests.support.journeys import Chat, labels_of, text_of
from tests.support.talking import CLOSED, PLEDGES_ASK, kept, tiny_bot

HOA = "Lò Thị Hoa"


@pytest.fixture
def chat(sqlite_database: Database) -> Chat:
    return Chat(sqlite_database, tiny_bot())


async def card(chat: Chat) -> str:
    """The stamp of the card "kèm 1 người mới, tổ 3" that waits for its confirmation."""
    said = await chat.says(HOA, "đăng ký kèm 1 người mới tổ 3")
    assert text_of(said) == "Em ghi: kem 1 nguoi moi, tổ 3."
    assert labels_of(said) == ["Gửi", "Sửa", "Thôi"]
    return str(said[-1].body["buttons"][0]["value"]).partition(".")[0]


async def test_a_complete_message_costs_one_confirmation(chat: Chat) -> None:
    stamp = await card(chat)
    assert kept(chat.database) == []
    assert text_of(await chat.presses(HOA, f"{stamp}.yes")) == CLOSED
    assert kept(chat.database) == ["kem 1 nguoi moi/3"]


async def test_only_what_is_missing_is_asked(chat: Chat) -> None:
    said = await chat.says(HOA, "đăng ký kèm 1 người mới")
    assert text_of(said) == PLEDGES_ASK
    assert "kem 1 nguoi moi, tổ 4" in text_of(await chat.says(HOA, "tổ 4"))


@pytest.mark.parametrize("yes", ["gửi", "Đồng ý", "ok", "ừ", "đúng rồi", "1", "Gửi"])
async def test_a_plain_yes_confirms(chat: Chat, yes: str) -> None:
    await card(chat)
    await chat.says(HOA, yes)
    assert kept(chat.database) == ["kem 1 nguoi moi/3"]


@pytest.mark.parametrize("leave", ["thôi", "HỦY", "stop", "để sau nhé", "Thôi không làm nữa"])
async def test_the_words_that_leave_a_form_leave_it_anywhere(chat: Chat, leave: str) -> None:
    await card(chat)
    assert "em dừng ở đây" in text_of(await chat.says(HOA, leave))
    await chat.says(HOA, "dk")
    assert "em dừng ở đây" in text_of(await chat.says(HOA, leave))
    assert text_of(await chat.says(HOA, "gửi")) == "Em chưa rõ."
    assert kept(chat.database) == []


async def test_one_answer_is_corrected_by_its_button(chat: Chat) -> None:
    stamp = await card(chat)
    said = await chat.presses(HOA, f"{stamp}.edit")
    assert labels_of(said) == ["Việc đăng ký", "Tổ, chuyền"]
    assert text_of(await chat.chooses(HOA, said, "Tổ, chuyền")) == PLEDGES_ASK
    said = await chat.says(HOA, "tổ 9")
    assert "kem 1 nguoi moi, tổ 9" in text_of(said)
    await chat.chooses(HOA, said, "Gửi")
    assert kept(chat.database) == ["kem 1 nguoi moi/9"]


async def test_a_correction_is_said_to_the_card_itself(chat: Chat) -> None:
    await card(chat)
    assert "kem 1 nguoi moi, tổ 5" in text_of(await chat.says(HOA, "tổ 5"))


async def test_a_question_that_may_stay_open_is_skipped(chat: Chat) -> None:
    await chat.says(HOA, "đăng ký kèm 1 người mới")
    said = await chat.says(HOA, "không có")
    assert text_of(said) == "Em ghi: kem 1 nguoi moi, tổ -."


@pytest.mark.parametrize(("answer", "team"), [("2", "2"), ("Tổ 1", "1"), ("to 1", "1")])
async def test_a_digit_or_a_label_answers_the_open_question(chat: Chat, answer: str, team: str) -> None:
    await chat.says(HOA, "đăng ký kèm 1 người mới")
    assert f"tổ {team}." in text_of(await chat.says(HOA, answer))


async def test_two_misses_offer_a_person_and_an_answer_forgets_them(chat: Chat) -> None:
    await chat.says(HOA, "dk")
    first = await chat.says(HOA, "x")
    assert "Hỏi người thật" not in labels_of(first)
    second = await chat.says(HOA, "y")
    assert "Hoặc em chuyển cán bộ" in text_of(second)
    assert labels_of(second)[-1] == "Hỏi người thật"
    await chat.says(HOA, "mỗi ngày không quá 2 hàng lỗi")
    third = await chat.says(HOA, "may mặc")
    assert "nhắn tên tổ" in text_of(third)
    assert "Hỏi người thật" not in labels_of(third)


async def test_what_a_card_cannot_make_sense_of_is_no_yes(chat: Chat) -> None:
    await card(chat)
    said = await chat.says(HOA, "trời hôm nay đẹp")
    assert "nhắn chỗ cần sửa" in text_of(said)
    assert kept(chat.database) == []


async def test_a_second_opening_of_the_same_form_starts_over(chat: Chat) -> None:
    stamp = await card(chat)
    said = await chat.presses(HOA, "a.pledge.0.0")
    assert "định làm gì" in text_of(said)
    assert "Nút này của lần trước" in text_of(await chat.presses(HOA, f"{stamp}.yes"))
    assert kept(chat.database) == []


async def test_a_button_of_the_card_is_no_answer_to_a_question_that_was_reopened(chat: Chat) -> None:
    stamp = await card(chat)
    await chat.presses(HOA, f"{stamp}.fix:what")
    said = await chat.presses(HOA, f"{stamp}.yes")
    assert "Nút này của lần trước" in text_of(said)
    said = await chat.says(HOA, "không quá 2 hàng lỗi")
    assert text_of(said) == "Em ghi: không quá 2 hàng lỗi, tổ 3."


@pytest.mark.parametrize("value", ["fix:of an older version", "maybe", "skip", "7", "fix:"])
async def test_a_press_the_card_does_not_offer_gets_a_polite_answer(chat: Chat, value: str) -> None:
    stamp = await card(chat)
    said = await chat.presses(HOA, f"{stamp}.{value}")
    assert "Nút này của lần trước" in text_of(said)
    assert labels_of(said) == ["Gửi", "Sửa", "Thôi"]
    assert kept(chat.database) == []


async def test_a_press_the_question_does_not_offer_is_no_answer(chat: Chat) -> None:
    said = await chat.says(HOA, "đăng ký kèm 1 người mới")
    stamp = str(said[-1].body["buttons"][0]["value"]).partition(".")[0]
    again = await chat.presses(HOA, f"{stamp}.77")
    assert "Nút này của lần trước" in text_of(again)
    assert labels_of(again) == ["Tổ 1", "Tổ 2", "Bỏ qua"]
    assert "tổ 2." in text_of(await chat.presses(HOA, f"{stamp}.2"))
