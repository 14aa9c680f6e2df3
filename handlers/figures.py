"""How far registering has come, for officers: some lines for the phone, the whole table as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot import texts
from bot.errors import Refused
from bot.messages import Choice, File, Reply, Said
from bot.numbers import clock, number, percent
from bot.routing import Action, Route
from bot.turn import Turn, local
from handlers.figures_scope import scope_of
from handlers.members_scope import sees_names
from reports.children import CHILDREN
from reports.figures import Line, Standing, furthest_behind, without_list
from reports.registering import table
from reports.spreadsheet import write
from storage.attachments import XLSX
from storage.registrations import Figure
from storage.units import Unit

SHOWN = 10  # parts told on a phone; the file has them all
NAMED = 40  # names in one message
BUTTONS = 3
MOST_TEAMS = 1000  # of one unit


@dataclass(frozen=True)
class Counted:
    """What was read before the writer: the standing, of what, and the file."""

    standing: Standing
    about: str
    file: File | None
    teams: tuple[str | None, ...]
    unit_id: int  # whose teams
    aside: int  # units below that do not count here


def is_officer(turn: Turn) -> bool:
    """Figures are for whoever sees units: deciding there, following them, of a sector or board."""
    return turn.is_officer


# --- counting, on a read-only connection ---------------------------------------------------------


def count(turn: Turn) -> Counted:
    """Counts what the officer sees, unit by unit; writes the file in a child process."""
    scope = scope_of(turn)
    what, campaign_id = _campaign(turn, scope.units[0])
    unit = scope.whole
    below = turn.store.units.children(unit.id) if unit else list(scope.units)
    counted = [each for each in below if each.counted] if unit else below
    figures = turn.store.registrations.figures(
        [*filter(None, [unit]), *counted], campaign_id, turn.today.year
    )
    parts = [_line(figure) for figure in figures]
    whole = parts.pop(0) if unit else _together(scope.name, parts)
    teams: tuple[str | None, ...] = ()
    if unit and not below:
        rows = _teams(turn, unit, campaign_id)
        teams = tuple(team for team, _, _ in rows)
        parts = [Line(_team(turn, team), members, done) for team, members, done in rows]
    standing = Standing(whole, tuple(parts), by_team=bool(unit and not below))
    about = turn.say("figures.about", unit=scope.name, what=what, at=clock(local(turn.now)))
    file = _file(turn, standing, what) if parts else None
    return Counted(standing, about, file, teams, unit.id if unit else 0, len(below) - len(counted))


def _together(name: str, lines: Sequence[Line]) -> Line:
    return Line(
        name,
        sum(line.members for line in lines),
        sum(line.registered for line in lines),
        sum(line.waiting or 0 for line in lines),
    )


def _campaign(turn: Turn, unit: Unit) -> tuple[str, int | None]:
    running = turn.store.campaigns.running(unit, turn.today)
    if running:
        return running[0].name, running[0].id
    return turn.say("figures.year", year=turn.today.year), None


def _teams(turn: Turn, unit: Unit, campaign_id: int | None) -> list[tuple[str | None, int, int]]:
    """In one fixed order, so that a button's number means the same team until the list changes."""
    rows = turn.store.registrations.teams(unit.id, campaign_id, turn.today.year)
    return sorted(rows, key=lambda row: (row[0] is None, row[0] or ""))


def _line(figure: Figure) -> Line:
    return Line(figure.unit.name, figure.members, figure.registered, figure.waiting)


def _team(turn: Turn, team: str | None) -> str:
    return team or turn.say("figures.no_team")


def _file(turn: Turn, standing: Standing, what: str) -> File:
    at = local(turn.now)
    sheet = table(standing, what, at)
    name = turn.say("figures.file", day=f"{at.day}-{at.month}-{at.year}")
    return File(name, XLSX, CHILDREN.run(write, sheet))


# --- telling -------------------------------------------------------------------------------------


