"""officer: appoints, lists, dismisses and invites officers; so the first one comes in."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from datetime import datetime

from commands.program import Program
from handlers.invitations import invite
from storage.audit import Entry
from storage.people import CONFIRMED, NewPerson, Person
from storage.store import Store
from storage.units import Unit
from storage.vietnamese import fold

OFFICES = ("chair", "emulation", "deputy")


class Stop(Exception):
    """A sentence for the operator."""


def add_arguments(parser: ArgumentParser) -> None:
    """appoint, dismiss, invite: --unit CODE --name NAME; list: --unit CODE or everybody."""
    choices = parser.add_subparsers(dest="task", metavar="TASK", required=True)
    for task, help_ in {
        "appoint": "give an office, and a code that ties a chat to it",
        "dismiss": "end the offices a person holds in a unit",
        "invite": "give a new code to somebody who lost theirs",
    }.items():
        command = choices.add_parser(task, help=help_)
        command.add_argument("--unit", required=True, metavar="CODE", help="the unit's code")
        command.add_argument("--name", required=True, metavar="NAME", help="the person's full name")
        if task == "appoint":
            command.add_argument(
                "--what", choices=OFFICES, default="chair", help="the office; chair unless given"
            )
    listing = choices.add_parser("list", help="who holds which office where")
    listing.add_argument("--unit", metavar="CODE", help="this unit and those below it")


def run(arguments: Namespace, program: Program) -> int:
    """0 when done; 1 when there is no such unit or person."""
    task = {"appoint": _appoint, "dismiss": _dismiss, "invite": _invite, "list": _list}[arguments.task]
    try:
        with program.database.transaction() as store:
            print(task(store, arguments, program))
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    return 0


def _appoint(store: Store, arguments: Namespace, program: Program) -> str:
    unit, now = _unit(store, arguments.unit), program.now()
    person = _one(store, unit, arguments.name, now)
    if person is None:
        person = store.people.add(NewPerson(unit.id, arguments.name.strip(), CONFIRMED), now)
    elif person.status != CONFIRMED:
        store.people.confirm(person.id, person.id, now)
    store.roles.appoint(person.id, unit.id, arguments.what, now)
    _note(store, "appointed", person, {"unit": unit.code, "what": arguments.what}, now)
    return f"{person.name} is {arguments.what} of {unit.name}.\n{_code(store, person, program)}"


def _dismiss(store: Store, arguments: Namespace, program: Program) -> str:
    unit, now = _unit(store, arguments.unit), program.now()
    person = _known(store, unit, arguments.name, now)
    if not any(role.unit_id == unit.id for role in store.roles.of(person.id, now)):
        raise Stop(f"{person.name} holds no office in {unit.name}: see `officer list --unit {unit.code}`.")
    store.roles.dismiss(person.id, unit.id, now)
    _note(store, "dismissed", person, {"unit": unit.code}, now)
    return f"{person.name} holds no office in {unit.name} any more."


def _invite(store: Store, arguments: Namespace, program: Program) -> str:
    return _code(store, _known(store, _unit(store, arguments.unit), arguments.name, program.now()), program)


def _list(store: Store, arguments: Namespace, program: Program) -> str:
    now = program.now()
    path = _unit(store, arguments.unit).path if arguments.unit else "/"
    held = [(person, role) for person, role in store.roles.everyone(now) if role.unit_path.startswith(path)]
    units = {role.unit_id: store.units.get(role.unit_id) for _, role in held}
    lines = [
        f"{units[role.unit_id].code:<12} {role.what:<10} {person.name}, {units[role.unit_id].name}"
        for person, role in held
    ]
    return "\n".join(lines) or "Nobody holds an office yet: see `officer appoint`."


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


def _note(store: Store, action: str, person: Person, detail: dict[str, str], at: datetime) -> None:
    store.audit.add(Entry(None, action, "person", person.id, detail, at))
