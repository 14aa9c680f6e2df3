"""The double takes what Telegram takes, and refuses the rest with Telegram's words."""

import asyncio
import io
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientError, ClientSession, FormData, web

from tests.doubles import telegram as double
from tests.doubles.telegram import TOKEN, TelegramDouble
from tests.doubles.telegram_limits import PHOTO


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramDouble]:
    async with TelegramDouble() as server:
        server.person(7, "Hoa")
        yield server


class Client:
    """Asks as any program would."""

    def __init__(self, telegram: TelegramDouble, session: ClientSession) -> None:
        self._telegram = telegram
        self._session = session

    async def ask(self, method: str, token: str = TOKEN, **parameters: Any) -> tuple[int, Any]:
        """Status, and the result or the description of the refusal."""
        given = {
            name: value if isinstance(value, str) else json.dumps(value) for name, value in parameters.items()
        }
        async with self._session.post(f"{self._telegram.url}/bot{token}/{method}", data=given) as answer:
            body = await answer.json(content_type=None)
            assert body["ok"] is (answer.status == 200)
            return answer.status, body.get("result", body.get("description"))

    async def upload(self, method: str, field: str, content: bytes, name: str = "a.png") -> tuple[int, str]:
        form = FormData(quote_fields=False)
        form.add_field("chat_id", "7")
        form.add_field(field, io.BytesIO(content), filename=name)
        async with self._session.post(f"{self._telegram.url}/bot{TOKEN}/{method}", data=form) as answer:
            return answer.status, (await answer.json()).get("description", "")

    async def get(self, path: str) -> tuple[int, bytes]:
        async with self._session.get(f"{self._telegram.url}{path}") as answer:
            return answer.status, await answer.read()


@pytest.fixture
async def client(telegram: TelegramDouble) -> AsyncIterator[Client]:
    async with ClientSession() as session:
        yield Client(telegram, session)


def keys(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [[button] for button in buttons]}


def key(label: str = "Gửi", data: str = "c1.a") -> dict[str, Any]:
    return {"text": label, "callback_data": data}


async def test_a_message_is_shown_and_answered_with_its_id(telegram: TelegramDouble, client: Client) -> None:
    status, message = await client.ask("sendMessage", chat_id=7, text="Chào", reply_markup=keys(key()))
    assert status == 200
    assert (message["text"], message["chat"]["id"]) == ("Chào", 7)
    assert telegram.chats[7].shown[0].labels == ["Gửi"]


@pytest.mark.parametrize("text", ["a", "a" * 4096, "😀" * 2048])
async def test_a_text_of_1_to_4096_units_is_taken(client: Client, text: str) -> None:
    assert (await client.ask("sendMessage", chat_id=7, text=text))[0] == 200


@pytest.mark.parametrize(
    ("parameters", "description"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "message text is empty"),
        ({}, "message text is empty"),
        ({"text": "a" * 4097}, "message is too long"),
        ({"text": "😀" * 2049}, "message is too long"),
        ({"text": "a", "reply_markup": keys(key(data=""))}, "BUTTON_DATA_INVALID"),
        ({"text": "a", "reply_markup": keys(key(data="a" * 65))}, "BUTTON_DATA_INVALID"),
        ({"text": "a", "reply_markup": keys(key(data="ữ" * 22))}, "BUTTON_DATA_INVALID"),
        ({"text": "a", "reply_markup": keys(key(label=""))}, "button text must be non-empty"),
        ({"text": "a", "reply_markup": keys({"text": "a"})}, "Text buttons are unallowed"),
        ({"text": "a", "reply_markup": keys(*[key()] * 101)}, "REPLY_MARKUP_TOO_LONG"),
        ({"text": "a", "reply_markup": "{"}, "can't parse reply_markup"),
        ({"text": "a", "reply_markup": "[1]"}, "object expected"),
        ({"text": "a", "txet": "b"}, "no parameter txet"),
        ({"text": "a", "chat_id": 8}, "chat not found"),
        ({"text": "a", "chat_id": "hoa"}, "can't parse chat_id"),
    ],
)
async def test_a_message_beyond_the_limits_is_refused(
    telegram: TelegramDouble, client: Client, parameters: dict[str, Any], description: str
) -> None:
    status, said = await client.ask("sendMessage", **({"chat_id": 7} | parameters))
    assert status == 400
    assert description in said
    assert telegram.chats[7].shown == []


