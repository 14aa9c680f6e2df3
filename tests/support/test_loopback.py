"""Sockets of the tests reach this machine and no other."""

import asyncio
import socket

import pytest

from tests.support import loopback


def attempts_made() -> list[str]:
    """What was tried so far, forgotten with this call, so that the guard lets the test pass."""
    made = list(loopback.attempts)
    loopback.attempts.clear()
    return made


def test_another_machine_cannot_be_reached() -> None:
    with socket.socket() as outward, pytest.raises(loopback.NotLoopback):
        outward.connect(("192.0.2.1", 80))
    assert attempts_made() == ["socket.connect '192.0.2.1'"]


def test_no_name_is_looked_up() -> None:
    with pytest.raises(loopback.NotLoopback):
        socket.getaddrinfo("api.example.org", 443)
    assert attempts_made() == ["socket.getaddrinfo 'api.example.org'"]


def test_no_socket_listens_for_other_machines() -> None:
    with socket.socket() as server, pytest.raises(loopback.NotLoopback):
        server.bind(("", 0))
    assert attempts_made() == ["socket.bind ''"]


async def test_this_machine_can_be_reached_by_name_and_number() -> None:
    async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"hello")
        writer.close()

    async with await asyncio.start_server(greet, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        for host in ("127.0.0.1", "localhost"):
            reader, writer = await asyncio.open_connection(host, port)
            assert await reader.read() == b"hello"
            writer.close()
            await writer.wait_closed()


def test_the_machine_s_own_addresses_are_known() -> None:
    assert all(map(loopback.is_loopback, (None, "localhost", b"localhost", "127.0.0.2", "::1", "::1%lo")))
    assert not any(map(loopback.is_loopback, ("", "0.0.0.0", "10.0.0.1", "localhost.example.org", "::")))
