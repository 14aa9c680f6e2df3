"""Where a person worked before, and from when to when: moving keeps the history."""

from __future__ import annotations

from sqlalchemy import Column, Connection, String, Table

from storage.metadata import OWN_IDS, key, link, metadata, moment

placement = Table(
    "placement",
    metadata,
    key(),
    link("person_id", "person"),
    link("unit_id", "unit"),
    Column("team", String(120)),
    moment("from_at"),
    moment("to_at", nullable=False),
    **OWN_IDS,
)


class Placements:
    """Queries on former places of work."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
