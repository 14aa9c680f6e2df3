"""Which of one's own data a message is about, and the phone number it says."""

import pytest

from handlers.catalogue import ROUTES
from handlers.privacy_naming import phone_in, what_said
from storage.database import Database
from storage.vietnamese import fold
from tests.support.journeys import Chat, build, labels_of, text_of

HOA = "Lò Thị Hoa"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("sửa điện thoại 0987654321", "0987654321"),
        ("số mới là 0987 654.321 nhé", "0987654321"),
        ("+84 987-654-321", "0987654321"),
        ("09876543210", None),
        ("0987654321 hay 0987654322", None),
        ("đổi số mới rồi", None),
    ],
)
def test_a_phone_number_is_taken_from_anywhere_in_a_message(text: str, number: str | None) -> None:
    assert phone_in(text) == number


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("tên em bị sai, tên đúng là Lò Thị Hoà", "name"),
        ("đổi số mới rồi", "phone"),
        ("sửa tổ", "team"),
        ("kèm 1 người mới", None),
    ],
)
def test_the_words_tell_what_is_to_be_corrected(text: str, what: str | None) -> None:
    assert what_said(fold(text).replace(",", "")) == what


@pytest.fixture
def chat(sqlite_database: Database) -> Chat:
    with sqlite_database.transaction() as store:
        build(store)
    return Chat(sqlite_database, ROUTES)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("ten e bi sai, ten dung la Lò Thị Hoà", 'Sửa họ tên: "Lò Thị Hoa" thành "Lò Thị Hoà".'),
        ("doi so moi roi", "Anh/chị nhắn giúp em số điện thoại mới."),
        ("sua dien thoai 0987654321", 'Sửa điện thoại: "chưa có" thành "0987654321".'),
        ("sua to", "Anh/chị ở tổ, chuyền nào ạ?"),
    ],
)
@pytest.mark.parametrize("card", ["dk cong nhan gioi", "sang kien"])
async def test_a_card_is_no_hindrance_to_correcting_ones_data(
    chat: Chat, text: str, answer: str, card: str
) -> None:
    said = await chat.says(HOA, card)
    if card == "sang kien":
        for given in ("làm cữ canh vải khi may viền", "tháng trước", "không có ai", "mỗi ngày thêm 20 cái"):
            said = await chat.says(HOA, given)
    assert len(labels_of(said)) == 3
    assert text_of(await chat.says(HOA, text)).startswith(answer)


async def test_the_initiative_card_gives_its_own_example(chat: Chat) -> None:
    for given in ("sang kien", "làm cữ canh vải khi may viền", "tháng trước", "không có ai", "thêm 20 cái"):
        await chat.says(HOA, given)
    said = await chat.says(HOA, "trời đẹp quá")
    assert text_of(said) == "Anh/chị chọn ở dưới, hoặc nhắn chỗ cần sửa, ví dụ: tháng trước."


async def test_a_question_opens_no_moving(chat: Chat) -> None:
    assert "đơn vị nào ạ?" not in text_of(await chat.says(HOA, "ai theo doi cong ty che"))
    said = await chat.says(HOA, "em muốn chuyển công ty thì làm sao ạ?")
    assert labels_of(said) == ["Chuyển nơi làm"]
    assert "chuyển sang công ty, đơn vị nào" in text_of(await chat.chooses(HOA, said, "Chuyển nơi làm"))
