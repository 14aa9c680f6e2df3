"""Ends a unit with all that hangs on it: its people go along, offices there end, the audit says so."""

from __future__ import annotations

from datetime import datetime

from storage.audit import Entry
from storage.store import Store
from storage.unit_changes import Ending


def end_unit(store: Store, unit_id: int, ending: Ending, at: datetime, by: int | None = None) -> int:
    """How many people went along to what it became, where that is one unit. Raises StillBelow, Circle.

    `by`: the officer who said so; None: the operator.
    """
    store.units.end(unit_id, ending)
    people = store.placements.follow(unit_id, ending.into[0], at) if len(ending.into) == 1 else 0
    for officer, _ in store.roles.in_unit(unit_id, at):
        store.roles.dismiss(officer.id, unit_id, at)
    codes = [store.units.get(each).code for each in ending.into]
    detail = {"on": ending.on.isoformat(), "into": codes, "how": ending.how}
    store.audit.add(Entry(by, "unit_ended", "unit", unit_id, detail, at))
    return people
