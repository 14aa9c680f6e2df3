"""What a list of units changes in the tree: what is new, what is written otherwise, what cannot be. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from knowledge.rosters import Fault, Unit, UnitRef, plain
from knowledge.rosters_units import kind_by_name
from knowledge.rosters_values import same_but_marks
from reports.lists_directory import Directory, NotFound, directory_of, new_code
from storage.imports import KnownUnit
from storage.unit_changes import Ending
from storage.unit_tables import END, MERGE, SPLIT
from storage.vietnamese import fold

PROVINCE, GRASSROOTS = "province", "grassroots"


@dataclass(frozen=True, slots=True)
class Reach:
    """How far whoever hands in a list may go: paths of units; `top` is theirs. None: the whole tree.

    `default`: the unit of rows that name none. `key`: the installation's, by which people are known who
    asked to be erased; empty: nobody is. `own`: whether the units at the top of the paths may be changed
    like those below them, or told other names and their size alone.
    """

    paths: tuple[str, ...] | None = None
    top: int | None = None
    default: int | None = None
    key: bytes = b""
    own: bool = True

    def holds(self, path: str) -> bool:
        """Whether a place in the tree lies within."""
        return self.paths is None or any(path.startswith(each) for each in self.paths)

    def leaves(self, path: str) -> bool:
        """Whether a unit within is left to the level above."""
        return not self.own and not any(path.startswith(each) and path != each for each in self.paths or ())


EVERYWHERE = Reach()


@dataclass(frozen=True, slots=True)
class Added:
    """A unit to be made, below the unit `parent` (an id, or the spot of one made before; None: a root)."""

    spot: int
    row: Unit
    code: str
    kind: str
    parent: int | None


@dataclass(frozen=True, slots=True)
class Changed:
    """A unit there is and what becomes of it. `values`: column -> new value."""

    id: int
    row: Unit
    name: str | None
    values: Mapping[str, object]
    parent: int | None
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ended:
    """A unit that ends: `into` are spots."""

    spot: int
    row: Unit
    on: date
    into: tuple[int, ...]

    def ending(self, ids: Mapping[int, int]) -> Ending:
        """As the tree takes it."""
        how = END if not self.into else MERGE if len(self.into) == 1 else SPLIT
        return Ending(self.on, tuple(ids.get(each, each) for each in self.into), how)


@dataclass
class UnitPlan:
    """All that is done to the tree, in its order; `same`: how many rows change nothing."""

    directory: Directory
    added: list[Added] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    ended: list[Ended] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    same: int = 0
    names: dict[int, str] = field(default_factory=dict)  # of the units there are
    paths: dict[int, str] = field(default_factory=dict)  # spot -> path; of a new one: of the nearest above


def plan_units(known: Sequence[KnownUnit], rows: Sequence[Unit], reach: Reach, today: date) -> UnitPlan:
    """Compares the rows with the tree. Whatever their order: parents may come later than their children."""
    return _Planning(known, reach, today).run(rows)


class _Planning:
    """One comparison, step by step; a row with a fault goes no further."""

    def __init__(self, known: Sequence[KnownUnit], reach: Reach, today: date) -> None:
        self.known = {each.id: each for each in known}
        self.plan = UnitPlan(directory_of(known))
        self.plan.names = {each.id: each.name for each in known}
        self.plan.paths = {each.id: each.path for each in known}
        self.reach, self.today = reach, today
        self.rows: dict[int, Unit] = {}  # spot -> its row
        self.parents = self.plan.directory.parents  # the directory goes by what the list itself says

    def run(self, rows: Sequence[Unit]) -> UnitPlan:
        self._place(rows)
        self._find_parents()
        self._refuse_other_codes()
        self._break_circles()
        self._drop_orphans()
        self._stay_within()
        for spot in self._in_order():
            self._settle(spot)
        for spot, row in list(self.rows.items()):
            self._end(spot, row)
        return self.plan

    def _fault(self, spot: int, reason: str, **blanks: str) -> None:
        row = self.rows.pop(spot)
        self.plan.faults.append(Fault(row.place, reason, {"unit": row.name, **blanks}))
        if spot < 0:
            self.plan.directory.remove(spot)
            self.parents.pop(spot, None)

    # --- which unit each row is ------------------------------------------------------------------

    def _place(self, rows: Sequence[Unit]) -> None:
        """Rows with a code first: one without is the unit of its name, wherever that is written."""
        fresh: dict[tuple[str, str], int] = {}
        for row in sorted(rows, key=lambda row: row.code is None):
            spot = self._known_as(row)
            key = ("code", row.code) if row.code else (plain(row.name), plain(row.parent or ""))
            if spot is None:
                spot = fresh.get(key) or -len(fresh) - 1
                fresh.setdefault(key, spot)
            if spot in self.rows:
                self._repeated(self.rows[spot], row)
                continue
            self.rows[spot] = row
            code = row.code if spot < 0 else None
            self.plan.directory.add(spot, code, (row.name, *row.aliases))

    def _repeated(self, first: Unit, row: Unit) -> None:
        if first.code and row.code and plain(first.name) != plain(row.name):
            blanks = {"code": row.code, "unit": row.name, "first": str(first.place.row)}
            self.plan.faults.append(Fault(row.place, "code_twice", blanks))
        else:
            self.plan.faults.append(
                Fault(row.place, "unit_twice", {"unit": row.name, "first": str(first.place.row)})
            )

    def _known_as(self, row: Unit) -> int | None:
        """The unit there is: by its code; without one by exactly this name, below the same parent if told."""
        if row.code:
            spot = self.plan.directory.codes.get(row.code)
            return spot if spot is not None and spot > 0 else None
        named = [s for s in self.plan.directory.full.get(plain(row.name), ()) if s in self.known]
        named = [s for s in named if plain(self.known[s].name) == plain(row.name)] or named
        if row.parent and len(named) > 1:
            above = _maybe(self.plan.directory, row.parent)
            named = [s for s in named if self.known[s].parent_id == above] or named
        return named[0] if len(named) == 1 else None

    # --- what stands above it --------------------------------------------------------------------

    def _find_parents(self) -> None:
        for spot, row in list(self.rows.items()):
            if row.parent:
                try:
                    self.parents[spot] = self.plan.directory.find(UnitRef(row.parent, None))
                except NotFound as unknown:
                    reason = "parent_unknown" if unknown.reason == "code_unknown" else unknown.reason
                    self._fault(spot, reason, unit=row.parent, text=row.parent)
            elif spot < 0:
                self._without_parent(spot, row)

    def _without_parent(self, spot: int, row: Unit) -> None:
        """Below whoever hands the list in; a province may be a root."""
        if self.reach.top is not None:
            self.parents[spot] = self.reach.top
        elif (row.kind or kind_by_name(row.name)) == PROVINCE or not (self.known or len(self.rows) > 1):
            self.parents[spot] = None
        else:
            self._fault(spot, "parent_missing")

    def _refuse_other_codes(self) -> None:
        """A unit that stands there under another code would come a second time."""
        there = {(each.parent_id, plain(each.name)): each for each in self.known.values()}
        for spot, row in list(self.rows.items()):
            twin = there.get((self.parents.get(spot), plain(row.name))) if spot < 0 else None
            if twin is not None and twin.valid_to is None:
                self._fault(spot, "code_other", code=twin.code)

    def _break_circles(self) -> None:
        for spot in list(self.rows):
            circle = self._circle(spot)
            if circle:
                chain = " → ".join(self._name(each) for each in (*circle, circle[0]))
                for each in [each for each in circle if each in self.rows]:
                    self._fault(each, "circle", chain=chain)
                    if each in self.known:
                        self.parents[each] = self.known[each].parent_id

    def _circle(self, spot: int) -> list[int]:
        way: list[int] = []
        at: int | None = spot
        while at is not None:
            if at in way:
                return way[way.index(at) :]
            way.append(at)
            at = self.parents.get(at)
        return []

    def _name(self, spot: int) -> str:
        return self.rows[spot].name if spot in self.rows else self.known[spot].name

    def _drop_orphans(self) -> None:
        """What would stand below a new unit that is refused, and so on downwards."""
        lost = True
        while lost:
            lost = False
            for spot, row in list(self.rows.items()):
                parent = self.parents.get(spot)
                if parent is not None and parent < 0 and parent not in self.rows:
                    self._fault(spot, "parent_refused", text=row.parent or "")
                    lost = True

    def _stay_within(self) -> None:
        """Nobody touches what lies outside their own subtree, nor moves their own unit."""
        for spot in list(self.rows):
            parent = self.parents.get(spot)
            here = self.known[spot].path if spot in self.known else self._path(spot)
            moves = spot in self.known and parent != self.known[spot].parent_id
            there = self._path(parent) if parent is not None else "/"
            if not self.reach.holds(here) or ((moves or spot < 0) and not self.reach.holds(there)):
                self._fault(spot, "out_of_reach")
        self._drop_orphans()

    def _path(self, spot: int) -> str:
        """Of the nearest unit above that there is already."""
        at: int | None = spot
        while at is not None and at < 0:
            at = self.parents.get(at)
        return self.plan.paths[at] if at is not None else "/"

    def _in_order(self) -> list[int]:
        """Parents before children."""
        order: dict[int, None] = {}
        for spot in self.rows:
            way = []
            at: int | None = spot
            while at is not None and at in self.rows and at not in order:
                way.append(at)
                at = self.parents.get(at)
            order.update(dict.fromkeys(reversed(way)))
        return list(order)

    # --- what is done ----------------------------------------------------------------------------

    def _settle(self, spot: int) -> None:
        row, parent = self.rows[spot], self.parents.get(spot)
        if spot < 0:
            above = self._name(parent) if parent is not None else ""
            code = row.code or new_code(row.name, above, self.plan.directory.codes)
            self.plan.directory.codes[code] = spot
            self.plan.paths[spot] = self._path(spot)
            kind = row.kind or kind_by_name(row.name) or GRASSROOTS
            self.plan.added.append(Added(spot, row, code, kind, parent))
            return
        unit = self.known[spot]
        known_by = {fold(each) for each in unit.aliases}  # an old list does not bring an old name back
        keeps = same_but_marks(unit.name, row.name) or fold(row.name) in known_by
        name = None if keeps else row.name
        values = _described(unit, row)
        moved = parent if parent != unit.parent_id else None
        kept = {fold(each) for each in (unit.name, row.name, *unit.aliases)}
        aliases = tuple(each for each in row.aliases if fold(each) not in kept)
        own = self.reach.leaves(unit.path)
        if own and (name or set(values) - {"size"} or moved is not None or self._ends(spot, row)):
            self._fault(spot, "own_unit", unit=unit.name)
        elif name or values or moved is not None or aliases:
            self.plan.changed.append(Changed(spot, row, name, values, moved, aliases))
        elif not self._ends(spot, row):
            self.plan.same += 1

    def _ends(self, spot: int, row: Unit) -> bool:
        if row.valid_to is None:
            return False
        return spot < 0 or self.known[spot].valid_to != row.valid_to or bool(self._became(spot, row))

    def _became(self, spot: int, row: Unit) -> tuple[int, ...]:
        """Successors that are not written down yet."""
        found = tuple(_maybe(self.plan.directory, each) or 0 for each in row.successors)
        return () if spot in self.known and set(found) <= set(self.known[spot].successors) else found

    def _end(self, spot: int, row: Unit) -> None:
        if not self._ends(spot, row) or row.valid_to is None:
            return
        into = tuple(_maybe(self.plan.directory, each) or 0 for each in row.successors)
        below = [s for s, parent in self.parents.items() if parent == spot and self._lives(s)]
        reason = None
        if row.valid_to > self.today:
            reason = "ends_later"
        elif 0 in into or spot in into:
            reason = "successor_unknown"
        elif below and len(into) != 1:
            reason = "still_below"
        elif any(not self.reach.holds(self._path(each)) for each in into):
            reason = "out_of_reach"
        if reason:
            blanks = {"unit": row.name, "text": "; ".join(row.successors)}
            self.plan.faults.append(Fault(row.place, reason, blanks))
            return
        self.plan.ended.append(Ended(spot, row, row.valid_to, into))

    def _lives(self, spot: int) -> bool:
        row = self.rows.get(spot)
        if row is not None and row.valid_to is not None:
            return False
        return spot < 0 or self.known[spot].valid_to is None


def _maybe(directory: Directory, named: str) -> int | None:
    try:
        return directory.find(UnitRef(named, None))
    except NotFound:
        return None


def _described(unit: KnownUnit, row: Unit) -> dict[str, object]:
    """What the row tells otherwise; what it does not tell stays."""
    told = {
        "kind": row.kind,
        "place": row.where,
        "sector": row.sector,
        "employer_type": row.employer_type,
        "cluster": row.cluster,
        "size": row.size,
        "standing": row.standing,
        "valid_from": row.valid_from,
    }
    return {
        column: value
        for column, value in told.items()
        if value is not None and value != getattr(unit, column)
    }
