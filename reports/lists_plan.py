"""Compares a whole list with what stands in the database: what would be done, before anything is done."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from knowledge.rosters import Fault, Member, Roster
from reports.lists_directory import NotFound
from reports.lists_people import changes, match
from reports.lists_units import Reach, UnitPlan, plan_units
from storage.erasure import mark_of
from storage.imports import KnownPerson
from storage.people import LEFT
from storage.store import Store

_TOGETHER = 100  # units whose people are compared at once
OUT_OF_REACH = "out_of_reach"

Told = Callable[[int], None]


@dataclass
class ListPlan:
    """What a list would do. `added`: people by the spot of their unit; `faults` are all of them, sorted."""

    units: UnitPlan
    added: dict[int, list[Member]] = field(default_factory=dict)
    changed: list[tuple[KnownPerson, dict[str, object]]] = field(default_factory=list)
    missing: list[KnownPerson] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    codes: dict[int, str] = field(default_factory=dict)  # spot -> code of every unit that people are in
    accepted: dict[int, list[Member]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        units = self.units
        return not (self.added or self.changed or units.added or units.changed or units.ended)

    @property
    def outside(self) -> int:
        """Rows that lie beyond what the one who handed the list in may change."""
        return sum(fault.reason == OUT_OF_REACH for fault in self.faults)


def plan_list(
    store: Store, roster: Roster, reach: Reach, today: date, told: Told = lambda rows: None
) -> ListPlan:
    """Compares a list with the store. `told` hears how many rows have been compared."""
    plan = ListPlan(plan_units(store.imports.units(), roster.units, reach, today))
    plan.accepted = _by_unit(plan, roster, reach)
    marks = store.erasure.marks() if reach.key else frozenset()
    done = 0
    for spots in _pieces([spot for spot in plan.accepted if spot > 0]):
        people, gone = _grouped(store.imports.people(spots)), _grouped(store.imports.gone(spots))
        for became, coming in _coming(store, plan.units, spots).items():
            gone.setdefault(became, []).extend(coming)
        for spot in spots:
            _compare(plan, spot, people.get(spot, []), gone.get(spot, []))
            if marks:
                _leave_erased(plan, spot, reach.key, marks)
            done += len(plan.accepted[spot])
            told(done)
    for spot in [spot for spot in plan.accepted if spot < 0]:
        _compare(plan, spot, [], [])
    plan.codes = {spot: code for code, spot in plan.units.directory.codes.items()}
    plan.faults = sorted([*roster.faults, *plan.units.faults, *plan.faults], key=lambda fault: fault.place)
    _count(plan, roster)
    return plan


def _by_unit(plan: ListPlan, roster: Roster, reach: Reach) -> dict[int, list[Member]]:
    """The rows that can be taken, by the spot of their unit, in the list's order."""
    found: dict[int, list[Member]] = {}
    for member in roster.members:
        spot, reason = _spot(plan, member, reach)
        if spot is None:
            blanks = {"name": member.name, "unit": _named(plan, member)}
            plan.faults.append(Fault(member.place, reason, blanks))
        else:
            found.setdefault(spot, []).append(member)
    return found


def _spot(plan: ListPlan, member: Member, reach: Reach) -> tuple[int | None, str]:
    reason = "unit_missing"
    spot = None
    if member.unit is not None:
        try:
            spot = plan.units.directory.find(member.unit)
        except NotFound as unknown:
            reason = unknown.reason
    if spot is None and reason == "unit_missing":
        spot = reach.default
    if spot is not None and not reach.holds(plan.units.paths.get(spot, "")):
        return None, OUT_OF_REACH
    return spot, reason


def _named(plan: ListPlan, member: Member) -> str:
    """The unit in the row's own words; where only the title tells it, by its name."""
    unit = member.unit
    if unit is None:
        return ""
    if unit.name or unit.code:
        return unit.name or unit.code or ""
    try:
        return plan.units.names.get(plan.units.directory.find(unit), "")
    except NotFound:
        return ""


def _grouped(people: Iterator[KnownPerson]) -> dict[int, list[KnownPerson]]:
    found: dict[int, list[KnownPerson]] = {}
    for each in people:
        found.setdefault(each.unit_id, []).append(each)
    return found


def _coming(store: Store, units: UnitPlan, spots: Collection[int]) -> dict[int, list[KnownPerson]]:
    """Who comes to these units out of those that end by the list: nobody is put there a second time."""
    into = {e.spot: e.into[0] for e in units.ended if len(e.into) == 1 and e.spot > 0 and e.into[0] in spots}
    found: dict[int, list[KnownPerson]] = {}
    for each in store.imports.people(list(into)):
        if each.status != LEFT:
            found.setdefault(into[each.unit_id], []).append(each)
    return found


def _compare(plan: ListPlan, spot: int, people: list[KnownPerson], gone: list[KnownPerson]) -> None:
    found = match(people, gone, plan.accepted[spot])
    counts = plan.counts
    for person, member in found.same:
        changed = changes(person, member)
        if changed:
            plan.changed.append((person, changed))
        what = "people_same" if not changed else "people_back" if person.status == LEFT else "people_changed"
        counts[what] = counts.get(what, 0) + 1
    if found.new:
        plan.added[spot] = found.new
    counts["people_added"] = counts.get("people_added", 0) + len(found.new)
    counts["elsewhere"] = counts.get("elsewhere", 0) + len(found.elsewhere)
    plan.missing += found.missing
    for member in found.twice:
        plan.faults.append(Fault(member.place, "person_twice", {"name": member.name}))


def _leave_erased(plan: ListPlan, spot: int, key: bytes, marks: Collection[str]) -> None:
    """Who asked to be erased is not brought back by the next list; only counted."""
    new = plan.added.get(spot, [])
    wanted = [member for member in new if mark_of(key, spot, member.name) not in marks]
    erased = len(new) - len(wanted)
    plan.counts["people_added"] -= erased
    plan.counts["erased"] = plan.counts.get("erased", 0) + erased
    erased_places = {member.place for member in new} - {member.place for member in wanted}
    plan.accepted[spot] = [each for each in plan.accepted[spot] if each.place not in erased_places]
    if wanted:
        plan.added[spot] = wanted
    else:
        plan.added.pop(spot, None)


def _count(plan: ListPlan, roster: Roster) -> None:
    units = plan.units
    own = {
        "units_added": len(units.added),
        "units_changed": len(units.changed),
        "units_ended": len(units.ended),
        "units_same": units.same,
        "refused": len(plan.faults),
        "missing": len(plan.missing),
        "outside": plan.outside,
        "phones": roster.phones,
        "two_units": _in_two_units(plan),
    }
    for name in ("people_added", "people_changed", "people_back", "people_same", "elsewhere", "erased"):
        plan.counts.setdefault(name, 0)
    plan.counts |= own


def _in_two_units(plan: ListPlan) -> int:
    """People whom the list names in several units: the same name with the same telephone."""
    seen: dict[tuple[str, str], int] = {}
    found: set[tuple[str, str]] = set()
    for spot, members in plan.accepted.items():
        for member in members:
            if member.phone and seen.setdefault((member.name.casefold(), member.phone), spot) != spot:
                found.add((member.name.casefold(), member.phone))
    return len(found)


def _pieces(spots: Sequence[int]) -> Iterator[Sequence[int]]:
    for first in range(0, len(spots), _TOGETHER):
        yield spots[first : first + _TOGETHER]