async def test_a_parse_mode_takes_tags_away_so_that_their_use_is_seen(
    telegram: TelegramDouble, client: Client
) -> None:
    await client.ask("sendMessage", chat_id=7, text="<b>Tổ</b> &amp; *may*", parse_mode="HTML")
    await client.ask("sendMessage", chat_id=7, text="*Tổ* may", parse_mode="MarkdownV2")
    assert telegram.chats[7].texts == ["Tổ & *may*", "Tổ may"]


async def test_a_wrong_token_and_an_unknown_method_are_refused(client: Client) -> None:
    assert await client.ask("getMe", token="1:other") == (401, "Unauthorized")
    assert await client.ask("sendMesage", chat_id=7, text="a") == (404, "Not Found")


async def test_who_blocked_the_bot_gets_nothing(telegram: TelegramDouble, client: Client) -> None:
    telegram.block(7)
    status, said = await client.ask("sendMessage", chat_id=7, text="a")
    assert (status, said) == (403, "Forbidden: bot was blocked by the user")


async def test_an_edit_is_seen_and_what_cannot_be_edited_is_refused(
    telegram: TelegramDouble, client: Client
) -> None:
    _, sent = await client.ask("sendMessage", chat_id=7, text="a", reply_markup=keys(key()))
    edit = {"chat_id": 7, "message_id": sent["message_id"]}
    assert (await client.ask("editMessageText", **edit, text="b"))[0] == 200
    assert (await client.ask("editMessageReplyMarkup", **edit, reply_markup=keys(key("Sửa"))))[0] == 200
    assert (telegram.chats[7].texts, telegram.chats[7].shown[0].labels) == (["b"], ["Sửa"])
    status, said = await client.ask("editMessageText", **edit, text="b", reply_markup=keys(key("Sửa")))
    assert (status, "message is not modified" in said) == (400, True)
    status, said = await client.ask("editMessageText", chat_id=7, message_id=999, text="b")
    assert (status, "message to edit not found" in said) == (400, True)


async def test_files_are_shown_and_their_limits_kept(telegram: TelegramDouble, client: Client) -> None:
    assert (await client.upload("sendDocument", "document", b"PDF", "Kế hoạch “A”.pdf"))[0] == 200
    assert (await client.upload("sendPhoto", "photo", b"\x89PNG"))[0] == 200
    files = [shown.file for shown in telegram.chats[7].shown]
    assert [file.name for file in files if file] == ["Kế hoạch “A”.pdf", "a.png"]
    assert await client.upload("sendPhoto", "photo", b"no picture") == (
        400,
        "Bad Request: IMAGE_PROCESS_FAILED",
    )
    assert (await client.upload("sendDocument", "document", b""))[0] == 400
    assert (await client.upload("sendPhoto", "photo", b"\x89PNG" + bytes(PHOTO)))[0] == 413
    status, said = await client.ask("sendDocument", chat_id=7, document="file-99")
    assert (status, "wrong file identifier" in said) == (400, True)
    status, said = await client.ask("sendDocument", chat_id=7)
    assert (status, "no document" in said) == (400, True)
    status, said = await client.ask("sendDocument", chat_id=7, document="file-1", caption="a" * 1025)
    assert (status, said) == (400, "Bad Request: message caption is too long")


