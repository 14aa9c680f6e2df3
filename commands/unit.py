"""unit: adds a union to the tree, or shows the tree; so that a real union can begin."""

from __future__ import annotations

import re
import sys
from argparse import ArgumentParser, Namespace

from commands.program import Program
from storage.store import Store
from storage.units import NewUnit, Unit

KINDS = ("province", "upper", "grassroots")


def add_arguments(parser: ArgumentParser) -> None:
    """add --code --name [--parent CODE] [--kind] [--place] [--alias]...; list."""
    choices = parser.add_subparsers(dest="task", metavar="TASK", required=True)
    add = choices.add_parser("add", help="a new unit, below its parent")
    add.add_argument("--code", required=True, help="short, letters and digits: people send it to join")
    add.add_argument("--name", required=True, help="the full name")
    add.add_argument("--parent", metavar="CODE", help="the unit directly above; none for the topmost")
    add.add_argument("--kind", choices=KINDS, default="grassroots")
    add.add_argument("--place", help="the province; the parent's unless given")
    add.add_argument("--alias", action="append", default=[], help="another name people use; may be repeated")
    add.add_argument("--size", type=int, default=0, help="members on paper")
    choices.add_parser("list", help="the whole tree")


def run(arguments: Namespace, program: Program) -> int:
    """0 when done; 1 when the code is taken, unusable, or the parent unknown."""
    with program.database.transaction() as store:
        if arguments.task == "list":
            print("\n".join(_tree(store, store.units.roots())) or "No units yet: main.py unit add --help")
            return 0
        fault = _fault(store, arguments)
        if fault:
            print(fault, file=sys.stderr)
            return 1
        parent = store.units.by_code(arguments.parent) if arguments.parent else None
        made = store.units.add(
            NewUnit(
                arguments.name.strip(),
                arguments.kind,
                arguments.code,
                parent.id if parent else None,
                arguments.place or (parent.place if parent else None),
                size=arguments.size,
                aliases=tuple(dict.fromkeys(arguments.alias)),
            )
        )
        print(f"{made.code}: {made.name}")
    return 0


def _fault(store: Store, arguments: Namespace) -> str | None:
    if not re.fullmatch(r"[A-Za-z0-9-]{2,20}", arguments.code):
        return "A code has 2 to 20 letters, digits or hyphens, such as MAY2."
    if store.units.by_code(arguments.code):
        return f"The code {arguments.code} is taken: main.py unit list shows by whom."
    if arguments.parent and store.units.by_code(arguments.parent) is None:
        return f"No unit has the code {arguments.parent}: main.py unit list shows those there are."
    if not arguments.name.strip() or len(arguments.name) > 300:
        return "A name has 1 to 300 characters."
    return None


def _tree(store: Store, units: list[Unit], depth: int = 0) -> list[str]:
    lines = []
    for unit in units:
        lines.append(f"{'  ' * depth}{unit.code}  {unit.name}")
        lines += _tree(store, store.units.children(unit.id), depth + 1)
    return lines
