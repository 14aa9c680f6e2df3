"""The people of the conversation benchmark: what they write, and how they read answers off a bare socket."""

import asyncio
import json
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from benchmarks.load import SCRIPT, Connection, lines, talk


@asynccontextmanager
async def answering(*parts: bytes) -> AsyncIterator[int]:
    """A server that answers every request with these parts, one by one; yields its port."""

    ended = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError):
            while head := await reader.readuntil(b"\r\n\r\n"):
                await reader.readexactly(int(head.partition(b"content-length: ")[2].partition(b"\r\n")[0]))
                for part in parts:
                    writer.write(part)
                    await writer.drain()
                    await asyncio.sleep(0)
        writer.close()
        await writer.wait_closed()
        ended.set()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
        await ended.wait()
    finally:
        server.close()


def test_everybody_writes_the_whole_script_with_words_of_their_own() -> None:
    first, second = [list(lines(random.Random(seed))) for seed in (1, 2)]
    assert len(first) == len(second) == len(SCRIPT)
    assert first != second
    assert not any("{" in text for text, _ in [*first, *second])


async def test_an_answer_that_comes_in_pieces_is_read_whole() -> None:
    pieces = (
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b"ngth: 11\r\nset-cookie: visitor=a; Path=/\r\n\r\nhello",
        b" world",
    )
    async with answering(*pieces) as port:
        _, connection = await asyncio.get_running_loop().create_connection(Connection, "127.0.0.1", port)
        for _ in range(2):
            head, body = await connection.post("/chat/api/messages", b"{}", "visitor=a")
            assert head.startswith(b"HTTP/1.1 200")
            assert body == b"hello world"
        connection.close()


async def test_an_answer_that_is_not_the_expected_one_ends_the_measurement() -> None:
    said = json.dumps({"messages": [{"text": "Chào.", "choices": []}]}).encode()
    head = b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % len(said)
    async with answering(head + said) as port:
        with pytest.raises(RuntimeError, match="em muon dang ky cong nhan gioi"):
            await talk(f"http://127.0.0.1:{port}", 1, 0, 60)
