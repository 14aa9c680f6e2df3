"""demo: makes the demonstration union when the database is empty, and says what there is."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from datetime import datetime
from typing import Protocol

from bot.turn import ZONE
from commands.demonstration.build import Demonstration, make_if_empty
from commands.demonstration.cast import MARK, CastMember, cast
from commands.demonstration.dates import written
from storage.database import Database
from storage.store import Store


class Program(Protocol):
    """What this command needs of the program."""

    @property
    def database(self) -> Database: ...

    def now(self) -> datetime: ...


def add_arguments(parser: ArgumentParser) -> None:
    """Takes no arguments."""


def run(arguments: Namespace, program: Program) -> int:
    """0 when the demonstration stands, made now or before; 1 when the database holds another union."""
    now = program.now()

    def work(store: Store) -> tuple[Demonstration | None, bool, list[CastMember]]:
        made = make_if_empty(store, now.astimezone(ZONE).date(), now)
        return made, store.facts.get(MARK) is not None, cast(store)

    with program.database.transaction(lock=MARK) as store:
        made, stands, playing = work(store)
    if not stands:
        print("The database holds a union of its own: name an empty one in DATABASE_URL.", file=sys.stderr)
        return 1
    print(_made(made) if made else "The demonstration union is there already; nothing was changed.")
    for each in playing:
        print(f"  chat --as {each.as_:<9} {each.label}")
    return 0


def _made(made: Demonstration) -> str:
    until = made.campaign.register_until
    lines = (
        f"Made the demonstration union {made.province.name}: {made.units} units, {made.people} people,",
        f"{made.registrations} registrations, and the documents {', '.join(made.documents)}.",
        f"Its campaign: {made.campaign.name}; registration until {written(until) if until else '-'}.",
    )
    return "\n".join(lines)
