"""Whose names an officer may see: of the units whose matters land on them. Above, only counts.

A chair of a province has no use for the names of a workshop, and the workshop has been told who reads them.
"""

from __future__ import annotations

from bot.turn import Turn
from handlers.duty import Duty
from storage.units import Unit


def open_units(turn: Turn) -> list[int]:
    """Ids of the units whose people's names are for whoever writes: their own offices', and those below
    that have nobody nearer to decide."""
    own = [role.unit_id for role in turn.roles if role.decides]
    reach = Duty.of(turn).reach(turn.roles)
    return list(dict.fromkeys([*own, *reach.answered_for(turn.roles)]))


def sees_names(turn: Turn, unit: Unit) -> bool:
    """Whether lists of the names of exactly this unit's people are for whoever writes."""
    places = {role.unit_id for role in turn.roles if role.decides}
    if unit.id in places:
        return True
    return turn.decides(unit) and Duty.of(turn).deciding(unit.id).unit_id in places
