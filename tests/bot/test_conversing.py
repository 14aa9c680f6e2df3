"""What one message means here and now: a press, an answer, a question, a new wish."""

import pytest

from bot.messages import Attachment, Reply, Said
from bot.routing import Action, Routes
from bot.turn import Turn
from storage.database import Database
from tests.support.journeys import Chat, build, labels_of, routes_of, text_of
from tests.support.talking import CLOSED, PLEDGES_AGAIN, PLEDGES_ASK, Looked, kept, tiny_bot

HOA, THU = "Lò Thị Hoa", "Nguyễn Thị Thu"
OLD = "Nút này của lần trước rồi ạ. Anh/chị cần gì cứ nhắn, em nghe."


@pytest.fixture
def looked() -> Looked:
    return Looked()


@pytest.fixture
def chat(sqlite_database: Database, looked: Looked) -> Chat:
    with sqlite_database.transaction() as store:
        build(store)
    return Chat(sqlite_database, tiny_bot(looked))


# --- buttons -------------------------------------------------------------------------------------


async def test_a_press_on_an_old_button_gets_a_polite_answer_and_confirms_nothing(chat: Chat) -> None:
    old = await chat.says(HOA, "đăng ký kèm 1 người mới tổ 3")
    await chat.says(HOA, "thôi")
    await chat.says(HOA, "đăng ký không quá 2 hàng lỗi tổ 4")
    said = await chat.chooses(HOA, old, "Gửi")
    assert text_of(said) == OLD
    assert labels_of(said) == ["Gửi", "Sửa", "Thôi"]  # of the card that is open
    assert kept(chat.database) == []
    await chat.says(HOA, "gửi")
    assert kept(chat.database) == ["khong qua 2 hang loi/4"]


async def test_a_button_that_has_done_its_work_does_it_once(chat: Chat) -> None:
    said = await chat.says(HOA, "đăng ký kèm 1 người mới tổ 3")
    await chat.chooses(HOA, said, "Gửi")
    again = await chat.chooses(HOA, said, "Gửi")
    assert text_of(again) == OLD
    assert labels_of(again) == []
    assert kept(chat.database) == ["kem 1 nguoi moi/3"]


@pytest.mark.parametrize(
    "value",
    ["c999.yes", "c1.yes", "a.unheard_of.1.1", "a.hidden.0.0", "a..1.1", "yes", "", "c", "\x00", "x" * 5000],
)
async def test_a_press_nobody_made_gets_the_same_polite_answer(chat: Chat, value: str) -> None:
    said = await chat.presses(HOA, value) if value else await chat.presses(HOA, " ")
    assert text_of(said) == OLD
    assert kept(chat.database) == []


async def test_another_persons_button_is_an_old_one(chat: Chat) -> None:
    said = await chat.says(HOA, "đăng ký kèm 1 người mới tổ 3")
    assert text_of(await chat.chooses(THU, said, "Gửi")) == OLD
    assert kept(chat.database) == []


async def test_a_button_on_a_row_acts_whatever_is_open_and_the_question_is_asked_again(chat: Chat) -> None:
    await chat.says(HOA, "đăng ký kèm 1 người mới")
    said = await chat.presses(HOA, "a.see.7.2")
    assert text_of(said) == f"Dòng 7.\n{PLEDGES_AGAIN}"
    assert labels_of(said) == ["Tổ 1", "Tổ 2", "Bỏ qua"]
    assert kept(chat.database) == ["saw 7 at 2"]
    assert "tổ 3." in text_of(await chat.says(HOA, "tổ 3"))


@pytest.mark.parametrize("action", ["forbidden", "officers"])
async def test_a_press_on_a_foreign_row_is_refused_and_nothing_changes(chat: Chat, action: str) -> None:
    said = await chat.presses(HOA, f"a.{action}.7.1")
    assert "Việc này dành cho cán bộ" in text_of(said)
    assert kept(chat.database) == []


