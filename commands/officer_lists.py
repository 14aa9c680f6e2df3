"""Lists for the operator: who holds which office, which units lack one, who tried what is not for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.refusals import ACTION
from bot.turn import local
from reports.gaps import gaps, in_line
from storage.audit import Entry
from storage.roles import EMULATION, Role
from storage.store import Store
from storage.units import Unit


def offices(store: Store, below: Unit | None, at: datetime) -> str:
    """A line an office: the unit's code, what, who, the unit's name, until when."""
    path = below.path if below else "/"
    held = [(person, role) for person, role in store.roles.everyone(at) if role.unit_path.startswith(path)]
    lines = []
    for person, role in held:
        unit = store.units.get(role.unit_id)
        lines.append(f"{unit.code:<12} {role.what:<10} {person.name}, {unit.name}{_more(store, role)}")
    return "\n".join(lines) or "Nobody holds an office yet: see `officer appoint`."


def _more(store: Store, role: Role) -> str:
    more = [role.sector] if role.sector else []
    if role.board_id is not None:
        more.append(store.units.get(role.board_id).name)
    if role.acts_for is not None:
        more.append(f"for {store.people.get(role.acts_for).name}")
    if role.until is not None:
        more.append(f"until {local(role.until):%d/%m/%Y %H:%M}")
    return f" ({'; '.join(more)})" if more else ""


def gaps_below(store: Store, roots: Sequence[Unit], at: datetime) -> str:
    """The units in the line without exactly one officer for emulation, the counts first."""
    units = [unit for root in roots for unit in in_line(store.units.below(root.path))]
    found = gaps(units, store.roles.holders(EMULATION, at))
    head = f"{found.total} units in the line: {len(found.none)} have no officer for emulation, "
    lines = [f"{head}{len(found.several)} have several."]
    lines += [f"none     {unit.code:<12} {unit.name}" for unit in found.none]
    lines += [f"several  {unit.code:<12} {unit.name}" for unit in found.several]
    return "\n".join(lines)


def refusals(store: Store, since: datetime) -> str:
    """A line an attempt, the latest first: when, what, who."""
    lines = [_attempt(store, entry) for entry in store.audit.acts(ACTION, since)]
    return "\n".join(lines) or "Nobody tried what is not for them."


def _attempt(store: Store, entry: Entry) -> str:
    who = f"somebody unknown, account {entry.subject_id}"
    if entry.actor is not None:
        person = store.people.get(entry.actor)
        who = f"{person.name}, {store.units.get(person.unit_id).name}"
    return f"{local(entry.at):%d/%m/%Y %H:%M}  {entry.detail.get('tried', '')}  {who}"
