"""officer: appoints, lists, dismisses and invites officers; so the first one comes in."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from dataclasses import replace
from datetime import datetime, timedelta

from bot.turn import ZONE
from commands.officer_giving import note, put_on_list, ready, replaced
from commands.officer_lists import gaps_below, offices, refusals
from commands.program import Program
from handlers.appointing_keeping import off_the_list
from handlers.invitations import invite
from storage.people import Person
from storage.roles import BOARD, CHAIR, FOLLOWER, OFFICES, SECTOR, NewRole
from storage.store import Store
from storage.units import BOARD as KIND_OF_BOARDS
from storage.units import Unit
from storage.vietnamese import fold


class Stop(Exception):
    """A sentence for the operator."""


def add_arguments(parser: ArgumentParser) -> None:
    """appoint, dismiss, invite: --unit CODE --name NAME; list, gaps: --unit CODE or everybody; refused."""
    choices = parser.add_subparsers(dest="task", metavar="TASK", required=True)
    for task, help_ in {
        "appoint": "give an office, and a code that ties a chat to it",
        "dismiss": "end the offices a person holds in a unit",
        "invite": "give a new code to somebody who lost theirs",
    }.items():
        command = choices.add_parser(task, help=help_)
        command.add_argument("--unit", required=True, metavar="CODE", help="the unit's code")
        command.add_argument("--name", required=True, metavar="NAME", help="the person's full name")
        if task != "invite":
            about = "the office; chair unless given" if task == "appoint" else "only this office"
            command.add_argument("--what", choices=OFFICES, help=about)
        if task == "appoint":
            _more_of_an_office(command)
    listing = choices.add_parser("list", help="who holds which office where")
    gaps = choices.add_parser("gaps", help="units without exactly one officer for emulation")
    for command in (listing, gaps):
        command.add_argument("--unit", metavar="CODE", help="this unit and those below it")
    refused = choices.add_parser("refused", help="who tried what is not for them")
    refused.add_argument("--days", type=int, default=30, help="of the last days; 30 unless given")


def _more_of_an_office(command: ArgumentParser) -> None:
    command.add_argument("--works-at", metavar="CODE", help="where the person works, if not in the unit")
    command.add_argument("--sector", metavar="NAME", help="of a sector lead: which sector")
    command.add_argument("--board", metavar="CODE", help="of a board's member: the board's code")
    command.add_argument("--until", metavar="DD/MM/YYYY", help="the last day; until it is taken back")


def run(arguments: Namespace, program: Program) -> int:
    """0 when done; 1 when there is no such unit or person."""
    tasks = {"appoint": _appoint, "dismiss": _dismiss, "invite": _invite, "list": _list}
    task = (tasks | {"gaps": _gaps, "refused": _refused})[arguments.task]
    try:
        with program.database.transaction() as store:
            print(task(store, arguments, program))
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    return 0


def _appoint(store: Store, arguments: Namespace, program: Program) -> str:
    unit, now = _unit(store, arguments.unit), program.now()
    office = _office(store, arguments, unit)
    home = _unit(store, arguments.works_at) if arguments.works_at else _home(store, unit, office.what)
    person = _one(store, home, arguments.name, now)
    lines = []
    if person is None:
        person = put_on_list(store, home, arguments.name, now)
        lines.append(f"{home.name} knew nobody called {person.name}: a new person was put on its list.")
    ready(store, person, now)
    new = replace(office, person_id=person.id)
    lines += [
        f"{other.name} is {new.what} of {unit.name} no longer." for other in replaced(program, store, new)
    ]
    store.roles.give(new, now)
    note(store, "appointed", person, {"unit": unit.code, "what": office.what}, now)
    until = f" until {arguments.until}" if office.until else ""
    lines.append(f"{person.name} is {office.what} of {unit.name}{until}.")
    return "\n".join([*lines, _code(store, person, program)])


def _office(store: Store, arguments: Namespace, unit: Unit) -> NewRole:
    """What is given, to nobody yet."""
    what = arguments.what or CHAIR
    if (what == SECTOR) != bool(arguments.sector):
        raise Stop("--sector NAME belongs to --what sector, and --what sector needs it.")
    if (what == BOARD) != bool(arguments.board):
        raise Stop("--board CODE belongs to --what board, and --what board needs it.")
    board = _unit(store, arguments.board) if arguments.board else None
    if board and (board.kind != KIND_OF_BOARDS or unit.id not in board.above()):
        raise Stop(f"{board.name} is no board below {unit.name}: see `unit list`.")
    until = _day_after(arguments.until) if arguments.until else None
    return NewRole(0, unit.id, what, arguments.sector, board.id if board else None, until=until)


def _home(store: Store, unit: Unit, what: str) -> Unit:
    """Where the person is looked for: who follows a unit works at the level above."""
    return store.units.get(unit.parent_id) if what == FOLLOWER and unit.parent_id else unit


def _day_after(day: str) -> datetime:
    """The first instant after that day in Viet Nam."""
    try:
        last = datetime.strptime(day, "%d/%m/%Y").replace(tzinfo=ZONE)
    except ValueError:
        raise Stop(f"{day} is no day: write it like 30/06/2026.") from None
    return last + timedelta(days=1)


def _dismiss(store: Store, arguments: Namespace, program: Program) -> str:
    unit, now = _unit(store, arguments.unit), program.now()
    held = [
        (person, role)
        for person, role in store.roles.in_unit(unit.id, now)
        if fold(person.name) == fold(arguments.name.strip()) and arguments.what in (None, role.what)
    ]
    if not held:
        name = _known(store, unit, arguments.name, now).name
        raise Stop(f"{name} holds no office in {unit.name}: see `officer list --unit {unit.code}`.")
    if len({person.id for person, _ in held}) > 1:
        raise Stop(f"Several officers of {unit.name} are called {arguments.name}: dismiss them in the chat.")
    person = held[0][0]
    store.roles.dismiss(person.id, unit.id, now, arguments.what)
    note(store, "dismissed", person, {"unit": unit.code, "what": arguments.what or "all"}, now)
    text = f"{person.name} holds no office in {unit.name} any more."
    if arguments.what:
        text = f"{person.name} is {arguments.what} of {unit.name} no longer."
    if off_the_list(store, person, now):
        text += " Nobody of this name ever came: the person is off the list again."
    return text


def _invite(store: Store, arguments: Namespace, program: Program) -> str:
    return _code(store, _known(store, _unit(store, arguments.unit), arguments.name, program.now()), program)


def _list(store: Store, arguments: Namespace, program: Program) -> str:
    return offices(store, _unit(store, arguments.unit) if arguments.unit else None, program.now())


def _gaps(store: Store, arguments: Namespace, program: Program) -> str:
    roots = [_unit(store, arguments.unit)] if arguments.unit else store.units.roots()
    return gaps_below(store, roots, program.now())


def _refused(store: Store, arguments: Namespace, program: Program) -> str:
    return refusals(store, program.now() - timedelta(days=arguments.days))


def _unit(store: Store, code: str) -> Unit:
    unit = store.units.by_code(code)
    if unit is None:
        raise Stop(f"No unit has the code {code}: codes stand on the units' posters and in `officer list`.")
    return unit


def _known(store: Store, unit: Unit, name: str, now: datetime) -> Person:
    person = _one(store, unit, name, now)
    if person is None:
        raise Stop(f"{unit.name} knows nobody called {name}: write the full name as on the union's list.")
    return person


def _one(store: Store, unit: Unit, name: str, now: datetime) -> Person | None:
    """The person of the unit, or with an office in it, with exactly this name, marks or not."""
    officers = [person for person, _ in store.roles.in_unit(unit.id, now)]
    found = {
        person.id: person
        for person in (*store.people.search(unit.path, name, 100), *officers)
        if fold(person.name) == fold(name.strip())
    }
    own = [person for person in found.values() if person.unit_id == unit.id] or list(found.values())
    if len(own) > 1:
        raise Stop(f"{len(own)} people of {unit.name} are called {name}: appoint the right one in the chat.")
    return own[0] if own else None


def _code(store: Store, person: Person, program: Program) -> str:
    code = invite(store, person.id, program.now())
    lines = [
        f"Code for {person.name}, good once and for 7 days: {code}",
        f"On the chat page: {program.settings.address}/join/{code}",
    ]
    if program.settings.telegram_bot_token:
        lines.append(f"On Telegram: send the bot /start {code}")
    return "\n".join(lines)
