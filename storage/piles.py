"""What waits for officers, counted by the place it was handed in at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, case, exists, func, select

from storage.initiatives import initiative
from storage.people import person, waits
from storage.questions import OPEN, question
from storage.registrations import WAITING, registration
from storage.roles import role

_HOLDERS = select(role.c.person_id)


@dataclass(frozen=True, slots=True)
class Pile:
    """What of one kind waits in a unit.

    `person_id` is given for whoever holds or held an office, as nobody decides about themselves; it is None
    for everybody else together.
    """

    unit_id: int
    person_id: int | None
    count: int
    oldest: datetime
    newest: datetime


class Piles:
    """Queries on what waits. `unit_ids` None: everywhere."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def registrations(self, unit_ids: Sequence[int] | None = None) -> list[Pile]:
        """Registrations that wait for a decision."""
        return self._of(registration, registration.c.status == WAITING, registration.c.created_at, unit_ids)

    def initiatives(self, unit_ids: Sequence[int] | None = None) -> list[Pile]:
        """Initiatives that wait to be seen."""
        return self._of(initiative, initiative.c.status == WAITING, initiative.c.created_at, unit_ids)

    def questions(self, unit_ids: Sequence[int] | None = None) -> list[Pile]:
        """Questions that wait for an answer."""
        return self._of(question, question.c.status == OPEN, question.c.asked_at, unit_ids)

    def newcomers(self, unit_ids: Sequence[int] | None = None) -> list[Pile]:
        """People who wait to be confirmed, those left out whose registration or initiative waits as well."""
        came = person.c.joined_at
        query = select(person.c.unit_id, func.count(), func.min(came), func.max(came)).where(waits)
        for table, unseen in ((registration, WAITING), (initiative, WAITING)):
            query = query.where(~exists().where(table.c.person_id == person.c.id, table.c.status == unseen))
        if unit_ids is not None:
            query = query.where(person.c.unit_id.in_(unit_ids))
        rows = self._connection.execute(query.group_by(person.c.unit_id))
        return [Pile(row[0], None, int(row[1]), row[2], row[3]) for row in rows]

    def _of(
        self, table: Table, waits: ColumnElement[bool], came: Column[Any], unit_ids: Sequence[int] | None
    ) -> list[Pile]:
        who = case((table.c.person_id.in_(_HOLDERS), table.c.person_id))
        query = select(table.c.unit_id, who, func.count(), func.min(came), func.max(came)).where(waits)
        if unit_ids is not None:
            query = query.where(table.c.unit_id.in_(unit_ids))
        rows = self._connection.execute(query.group_by(table.c.unit_id, who))
        return [Pile(row[0], row[1], int(row[2]), row[3], row[4]) for row in rows]
