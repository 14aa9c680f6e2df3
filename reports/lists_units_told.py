"""Says unit by unit what a list would change in the tree, and which units end in what. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot import texts
from bot.numbers import number
from reports.lists_units import Changed, Ended, UnitPlan

NAMED = 10  # units told by name
_WORDED = {
    "kind": ("province", "upper", "grassroots", "part", "board"),
    "standing": ("line", "copy", "outside"),
}


def unit_lines(plan: UnitPlan) -> list[str]:
    """First what ends, then what is written otherwise; the first ten."""
    names = plan.names | {each.spot: each.row.name for each in plan.added}
    lines = [_ended(each, names) for each in plan.ended]
    lines += [_changed(each, names) for each in plan.changed]
    more = len(lines) - NAMED
    shown = lines[:NAMED]
    return [*shown, texts.say("lists.unit_more", count=number(more))] if more > 0 else shown


def _ended(each: Ended, names: dict[int, str]) -> str:
    key = "none" if not each.into else "one" if len(each.into) == 1 else "several"
    into = ", ".join(names.get(spot, "") for spot in each.into)
    name = names.get(each.spot, each.row.name)
    return texts.say(f"lists.unit_ends_{key}", unit=name, day=_day(each.on), into=into)


def _changed(each: Changed, names: dict[int, str]) -> str:
    what = "; ".join(texts.say(f"lists.unit_new_{name}", value=value) for name, value in _told(each, names))
    return texts.say("lists.unit_changed", unit=names.get(each.id, each.row.name), what=what)


def _told(each: Changed, names: dict[int, str]) -> Iterator[tuple[str, str]]:
    if each.name:
        yield "name", each.name
    if each.parent is not None:
        yield "parent", names.get(each.parent, "")
    for column, value in each.values.items():
        yield column, _shown(column, value)
    if each.aliases:
        yield "aliases", "; ".join(each.aliases)


def _shown(column: str, value: object) -> str:
    if isinstance(value, date):
        return _day(value)
    if isinstance(value, int):
        return number(value)
    word = str(value)
    return texts.say(f"lists.{column}_{word}") if word in _WORDED.get(column, ()) else word


def _day(day: date) -> str:
    return day.strftime("%d/%m/%Y")
