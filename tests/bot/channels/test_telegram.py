"""What Telegram shows of what the bot sends, and what else the channel does there."""

import pytest

from bot.channels.base import Sent
from bot.channels.telegram import Telegram
from bot.errors import SendFailed, Unsendable
from bot.messages import Button, Outgoing
from tests.doubles import telegram as double
from tests.doubles.telegram import TOKEN, TelegramDouble
from tests.support.telegram import HOA, PNG, Shelf, asking


async def test_a_message_arrives_with_its_buttons(channel: Telegram, telegram: TelegramDouble) -> None:
    sent = await channel.send(HOA, asking("Gửi nhé?", "Gửi", "Sửa"))
    (shown,) = telegram.chats[7].shown
    assert (shown.text, shown.labels) == ("Gửi nhé?", ["Gửi", "Sửa"])
    assert sent.external_id == str(shown.id)


@pytest.mark.parametrize(
    "text",
    [
        "<b>Tổ may 4</b> & <script>alert(1)</script> &lt;b&gt; &amp;",
        "*Tổ* _may_ `4` [link](http://example.vn) ~~~ \\* ||x|| #1 + - = {} .!",
        "@admin /start #thidua 120% 'ngoặc' \"kép\" 😀 đ ỹ",
        "a=1&text=khác%20&chat_id=8",
    ],
)
async def test_markup_in_a_text_arrives_literally(
    channel: Telegram, telegram: TelegramDouble, text: str
) -> None:
    await channel.send(HOA, Outgoing(text))
    assert telegram.chats[7].texts == [text]
    assert "parse_mode" not in telegram.asked("sendMessage")[0]


async def test_a_text_of_4096_units_is_taken(channel: Telegram, telegram: TelegramDouble) -> None:
    await channel.send(HOA, Outgoing("ữ" * 4094 + "😀"))
    assert len(telegram.chats[7].texts[0]) == 4095


async def test_short_labels_share_a_row_and_long_ones_do_not(
    channel: Telegram, telegram: TelegramDouble
) -> None:
    await channel.send(HOA, asking("?", "Có", "Không", "Hỏi cán bộ công đoàn giúp em", "Để sau"))
    rows = [[key["text"] for key in row] for row in telegram.chats[7].shown[0].rows]
    assert rows == [["Có", "Không"], ["Hỏi cán bộ công đoàn giúp em"], ["Để sau"]]


async def test_a_replacing_message_edits_the_one_before(channel: Telegram, telegram: TelegramDouble) -> None:
    first = await channel.send(HOA, asking("Duyệt?", "Duyệt"))
    second = await channel.send(HOA, Outgoing("Đã duyệt.", replaces=first.external_id))
    assert second == first
    (shown,) = telegram.chats[7].shown
    assert (shown.text, shown.labels) == ("Đã duyệt.", [])


async def test_replacing_by_the_same_words_is_no_failure(channel: Telegram, telegram: TelegramDouble) -> None:
    first = await channel.send(HOA, asking("Duyệt?", "Duyệt"))
    again = Outgoing("Duyệt?", (Button("Duyệt", "c1.0"),), replaces=first.external_id)
    assert await channel.send(HOA, again) == first
    assert telegram.chats[7].texts == ["Duyệt?"]


@pytest.mark.parametrize("gone", ["123456", "", "o-12"])
async def test_what_cannot_be_edited_is_sent_anew(
    channel: Telegram, telegram: TelegramDouble, gone: str
) -> None:
    await channel.send(HOA, Outgoing("Đã duyệt.", replaces=gone))
    assert telegram.chats[7].texts == ["Đã duyệt."]


async def test_a_file_goes_with_its_caption_and_its_vietnamese_name(
    channel: Telegram, telegram: TelegramDouble, shelf: Shelf
) -> None:
    shelf.contents[1] = b"PK word"
    message = Outgoing("Báo cáo <quý I>", (Button("Xem", "a.x.1.1"),), files=((1, "Báo cáo “quý 1”.docx"),))
    await channel.send(HOA, message)
    (shown,) = telegram.chats[7].shown
    assert shown.file is not None
    assert (shown.file.name, shown.file.content) == ("Báo cáo “quý 1”.docx", b"PK word")
    assert (shown.text, shown.labels, shown.photo) == ("Báo cáo <quý I>", ["Xem"], False)


