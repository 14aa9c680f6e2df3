"""worker: all that goes on beside the pages, in a process of its own. For PostgreSQL."""

from __future__ import annotations

import asyncio
import signal
import sys
from argparse import ArgumentParser, Namespace
from contextlib import suppress

from commands.program import Program


def add_arguments(parser: ArgumentParser) -> None:
    """Takes no arguments."""


def run(arguments: Namespace, program: Program) -> int:
    """0 when stopped by a signal; 1 on SQLite."""
    if program.database.dialect == "sqlite":
        print(
            "A SQLite file has one process, and `serve` does this work too: use PostgreSQL for workers.",
            file=sys.stderr,
        )
        return 1
    program.database.migrate()
    asyncio.run(_work(program))
    return 0


async def _work(program: Program) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows: Ctrl-C ends the process
            loop.add_signal_handler(each, stop.set)
    async with program.running():
        print("Working; stop with Ctrl-C.", flush=True)
        await stop.wait()
