"""unit: lays out the tree of unions and changes it as the unions themselves change."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from commands import unit_changes, unit_showing
from commands.program import Program
from commands.unit_reading import Stop, a_code, a_day, a_name, by_code
from storage.store import Store
from storage.units import LINE, STANDINGS, WAYS, NewUnit

KIND = "grassroots"


def add_arguments(parser: ArgumentParser) -> None:
    """add, set, alias, rename, move, end, show CODE; list [--ended]. Days are dd/mm/yyyy."""
    choices = parser.add_subparsers(dest="task", metavar="TASK", required=True)
    add = choices.add_parser("add", help="a new unit, below its parent")
    add.add_argument("--code", required=True, help="short, letters and digits: people send it to join")
    add.add_argument("--name", required=True, help="the full name")
    add.add_argument("--parent", metavar="CODE", help="the unit directly above; none for the topmost")
    add.add_argument("--alias", action="append", default=[], help="another name people use; may be repeated")
    _add_description(add, KIND)
    change = choices.add_parser("set", help="writes down anew what a unit is; what is not named stays")
    change.add_argument("code", metavar="CODE")
    _add_description(change, None)
    alias = choices.add_parser("alias", help="other names under which people look for the unit")
    alias.add_argument("code", metavar="CODE")
    alias.add_argument("names", metavar="NAME", nargs="+")
    rename = choices.add_parser("rename", help="a new name; the old one is kept as another name")
    rename.add_argument("code", metavar="CODE")
    rename.add_argument("name", metavar="NAME")
    move = choices.add_parser("move", help="puts a unit, with all below it, below another one")
    move.add_argument("code", metavar="CODE")
    move.add_argument("parent", metavar="PARENT")
    end = choices.add_parser("end", help="ends a unit, and says what it became")
    end.add_argument("code", metavar="CODE")
    end.add_argument("--on", required=True, metavar="DD/MM/YYYY", help="the first day on which it is no more")
    end.add_argument("--into", nargs="+", default=[], metavar="CODE", help="the units that it became")
    end.add_argument("--how", choices=WAYS, help="merge with one unit, split with several unless given")
    show = choices.add_parser("show", help="all that is written down about a unit")
    show.add_argument("code", metavar="CODE")
    listing = choices.add_parser("list", help="the whole tree")
    listing.add_argument(
        "--ended", action="store_true", help="the units that are no more, and what they became"
    )


def _add_description(command: ArgumentParser, kind: str | None) -> None:
    command.add_argument(
        "--kind", default=kind, help="any word: province, zone, commune, board…; grassroots unless given"
    )
    command.add_argument("--place", help="the province; the parent's unless given")
    command.add_argument("--sector", help="what is made or done there")
    command.add_argument("--employer-type", help="who the employer is")
    command.add_argument("--cluster", help="the units it competes with")
    command.add_argument("--size", type=int, help="members on paper")
    command.add_argument(
        "--standing",
        choices=STANDINGS,
        help="in the line and counted; copy: receives copies only; outside it",
    )
    command.add_argument("--from", dest="since", metavar="DD/MM/YYYY", help="since when it exists")


def run(arguments: Namespace, program: Program) -> int:
    """0 when done; 1 when a code is taken, unusable or unknown, or the change cannot be."""
    tasks = {
        "add": lambda store: _add(store, arguments),
        "set": lambda store: unit_changes.describe(store, arguments, program.now()),
        "alias": lambda store: unit_changes.alias(store, arguments, program.now()),
        "rename": lambda store: unit_changes.rename(store, arguments, program.now()),
        "move": lambda store: unit_changes.move(store, arguments, program.now()),
        "end": lambda store: unit_changes.end(store, arguments, program.now()),
        "show": lambda store: unit_showing.show(store, arguments.code),
        "list": lambda store: unit_showing.listed(store, ended=arguments.ended),
    }
    try:
        with program.database.transaction() as store:
            said = tasks[arguments.task](store)
    except Stop as stopped:
        print(stopped, file=sys.stderr)
        return 1
    print(said)
    return 0


def _add(store: Store, arguments: Namespace) -> str:
    code, name = a_code(store, arguments.code), a_name(arguments.name)
    parent = by_code(store, arguments.parent) if arguments.parent else None
    made = store.units.add(
        NewUnit(
            name,
            arguments.kind,
            code,
            parent.id if parent else None,
            arguments.place or (parent.place if parent else None),
            arguments.sector,
            arguments.employer_type,
            arguments.cluster,
            size=arguments.size or 0,
            aliases=tuple(dict.fromkeys(map(a_name, arguments.alias))),
            valid_from=a_day(arguments.since) if arguments.since else None,
            standing=arguments.standing or LINE,
        )
    )
    return f"{made.code}: {made.name}"
