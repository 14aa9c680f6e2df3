"""A real server is killed at each boundary; after its restart the person has exactly the answer owed."""

from pathlib import Path

import httpx
import pytest

from bot.boundaries import BOUNDARIES, COMMITTED, HANDLED, SENT
from storage.database import Database
from tests.doubles.telegram import TOKEN, TelegramDouble
from tests.support.servers import free_port, serving
from tests.support.waiting import until

HELLO = "Dạ, anh/chị hỏi đi ạ."


def settled(url: str) -> bool:
    database = Database(url)
    try:
        with database.reading() as store:
            return store.inbox.waiting() == 0 and store.outbox.waiting() == 0
    finally:
        database.close()


@pytest.mark.parametrize("boundary", BOUNDARIES)
async def test_a_person_on_telegram_has_the_answer_owed(
    boundary: str, sqlite_database_url: str, tmp_path: Path
) -> None:
    async with TelegramDouble() as telegram:
        chat = telegram.person(7, "Hoa")
        settings = {
            "DATABASE_URL": sqlite_database_url,
            "PORT": str(free_port()),
            "DEMO": "off",
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_BASE_URL": telegram.url,
        }
        async with serving("--stop-at", boundary, folder=tmp_path, **settings) as server:
            telegram.say(7, "chao em")
            await until(lambda: server.returncode is not None)
            assert server.returncode != 0
        async with serving(folder=tmp_path, **settings):
            await until(lambda: chat.texts and settled(sqlite_database_url))
        # Telegram takes no key against repetition: what was sent and not marked goes out once more.
        assert chat.texts == [HELLO] * (2 if boundary == SENT else 1)


@pytest.mark.parametrize("boundary", [HANDLED, COMMITTED])
async def test_a_page_that_asks_again_has_the_same_answer_once(
    boundary: str, sqlite_database_url: str, tmp_path: Path
) -> None:
    port = free_port()
    settings = {"DATABASE_URL": sqlite_database_url, "PORT": str(port), "DEMO": "off"}
    message = {"client_id": "one", "text": "chao em"}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as page:
        async with serving("--stop-at", boundary, folder=tmp_path, **settings):
            assert (await page.post("/chat/api/session", json={})).status_code == 200
            with pytest.raises(httpx.TransportError):
                await page.post("/chat/api/messages", json=message)
        async with serving(folder=tmp_path, **settings):
            answers = [(await page.post("/chat/api/messages", json=message)).json() for _ in range(2)]
            everything = (await page.get("/chat/api/messages", params={"after": 0})).json()
    assert [each["text"] for each in answers[0]["messages"]] == [HELLO]
    assert answers[0] == answers[1] == everything
