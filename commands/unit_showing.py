"""Tasks of `unit` that show: the tree, what ended, one unit."""

from __future__ import annotations

from commands.unit_reading import Stop, as_day
from storage.store import Store
from storage.units import LINE, Unit
from storage.vietnamese import sort_key


def listed(store: Store, *, ended: bool) -> str:
    """The tree, each level set in; or the units that are no more."""
    if ended:
        return "\n".join(_gone(store, unit) for unit in store.units.ended()) or "No unit has ended."
    lines = [
        f"{'  ' * (depth)}{unit.code}  {unit.name}{'' if unit.standing == LINE else f' ({unit.standing})'}"
        for root in store.units.roots()
        for depth, unit in _with_depth(store.units.below(root.path), root)
    ]
    return "\n".join(lines) or "No units yet: main.py unit add --help"


def show(store: Store, code: str) -> str:
    """All that is written down about a unit, ended or not. Raises Stop."""
    unit = store.units.ever_coded(code)
    if unit is None:
        raise Stop(f"No unit has the code {code}: main.py unit list shows those there are.")
    above = store.units.get(unit.parent_id) if unit.parent_id else None
    facts = {
        "code": unit.code,
        "name": unit.name,
        "other names": "; ".join(store.units.aliases(unit.id)),
        "kind": unit.kind,
        "standing": unit.standing,
        "below": f"{above.code}  {above.name}" if above else "",
        "place": unit.place,
        "sector": unit.sector,
        "employer type": unit.employer_type,
        "cluster": unit.cluster,
        "size on paper": unit.size or "",
        "since": as_day(unit.valid_from),
        "ended on": as_day(unit.valid_to),
        "now": "; ".join(f"{each.code}  {each.name}" for each in store.units.successors(unit.id)),
        "units below": len(store.units.children(unit.id)) or "",
    }
    return "\n".join(f"{name:14}{fact}" for name, fact in facts.items() if fact)


def _gone(store: Store, unit: Unit) -> str:
    now = ", ".join(each.code for each in store.units.successors(unit.id)) or "-"
    return f"{as_day(unit.valid_to)}  {unit.code}  {unit.name}  now: {now}"


def _with_depth(units: list[Unit], root: Unit) -> list[tuple[int, Unit]]:
    """Children below their parents, brothers in Vietnamese order, which paths alone do not give."""
    below: dict[int | None, list[Unit]] = {}
    for unit in units:
        below.setdefault(unit.parent_id, []).append(unit)
    found: list[tuple[int, Unit]] = []
    waiting = [(0, root)]
    while waiting:
        depth, unit = waiting.pop()
        found.append((depth, unit))
        waiting += [(depth + 1, each) for each in sorted(below.get(unit.id, ()), key=_order, reverse=True)]
    return found


def _order(unit: Unit) -> str:
    return sort_key(unit.name)
