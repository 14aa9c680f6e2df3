"""Finds the person and the units an officer means, and says who may give which office where."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.turn import Turn
from handlers import finding
from storage.people import Person
from storage.roles import CHAIR, DEPUTY, EMULATION, FOLLOWER
from storage.units import Unit
from storage.vietnamese import fold

_BETWEEN = re.compile(r"\s*(?:,|;|\bva\b|\bvoi\b)\s*")


def may_give(turn: Turn, what: str, unit: Unit) -> bool:
    """An office is given by the level above; a deputy's and a follower's by the unit's chair as well."""
    for role in turn.roles:
        if role.decides and unit.path.startswith(role.unit_path) and role.unit_id != unit.id:
            return True
        if role.what == CHAIR and role.unit_id == unit.id and what in (DEPUTY, FOLLOWER):
            return True
    return False


def own_desks(turn: Turn) -> list[Unit]:
    """The units in which somebody can stand in for whoever writes: as chair or for emulation."""
    held = [role for role in turn.roles if role.what in (CHAIR, EMULATION)]
    return [turn.store.units.get(id) for id in dict.fromkeys(role.unit_id for role in held)]


def people_called(turn: Turn, names: Sequence[str], near: Unit | None) -> tuple[str, list[Person]]:
    """(the name that somebody bears, who bears it): near this unit first, then wherever one decides."""
    paths = [near.path] if near else []
    paths += [role.unit_path for role in turn.roles if role.decides]
    for name in names:
        for path in dict.fromkeys(paths):
            if found := turn.store.roles.candidates(path, name):
                return name, _likeliest(turn, found, name, near)
    return (names[-1] if names else ""), []


def _likeliest(turn: Turn, found: list[Person], name: str, near: Unit | None) -> list[Person]:
    """Those of exactly this name; of several those who hold an office there; of several those of the unit."""
    exact = [person for person in found if fold(person.name) == fold(name)] or found
    if near is None or len(exact) == 1:
        return exact
    holders = {person.id for person, _ in turn.store.roles.in_unit(near.id, turn.now)}
    officers = [person for person in exact if person.id in holders]
    return officers or [person for person in exact if person.unit_id == near.id] or exact


def units_meant(turn: Turn, place: str) -> list[Unit]:
    """The units that a folded text names one after another; empty where one of them is not clear."""
    found = []
    for part in filter(None, _BETWEEN.split(place)):
        unit_id = finding.unit_named(turn, part)
        if unit_id is None:
            matches = finding.units_meant(turn, part)
            unit_id = matches[0].unit_id if len(matches) == 1 else None
        if unit_id is None:
            whole = finding.unit_named(turn, place)
            return [turn.store.units.get(whole)] if whole else []
        found.append(turn.store.units.get(unit_id))
    return list({unit.id: unit for unit in found}.values())
