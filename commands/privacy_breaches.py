"""privacy breach: the log of breaches, and how much of the 72 hours is left."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from datetime import datetime, timedelta

from bot.turn import ZONE, local
from commands.program import Program
from storage.breaches import AGENCY, PEOPLE, Breach
from storage.store import Store


class Stop(Exception):
    """A sentence for the operator."""


def add_breach_arguments(parser: ArgumentParser) -> None:
    """add, list, told, close."""
    choices = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    add = choices.add_parser("add", help="something leaked, was lost or was seen by the wrong people")
    add.add_argument("--what", required=True, metavar="TEXT", help="what happened, without names")
    add.add_argument("--people", type=int, default=0, metavar="N", help="how many it reaches, about")
    add.add_argument("--noticed", type=_moment, metavar="'YYYY-MM-DD HH:MM'", help="when; now unless given")
    choices.add_parser("list", help="the whole log, with what is still to do")
    told = choices.add_parser("told", help="somebody was told")
    close = choices.add_parser("close", help="it is dealt with")
    for command in (told, close):
        command.add_argument("id", type=int, metavar="ID", help="the number of the breach")
    told.add_argument("whom", choices=(AGENCY, PEOPLE), help="the agency (A05), or the people it reaches")
    close.add_argument("--measures", required=True, metavar="TEXT", help="what was done about it")


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)


def run_breach(store: Store, arguments: Namespace, program: Program) -> str:
    """What to print. Raises Stop, LookupError."""
    now = program.now()
    if arguments.act == "add":
        noticed = arguments.noticed or now
        if noticed > now:
            raise Stop("--noticed lies in the future: write when it was noticed.")
        return _told_of(store.breaches.add(arguments.what, arguments.people, noticed), now)
    if arguments.act == "list":
        return "\n".join(_told_of(each, now) for each in store.breaches.all()) or "No breach was noted."
    found = store.breaches.get(arguments.id)
    if arguments.act == "told":
        if not store.breaches.told(found.id, arguments.whom, now):
            raise Stop(f"Breach {found.id}: the {arguments.whom} had been told before.")
    elif not store.breaches.close(found.id, arguments.measures, now):
        raise Stop(f"Breach {found.id} was closed before.")
    return _told_of(store.breaches.get(found.id), now)


def _told_of(found: Breach, now: datetime) -> str:
    noticed = f"{local(found.noticed_at):%Y-%m-%d %H:%M}"
    agency, people, closed = _agency(found, now), _when(found.people_told_at), _when(found.closed_at)
    lines = [
        f"{found.id:<4} noticed {noticed}, {found.people} people: {found.what}",
        f"     agency: {agency}; people: {people}; closed: {closed}",
    ]
    if found.measures:
        lines.append(f"     {found.measures}")
    return "\n".join(lines)


def _when(moment: datetime | None) -> str:
    return f"{local(moment):%Y-%m-%d %H:%M}" if moment else "not yet"


def _agency(found: Breach, now: datetime) -> str:
    if found.agency_told_at:
        late = " (LATE)" if found.agency_told_at > found.tell_by else ""
        return f"{_when(found.agency_told_at)}{late}"
    hours = (found.tell_by - now) // timedelta(hours=1)
    return f"{hours} hours left" if now <= found.tell_by else "LATE, tell it now"