def tell(turn: Turn) -> Said:
    """The numbers first, then who is furthest behind."""
    counted = turn.prepared
    if not isinstance(counted, Counted):
        raise TypeError("figures are counted before they are told")
    standing = counted.standing
    lines = [*_whole(turn, standing.whole), counted.about, *_parts(turn, standing)]
    if counted.aside:
        lines.append(turn.say("figures.aside", count=number(counted.aside)))
    if counted.file:
        lines.append(turn.say("figures.in_file"))
    files = (counted.file,) if counted.file else ()
    return [Reply("\n".join(lines), choices=_names_of(turn, counted), files=files)]


def _whole(turn: Turn, whole: Line) -> list[str]:
    waiting = whole.waiting or 0
    if whole.known:
        tail = turn.say("figures.waiting", count=number(waiting)) if waiting else ""
        return [f"{_of(turn, whole)}{tail}."]
    told = [turn.say("figures.no_list", unit=whole.name)]
    return [*told, turn.say("figures.no_list_waiting", count=number(waiting))] if waiting else told


def _of(turn: Turn, line: Line) -> str:
    share = percent(line.share or 0)
    return turn.say(
        "figures.line", registered=number(line.registered), members=number(line.members), share=share
    )


def _parts(turn: Turn, standing: Standing) -> list[str]:
    if not standing.whole.known:
        return []
    behind = furthest_behind(standing.parts, SHOWN)
    lines = [
        turn.say("figures.part", name=part.name, line=_of(turn, part), count=number(part.missing))
        for part in behind
    ]
    if behind:
        lines.insert(0, turn.say("figures.missing", count=number(standing.whole.missing)))
    elif not standing.whole.missing:
        lines.append(turn.say("figures.nobody_missing"))
    unlisted = without_list(standing.parts)
    if unlisted:
        lines.append(turn.say("figures.without_list", count=number(len(unlisted))))
    return lines


def _names_of(turn: Turn, counted: Counted) -> tuple[Choice, ...]:
    """A button for the names of each of the teams furthest behind, for whom they are open."""
    if not counted.standing.by_team or not sees_names(turn, turn.store.units.get(counted.unit_id)):
        return ()
    numbered = dict(zip(counted.standing.parts, range(len(counted.teams)), strict=True))
    return tuple(
        Choice(
            turn.say("figures.show_names", team=part.name),
            action="missing",
            row=counted.unit_id * MOST_TEAMS + numbered[part],
            version=len(counted.teams),
        )
        for part in furthest_behind(counted.standing.parts, BUTTONS)
    )


def names(turn: Turn, row: int, version: int) -> Said:
    """Who of a team did not register; the row holds the unit and the team's number in it."""
    unit_id, place = divmod(row, MOST_TEAMS)
    unit = turn.store.units.get(unit_id)
    if not sees_names(turn, unit):
        raise Refused("members.not_named" if turn.sees(unit) else "common.not_yours", you=turn.you)
    _, campaign_id = _campaign(turn, unit)
    teams = _teams(turn, unit, campaign_id)
    if len(teams) != version or place >= len(teams):
        return [Reply(turn.say("figures.teams_changed"))]
    team = teams[place][0]
    missing = turn.store.registrations.missing(unit.id, team, campaign_id, turn.today.year)
    called = _team(turn, team)
    if not missing:
        return [Reply(turn.say("figures.names_none", team=called))]
    told, more = ", ".join(missing[:NAMED]), len(missing) - NAMED
    blanks = {"team": called, "count": number(len(missing)), "names": told}
    if more > 0:
        return [Reply(turn.say("figures.names_more", more=number(more), **blanks))]
    return [Reply(turn.say("figures.names", **blanks))]


ROUTES = (
    Route(
        "figures",
        exact=texts.phrases("figures.exact"),
        asks=texts.phrases("figures.asks"),
        handle=tell,
        prepare=count,
        allow=is_officer,
    ),
)
ACTIONS = (Action("missing", names, allow=is_officer),)
