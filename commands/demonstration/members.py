"""Who belongs to the demonstration union: the cast first, the rest of every team by drawn names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, NamedTuple

from commands.demonstration.data import table
from commands.demonstration.names import FEMALE, MALE, Names
from storage.units import Unit

OFFICES = ("chair", "emulation", "deputy")


class Described(NamedTuple):
    """A unit and its table of units.toml."""

    unit: Unit
    told: dict[str, Any]


@dataclass(slots=True)
class Member:
    """Somebody to put on a list. `part` is the person's table of cast.toml, empty for most."""

    unit: Unit
    name: str
    team: str
    work: str
    sex: str
    part: dict[str, Any]
    offices: tuple[str, ...] = ()


def members(units: Sequence[Described], random: Random) -> list[Member]:
    """Everybody, unit by unit; each unit has one of every office."""
    cast = table("cast")["people"]
    names = Names(random, (part["name"] for part in cast))
    found: list[Member] = []
    for each in units:
        parts = [part for part in cast if part["unit"] == each.unit.code]
        here = list(_of_unit(each, parts, random, names))
        _give_offices(here, random)
        found += here
    return found


def _of_unit(
    each: Described, parts: Sequence[dict[str, Any]], random: Random, names: Names
) -> Iterator[Member]:
    unit, told = each
    for team, size, work in told["teams"]:
        played = [part for part in parts if part["team"] == team]
        for part in played:
            yield Member(
                unit, part["name"], team, part["work"], part["sex"], part, tuple(part.get("offices", ()))
            )
        for _ in range(size - len(played)):
            sex = FEMALE if random.randrange(100) < told["women"] else MALE
            yield Member(unit, names.draw(sex), team, work, sex, {})


def _give_offices(here: list[Member], random: Random) -> None:
    held = {office for member in here for office in member.offices}
    free = [member for member in here if not member.part]
    wanted = [office for office in OFFICES if office not in held]
    for office, member in zip(wanted, random.sample(free, len(wanted)), strict=True):
        member.offices = (office,)
