"""Requests about one's own data, each with the day on which the law wants it finished."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Select,
    String,
    Table,
    Text,
    func,
    insert,
    or_,
    select,
    text,
    update,
)

from storage import working_days
from storage.errors import Missing
from storage.metadata import OWN_IDS, day, key, link, metadata, moment
from storage.people import person

data_request = Table(
    "data_request",
    metadata,
    key(),
    link("person_id", "person", nullable=True),
    link("account_id", "account", nullable=True),
    Column("kind", String(20), nullable=False),
    Column("detail", Text),
    Column("channel", String(20), nullable=False),
    moment("asked_at", nullable=False),
    moment("acknowledged_at"),
    day("due_on", nullable=False),
    Column("extended", Boolean, nullable=False, server_default=text("false")),
    moment("done_at"),
    Column("outcome", Text),
    **OWN_IDS,
)

VIEW, CORRECT, ERASE = "view", "correct", "erase"
WITHDRAW, RESTRICT, OBJECT, COMPLAIN = "withdraw", "restrict", "object", "complain"
# Calendar days within which a request of each kind is finished: Decree 356/2025, article 5. It is not certain
# for erasing and complaining; the shorter reading is taken.
DAYS = {VIEW: 10, CORRECT: 10, ERASE: 20, WITHDRAW: 15, RESTRICT: 15, OBJECT: 15, COMPLAIN: 10}
ACKNOWLEDGED_IN = 2  # working days
EXTENSION = 15  # days, once


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asked of their own data. `person_id` None: a visitor. Days are those of Viet Nam."""

    id: int
    person_id: int | None
    account_id: int | None
    kind: str
    detail: str | None
    channel: str
    asked_at: datetime
    acknowledged_at: datetime | None
    due_on: date
    extended: bool
    done_at: datetime | None
    outcome: str | None


@dataclass(frozen=True, slots=True)
class NewRequest:
    """What is asked. `on` is the day, by the clocks of Viet Nam; `seen`: acknowledged as it came in."""

    kind: str
    channel: str
    on: date
    person_id: int | None = None
    account_id: int | None = None
    detail: str | None = None
    seen: bool = True

    @property
    def due_on(self) -> date:
        """The day on which the law wants it finished."""
        return self.on + timedelta(days=DAYS[self.kind])


_NAMES = (
    "id",
    "person_id",
    "account_id",
    "kind",
    "detail",
    "channel",
    "asked_at",
    "acknowledged_at",
    "due_on",
    "extended",
    "done_at",
    "outcome",
)
_ALL: Select[*tuple[Any, ...]] = select(*[data_request.c[name] for name in _NAMES])
_OPEN = data_request.c.done_at.is_(None)


class Requests:
    """Queries on requests."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, new: NewRequest, at: datetime) -> Request:
        """Keeps a request, with the day on which it must be finished."""
        values = {
            "person_id": new.person_id,
            "account_id": new.account_id,
            "kind": new.kind,
            "detail": new.detail,
            "channel": new.channel,
            "asked_at": at,
            "acknowledged_at": at if new.seen else None,
            "due_on": new.due_on,
        }
        query = insert(data_request).returning(data_request.c.id)
        return self.get(self._connection.execute(query, values).scalar_one())

    def get(self, id: int) -> Request:
        """The request with this id. Raises LookupError."""
        row = self._connection.execute(_ALL.where(data_request.c.id == id)).first()
        if row is None:
            raise Missing(f"no request {id}")
        return Request(*row)

    def done(self, id: int, outcome: str, at: datetime) -> bool:
        """Finished, with what came of it; False when it was finished before. Counts as acknowledged."""
        values = {
            "done_at": at,
            "outcome": outcome,
            "acknowledged_at": func.coalesce(data_request.c.acknowledged_at, at),
        }
        query = update(data_request).where(data_request.c.id == id, _OPEN).values(values)
        return self._connection.execute(query).rowcount == 1

    def extend(self, id: int) -> bool:
        """Gives it more days, once; False when it had them or is finished."""
        found = self.get(id)
        fresh = (data_request.c.id == id, _OPEN, data_request.c.extended.is_(False))
        values = {"extended": True, "due_on": found.due_on + timedelta(days=EXTENSION)}
        return self._connection.execute(update(data_request).where(*fresh).values(values)).rowcount == 1

    def open(self) -> list[Request]:
        """All that is not finished, the most urgent first."""
        return self._found(_OPEN)

    def open_in(self, unit_ids: Sequence[int]) -> list[Request]:
        """What is not finished of people in exactly these units, the most urgent first."""
        of = select(person.c.id).where(person.c.unit_id.in_(unit_ids))
        return self._found(_OPEN & data_request.c.person_id.in_(of))

    def overdue(self, today: date, now: datetime) -> list[Request]:
        """What should be finished and is not, or waits too long to be acknowledged, the most urgent first."""
        old = data_request.c.asked_at < now - timedelta(days=ACKNOWLEDGED_IN)
        unseen = data_request.c.acknowledged_at.is_(None) & old
        found = self._found(_OPEN & or_(data_request.c.due_on < today, unseen))
        return [each for each in found if each.due_on < today or today > answer_by(each)]

    def of(self, person_id: int) -> list[Request]:
        """All that a person ever asked, in order."""
        return self._found(data_request.c.person_id == person_id)

    def counts(self) -> list[tuple[str, int, int]]:
        """(kind, asked, finished) of every kind that was ever asked."""
        fields = (data_request.c.kind, func.count(), func.count(data_request.c.done_at))
        query = select(*fields).group_by(data_request.c.kind).order_by(data_request.c.kind)
        return [(row[0], int(row[1]), int(row[2])) for row in self._connection.execute(query)]

    def _found(self, where: ColumnElement[bool]) -> list[Request]:
        query = _ALL.where(where).order_by(data_request.c.due_on, data_request.c.id)
        return [Request(*row) for row in self._connection.execute(query)]


def answer_by(asked: Request) -> date:
    """The last day on which a request that nobody acknowledged yet must be."""
    return working_days.after(asked.asked_at.date(), ACKNOWLEDGED_IN)
