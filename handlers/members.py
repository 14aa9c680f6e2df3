"""Who joined and who did not, for officers: counts first, then names by team, ten at a time.

Names are told only to whom they are open (handlers/members_scope.py); everybody else sees counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot import texts
from bot.errors import Refused
from bot.messages import Choice, File, Reply, Said
from bot.numbers import number
from bot.routing import Action, Route
from bot.turn import Turn, local
from handlers.joining_fields import LONGEST_TEAM
from handlers.matching import same_team
from handlers.members_scope import open_units, sees_names
from reports.children import CHILDREN
from reports.membership import Line, counts_sheet, names_sheet
from reports.spreadsheet import write
from storage.attachments import XLSX
from storage.members import Tally
from storage.people import CONFIRMED, LISTED
from storage.units import Unit

ALL, JOINED, MISSING = "all", "joined", "missing"
STATUS = {ALL: None, JOINED: CONFIRMED, MISSING: LISTED}
PARTS, BUTTONS, PAGE = 10, 3, 10
FILED = 50_000  # lines of one file
FRESH = timedelta(minutes=30)  # for so long "chuyen 3" alone means the list shown last


@dataclass(frozen=True)
class Counted:
    """What was read before the writer: a unit, its whole, and its parts (teams, or the units below)."""

    unit: Unit
    whole: Tally
    parts: tuple[Line, ...]
    named: bool


def _office(turn: Turn) -> Unit:
    if turn.office is None:
        raise Refused("common.not_yours")
    return turn.office


def count(turn: Turn) -> Counted:
    """The people of the officer's unit: by team, or by the units below where there are some."""
    return counted(turn, _office(turn))


def counted(turn: Turn, unit: Unit) -> Counted:
    """The people of a unit and below it."""
    own = turn.store.members.by_unit(unit.path)
    whole = added(own.values())
    below = turn.store.units.children(unit.id)
    if not below:
        teams = turn.store.members.by_team(unit.id)
        parts = [Line(team or turn.say("figures.no_team"), tally, n) for n, (team, tally) in enumerate(teams)]
        return Counted(unit, whole, tuple(parts), sees_names(turn, unit))
    units = {each.id: each.path for each in turn.store.units.below(unit.path)}
    found = [Line(each.name, _under(own, units, each.path), each.id) for each in below]
    if unit.id in own and own[unit.id].whole:
        found.append(Line(turn.say("figures.direct", unit=unit.name), own[unit.id], unit.id))
    return Counted(unit, whole, tuple(found), named=False)


def _under(own: dict[int, Tally], units: dict[int, str], path: str) -> Tally:
    return added(tally for id, tally in own.items() if units.get(id, "").startswith(path))


def added(tallies: Any) -> Tally:
    """The sum of several."""
    rows = list(tallies)
    return Tally(sum(t.listed for t in rows), sum(t.joined for t in rows), sum(t.waiting for t in rows))


# --- telling counts ------------------------------------------------------------------------------


def everybody(turn: Turn) -> Said:
    """ "danh sach doan vien"."""
    return tell(turn, turn.prepared, ALL)


def joined(turn: Turn) -> Said:
    """ "ai da vao"."""
    return tell(turn, turn.prepared, JOINED)


def missing(turn: Turn) -> Said:
    """ "ai chua vao"."""
    return tell(turn, turn.prepared, MISSING)


def tell(turn: Turn, found: Counted, view: str) -> Said:
    """The numbers, and the ways to names and to the file."""
    turn.account.memory["members"] = {"unit": found.unit.id, "view": view, "at": turn.now.isoformat()}
    whole = found.whole
    if not whole.whole and not whole.waiting:
        return [Reply(turn.say("members.no_list", unit=found.unit.name))]
    head = turn.say(
        f"members.head_{view}",
        unit=found.unit.name,
        joined=number(whole.joined),
        missing=number(whole.listed),
        whole=number(whole.whole),
    )
    lines = [head]
    if whole.waiting:
        lines.append(turn.say("members.waiting", count=number(whole.waiting)))
    parts = _largest(found.parts, view)
    lines += [_part(turn, part, view) for part in parts[:PARTS]]
    if len(parts) > PARTS:
        lines.append(turn.say("members.more_parts", count=number(len(parts) - PARTS)))
    return [Reply("\n".join(lines), choices=_ways(turn, found, parts))]


def _largest(parts: tuple[Line, ...], view: str) -> list[Line]:
    amounts = {
        part: {ALL: part.tally.whole, JOINED: part.tally.joined, MISSING: part.tally.listed}[view]
        for part in parts
    }
    return sorted((part for part in parts if amounts[part]), key=lambda part: (-amounts[part], part.name))


def _part(turn: Turn, part: Line, view: str) -> str:
    tally = part.tally
    return turn.say(
        f"members.part_{view}",
        name=part.name,
        joined=number(tally.joined),
        missing=number(tally.listed),
        whole=number(tally.whole),
    )


def _ways(turn: Turn, found: Counted, parts: list[Line]) -> tuple[Choice, ...]:
    """To the names of the largest parts, where they are open; to who waits; to the file."""
    ways: list[Choice] = []
    if found.named:
        size = len(found.parts)
        ways += [_names_of(turn, part, "members_team", part.key, size) for part in parts[: BUTTONS - 1]]
    else:
        open_ids = set(open_units(turn)) if parts else set()
        named = [part for part in parts if part.key in open_ids]
        ways += [_names_of(turn, part, "members_unit", part.key, 1) for part in named[: BUTTONS - 1]]
    if found.whole.waiting and sees_names(turn, found.unit):
        ways.append(Choice(turn.say("members.see_waiting"), action="newcomers"))
    return (*ways, Choice(turn.say("members.file"), action="members_file"))


