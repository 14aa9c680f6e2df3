"""Of what an officer hears figures: the own unit, one that was named, or the units that were given."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from bot.errors import Refused
from bot.numbers import number
from bot.turn import Turn
from handlers.finding import unit_named
from storage.roles import FOLLOWER, OFFICES, SECTOR
from storage.units import Unit


@dataclass(frozen=True)
class Scope:
    """Units side by side, none below another; of a single one also what lies directly below it."""

    name: str
    units: tuple[Unit, ...]

    @property
    def whole(self) -> Unit | None:
        """The single unit."""
        return self.units[0] if len(self.units) == 1 else None


def scope_of(turn: Turn) -> Scope:
    """What the figures are of. Raises Refused for a named unit that is not for the person to see."""
    if not turn.is_officer or turn.office is None:
        raise Refused("common.not_yours", you=turn.you)
    if (unit := _named(turn)) is not None:
        if not turn.sees(unit):
            raise Refused("common.not_yours", you=turn.you)
        return Scope(unit.name, (unit,))
    if turn.is_decider:
        return Scope(turn.office.name, (turn.office,))
    units = given(turn)
    if len(units) == 1:
        return Scope(units[0].name, tuple(units))
    return Scope(_called(turn, units), tuple(units))


def _named(turn: Turn) -> Unit | None:
    """A unit that the message names by its whole name."""
    found = unit_named(turn) if turn.heard.folded else None
    return turn.store.units.get(found) if found else None


def given(turn: Turn, kinds: Container[str] = OFFICES) -> list[Unit]:
    """The units that these offices of somebody reach, none below another."""
    found: dict[int, Unit] = {}
    for role in turn.roles:
        if role.what not in kinds:
            continue
        if role.what == SECTOR:
            below = turn.store.units.below(role.unit_path)
            found |= {unit.id: unit for unit in below if role.reaches(unit) and unit.counted}
        else:
            found[role.unit_id] = turn.store.units.get(role.unit_id)
    paths = {unit.path for unit in found.values()}
    return [unit for unit in found.values() if not _lies_below(unit.path, paths)]


def _lies_below(path: str, others: set[str]) -> bool:
    parts = path.strip("/").split("/")
    return any(f"/{'/'.join(parts[:size])}/" in others for size in range(1, len(parts)))


def _called(turn: Turn, units: list[Unit]) -> str:
    sectors = {role.sector for role in turn.roles if role.what == SECTOR}
    if len(sectors) == 1 and not any(role.what == FOLLOWER for role in turn.roles):
        return turn.say("figures.sector", sector=sectors.pop(), count=number(len(units)))
    return turn.say("figures.given", count=number(len(units)))