async def test_a_file_is_handed_out_up_to_20_mb(telegram: TelegramDouble, client: Client) -> None:
    small = telegram.send_voice(7, b"voice")["message"]["voice"]["file_id"]
    large = telegram.send_document(7, "a", bytes(20 * 1024 * 1024 + 1))["message"]["document"]["file_id"]
    _, file = await client.ask("getFile", file_id=small)
    assert await client.get(f"/file/bot{TOKEN}/{file['file_path']}") == (200, b"voice")
    assert (await client.get(f"/file/bot{TOKEN}/files/none"))[0] == 404
    assert await client.ask("getFile", file_id=large) == (400, "Bad Request: file is too big")
    assert (await client.ask("getFile", file_id="none"))[0] == 400


async def test_a_press_can_be_acknowledged_and_an_unknown_one_cannot(
    telegram: TelegramDouble, client: Client
) -> None:
    await client.ask("sendMessage", chat_id=7, text="a", reply_markup=keys(key()))
    press = telegram.press(7, "Gửi")["callback_query"]["id"]
    assert await client.ask("answerCallbackQuery", callback_query_id=press) == (200, True)
    assert (await client.ask("answerCallbackQuery", callback_query_id="x"))[0] == 400
    assert (await client.ask("answerCallbackQuery", callback_query_id=press, text="a" * 201))[0] == 400
    assert telegram.acknowledged == [press]
    with pytest.raises(LookupError):
        telegram.press(7, "Sửa")


@pytest.mark.parametrize(
    "commands",
    [
        [{"command": "Dang", "description": "x"}],
        [{"command": "a" * 33, "description": "x"}],
        [{"command": "đăng", "description": "x"}],
        [{"command": "dang", "description": ""}],
        [{"command": "dang", "description": "x"}] * 101,
    ],
)
async def test_a_menu_beyond_the_limits_is_refused(client: Client, commands: list[dict[str, str]]) -> None:
    assert (await client.ask("setMyCommands", commands=commands))[0] == 400


@pytest.mark.parametrize(
    "parameters",
    [
        {"url": "http://bot.example.vn/hook"},
        {"url": "https://bot.example.vn/hook", "secret_token": "has space"},
        {"url": "https://bot.example.vn/hook", "secret_token": "a" * 257},
        {"url": "https://bot.example.vn/hook", "max_connections": 101},
    ],
)
async def test_a_webhook_beyond_the_limits_is_refused(client: Client, parameters: dict[str, Any]) -> None:
    assert (await client.ask("setWebhook", **parameters))[0] == 400


async def test_updates_wait_until_an_offset_confirms_them(telegram: TelegramDouble, client: Client) -> None:
    first, second = telegram.say(7, "một"), telegram.say(7, "hai")
    assert await client.ask("getUpdates") == (200, [first, second])
    assert await client.ask("getUpdates", limit=1) == (200, [first])
    assert await client.ask("getUpdates", offset=first["update_id"] + 1) == (200, [second])
    assert await client.ask("getUpdates", offset=second["update_id"] + 1) == (200, [])
    assert (await client.ask("getUpdates", limit=0))[0] == 400


async def test_long_polling_answers_as_soon_as_somebody_writes(
    telegram: TelegramDouble, client: Client
) -> None:
    waiting = asyncio.create_task(client.ask("getUpdates", timeout=30))
    await telegram.until(lambda: telegram.asked("getUpdates"))
    update = telegram.say(7, "một")
    assert await waiting == (200, [update])


async def test_only_the_kinds_asked_for_arrive(telegram: TelegramDouble, client: Client) -> None:
    telegram.block(7)
    update = telegram.say(7, "một")
    assert await client.ask("getUpdates", allowed_updates=["message"]) == (200, [update])


async def test_updates_may_come_twice_and_out_of_order(telegram: TelegramDouble, client: Client) -> None:
    first, second = telegram.say(7, "một"), telegram.say(7, "hai")
    telegram.doubled = telegram.reordered = True
    assert await client.ask("getUpdates") == (200, [second, second, first, first])
    assert await client.ask("getUpdates", limit=1) == (200, [first, first])