async def test_a_large_file_arrives_whole(channel: Telegram, telegram: TelegramDouble, shelf: Shelf) -> None:
    shelf.contents[1] = bytes(range(256)) * 20_000
    await channel.send(HOA, Outgoing("Báo cáo", files=((1, "bao-cao.xlsx"),)))
    (shown,) = telegram.chats[7].shown
    assert shown.file is not None
    assert shown.file.content == shelf.contents[1]


async def test_a_picture_goes_as_a_photo(channel: Telegram, telegram: TelegramDouble, shelf: Shelf) -> None:
    shelf.contents[1] = PNG
    await channel.send(HOA, Outgoing("Mã QR", files=((1, "qr.png"),)))
    assert [shown.photo for shown in telegram.chats[7].shown] == [True]


async def test_a_picture_that_is_no_photo_for_telegram_goes_as_a_document(
    channel: Telegram, telegram: TelegramDouble, shelf: Shelf
) -> None:
    shelf.contents[1] = b"no picture at all"
    await channel.send(HOA, Outgoing("Ảnh", files=((1, "anh.jpg"),)))
    assert [shown.photo for shown in telegram.chats[7].shown] == [False]


async def test_a_file_is_uploaded_once_and_then_sent_by_its_id(
    channel: Telegram, telegram: TelegramDouble, shelf: Shelf
) -> None:
    shelf.contents[1] = b"PDF"
    for _ in range(2):
        await channel.send(HOA, Outgoing("Kế hoạch", files=((1, "ke-hoach.pdf"),)))
    assert shelf.taken == [1]
    assert [len(call.files) for call in telegram.calls if call.method == "sendDocument"] == [1, 0]
    assert [shown.file.content for shown in telegram.chats[7].shown if shown.file] == [b"PDF", b"PDF"]


async def test_a_file_that_telegram_forgot_is_uploaded_again(
    channel: Telegram, telegram: TelegramDouble, shelf: Shelf
) -> None:
    shelf.contents[1] = b"PDF"
    message = Outgoing("Kế hoạch", files=((1, "ke-hoach.pdf"),))
    await channel.send(HOA, message)
    telegram.files.clear()
    await channel.send(HOA, message)
    assert shelf.taken == [1, 1]
    assert len(telegram.chats[7].shown) == 2


async def test_a_long_text_follows_its_files(
    channel: Telegram, telegram: TelegramDouble, shelf: Shelf
) -> None:
    shelf.contents.update({1: b"one", 2: b"two"})
    message = Outgoing("dài " * 300, (Button("Tiếp", "c1.0"),), files=((1, "a.pdf"), (2, "b.pdf")))
    sent = await channel.send(HOA, message)
    shown = telegram.chats[7].shown
    assert [each.file.content if each.file else None for each in shown] == [b"one", b"two", None]
    assert (shown[-1].labels, sent.external_id) == (["Tiếp"], str(shown[-1].id))


async def test_a_message_tried_again_goes_on_with_the_part_that_failed(
    channel: Telegram, telegram: TelegramDouble, shelf: Shelf
) -> None:
    shelf.contents[1] = b"one"
    message = Outgoing("dài " * 300, files=((1, "a.pdf"),))
    telegram.fail("sendMessage", double.too_many(3))
    with pytest.raises(SendFailed):
        await channel.send(HOA, message)
    await channel.send(HOA, message)
    assert [bool(shown.file) for shown in telegram.chats[7].shown] == [True, False]


async def test_a_file_that_is_gone_or_empty_can_never_be_sent(channel: Telegram, shelf: Shelf) -> None:
    shelf.contents[2] = b""
    for id in (1, 2):
        with pytest.raises(Unsendable):
            await channel.send(HOA, Outgoing("Tệp", files=((id, "a.pdf"),)))


