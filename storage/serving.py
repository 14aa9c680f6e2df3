"""Who serves where, and when each of them was heard last: what duty is worked out from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, Row, and_, bindparam, case, func, or_, select

from storage.accounts import account
from storage.people import CONFIRMED, LEFT, person
from storage.roles import BOARD, DECIDING, role
from storage.units import below, unit

_home = unit.alias("home")
_LAST = select(func.max(func.coalesce(account.c.last_heard_at, account.c.created_at))).where(
    account.c.person_id == role.c.person_id, account.c.reachable.is_(True)
)
_DESK = case((role.c.what == BOARD, role.c.board_id), else_=role.c.unit_id)
_PLACES = (role.c.unit_id, role.c.board_id)
_HELD = and_(role.c.from_at <= bindparam("at"), or_(role.c.to_at.is_(None), role.c.to_at > bindparam("at")))
_SERVES = and_(role.c.what.in_((*DECIDING, BOARD)), person.c.status == CONFIRMED, _HELD)
_ALL = (
    select(
        role.c.person_id,
        person.c.name,
        _home.c.path,
        _DESK,
        role.c.what,
        role.c.acts_for,
        role.c.from_at,
        _LAST.scalar_subquery(),
    )
    .join(person, person.c.id == role.c.person_id)
    .join(_home, _home.c.id == person.c.unit_id)
    .where(_SERVES)
    .order_by(role.c.id)
)


_UNITS: BindParameter[list[int]] = bindparam("units", expanding=True)
_AT = _ALL.where(or_(*(column.in_(_UNITS) for column in _PLACES)))


@dataclass(frozen=True, slots=True)
class Serving:
    """Somebody who answers at a unit's desk (a board's, where `what` says so).

    `home_path` leads to where they work; `heard` is when they were last heard on any channel, or when the
    office began if that is later; None for somebody who can be written to on no channel.
    """

    person_id: int
    name: str
    home_path: str
    unit_id: int
    what: str
    acts_for: int | None
    heard: datetime | None


class Servings:
    """Queries on who serves at an instant."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def at(self, unit_ids: Sequence[int], at: datetime) -> list[Serving]:
        """Who serves in exactly these units, the longest-serving first."""
        rows = self._connection.execute(_AT, {"units": list(unit_ids), "at": at})
        wanted = set(unit_ids)
        return [each for each in map(_serving, rows) if each.unit_id in wanted]

    def within(self, paths: Iterable[str], at: datetime) -> list[Serving]:
        """Who serves in these subtrees and in the units above them; "/" is everywhere."""
        found = list(paths)
        above = {int(part) for path in found for part in path.strip("/").split("/") if part}
        if not above:
            return self._found(None, at)
        inside = select(unit.c.id).where(or_(*(below(path) for path in found)))
        return self._found(or_(*(column.in_(ids) for column in _PLACES for ids in (inside, above))), at)

    def places(self, paths: Iterable[str]) -> dict[int, str]:
        """Ids and paths of the living units of these subtrees."""
        query = select(unit.c.id, unit.c.path).where(or_(*(below(path) for path in paths)))
        rows = self._connection.execute(query.where(unit.c.valid_to.is_(None)).order_by(unit.c.path))
        return {row[0]: row[1] for row in rows}

    def awaited(self, at: datetime) -> dict[int, str]:
        """Whose stand-in has not come on any channel yet: the name of that one, by the id of who is away."""
        away = role.c.acts_for
        query = select(away, person.c.name).join(person, person.c.id == role.c.person_id)
        query = query.where(
            away.is_not(None), _HELD, person.c.status != LEFT, _LAST.scalar_subquery().is_(None)
        )
        return {row[0]: row[1] for row in self._connection.execute(query.order_by(role.c.id), {"at": at})}

    def last_heard(self, person_id: int) -> datetime | None:
        """When the person was heard last on any channel; None: never."""
        last = select(func.max(account.c.last_heard_at)).where(account.c.person_id == person_id)
        heard: datetime | None = self._connection.execute(last).scalar_one()
        return heard

    def _found(self, where: ColumnElement[bool] | None, at: datetime) -> list[Serving]:
        query = _ALL if where is None else _ALL.where(where)
        return [_serving(row) for row in self._connection.execute(query, {"at": at})]


def _serving(row: Row[*tuple[Any, ...]]) -> Serving:
    begun, last = row[6:]
    return Serving(row[0], row[1], row[2], row[3], row[4], row[5], max(begun, last) if last else None)
