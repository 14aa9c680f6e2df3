"""People who talk to the web chat, in a process of their own: bare sockets kept open cost little."""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
import tomllib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

# What is said, and what the answers must hold.
WORDS = tomllib.loads(Path(__file__).with_name("conversation.toml").read_text(encoding="utf-8"))
SCRIPT = tuple((step["say"], step["expect"]) for step in WORDS["script"])
UNITS, QUESTIONS = tuple(WORDS["units"]), tuple(WORDS["questions"])
FAMILIES, MIDDLES, GIVEN = tuple(WORDS["families"]), tuple(WORDS["middles"]), tuple(WORDS["given"])
INCIDENT = WORDS["incident"].encode()


class Connection(asyncio.Protocol):
    """One kept connection, one request at a time."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._waiting: asyncio.Future[tuple[bytes, bytes]] | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        head = bytes(self._buffer[:end])
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        if len(self._buffer) < end + 4 + length or self._waiting is None:
            return
        body = bytes(self._buffer[end + 4 : end + 4 + length])
        self._buffer.clear()
        waiting, self._waiting = self._waiting, None
        waiting.set_result((head, body))

    def connection_lost(self, exc: Exception | None) -> None:
        if self._waiting and not self._waiting.done():
            self._waiting.set_exception(ConnectionError("the server hung up"))

    async def post(self, path: str, body: bytes, cookie: str) -> tuple[bytes, bytes]:
        """(head, body) of the answer."""
        assert self._transport is not None
        self._waiting = asyncio.get_running_loop().create_future()
        head = (
            f"POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
            f"cookie: {cookie}\r\ncontent-length: {len(body)}\r\n\r\n"
        )
        self._transport.write(head.encode() + body)
        return await self._waiting

    def close(self) -> None:
        """Hangs up."""
        assert self._transport is not None
        self._transport.close()


@dataclass
class Tally:
    """Seconds that answers took, by when they ended; and what went wrong."""

    took: list[tuple[float, float]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def lines(dice: random.Random) -> Iterator[tuple[str, str]]:
    """What one person writes, with what the answer must hold."""
    blanks = {
        "unit": dice.choice(UNITS),
        "name": " ".join(map(dice.choice, (FAMILIES, MIDDLES, GIVEN))),
        "team": dice.randint(1, 9),
        "question": dice.choice(QUESTIONS),
    }
    for text, holds in SCRIPT:
        yield text.format(**blanks), holds


async def converse(connection: Connection, dice: random.Random, tally: Tally) -> None:
    """A new visitor goes through one conversation."""
    head, _ = await connection.post("/chat/api/session", b"{}", "")
    cookie = head.partition(b"set-cookie: ")[2].partition(b";")[0].decode()
    press = ""
    for number, (text, holds) in enumerate(lines(dice)):
        sent = {"press": press} if text == "[press]" else {"text": text}
        body = json.dumps({"client_id": str(number), **sent}).encode()
        began = time.perf_counter()
        head, answer = await connection.post("/chat/api/messages", body, cookie)
        ended = time.perf_counter()
        tally.took.append((ended, ended - began))
        if not head.startswith(b"HTTP/1.1 200") or holds.encode() not in answer or INCIDENT in answer:
            tally.wrong.append(f"{text}: {answer.decode(errors='replace')[:300]}")
            return
        press = _first_press(answer) or press


def _first_press(answer: bytes) -> str:
    said: list[dict[str, Any]] = json.loads(answer)["messages"] if b'"value"' in answer else []
    return next((str(choice["value"]) for each in said for choice in each["choices"]), "")


async def talk(url: str, people: int, warm_s: float, measured_s: float) -> dict[str, float]:
    """`people` at once, one conversation after another; figures of what ended after the warm-up."""
    loop, tally, parts = asyncio.get_running_loop(), Tally(), urlsplit(url)
    start = time.perf_counter()
    end = start + warm_s + measured_s

    async def one(seed: int) -> None:
        dice = random.Random(seed)
        _, connection = await loop.create_connection(Connection, str(parts.hostname), int(parts.port or 80))
        with closing(connection):
            while time.perf_counter() < end and not tally.wrong:
                await converse(connection, dice, tally)

    await asyncio.gather(*(one(seed) for seed in range(people)))
    if tally.wrong:
        raise RuntimeError(tally.wrong[0])
    took = sorted(took for at, took in tally.took if start + warm_s < at <= end)
    return {
        "per_s": round(len(took) / measured_s, 1),
        "p50_ms": round(1000 * took[len(took) // 2], 2),
        "p99_ms": round(1000 * took[min(len(took) - 1, int(len(took) * 0.99))], 2),
    }


if __name__ == "__main__":
    address, count, warm, measured = sys.argv[1:]
    print(json.dumps(asyncio.run(talk(address, int(count), float(warm), float(measured)))))