async def test_a_menu_button_of_what_one_may_not_use_is_refused(chat: Chat) -> None:
    assert "Việc này dành cho cán bộ" in text_of(await chat.presses(HOA, "a.office.0.0"))
    assert text_of(await chat.presses(THU, "a.office.0.0")) == "Sổ đây."


async def test_a_digit_belongs_to_the_menu_that_is_open_and_to_no_older_one(chat: Chat) -> None:
    await chat.says(HOA, "đăng ký kèm 1 người mới tổ 3")
    await chat.says(HOA, "thôi")
    assert text_of(await chat.says(HOA, "1")) == "Em chưa rõ."
    assert kept(chat.database) == []


async def test_a_coded_word_reaches_its_handler_as_the_press_it_stands_for(sqlite_database: Database) -> None:
    def told(turn: Turn, row: int, version: int) -> Said:
        return [Reply(f"{row} {version} {turn.heard.incoming.press} [{turn.heard.text}]")]

    with sqlite_database.transaction() as store:
        build(store)
    chat = Chat(sqlite_database, routes_of((), (Action("approve", told),)))
    assert text_of(await chat.says(THU, "duyệt 12Y ạ")) == "12 1 a.approve.12.1 []"
    assert (
        text_of(await chat.says(THU, "duyệt 12Y", Attachment("photo"))) == "-"
    )  # under a picture it is none


# --- inside a form -------------------------------------------------------------------------------


async def test_a_question_inside_a_form_is_answered_and_the_same_field_asked_again(chat: Chat) -> None:
    await chat.says(HOA, "đăng ký kèm 1 người mới")
    said = await chat.says(HOA, "bao giờ hết hạn vậy?")
    assert text_of(said) == f"Hết hạn 30/4 ạ.\n{PLEDGES_AGAIN}"
    assert labels_of(said) == ["Tổ 1", "Tổ 2", "Bỏ qua"]
    assert "kem 1 nguoi moi, tổ 3." in text_of(await chat.says(HOA, "tổ 3"))


async def test_a_question_at_the_card_is_answered_and_its_buttons_shown_again(chat: Chat) -> None:
    await chat.says(HOA, "đăng ký kèm 1 người mới tổ 3")
    said = await chat.says(HOA, "bao giờ hết hạn vậy?")
    assert text_of(said) == "Hết hạn 30/4 ạ.\nPhần đăng ký em vẫn giữ. Anh/chị chọn ở dưới nhé."
    assert labels_of(said) == ["Gửi", "Sửa", "Thôi"]
    assert kept(chat.database) == []


async def test_what_nothing_knows_is_no_answer_to_the_question_of_a_form(chat: Chat) -> None:
    await chat.says(HOA, "đăng ký kèm 1 người mới")
    said = await chat.says(HOA, "lương tháng 13 có không?")
    assert text_of(said) == f"Em chưa rõ.\n{PLEDGES_AGAIN}"


async def test_whatever_is_written_to_a_free_question_is_its_answer(chat: Chat) -> None:
    await chat.says(HOA, "gặp")
    said = await chat.says(HOA, "bao giờ hết hạn vậy?")
    assert text_of(said) == "Em chuyển: bao giờ hết hạn vậy?"


async def test_nothing_readable_is_no_answer_to_a_form(chat: Chat) -> None:
    await chat.says(HOA, "dk")
    said = await chat.says(HOA, "🎉")
    assert text_of(said) == "Dạ, em nghe.\nAnh/chị nhắn tiếp việc định đăng ký nhé."
    assert text_of(await chat.says(HOA, "kèm 1 người mới")) == PLEDGES_ASK


