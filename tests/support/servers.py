"""The real program as a process of its own."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(**settings: str) -> dict[str, str]:
    """This machine's environment without its settings for the program, and these."""
    kept = {name: text for name, text in os.environ.items() if name in {"PATH", "HOME", "SYSTEMROOT", "TEMP"}}
    return {**kept, "PYTHONDONTWRITEBYTECODE": "1", **settings}


async def call(*arguments: str, folder: Path, given: str = "", **settings: str) -> tuple[int, str, str]:
    """Runs a command to its end: (exit status, what it printed, what it complained of)."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(ROOT / "main.py"),
        *arguments,
        cwd=folder,
        env=environment(**settings),
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
    )
    async with asyncio.timeout(PATIENCE_S):
        printed, complained = await process.communicate(given.encode())
    return process.returncode or 0, printed.decode(), complained.decode()


@asynccontextmanager
async def serving(*arguments: str, folder: Path, **settings: str) -> AsyncIterator[Process]:
    """`main.py serve`, ready to be spoken to; ended with the block where it did not end before."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(ROOT / "main.py"),
        "serve",
        *arguments,
        cwd=folder,
        env=environment(**settings),
        stdout=PIPE,
        stderr=STDOUT,
    )
    try:
        await _ready(process)
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        assert process.stdout
        async with asyncio.timeout(PATIENCE_S):
            await process.stdout.read()
            await process.wait()


async def _ready(process: Process) -> None:
    assert process.stdout
    told = b""
    async with asyncio.timeout(PATIENCE_S):
        while not told.startswith(b"Open "):
            told = await process.stdout.readline()
            assert told, "the server ended before it served"
