"""serve: the chat page, the webhooks, and all that goes on beside them, in one process."""

from __future__ import annotations

import os
import signal
import socket
import sys
from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from bot.boundaries import BOUNDARIES
from bot.settings import Settings
from commands.casting import enter
from commands.demonstration.build import make_if_empty
from commands.demonstration.cast import MARK, cast
from commands.locking import Taken, locked
from commands.program import Program
from web import server, telegram
from web.app import create_app
from web.parts import CastMember, Demonstration, Parts


def add_arguments(parser: ArgumentParser) -> None:
    """Nothing for people; --stop-at is for the tests of crashes (docs/testing.md)."""
    parser.add_argument("--stop-at", choices=BOUNDARIES, help=SUPPRESS)


def _opening(settings: Settings) -> str:
    """Where it listens, and where people come from outside when that is another address."""
    here = f"http://{settings.host}:{settings.port}"
    outside = f", from outside {settings.address}" if settings.address != here else ""
    return f"Open {here}{outside}"


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
            served = server.run(create_app(_parts(program)), listening, _opening(program.settings))
            return 0 if served else 1
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
    bot, secret = program.telegram, program.settings.telegram_webhook_secret
    return Parts(
        dispatcher=program.dispatcher,
        database=program.database,
        arrivals=program.arrivals,
        public_url=program.settings.public_url,
        demonstration=_demonstration(program),
        routers=[telegram.router(program, bot, secret)] if bot else [],
        lifespan=program.running,
        now=program.now,
        secret=program.settings.secret_key.encode(),
        telegram=lambda: bot.username if bot else None,
        proxies=program.settings.proxies,
    )


def _demonstration(program: Program) -> Demonstration | None:
    """Speaking as made-up people is open to everybody, so never where there are real ones."""
    if not program.settings.demo:
        return None
    with program.database.reading() as store:
        found: list[CastMember] = [{"as": each.as_, "label": each.label} for each in cast(store)]
    return Demonstration(lambda: found, enter) if found else None


def _killer(boundary: str) -> Callable[[str], None]:
    """Ends this process there, as a power cut would."""

    def reached(name: str) -> None:
        if name == boundary:
            os.kill(os.getpid(), signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)

    return reached


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1
