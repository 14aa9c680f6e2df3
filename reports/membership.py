"""The list of a unit's members, and the counts of the units below, as they will stand in Excel. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot import texts
from bot.numbers import clock
from reports.spreadsheet import Share, Sheet
from storage.members import Row, Tally

_WHOLE, _JOINED = 1, 2  # places of the columns that the share is made of


@dataclass(frozen=True, slots=True)
class Line:
    """A team or a unit below; `key` is its place in the list of teams, or the unit's id."""

    name: str
    tally: Tally
    key: int


def names_sheet(unit: str, rows: Sequence[Row], at: datetime) -> Sheet:
    """Everybody: name, team, kind of work, come or not. `at` in the local zone."""
    columns = ("column_name", "column_team", "column_work", "column_status")
    return Sheet(
        texts.say("members.sheet"),
        _heading(unit, at),
        tuple(texts.say(f"members.{each}") for each in columns),
        tuple((row.name, row.team, _work(row), texts.say(f"members.status_{row.status}")) for row in rows),
    )


def _work(row: Row) -> str | None:
    key = f"joining.work_{row.work_kind}"
    return texts.say(key) if texts.has(key) else row.work_kind


def counts_sheet(unit: str, lines: Sequence[Line], at: datetime) -> Sheet:
    """Without names: how many of each team or unit, come or not."""
    columns = (
        "column_unit",
        "column_whole",
        "column_joined",
        "column_share",
        "column_missing",
        "column_waiting",
    )
    return Sheet(
        texts.say("members.sheet"),
        _heading(unit, at),
        tuple(texts.say(f"members.{each}") for each in columns),
        tuple(
            (
                line.name,
                line.tally.whole,
                line.tally.joined,
                Share(_JOINED, _WHOLE),
                line.tally.listed,
                line.tally.waiting,
            )
            for line in lines
        ),
        texts.say("figures.total"),
    )


def _heading(unit: str, at: datetime) -> tuple[str, ...]:
    return (
        texts.say("members.title"),
        texts.say("figures.sheet_unit", unit=unit),
        texts.say("figures.sheet_at", at=clock(at)),
    )
