"""Which units below have no officer for emulation, or several, told to the level above."""

from __future__ import annotations

from dataclasses import dataclass

from bot import texts
from bot.messages import File, Reply, Said
from bot.numbers import number
from bot.routing import Action, Route
from bot.turn import Turn, local
from handlers.figures_scope import scope_of
from reports.children import CHILDREN
from reports.gaps import Gaps, gaps, in_line, table
from reports.spreadsheet import write
from storage.attachments import XLSX
from storage.roles import EMULATION
from storage.units import Unit

NAMED = 10


@dataclass(frozen=True)
class Found:
    """What was read before the writer."""

    gaps: Gaps
    file: File | None


def read(turn: Turn) -> Found:
    """Counts; a long list becomes a file, written in a child process."""
    scope = scope_of(turn)
    units = {each.id: each for root in scope.units for each in _below(turn, root)}
    found = gaps(units.values(), turn.store.roles.holders(EMULATION, turn.now))
    if len(found.none) + len(found.several) <= NAMED:
        return Found(found, None)
    listed = [*found.none, *found.several]
    above = {each.id: turn.store.units.get(each.parent_id).name for each in listed if each.parent_id}
    at = local(turn.now)
    name = turn.say("officers.gap_file", day=f"{at.day}-{at.month}-{at.year}")
    return Found(found, File(name, XLSX, CHILDREN.run(write, table(found, above))))


def _below(turn: Turn, root: Unit) -> list[Unit]:
    """What counts with a unit; itself only where nothing is below it."""
    units = in_line(turn.store.units.below(root.path))
    return units[1:] or units


def tell(turn: Turn) -> Said:
    """How many, the first by name, the whole list as a file where it is long."""
    read_before = turn.prepared
    if not isinstance(read_before, Found):
        raise TypeError("gaps are counted before they are told")
    found, lines = read_before.gaps, []
    total = number(found.total)
    if found.none:
        names = _names(turn, found.none)
        lines.append(turn.say("officers.gaps", count=number(len(found.none)), total=total, names=names))
    if found.several:
        names = _names(turn, found.several)
        lines.append(turn.say("officers.gaps_several", count=number(len(found.several)), names=names))
    if not lines:
        if found.total == 1:
            return [Reply(turn.say("officers.gaps_filled_one"), closing=True)]
        return [Reply(turn.say("officers.gaps_filled", total=total), closing=True)]
    if read_before.file:
        return [Reply("\n".join([*lines, turn.say("officers.gaps_in_file")]), files=(read_before.file,))]
    if turn.is_decider:
        lines.append(turn.say("officers.gaps_appoint"))
    return [Reply("\n".join(lines))]


def _names(turn: Turn, units: tuple[Unit, ...]) -> str:
    names = ", ".join(unit.name for unit in units[:NAMED])
    rest = len(units) - NAMED
    return turn.say("officers.gaps_more", names=names, count=number(rest)) if rest > 0 else names


ROUTES = (
    Route(
        "gaps",
        exact=texts.phrases("officers.gaps_exact"),
        asks=texts.phrases("officers.gaps_asks"),
        handle=tell,
        prepare=read,
        allow=lambda turn: turn.is_officer,
    ),
)
ACTIONS: tuple[Action, ...] = ()
