"""serve: the chat page, the webhooks, and all that goes on beside them, in one process."""

from __future__ import annotations

import os
import signal
import socket
import sys
from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from types import FrameType

import uvicorn
from fastapi import FastAPI

from bot.boundaries import BOUNDARIES
from commands.casting import enter
from commands.demonstration.build import make_if_empty
from commands.demonstration.cast import MARK, cast
from commands.locking import Taken, locked
from commands.program import Program
from web.app import create_app
from web.parts import CastMember, Demonstration, Parts

GRACE_S = 10


def add_arguments(parser: ArgumentParser) -> None:
    """Nothing for people; --stop-at is for the tests of crashes (docs/testing.md)."""
    parser.add_argument("--stop-at", choices=BOUNDARIES, help=SUPPRESS)


def run(arguments: Namespace, program: Program) -> int:
    """0 when stopped by a signal; 1 when it cannot serve here."""
    if arguments.stop_at:
        program.boundary = _killer(arguments.stop_at)
    try:
        with _alone(program), _listening(program) as listening:
            program.database.migrate()
            if program.settings.production and _is_demonstration(program):
                return _refuse(f"PRODUCTION is on, and {program.where} holds the demonstration union.")
            _make_demonstration(program)
            app = create_app(_parts(program))
            return _serve(program, app, listening)
    except Taken:
        return _refuse(f"{program.where} is served by another process: stop it, or name another one.")
    except OSError as error:
        where = f"{program.settings.host}:{program.settings.port}"
        return _refuse(f"{where} cannot be listened on (errno {error.errno}): change HOST or PORT.")


def _alone(program: Program) -> AbstractContextManager[None]:
    file = program.database.file
    return locked(file.with_name(f"{file.name}.lock")) if file else nullcontext()


def _listening(program: Program) -> socket.socket:
    """The socket, open before anything else is done. Raises OSError."""
    host, port = program.settings.host, program.settings.port
    return socket.create_server(
        (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=2048
    )


def _is_demonstration(program: Program) -> bool:
    with program.database.reading() as store:
        return store.facts.get(MARK) is not None


def _make_demonstration(program: Program) -> None:
    if not program.settings.demo:
        return
    now = program.now()
    with program.database.transaction(lock=MARK) as store:
        made = make_if_empty(store, now.date(), now)
    if made:
        print(f"The database was empty: made the demonstration union {made.province.name}.", flush=True)


def _parts(program: Program) -> Parts:
    return Parts(
        dispatcher=program.dispatcher,
        database=program.database,
        arrivals=program.arrivals,
        public_url=program.settings.public_url,
        demonstration=_demonstration(program),
        lifespan=program.running,
        now=program.now,
    )


def _demonstration(program: Program) -> Demonstration | None:
    """Speaking as made-up people is open to everybody, so never where there are real ones."""
    if not program.settings.demo:
        return None
    with program.database.reading() as store:
        found: list[CastMember] = [{"as": each.as_, "label": each.label} for each in cast(store)]
    return Demonstration(lambda: found, enter) if found else None


class _Server(uvicorn.Server):
    """Says where it is, and ends what never ends by itself before it waits for answers to end."""

    def __init__(self, config: uvicorn.Config, said: str, ending: Callable[[], None]) -> None:
        super().__init__(config)
        self._said = said
        self._ending = ending

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            print(self._said, flush=True)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._ending()
        super().handle_exit(sig, frame)


def _serve(program: Program, app: FastAPI, listening: socket.socket) -> int:
    config = uvicorn.Config(
        app,
        access_log=False,
        log_config=None,
        lifespan="on",
        server_header=False,
        timeout_graceful_shutdown=GRACE_S,
        proxy_headers=False,
    )
    server = _Server(config, f"Open {program.settings.address}", app.state.streams.close)
    server.run([listening])
    return 0 if server.started else 1


def _killer(boundary: str) -> Callable[[str], None]:
    """Ends this process there, as a power cut would."""

    def reached(name: str) -> None:
        if name == boundary:
            os.kill(os.getpid(), signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)

    return reached


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1
