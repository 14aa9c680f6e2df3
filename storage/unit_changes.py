"""What happens to units in time: renamed, moved below another, ended with what they became."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, delete, func, insert, literal, select, update

from storage import locks
from storage.errors import Circle, StillBelow
from storage.facts import Facts
from storage.unit_tables import END, below, unit, unit_alias, unit_successor
from storage.vietnamese import fold, sort_key

_STAMP = "units"
_DESCRIBED = {"kind", "place", "sector", "employer_type", "cluster", "size", "standing", "valid_from"}


@dataclass(frozen=True, slots=True)
class Ending:
    """Since when a unit is no more (that day included), what it became, and how: merge, split, move, end."""

    on: date
    into: tuple[int, ...] = ()
    how: str = END


class UnitChanges:
    """Changes of the tree; whoever prepared its names sees by the stamp that they are out of date."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._stamped = False

    def stamp(self) -> str:
        """Differs after every change of the tree, also from what was rolled back; empty before the first."""
        self._stamped = False
        return str(Facts(self._connection).get(_STAMP) or "")

    def changed(self) -> None:
        """Tells those who prepared the names. Whoever writes to these tables otherwise has to call it."""
        if not self._stamped:
            Facts(self._connection).set(_STAMP, secrets.token_hex(8))
            self._stamped = True

    def rename(self, unit_id: int, name: str) -> None:
        """Gives a new name; the old one stays as another name to find the unit by."""
        before = self._connection.execute(select(unit.c.name).where(unit.c.id == unit_id)).scalar_one()
        if before == name:
            return
        values = {"name": name, "name_folded": fold(name), "name_key": sort_key(name)}
        self._connection.execute(update(unit).where(unit.c.id == unit_id), values)
        same = (unit_alias.c.unit_id == unit_id, unit_alias.c.alias_folded == fold(name))
        self._connection.execute(delete(unit_alias).where(*same))
        self.add_aliases(unit_id, (before,) if fold(before) != fold(name) else ())

    def describe(self, unit_id: int, **values: object) -> None:
        """Writes down anew what a unit is: kind, place, sector, employer_type, cluster, size, standing,
        valid_from. Raises ValueError for anything else."""
        if unknown := set(values) - _DESCRIBED:
            raise ValueError(f"not to be changed so: {', '.join(sorted(unknown))}")
        self._connection.execute(update(unit).where(unit.c.id == unit_id), values)
        self.changed()

    def add_aliases(self, unit_id: int, aliases: Iterable[str]) -> None:
        """Other names under which people look for the unit; one that it has already stays one."""
        query = select(unit_alias.c.alias_folded).where(unit_alias.c.unit_id == unit_id)
        known = set(self._connection.execute(query).scalars())
        new: dict[str, str] = {}
        for alias in aliases:
            if (folded := fold(alias)) and folded not in known:
                new.setdefault(folded, alias)
        rows = [{"unit_id": unit_id, "alias": new[each], "alias_folded": each} for each in new]
        if rows:
            self._connection.execute(insert(unit_alias), rows)
        self.changed()

    def move(self, unit_id: int, parent_id: int) -> None:
        """Puts a unit with all below it below another. Raises Circle where that one is below it itself."""
        locks.take(self._connection, "units")  # two moves at once could close a circle
        query = select(unit.c.id, unit.c.path).where(unit.c.id.in_([unit_id, parent_id]))
        paths = {row[0]: row[1] for row in self._connection.execute(query)}
        old, above = paths[unit_id], paths[parent_id]
        if above.startswith(old):
            raise Circle(f"unit {parent_id} stands below unit {unit_id}")
        new = literal(f"{above}{unit_id}/") + func.substr(unit.c.path, len(old) + 1)
        self._connection.execute(update(unit).where(below(old)).values(path=new))
        self._connection.execute(update(unit).where(unit.c.id == unit_id).values(parent_id=parent_id))
        self.changed()

    def end(self, unit_id: int, ending: Ending) -> None:
        """Ends a unit. What is below it goes to what it became.

        Raises StillBelow where that is not exactly one unit and something lives below it; Circle where a unit
        would become itself or what it became.
        """
        locks.take(self._connection, "units")
        if {unit_id} & set(self._followed(ending.into)):
            raise Circle(f"unit {unit_id} would become itself")
        living = (unit.c.parent_id == unit_id, unit.c.valid_to.is_(None))
        children = self._connection.execute(select(unit.c.id).where(*living)).scalars().all()
        if children and len(ending.into) != 1:
            raise StillBelow(f"{len(children)} units still stand below unit {unit_id}")
        for child in children:
            self.move(child, ending.into[0])
        rows = [{"unit_id": unit_id, "successor_id": each, "how": ending.how} for each in ending.into]
        self._connection.execute(delete(unit_successor).where(unit_successor.c.unit_id == unit_id))
        if rows:
            self._connection.execute(insert(unit_successor), rows)
        self._connection.execute(update(unit).where(unit.c.id == unit_id), {"valid_to": ending.on})
        self.changed()

    def _followed(self, unit_ids: Sequence[int]) -> list[int]:
        """These units and all that they became, each once."""
        found: dict[int, None] = {}
        waiting = list(unit_ids)
        while waiting:
            each = waiting.pop(0)
            if each not in found:
                found[each] = None
                waiting += self._became(each)
        return list(found)

    def _became(self, unit_id: int) -> Sequence[int]:
        query = select(unit_successor.c.successor_id).where(unit_successor.c.unit_id == unit_id)
        return self._connection.execute(query.order_by(unit_successor.c.id)).scalars().all()