async def test_what_a_person_sent_can_be_fetched(channel: Telegram, telegram: TelegramDouble) -> None:
    update = telegram.send_document(7, "don.pdf", b"%PDF don")
    assert await channel.fetch(update["message"]["document"]["file_id"]) == b"%PDF don"


async def test_a_file_that_telegram_does_not_hand_out_is_a_lookup_error(
    channel: Telegram, telegram: TelegramDouble
) -> None:
    large = telegram.send_document(7, "phim.pdf", bytes(20 * 1024 * 1024 + 1))
    for id in ("unknown", large["message"]["document"]["file_id"]):
        with pytest.raises(LookupError):
            await channel.fetch(id)


async def test_a_fetch_that_may_work_later_is_a_send_failed(
    channel: Telegram, telegram: TelegramDouble
) -> None:
    telegram.fail("getFile", double.too_many(3))
    with pytest.raises(SendFailed) as failed:
        await channel.fetch("file-1")
    assert failed.value.retry_after == 3


async def test_a_press_that_is_too_old_to_acknowledge_does_no_harm(
    channel: Telegram, telegram: TelegramDouble
) -> None:
    await channel.acknowledge("999")
    assert telegram.asked("answerCallbackQuery") == [{"callback_query_id": "999"}]
    assert telegram.acknowledged == []


async def test_the_menu_is_shown_in_vietnamese_whatever_the_phone_speaks(
    channel: Telegram, telegram: TelegramDouble
) -> None:
    assert telegram.menus["vi"] == telegram.menus[""]
    assert telegram.menus["vi"]["dang_ky"] == "Đăng ký thi đua"
    assert channel.username == "cong_doan_bot"


async def test_starting_without_a_network_is_no_failure(
    telegram: TelegramDouble, shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.fail("getMe", double.DROPPED_BEFORE)
    channel = Telegram(TOKEN, shelf, telegram.url)
    await channel.start()
    assert (channel.username, telegram.menus) == (None, {})
    assert "cannot be reached" in caplog.text
    await channel.send(HOA, Outgoing("Chào"))
    await channel.stop()
    assert telegram.chats[7].texts == ["Chào"]


async def test_a_token_that_telegram_does_not_know_is_told_without_showing_it(
    telegram: TelegramDouble, shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    channel = Telegram("1:wrong-one", shelf, telegram.url)
    with pytest.raises(SendFailed) as failed:
        await channel.start()
    await channel.stop()
    assert "Unauthorized" in str(failed.value) or "rejected" in str(failed.value)
    assert "wrong-one" not in str(failed.value) + caplog.text


async def test_a_webhook_is_set_with_its_secret_and_taken_away(
    channel: Telegram, telegram: TelegramDouble
) -> None:
    await channel.set_webhook("https://bot.example.vn/webhooks/telegram", "s3cret_-")
    assert telegram.webhook["secret_token"] == "s3cret_-"
    assert "my_chat_member" in telegram.webhook["allowed_updates"]
    await channel.delete_webhook()
    assert telegram.webhook == {}


async def test_a_webhook_that_telegram_refuses_is_a_send_failed(channel: Telegram) -> None:
    with pytest.raises(SendFailed):
        await channel.set_webhook("http://bot.example.vn/webhooks/telegram", "s3cret")


async def test_a_channel_that_was_not_started_sends_nothing_and_says_so(
    telegram: TelegramDouble, shelf: Shelf
) -> None:
    with pytest.raises(SendFailed) as failed:
        await Telegram(TOKEN, shelf, telegram.url).send(HOA, Outgoing("Chào"))
    assert not failed.value.unknown
    assert not failed.value.permanent


async def test_a_message_is_deleted_once_and_one_that_is_gone_is_no_failure(
    channel: Telegram, telegram: TelegramDouble
) -> None:
    number = telegram.say(7, "ảnh căn cước")["message"]["message_id"]
    for _ in range(2):
        assert await channel.send(HOA, Outgoing("", deletes=str(number))) == Sent(None)
    assert telegram.deleted == [(7, number)]
