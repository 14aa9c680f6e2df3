"""The breach log: what leaked, whom it reaches, when the agency and the people were told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Column, Connection, Integer, Table, Text, insert, select, update

from storage.errors import Missing
from storage.metadata import OWN_IDS, key, metadata, moment

breach = Table(
    "breach",
    metadata,
    key(),
    Column("what", Text, nullable=False),
    Column("people", Integer, nullable=False, server_default="0"),
    Column("measures", Text),
    moment("noticed_at", nullable=False),
    moment("agency_told_at"),
    moment("people_told_at"),
    moment("closed_at"),
    **OWN_IDS,
)

TELL_WITHIN = timedelta(hours=72)  # the agency; Law 91/2025, article 23
AGENCY, PEOPLE = "agency", "people"


@dataclass(frozen=True, slots=True)
class Breach:
    """What happened. `people`: how many it reaches, as far as is known."""

    id: int
    what: str
    people: int
    measures: str | None
    noticed_at: datetime
    agency_told_at: datetime | None
    people_told_at: datetime | None
    closed_at: datetime | None

    @property
    def tell_by(self) -> datetime:
        """When the 72 hours are over."""
        return self.noticed_at + TELL_WITHIN


_NAMES = ("id", "what", "people", "measures", "noticed_at", "agency_told_at", "people_told_at", "closed_at")
_ALL = select(*[breach.c[name] for name in _NAMES])


class Breaches:
    """Queries on breaches. Nothing of the log is ever deleted."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, what: str, people: int, noticed_at: datetime) -> Breach:
        """Opens an entry; the clock of 72 hours runs from `noticed_at`."""
        values = {"what": what, "people": people, "noticed_at": noticed_at}
        query = insert(breach).returning(breach.c.id)
        return self.get(self._connection.execute(query, values).scalar_one())

    def get(self, id: int) -> Breach:
        """The entry with this id. Raises LookupError."""
        row = self._connection.execute(_ALL.where(breach.c.id == id)).first()
        if row is None:
            raise Missing(f"no breach {id}")
        return Breach(*row)

    def all(self) -> list[Breach]:
        """The whole log, in order."""
        return [Breach(*row) for row in self._connection.execute(_ALL.order_by(breach.c.id))]

    def told(self, id: int, whom: str, at: datetime) -> bool:
        """AGENCY or PEOPLE were told; False when they had been told before."""
        told = breach.c[f"{whom}_told_at"]
        query = update(breach).where(breach.c.id == id, told.is_(None)).values({told: at})
        return self._connection.execute(query).rowcount == 1

    def close(self, id: int, measures: str, at: datetime) -> bool:
        """Dealt with, and how; False when it was closed before."""
        values = {"closed_at": at, "measures": measures}
        query = update(breach).where(breach.c.id == id, breach.c.closed_at.is_(None)).values(values)
        return self._connection.execute(query).rowcount == 1

    def urgent(self, now: datetime) -> list[Breach]:
        """Entries of which the agency was not told and whose 72 hours run, or have run out."""
        waits = (breach.c.agency_told_at.is_(None), breach.c.closed_at.is_(None))
        query = _ALL.where(*waits, breach.c.noticed_at <= now).order_by(breach.c.noticed_at)
        return [Breach(*row) for row in self._connection.execute(query)]