def _names_of(turn: Turn, part: Line, action: str, row: int, version: int) -> Choice:
    return Choice(turn.say("members.names_of", name=part.name), action=action, row=row, version=version)


def unit_below(turn: Turn, row: int, version: int) -> Said:
    """A unit below that has nobody of its own: its teams."""
    unit = turn.store.units.get(row)
    if not sees_names(turn, unit):
        raise Refused("members.not_named", you=turn.you)
    last = turn.account.memory.get("members") or {}
    return tell(turn, counted(turn, unit), last.get("view", ALL))


# --- names ---------------------------------------------------------------------------------------


def team_names(turn: Turn, row: int, version: int) -> Said:
    """The names of one team, as the list shown last numbers them; the first ten."""
    unit, view = _shown_last(turn)
    teams = turn.store.members.by_team(unit.id)
    if len(teams) != version or row >= len(teams):
        return [Reply(turn.say("figures.teams_changed"))]
    return _names(turn, unit, teams[row][0], view, (0, row))


def more_names(turn: Turn, row: int, version: int) -> Said:
    """The next ten: `row` is the first of them, `version` the team's place and one."""
    unit, view = _shown_last(turn)
    teams = turn.store.members.by_team(unit.id)
    if version > len(teams):
        return [Reply(turn.say("figures.teams_changed"))]
    return _names(turn, unit, teams[version - 1][0], view, (row, version - 1))


def _shown_last(turn: Turn) -> tuple[Unit, str]:
    last = turn.account.memory.get("members") or {}
    unit = turn.store.units.get(last["unit"]) if last.get("unit") else _office(turn)
    if not sees_names(turn, unit):
        raise Refused("members.not_named", you=turn.you)
    return unit, str(last.get("view", ALL))


def _names(turn: Turn, unit: Unit, team: str | None, view: str, at: tuple[int, int]) -> Said:
    first, place = at
    rows = turn.store.members.page(unit.id, team, STATUS[view], first, PAGE + 1)
    called = team or turn.say("figures.no_team")
    if not rows:
        return [Reply(turn.say(f"members.nobody_{view}", team=called))]
    lines = [turn.say("members.row", name=row.name) for row in rows[:PAGE]]
    if view == ALL:
        came = [turn.say("members.came") if row.status == CONFIRMED else "" for row in rows]
        lines = [line + mark for line, mark in zip(lines, came, strict=False)]
    head = turn.say(f"members.names_{view}", team=called)
    more = (Choice(turn.say("members.more"), action="members_more", row=first + PAGE, version=place + 1),)
    return [Reply("\n".join([head, *lines]), choices=more if len(rows) > PAGE else ())]


def team_said(turn: Turn) -> Said | None:
    """ "chuyen 3", right after the counts: that team's names; None where nothing of the kind was shown."""
    last = turn.account.memory.get("members") or {}
    if not last or not turn.is_decider or turn.talk is not None or len(turn.heard.folded) > LONGEST_TEAM:
        return None
    if turn.now - datetime.fromisoformat(last["at"]) > FRESH:
        return None
    unit = turn.store.units.get(last["unit"])
    teams = turn.store.members.by_team(unit.id)
    hits = [n for n, (team, _) in enumerate(teams) if same_team(team, turn.heard.text)]
    return team_names(turn, hits[0], len(teams)) if len(hits) == 1 and sees_names(turn, unit) else None


# --- the file ------------------------------------------------------------------------------------


def read_file(turn: Turn) -> File:
    """Everybody with names where they are open, else the counts; written in a child process."""
    unit, at = _file_unit(turn), local(turn.now)
    if not turn.store.units.children(unit.id) and sees_names(turn, unit):
        sheet = names_sheet(unit.name, turn.store.members.whole(unit.id, FILED), at)
    else:
        sheet = counts_sheet(unit.name, counted(turn, unit).parts, at)
    name = turn.say("members.file_name", day=f"{at.day}-{at.month}-{at.year}")
    return File(name, XLSX, CHILDREN.run(write, sheet))


def _file_unit(turn: Turn) -> Unit:
    """The unit shown last, where it is still for this officer; else the office's own."""
    last = (turn.account.memory.get("members") or {}).get("unit")
    unit = turn.store.units.get(last) if last else _office(turn)
    return unit if turn.sees(unit) else _office(turn)


def hand_file(turn: Turn) -> Said:
    """The button under the counts, "tep danh sach"."""
    return [Reply(turn.say("members.here_file"), files=(turn.prepared,))]


def _officers(turn: Turn) -> bool:
    return turn.is_officer


def _deciders(turn: Turn) -> bool:
    return turn.is_decider


ROUTES = (
    Route(
        "members",
        exact=texts.phrases("members.exact"),
        asks=texts.phrases("members.asks"),
        handle=everybody,
        prepare=count,
        allow=_officers,
    ),
    Route(
        "members_joined",
        exact=texts.phrases("members.joined_exact"),
        asks=texts.phrases("members.joined_asks"),
        handle=joined,
        prepare=count,
        allow=_officers,
    ),
    Route(
        "members_missing",
        exact=texts.phrases("members.missing_exact"),
        asks=texts.phrases("members.missing_asks"),
        handle=missing,
        prepare=count,
        allow=_officers,
    ),
    Route(
        "members_file",
        exact=texts.phrases("members.file_exact"),
        handle=hand_file,
        prepare=read_file,
        allow=_officers,
    ),
)
ACTIONS = (
    Action("members_unit", unit_below, _deciders),
    Action("members_team", team_names, _deciders),
    Action("members_more", more_names, _deciders),
)
