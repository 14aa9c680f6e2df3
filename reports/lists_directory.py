"""Finds the unit that a row means, among those there are and those the list itself brings. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from knowledge.rosters import UnitRef, phrases, plain
from knowledge.rosters_reading import name_keys, named_within
from storage.imports import KnownUnit

# No letter or digit that another is taken for: 0 O, 1 I L, 2 Z, 5 S, 8 B, U V.
SAFE = "34679ACDEFGHJKMNPQRTVWXY"
_STEM, _TAIL = 3, 3


class NotFound(Exception):
    """No one unit is meant: the reason's name."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class Directory:
    """Units by code and by name. A unit there is stands under its id, one of the list under -1, -2, …"""

    codes: dict[str, int] = field(default_factory=dict)
    full: dict[str, set[int]] = field(default_factory=dict)
    short: dict[str, set[int]] = field(default_factory=dict)
    successors: dict[int, tuple[int, ...]] = field(default_factory=dict)
    parents: dict[int, int | None] = field(default_factory=dict)
    ended: set[int] = field(default_factory=set)
    _found: dict[UnitRef, int | str] = field(default_factory=dict)

    def add(self, spot: int, code: str | None, names: Iterable[str]) -> None:
        """Puts a unit in, under its code, its name and its other names."""
        self._found.clear()
        if code:
            self.codes[code] = spot
        for name in names:
            first, *shorter = name_keys(name)
            self.full.setdefault(first, set()).add(spot)
            for each in shorter:
                self.short.setdefault(each, set()).add(spot)

    def remove(self, spot: int) -> None:
        """Takes a unit of the list out again."""
        self._found.clear()
        self.codes = {code: each for code, each in self.codes.items() if each != spot}
        for names in (self.full, self.short):
            for name in [name for name, spots in names.items() if spot in spots]:
                names[name].discard(spot)

    def find(self, ref: UnitRef) -> int:
        """The one unit meant; of one that ended, what it became. Raises NotFound."""
        known = self._found.get(ref)
        if known is None:
            try:
                known = self._living(self._spot(ref))
            except NotFound as unknown:
                known = unknown.reason
            self._found[ref] = known
        if isinstance(known, str):
            raise NotFound(known)
        return known

    def _spot(self, ref: UnitRef) -> int:
        if ref.code:
            spot = self.codes.get(ref.code.upper().replace(" ", ""))
            if spot is not None:
                return spot
            if not ref.name:
                return self._named(ref.code, "code_unknown")
        if ref.name:
            return self._named(ref.name, "unit_unknown")
        return self._titled(ref.title or "")

    def _titled(self, title: str) -> int:
        """The lowest unit that a title names: those above it stand there as well. One with units below it
        is not enough, for it stands above many lists."""
        found = named_within(title, self._one)
        found += [self.codes[line] for line in title.upper().split("\n") if line in self.codes]
        above = {up for spot in found for up in self._above(spot)}
        lowest = set(found) - above
        if len(lowest) != 1 or lowest & set(self.parents.values()):
            raise NotFound("unit_missing")
        return lowest.pop()

    def _above(self, spot: int) -> Iterator[int]:
        seen = {spot}
        at = self.parents.get(spot)
        while at is not None and at not in seen:
            yield at
            seen.add(at)
            at = self.parents.get(at)

    def _named(self, name: str, reason: str) -> int:
        """By name, or by what stands in the column for names and is a code."""
        for key in name_keys(name):
            found = self.full.get(key) or self.short.get(key)
            if found:
                living = found - self.ended or found
                if len(living) > 1:
                    raise NotFound("unit_ambiguous")
                return next(iter(living))
        code = name.strip().upper()
        if code in self.codes:
            return self.codes[code]
        raise NotFound(reason)

    def _one(self, key: str) -> int | None:
        """The only living unit of this name; a title names it somewhere among other words."""
        found = self.full.get(key, set()) | self.short.get(key, set())
        living = found - self.ended or found
        return next(iter(living)) if len(living) == 1 and len(key) > 2 else None

    def _living(self, spot: int) -> int:
        seen = {spot}
        while spot in self.ended:
            became = self.successors.get(spot, ())
            if len(became) != 1 or became[0] in seen:
                raise NotFound("unit_ended")
            spot = became[0]
            seen.add(spot)
        return spot


def directory_of(units: Iterable[KnownUnit]) -> Directory:
    """Of the units there are."""
    found = Directory()
    for each in units:
        found.add(each.id, each.code, (each.name, *each.aliases))
        found.parents[each.id] = each.parent_id
        if each.valid_to is not None:
            found.ended.add(each.id)
            found.successors[each.id] = each.successors
    return found


def new_code(name: str, parent: str, taken: Mapping[str, int]) -> str:
    """A short code out of the name's first letters, for a unit that has none; the same each time."""
    generic = set(phrases("unit_names", "generic"))
    own = [word for word in plain(name).split() if word not in generic] or plain(name).split()
    stem = "".join(word[0].upper() for word in own if word[0].upper() in SAFE)[:_STEM]
    for attempt in range(10_000):
        text = f"{plain(name)}/{plain(parent)}/{attempt}"
        digest = int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")
        tail = ""
        for _ in range(_TAIL + (_STEM - len(stem)) + attempt // 100):
            digest, letter = divmod(digest, len(SAFE))
            tail += SAFE[letter]
        if stem + tail not in taken:
            return stem + tail
    raise RuntimeError("no free code")
