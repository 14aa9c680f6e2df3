"""The webhook takes updates from Telegram alone, and says so only once they are stored."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from bot.channels.telegram import Telegram
from storage.accounts import Address
from tests.doubles import telegram as double
from tests.doubles.telegram import TOKEN, TelegramDouble
from tests.support.telegram import BOT, HOA, Shelf, asking
from web.telegram import LARGEST, PATH, router

SECRET = "made_up-secret"
NAME = "X-Telegram-Bot-Api-Secret-Token"
HEADERS = {NAME: SECRET}


class Inbox:
    """Keeps what it receives, once."""

    def __init__(self) -> None:
        self.received: list[tuple[Address, str, dict[str, Any]]] = []
        self.failures = 0

    async def receive(self, address: Address, update_id: str, payload: dict[str, Any]) -> bool:
        if self.failures:
            self.failures -= 1
            raise OSError("the database is away")
        if any((address, update_id) == known[:2] for known in self.received):
            return False
        self.received.append((address, update_id, payload))
        return True

    @property
    def texts(self) -> list[str]:
        return [payload["message"]["text"] for _, _, payload in self.received if "message" in payload]


class Told:
    """A channel that notes what it was told to have been stored."""

    bot = BOT

    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []

    def stored(self, update: dict[str, Any]) -> None:
        self.updates.append(update)


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
async def client(inbox: Inbox, told: Told) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.include_router(router(inbox, told, SECRET))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bot") as client:
        yield client


def written(text: str = "Chào em", number: Any = 5) -> dict[str, Any]:
    chat = {"id": 7, "type": "private", "first_name": "Hoa"}
    message = {"message_id": 1, "date": 1_795_000_000, "chat": chat, "from": {"id": 7}, "text": text}
    return {"update_id": number, "message": message}


async def test_an_update_is_stored_whole_and_answered_200(
    client: httpx.AsyncClient, inbox: Inbox, told: Told
) -> None:
    answer = await client.post(PATH, json=written("<b>Chào</b> 😀"), headers=HEADERS)
    assert answer.status_code == 200
    assert inbox.received == [(HOA, "5", written("<b>Chào</b> 😀"))]
    assert told.updates == [written("<b>Chào</b> 😀")]


async def test_an_update_that_comes_twice_is_answered_200_and_told_once(
    client: httpx.AsyncClient, inbox: Inbox, told: Told
) -> None:
    answers = [await client.post(PATH, json=written(), headers=HEADERS) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert (len(inbox.received), len(told.updates)) == (1, 1)


@pytest.mark.parametrize("secret", ["", "made_up-secre", "made_up-secret-", "MADE_UP-SECRET", "bí mật"])
async def test_who_does_not_know_the_secret_is_refused_and_nothing_is_stored(
    client: httpx.AsyncClient, inbox: Inbox, secret: str
) -> None:
    headers = {NAME.encode(): secret.encode()}
    answer = await client.post(PATH, json=written(), headers=headers)
    assert answer.status_code == 403
    assert inbox.received == []


async def test_who_shows_no_secret_is_refused(client: httpx.AsyncClient, inbox: Inbox) -> None:
    assert (await client.post(PATH, json=written())).status_code == 403
    assert inbox.received == []


def test_a_webhook_without_a_secret_is_not_opened(inbox: Inbox, told: Told) -> None:
    with pytest.raises(ValueError, match="secret"):
        router(inbox, told, "")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[1, 2]",
        b'"update"',
        b"{}",
        b'{"update_id": "5"}',
        b"[" * 100_000,
        json.dumps(written(number=None)).encode(),
        json.dumps({"update_id": 5, "message": "none"}).encode(),
        json.dumps({"update_id": 5, "channel_post": {"chat": {"id": 1, "type": "channel"}}}).encode(),
    ],
)
async def test_what_is_no_update_for_us_is_answered_200_so_that_it_does_not_come_again(
    client: httpx.AsyncClient, inbox: Inbox, body: bytes
) -> None:
    answer = await client.post(PATH, content=body, headers=HEADERS)
    assert answer.status_code == 200
    assert inbox.received == []


async def test_what_cannot_be_parsed_stands_in_the_log(
    client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    await client.post(PATH, content=b"{", headers=HEADERS)
    assert "1 bytes that are no JSON" in caplog.text


async def test_what_is_larger_than_any_update_is_refused(client: httpx.AsyncClient, inbox: Inbox) -> None:
    answer = await client.post(PATH, json=written("a" * LARGEST), headers=HEADERS)
    assert answer.status_code == 413
    assert inbox.received == []


async def test_when_it_cannot_be_stored_telegram_is_asked_to_come_again(
    client: httpx.AsyncClient, inbox: Inbox, told: Told, caplog: pytest.LogCaptureFixture
) -> None:
    inbox.failures = 1
    assert (await client.post(PATH, json=written(), headers=HEADERS)).status_code == 503
    assert told.updates == []
    assert "could not be stored" in caplog.text
    assert (await client.post(PATH, json=written(), headers=HEADERS)).status_code == 200
    assert len(inbox.received) == 1


async def test_the_page_cannot_be_read(client: httpx.AsyncClient) -> None:
    assert (await client.get(PATH, headers=HEADERS)).status_code == 405


class Served:
    """A server on loopback with the webhook of a channel that is connected to the double."""

    def __init__(self, channel: Telegram, inbox: Inbox) -> None:
        app = FastAPI()
        app.include_router(router(inbox, channel, SECRET))
        self._server = uvicorn.Server(
            uvicorn.Config(app, "127.0.0.1", 0, log_config=None, lifespan="off", ws="none")
        )

    async def __aenter__(self) -> str:
        config = self._server.config
        config.load()
        self._server.lifespan = config.lifespan_class(config)
        await self._server.startup()
        port = self._server.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}{PATH}"

    async def __aexit__(self, *_: object) -> None:
        await self._server.shutdown()


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramDouble]:
    async with TelegramDouble() as server:
        server.person(7)
        yield server


@pytest.fixture
async def channel(telegram: TelegramDouble) -> AsyncIterator[Telegram]:
    connected = Telegram(TOKEN, Shelf(), telegram.url)
    await connected.start()
    yield connected
    await connected.stop()


async def test_telegram_delivers_to_it_and_a_press_is_acknowledged(
    telegram: TelegramDouble, channel: Telegram, inbox: Inbox
) -> None:
    async with Served(channel, inbox) as url:
        await channel.set_webhook(url, SECRET)
        telegram.say(7, "Chào em")
        await channel.send(HOA, asking("Gửi nhé?", "Gửi"))
        press = telegram.press(7, "Gửi")["callback_query"]["id"]
        await telegram.until(lambda: telegram.acknowledged)
    assert inbox.texts == ["Chào em"]
    assert telegram.acknowledged == [press]
    assert telegram.delivered == [200, 200]


async def test_telegram_comes_again_until_it_is_stored(
    telegram: TelegramDouble, channel: Telegram, inbox: Inbox
) -> None:
    inbox.failures = 2
    telegram.doubled = telegram.reordered = True
    async with Served(channel, inbox) as url:
        await channel.set_webhook(url, SECRET)
        telegram.say(7, "Chào em")
        await telegram.until(lambda: not telegram.updates)
    assert inbox.texts == ["Chào em"]
    assert telegram.delivered[:2] == [503, 503]


async def test_a_stranger_with_another_secret_delivers_nothing(
    telegram: TelegramDouble, channel: Telegram, inbox: Inbox
) -> None:
    telegram.sent_secret = "another"
    async with Served(channel, inbox) as url:
        await channel.set_webhook(url, SECRET)
        telegram.say(7, "Chào em")
        await telegram.until(lambda: len(telegram.delivered) == 2)
        await channel.delete_webhook()
    assert telegram.delivered[:2] == [403, 403]
    assert inbox.received == []


async def test_an_acknowledgement_that_fails_is_nobodys_trouble(
    telegram: TelegramDouble, channel: Telegram, inbox: Inbox
) -> None:
    telegram.fail("answerCallbackQuery", double.CHAT_NOT_FOUND)
    async with Served(channel, inbox) as url:
        await channel.set_webhook(url, SECRET)
        await channel.send(HOA, asking("Gửi nhé?", "Gửi"))
        telegram.press(7, "Gửi")
        await telegram.until(lambda: telegram.asked("answerCallbackQuery") and not telegram.updates)
        await asyncio.sleep(0)
    assert telegram.delivered == [200]