async def test_a_form_interrupted_by_another_is_offered_again_and_goes_on_where_it_was(chat: Chat) -> None:
    await chat.says(HOA, "đăng ký kèm 1 người mới")
    assert "muốn hỏi gì" in text_of(await chat.says(HOA, "gặp"))
    await chat.says(HOA, "tổ trưởng là ai")
    said = await chat.says(HOA, "gửi")
    assert [str(each.body["text"]) for each in said] == [
        "Đã chuyển.",
        "Lúc nãy anh/chị đang làm dở: đăng ký thi đua. Mình làm tiếp nhé?",
    ]
    assert text_of(await chat.chooses(HOA, said, "Làm tiếp")) == PLEDGES_ASK
    assert "kem 1 nguoi moi, tổ 3." in text_of(await chat.says(HOA, "tổ 3"))
    assert text_of(await chat.says(HOA, "gửi")) == CLOSED
    assert kept(chat.database) == ["? tổ trưởng là ai", "kem 1 nguoi moi/3"]


async def test_the_stamp_of_an_interrupted_form_does_nothing_while_another_is_open(chat: Chat) -> None:
    card = await chat.says(HOA, "đăng ký kèm 1 người mới tổ 3")
    await chat.says(HOA, "gặp")
    assert text_of(await chat.chooses(HOA, card, "Gửi")) == OLD
    assert kept(chat.database) == []


async def test_going_on_twice_opens_it_once(chat: Chat) -> None:
    await chat.says(HOA, "đăng ký kèm 1 người mới")
    await chat.says(HOA, "gặp")
    offer = await chat.says(HOA, "thôi")
    await chat.chooses(HOA, offer, "Làm tiếp")
    again = await chat.chooses(HOA, offer, "Làm tiếp")
    assert text_of(again) == OLD
    assert labels_of(again) == ["Tổ 1", "Tổ 2", "Bỏ qua"]


async def test_a_form_of_an_older_version_is_left_and_the_message_answered(chat: Chat) -> None:
    await chat.says(HOA, "đăng ký kèm 1 người mới")
    chat.dispatcher = Chat(chat.database, _without_forms()).dispatcher
    said = await chat.says(HOA, "bao giờ hết hạn vậy?")
    assert text_of(said) == "Hết hạn 30/4 ạ."


def _without_forms() -> Routes:
    bot = tiny_bot()
    routes = [route for route in bot.routes if route.form is None]
    return Routes(routes, bot.actions, bot.fallback, bot.welcome, bot.wordless, bot.attached, bot.courtesy)


# --- outside any form ----------------------------------------------------------------------------


async def test_a_route_that_reads_first_is_prepared_exactly_once(chat: Chat, looked: Looked) -> None:
    assert text_of(await chat.says(HOA, "bao giờ hết hạn?")) == "Hết hạn 30/4 ạ."
    assert looked.times == 1
    await chat.says(HOA, "đăng ký kèm 1 người mới")
    await chat.says(HOA, "bao giờ hết hạn?")
    assert looked.times == 2


async def test_thanks_after_a_closing_message_wants_no_answer(chat: Chat) -> None:
    assert text_of(await chat.says(HOA, "cảm ơn")) == "Dạ, không có gì."
    assert await chat.says(HOA, "ok") == []
    await chat.says(HOA, "đăng ký kèm 1 người mới tổ 3")
    await chat.says(HOA, "gửi")
    assert await chat.says(HOA, "cảm ơn") == []


@pytest.mark.parametrize(
    ("text", "said"), [("", "Dạ, em nghe."), ("🎉", "Dạ, em nghe."), ("trời đẹp", "Em chưa rõ.")]
)
async def test_what_holds_no_wish_is_answered_kindly(chat: Chat, text: str, said: str) -> None:
    assert text_of(await chat.says(HOA, text)) == said


async def test_a_file_outside_any_form_is_told_so(chat: Chat) -> None:
    said = await chat.says(HOA, "", Attachment("photo", "a.jpg", content=b"x"))
    assert text_of(said) == "Em nhận được tệp."


async def test_a_person_is_called_as_they_call_themselves_from_then_on(chat: Chat) -> None:
    await chat.says(HOA, "cho chị hỏi chút")
    await chat.says(HOA, "dk")
    assert text_of(await chat.says(HOA, "thôi")) == "Dạ, em dừng ở đây. Lúc nào cần chị cứ nhắn."
