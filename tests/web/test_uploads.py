"""Files as they come in: what waits on disk, and how many are in memory at once."""

import asyncio
import tracemalloc
from dataclasses import replace

import httpx

from bot.arrivals import Arrivals
from bot.dispatcher import Counts
from bot.messages import Incoming
from storage.database import Database
from storage.outbox import Arrived
from tests.support.pages import parts
from web.app import create_app
from web.chat import FILES
from web.uploads import MAX_FILE, UploadedFile

PIECE = bytes(range(256)) * 256


class Slow:
    """Answers one message after another person's has come in; `worst` is how many were in work at once."""

    def __init__(self) -> None:
        self.counts = Counts()
        self.held: list[int] = []
        self.inside = self.worst = 0

    async def answer(self, incoming: Incoming) -> list[Arrived]:
        self.inside += 1
        self.worst = max(self.worst, self.inside)
        for _ in range(50):
            await asyncio.sleep(0)
        self.inside -= 1
        self.held += [len(each.content or b"") for each in incoming.attachments]
        return []


def test_a_large_file_waits_on_disk_and_comes_back_whole() -> None:
    tracemalloc.start()
    file = UploadedFile("a.pdf", "application/pdf")
    for _ in range(100):
        file.add(PIECE)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < file.size / 10
    assert file.content() == PIECE * 100


def test_what_is_too_large_is_counted_and_not_kept() -> None:
    file = UploadedFile("a.mp4", "video/mp4")
    while file.size <= MAX_FILE:
        file.add(PIECE)
    assert file.content() is None


async def test_few_files_are_in_memory_at_once(sqlite_database: Database) -> None:
    slow = Slow()
    app = create_app(replace(parts(sqlite_database, Arrivals()), dispatcher=slow))
    transport = httpx.ASGITransport(app)

    async def send() -> int:
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as visitor:
            await visitor.post("/chat/api/session", json={})
            answer = await visitor.post(
                "/chat/api/messages", data={"client_id": "1"}, files={"file": ("a.pdf", PIECE * 4)}
            )
            return answer.status_code

    assert await asyncio.gather(*(send() for _ in range(6))) == [200] * 6
    assert slow.worst == FILES
    assert slow.held == [len(PIECE) * 4] * 6
