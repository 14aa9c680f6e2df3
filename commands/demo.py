"""demo: makes the demonstration union when the database is empty, and says what there is."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from datetime import datetime
from typing import Protocol

from bot.texts import say
from bot.turn import ZONE
from commands.demonstration.build import Demonstration, make_if_empty
from commands.demonstration.cast import MARK, cast
from commands.demonstration.dates import written
from storage.database import Database


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

    with program.database.transaction(lock=MARK) as store:
        made = make_if_empty(store, now.astimezone(ZONE).date(), now)
        stands, playing = store.facts.get(MARK) is not None, cast(store)
    if not stands:
        print(say("demo.other"), file=sys.stderr)
        return 1
    for line in _made(made) if made else [say("demo.stands")]:
        print(line)
    for each in playing:
        print(say("demo.who", name=each.as_, label=each.label))
    return 0


def _made(made: Demonstration) -> list[str]:
    until = made.campaign.register_until
    documents = ", ".join(made.documents)
    return [
        say("demo.made", province=made.province.name, documents=documents, **made.counts),
        say("demo.campaign", name=made.campaign.name, until=written(until) if until else "-"),
    ]
