"""Says in a few lines what a list would do, and what it did. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot import texts
from bot.numbers import number
from knowledge.rosters import Fault, Roster
from reports.lists_files import where, why
from reports.lists_plan import ListPlan
from reports.lists_units_told import unit_lines

SHOWN = 3  # rows not taken that are told one by one
_NAMED = 6  # headings told by name
_PLAIN = ("back", "elsewhere", "erased", "missing", "two_units", "phones")

Counts = Mapping[str, int]


def preview(file: str, roster: Roster, plan: ListPlan) -> list[str]:
    """The first line answers; below it what else one should know before saying yes."""
    counts = plan.counts
    lines = [_head(file, plan)]
    if (roster.units or counts["units_added"]) and roster.members:
        lines.append(_units(counts))
    lines += unit_lines(plan.units)
    told = {**counts, "back": counts["people_back"]}
    lines += [_counted(name, told[name]) for name in _PLAIN if told[name]]
    lines += _columns(roster)
    if plan.faults:
        lines += _refused(plan.faults, roster.sheets)
    return lines


def _head(file: str, plan: ListPlan) -> str:
    counts = plan.counts
    if plan.is_empty:
        nothing_fits = counts["people_same"] + counts["units_same"] + counts["elsewhere"] == 0
        return texts.say("lists.nothing_taken" if nothing_fits else "lists.nothing", file=file)
    people = counts["people_added"] + counts["people_changed"] + counts["people_same"] + counts["people_back"]
    what = "people" if people else "units"
    names = ("added", "changed", "same") if people else ("added", "changed", "ended", "same")
    told = {name: number(counts[f"{what}_{name}"]) for name in names}
    return texts.say("lists.head" if people else "lists.head_units", file=file, **told)


def _units(counts: Counts) -> str:
    told = {name: number(counts[f"units_{name}"]) for name in ("added", "changed", "ended", "same")}
    return texts.say("lists.units", **told)


def _counted(name: str, count: int) -> str:
    return texts.say(f"lists.{name}", count=number(count))


def _columns(roster: Roster) -> list[str]:
    found = []
    if roster.private:
        found.append(texts.say("lists.private", columns=_some(roster.private)))
    if roster.unknown:
        found.append(texts.say("lists.unknown", columns=_some(roster.unknown)))
    if roster.unread:
        found.append(texts.say("lists.unread", sheets=_some(roster.unread)))
    return found


def _some(names: Sequence[str] | Mapping[str, None]) -> str:
    shown = ", ".join(list(names)[:_NAMED])
    return f"{shown}, …" if len(names) > _NAMED else shown


def _refused(faults: Sequence[Fault], sheets: Sequence[str]) -> list[str]:
    lines = [texts.say("lists.refused", count=number(len(faults)))]
    lines += [
        texts.say("lists.refused_line", where=where(fault, sheets), why=why(fault))
        for fault in faults[:SHOWN]
    ]
    more = len(faults) - SHOWN
    return [*lines, texts.say("lists.refused_more", count=number(more))] if more > 0 else lines


def summary(counts: Counts) -> str:
    """What was done."""
    lines = []
    units = [counts.get(f"units_{name}", 0) for name in ("added", "changed", "ended")]
    if any(units):
        told = dict(zip(("added", "changed", "ended"), map(number, units), strict=True))
        lines.append(texts.say("lists.done_units", **told))
    people = (counts.get("people_added", 0), counts.get("people_changed", 0) + counts.get("people_back", 0))
    if any(people):
        lines.append(texts.say("lists.done_people", added=number(people[0]), changed=number(people[1])))
    few = [(name, counts[name]) for name in ("closed", "lost") if counts.get(name)]
    lines += [texts.say(f"lists.done_{name}", count=number(count)) for name, count in few]
    return "\n".join(lines) or texts.say("lists.done_nothing")


def refused_file(reason: str, most: int = 0) -> tuple[str, str]:
    """Why a whole file is not taken, and what to do."""
    key = f"lists.file_why.{reason}"
    told = texts.say(key, most=number(most)) if reason == "too_many" else texts.say(key)
    return told, texts.say(f"lists.file_do.{reason}")
