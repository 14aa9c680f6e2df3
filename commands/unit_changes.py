"""Tasks of `unit` that change one: what it is, what it is called, where it stands, that it ended."""

from __future__ import annotations

from argparse import Namespace
from datetime import date, datetime

from bot.turn import local
from commands.unit_reading import Stop, a_day, a_name, as_day, by_code
from storage.audit import Entry
from storage.errors import Circle, StillBelow
from storage.store import Store
from storage.unit_ending import end_unit
from storage.unit_tables import END, MERGE, SPLIT
from storage.units import Ending, Unit

_DESCRIBED = ("kind", "place", "sector", "employer_type", "cluster", "size", "standing")


def describe(store: Store, arguments: Namespace, now: datetime) -> str:
    """Writes down anew what was named."""
    unit = by_code(store, arguments.code)
    given = {name: value for name in _DESCRIBED if (value := getattr(arguments, name)) is not None}
    since = {"valid_from": a_day(arguments.since)} if arguments.since else {}
    if not given | since:
        raise Stop("Say what is to be written down anew: main.py unit set --help.")
    store.units.describe(unit.id, **given, **since)
    told = {name: str(value) for name, value in (given | since).items()}
    _keep(store, unit, "unit_described", dict(told), now)
    return f"{unit.code}: {', '.join(f'{name} {value}' for name, value in told.items())}"


def alias(store: Store, arguments: Namespace, now: datetime) -> str:
    """Other names."""
    unit = by_code(store, arguments.code)
    names = [a_name(each) for each in arguments.names]
    store.units.add_aliases(unit.id, names)
    _keep(store, unit, "unit_alias", {"names": names}, now)
    return f"{unit.code}: {unit.name} ({'; '.join(store.units.aliases(unit.id))})"


def rename(store: Store, arguments: Namespace, now: datetime) -> str:
    """A new name; reports that were handed in keep the old one."""
    unit, name = by_code(store, arguments.code), a_name(arguments.name)
    store.units.rename(unit.id, name)
    _keep(store, unit, "unit_renamed", {"from": unit.name, "to": name}, now)
    return f"{unit.code}: {name} (until now {unit.name})"


def move(store: Store, arguments: Namespace, now: datetime) -> str:
    """With all below it, to another parent."""
    unit, parent = by_code(store, arguments.code), by_code(store, arguments.parent)
    before = store.units.get(unit.parent_id).code if unit.parent_id else ""
    try:
        store.units.move(unit.id, parent.id)
    except Circle:
        raise Stop(f"{parent.code} stands below {unit.code} itself: move {parent.code} first.") from None
    _keep(store, unit, "unit_moved", {"from": before, "to": parent.code}, now)
    return f"{unit.code}: {unit.name}, now below {parent.code}: {parent.name}"


def end(store: Store, arguments: Namespace, now: datetime) -> str:
    """Ends it; people and units below go to what it became, where that is one unit."""
    unit, on = by_code(store, arguments.code), a_day(arguments.on)
    _come(on, local(now).date())
    into = [by_code(store, code) for code in dict.fromkeys(arguments.into)]
    how = arguments.how or (SPLIT if len(into) > 1 else MERGE if into else END)
    try:
        people = end_unit(store, unit.id, Ending(on, tuple(each.id for each in into), how), now)
    except Circle:
        raise Stop(f"{unit.code} cannot become itself, or what became of it.") from None
    except StillBelow:
        raise Stop(
            f"Units still stand below {unit.code}: move them first, or name the one unit with --into."
        ) from None
    codes = [each.code for each in into]
    went = f", now {', '.join(codes)}" if codes else ""
    left = store.people.count(store.units.get(unit.id).path)
    still = f"; {left} people are still in its list" if left else ""
    return f"{unit.code}: {unit.name} ended on {as_day(on)}{went}; {people} people went along{still}"


def _come(on: date, today: date) -> None:
    if on > today:
        raise Stop(f"{as_day(on)} has not come yet: end a unit on the day, or after it.")


def _keep(store: Store, unit: Unit, action: str, detail: dict[str, object], now: datetime) -> None:
    store.audit.add(Entry(None, action, "unit", unit.id, detail, now))
