"""Innovation initiatives (one improvement at work, who thought of it, what it brings) and their course."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    Select,
    String,
    Table,
    Text,
    bindparam,
    func,
    insert,
    select,
    update,
)

from storage.attachments import attachment
from storage.errors import Missing
from storage.metadata import OWN_IDS, day, key, link, metadata, moment
from storage.people import person
from storage.registrations import WAITING, WITHDRAWN
from storage.units import below, unit
from storage.versions import change, decide_at

initiative = Table(
    "initiative",
    metadata,
    key(),
    link("person_id", "person"),
    link("unit_id", "unit"),
    link("campaign_id", "campaign", nullable=True),
    Column("what", Text, nullable=False),
    Column("since_text", String(200)),
    day("since_on"),
    Column("authors_text", Text),
    Column("effect", Text),
    Column("status", String(12), nullable=False, index=True),
    Column("version", Integer, nullable=False, server_default="1"),
    moment("created_at", nullable=False),
    moment("changed_at", nullable=False),
    **OWN_IDS,
)

DRAFT = "draft"  # besides the states of a registration


@dataclass(frozen=True, slots=True)
class Initiative:
    """One improvement. `since_text` is when it began in the person's words, `since_on` the day if one was
    understood, `authors_text` who helped, `effect` what it brings; `attachments` is how many hang on it."""

    id: int
    person_id: int
    person_name: str
    person_status: str
    unit_id: int
    unit_path: str
    campaign_id: int | None
    what: str
    since_text: str | None
    since_on: date | None
    authors_text: str | None
    effect: str | None
    status: str
    version: int
    created_at: datetime
    attachments: int


@dataclass(frozen=True, slots=True)
class NewInitiative:
    """What is handed in."""

    person_id: int
    unit_id: int
    what: str
    since_text: str | None = None
    since_on: date | None = None
    authors_text: str | None = None
    effect: str | None = None
    campaign_id: int | None = None
    status: str = WAITING


_NAMES = ("campaign_id", "what", "since_text", "since_on", "authors_text", "effect")
_HANGING = (
    select(func.count())
    .where(attachment.c.subject == "initiative", attachment.c.subject_id == initiative.c.id)
    .scalar_subquery()
)
_ALL: Select[*tuple[Any, ...]] = (
    select(
        initiative.c.id,
        initiative.c.person_id,
        person.c.name,
        person.c.status,
        initiative.c.unit_id,
        unit.c.path,
        *[initiative.c[name] for name in (*_NAMES, "status", "version", "created_at")],
        _HANGING,
    )
    .join(person, person.c.id == initiative.c.person_id)
    .join(unit, unit.c.id == initiative.c.unit_id)
)
_OF = _ALL.where(initiative.c.person_id == bindparam("person"), initiative.c.status != WITHDRAWN).order_by(
    initiative.c.id.desc()
)


class Initiatives:
    """Queries on initiatives."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, new: NewInitiative, at: datetime) -> Initiative:
        """Keeps an initiative that waits for the officer, unless its status says otherwise."""
        values = {
            **{name: getattr(new, name) for name in ("person_id", "unit_id", *_NAMES, "status")},
            "created_at": at,
            "changed_at": at,
        }
        query = insert(initiative).returning(initiative.c.id)
        return self.get(self._connection.execute(query, values).scalar_one())

    def get(self, id: int) -> Initiative:
        """The initiative with this id. Raises LookupError."""
        row = self._connection.execute(_ALL.where(initiative.c.id == id)).first()
        if row is None:
            raise Missing(f"no initiative {id}")
        return Initiative(*row)

    def of(self, person_id: int) -> list[Initiative]:
        """What a person handed in and did not withdraw, the newest first."""
        return [Initiative(*row) for row in self._connection.execute(_OF, {"person": person_id})]

    def waiting(self, path: str, limit: int = 50) -> list[Initiative]:
        """What waits for a decision in a subtree, the oldest first."""
        query = _ALL.where(below(path), initiative.c.status == WAITING)
        rows = self._connection.execute(query.order_by(initiative.c.id).limit(limit))
        return [Initiative(*row) for row in rows]

    def waiting_in(self, unit_ids: Sequence[int], limit: int = 50) -> list[Initiative]:
        """What waits in exactly these units, the oldest first."""
        query = _ALL.where(initiative.c.unit_id.in_(unit_ids), initiative.c.status == WAITING)
        rows = self._connection.execute(query.order_by(initiative.c.id).limit(limit))
        return [Initiative(*row) for row in rows]

    def waiting_of(self, person_ids: Sequence[int]) -> list[Initiative]:
        """What waits of exactly these people, the oldest first."""
        query = _ALL.where(initiative.c.person_id.in_(person_ids), initiative.c.status == WAITING)
        return [Initiative(*row) for row in self._connection.execute(query.order_by(initiative.c.id))]

    def count_waiting_in(self, unit_ids: Sequence[int]) -> int:
        """How many wait in exactly these units."""
        waits = (initiative.c.unit_id.in_(unit_ids), initiative.c.status == WAITING)
        query = select(func.count()).select_from(initiative).where(*waits)
        return int(self._connection.execute(query).scalar_one())

    def relocate(self, person_id: int, units: tuple[int, int], at: datetime) -> None:
        """What a newcomer handed in at the first unit belongs to the second."""
        query = update(initiative).where(
            initiative.c.person_id == person_id, initiative.c.unit_id == units[0]
        )
        changed = {"unit_id": units[1], "version": initiative.c.version + 1, "changed_at": at}
        self._connection.execute(query.values(changed))

    def decide_at(self, row: Initiative, status: str, at: datetime) -> bool:
        """Moves it to a new state as it stands in `row`; False when somebody else changed it meanwhile."""
        return decide_at(self._connection, initiative, (row.id, row.version), status, at)

    def decide(self, id: int, status: str, at: datetime) -> None:
        """Moves an initiative to a new state."""
        self.change(id, at, status=status)

    def change(self, id: int, at: datetime, **values: object) -> None:
        """Changes what an initiative says; its version grows, so older buttons no longer act on it."""
        change(self._connection, initiative, id, at, **values)
