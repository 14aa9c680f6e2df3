"""Which units have no officer for emulation, or several; of those alone that are in the line. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot import texts
from reports.spreadsheet import Sheet
from storage.units import Unit


@dataclass(frozen=True, slots=True)
class Gaps:
    """Units that ought to have exactly one: how many there are, those with none, those with several."""

    total: int
    none: tuple[Unit, ...]
    several: tuple[Unit, ...]


def in_line(units: Iterable[Unit]) -> list[Unit]:
    """The units of a subtree that count with its first one: not what stands aside, nor what is below that.

    `units` with parents before children; the first counts whatever its standing.
    """
    found: list[Unit] = []
    aside: set[str] = set()
    for unit in units:
        above = unit.path[: unit.path[:-1].rfind("/") + 1]
        if found and (not unit.counted or above in aside):
            aside.add(unit.path)
        else:
            found.append(unit)
    return found


def gaps(units: Iterable[Unit], holders: Mapping[int, int]) -> Gaps:
    """`holders`: how many people hold the office, by unit."""
    found = list(units)
    return Gaps(
        len(found),
        tuple(unit for unit in found if not holders.get(unit.id)),
        tuple(unit for unit in found if holders.get(unit.id, 0) > 1),
    )


def table(found: Gaps, above: Mapping[int, str]) -> Sheet:
    """All of them; `above` is the name of the unit over each."""
    rows = [
        (unit.name, unit.code, above.get(unit.id), texts.say(f"officers.gap_{kind}"))
        for kind, units in (("none", found.none), ("several", found.several))
        for unit in units
    ]
    columns = ("officers.gap_unit", "officers.gap_code", "officers.gap_above", "officers.gap_state")
    return Sheet(
        texts.say("officers.gap_sheet"),
        (texts.say("officers.gap_title"),),
        tuple(map(texts.say, columns)),
        tuple(rows),
    )
