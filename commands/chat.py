"""chat: a conversation with the bot in this terminal, on the same core and database as everywhere."""

from __future__ import annotations

import asyncio
import sys
from argparse import ArgumentParser, Namespace

from bot.channels import console
from bot.sender import Sender
from commands.casting import tie
from commands.demonstration.cast import cast
from commands.program import Program
from storage.accounts import Address
from storage.store import Store
from storage.vietnamese import fold


def add_arguments(parser: ArgumentParser) -> None:
    """As whom to talk; without it, as a visitor nobody knows."""
    parser.add_argument(
        "--as", dest="as_", metavar="NAME", help="one of the demonstration's people, or a full name"
    )


def run(arguments: Namespace, program: Program) -> int:
    """0 at the end of input; 1 where nobody is called so."""
    external_id = "visitor"
    if arguments.as_:
        with program.database.reading() as store:
            person_id = _find(store, arguments.as_)
        if person_id is None:
            print(f"Nobody here is called {arguments.as_}. {_names(program)}", file=sys.stderr)
            return 1
        external_id = f"person-{person_id}"
        with program.database.transaction() as store:
            tie(store, Address(console.NAME, console.NAME, external_id), person_id, program.now())
    asyncio.run(_talk(program, Address(console.NAME, console.NAME, external_id)))
    return 0


async def _talk(program: Program, address: Address) -> None:
    await program.database.read(program.understanding.refresh)
    sender = Sender(program.database, {}, [console.NAME], program.means)
    talk = console.Console(program.dispatcher, program.database, address, program.now, print)
    sending = asyncio.create_task(sender.run())
    prompt = "> " if sys.stdin.isatty() else ""
    try:
        await talk.talk(console.typed(prompt))
    finally:
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)


def _find(store: Store, name: str) -> int | None:
    """The cast member, or the one person of this full name."""
    playing = next((each.person_id for each in cast(store) if each.as_ == name), None)
    if playing is not None:
        return playing
    named = [person for person in store.people.search("/", name) if fold(person.name) == fold(name)]
    return named[0].id if len(named) == 1 else None


def _names(program: Program) -> str:
    with program.database.reading() as store:
        names = ", ".join(each.as_ for each in cast(store))
    return f"One can talk as: {names}." if names else "Give the full name as the union's list writes it."
