"""The breach log: what leaked, whom it reaches, when the agency and the people were told."""

from __future__ import annotations

from sqlalchemy import Column, Connection, Integer, Table, Text

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


class Breaches:
    """Queries on breaches."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
