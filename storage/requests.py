"""Requests about one's own data, each with the day on which the law wants it finished."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Connection, String, Table, Text, text

from storage.metadata import OWN_IDS, day, key, link, metadata, moment

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


class Requests:
    """Queries on requests."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