async def test_a_second_poller_ends_the_first(telegram: TelegramDouble, client: Client) -> None:
    waiting = asyncio.create_task(client.ask("getUpdates", timeout=30))
    await telegram.until(lambda: telegram.asked("getUpdates"))
    assert await client.ask("getUpdates") == (200, [])
    status, said = await waiting
    assert (status, "terminated by other getUpdates request" in said) == (409, True)


async def test_nobody_polls_while_a_webhook_is_set(client: Client) -> None:
    await client.ask("setWebhook", url="https://bot.example.vn/hook")
    status, said = await client.ask("getUpdates")
    assert (status, "webhook is active" in said) == (409, True)
    await client.ask("deleteWebhook")
    assert (await client.ask("getUpdates"))[0] == 200


async def test_a_webhook_is_posted_to_with_its_secret_until_it_answers(
    telegram: TelegramDouble, client: Client
) -> None:
    statuses, seen = [500, 200], []

    async def hook(request: web.Request) -> web.Response:
        seen.append((request.headers["X-Telegram-Bot-Api-Secret-Token"], await request.json()))
        return web.Response(status=statuses.pop(0))

    app = web.Application()
    app.router.add_post("/hook", hook)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    await client.ask("setWebhook", url=url, secret_token="s3cret")
    update = telegram.say(7, "một")
    await telegram.until(lambda: not telegram.updates)
    await runner.cleanup()
    assert seen == [("s3cret", update)] * 2
    assert telegram.delivered == [500, 200]


@pytest.mark.parametrize(
    ("fault", "status", "shown"),
    [
        (double.too_many(9), 429, 0),
        (double.BLOCKED, 403, 0),
        (double.CHAT_NOT_FOUND, 400, 0),
        (double.migrated(-5), 400, 0),
        (double.SERVER_ERROR, 500, 0),
        (double.UNAUTHORIZED, 401, 0),
    ],
)
async def test_a_fault_is_answered_once_and_then_all_is_well(
    telegram: TelegramDouble, client: Client, fault: double.Fault, status: int, shown: int
) -> None:
    telegram.fail("sendMessage", fault)
    assert (await client.ask("sendMessage", chat_id=7, text="a"))[0] == status
    assert len(telegram.chats[7].shown) == shown
    assert (await client.ask("sendMessage", chat_id=7, text="a"))[0] == 200


@pytest.mark.parametrize(("fault", "shown"), [(double.DROPPED_BEFORE, 0), (double.DROPPED_AFTER, 1)])
async def test_a_connection_is_dropped_before_or_after_delivery(
    telegram: TelegramDouble, client: Client, fault: double.Fault, shown: int
) -> None:
    telegram.fail("sendMessage", fault)
    with pytest.raises(ClientError):
        await client.ask("sendMessage", chat_id=7, text="a")
    assert len(telegram.chats[7].shown) == shown


@pytest.mark.parametrize(("fault", "shown"), [(double.BAD_GATEWAY, 0), (double.NO_JSON, 1)])
async def test_an_answer_that_is_no_json_comes_with_or_without_delivery(
    telegram: TelegramDouble, client: Client, fault: double.Fault, shown: int
) -> None:
    telegram.fail("sendMessage", fault)
    with pytest.raises(ValueError, match="Expecting"):
        await client.ask("sendMessage", chat_id=7, text="a")
    assert len(telegram.chats[7].shown) == shown


async def test_an_edited_message_and_a_block_make_updates_of_their_own(telegram: TelegramDouble) -> None:
    written = telegram.say(7, "tổ 4")
    assert telegram.edit(7, written, "tổ 5")["edited_message"]["text"] == "tổ 5"
    assert telegram.block(7)["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert telegram.unblock(7)["my_chat_member"]["new_chat_member"]["status"] == "member"
