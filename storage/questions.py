"""Questions that a person has to answer: to the officers of a unit, with what they replied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Connection, Integer, String, Table, Text, func, insert, select, update

from storage.errors import Missing
from storage.metadata import OWN_IDS, key, link, metadata, moment

question = Table(
    "question",
    metadata,
    key(),
    link("account_id", "account"),
    link("person_id", "person", nullable=True),
    link("unit_id", "unit"),
    Column("text", Text, nullable=False),
    Column("status", String(12), nullable=False),
    moment("asked_at", nullable=False),
    moment("answered_at"),
    link("answered_by", "person", nullable=True, index=False),
    Column("answer", Text),
    Column("version", Integer, nullable=False, server_default="1"),
    **OWN_IDS,
)

OPEN, ANSWERED, WITHDRAWN = "open", "answered", "withdrawn"


@dataclass(frozen=True, slots=True)
class Question:
    """A question and its answer. `unit_id` is the unit whose officers are asked."""

    id: int
    account_id: int
    person_id: int | None
    unit_id: int
    text: str
    status: str
    asked_at: datetime
    answered_at: datetime | None
    answered_by: int | None
    answer: str | None
    version: int


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """What is asked, from which account, of whose officers."""

    account_id: int
    unit_id: int
    text: str
    person_id: int | None = None


_NAMES = (
    "id",
    "account_id",
    "person_id",
    "unit_id",
    "text",
    "status",
    "asked_at",
    "answered_at",
    "answered_by",
    "answer",
    "version",
)
_ALL = select(*[question.c[name] for name in _NAMES])


class Questions:
    """Queries on questions."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, new: NewQuestion, at: datetime) -> Question:
        """Keeps a question that waits for an officer."""
        values = {
            "account_id": new.account_id,
            "person_id": new.person_id,
            "unit_id": new.unit_id,
            "text": new.text,
            "status": OPEN,
            "asked_at": at,
        }
        query = insert(question).returning(question.c.id)
        return self.get(self._connection.execute(query, values).scalar_one())

    def get(self, id: int) -> Question:
        """The question with this id. Raises LookupError."""
        row = self._connection.execute(_ALL.where(question.c.id == id)).first()
        if row is None:
            raise Missing(f"no question {id}")
        return Question(*row)

    def open_in(self, unit_ids: Sequence[int], limit: int = 50) -> list[Question]:
        """What waits for an answer in exactly these units, the oldest first."""
        query = _ALL.where(question.c.unit_id.in_(unit_ids), question.c.status == OPEN)
        return [
            Question(*row) for row in self._connection.execute(query.order_by(question.c.id).limit(limit))
        ]

    def open_of(self, person_ids: Sequence[int]) -> list[Question]:
        """What exactly these people asked and nobody answered, the oldest first."""
        query = _ALL.where(question.c.person_id.in_(person_ids), question.c.status == OPEN)
        return [Question(*row) for row in self._connection.execute(query.order_by(question.c.id))]

    def count_open_in(self, unit_ids: Sequence[int]) -> int:
        """How many wait in exactly these units."""
        waits = (question.c.unit_id.in_(unit_ids), question.c.status == OPEN)
        query = select(func.count()).select_from(question).where(*waits)
        return int(self._connection.execute(query).scalar_one())

    def withdraw_of(self, person_id: int) -> int:
        """Nobody answers any more what this person asked; returns how many waited."""
        waits = (question.c.person_id == person_id, question.c.status == OPEN)
        values = {"status": WITHDRAWN, "version": question.c.version + 1}
        return self._connection.execute(update(question).where(*waits).values(values)).rowcount

    def answer(self, id: int, by: int, answer: str, at: datetime) -> bool:
        """Keeps the officer's answer; False when somebody answered before."""
        values = {
            "status": ANSWERED,
            "answer": answer,
            "answered_by": by,
            "answered_at": at,
            "version": question.c.version + 1,
        }
        waits = (question.c.id == id, question.c.status == OPEN)
        return self._connection.execute(update(question).where(*waits).values(values)).rowcount == 1
