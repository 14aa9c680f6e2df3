"""Lists of units and members handed in: by whom, from which file, how far they are, what came of them."""

from __future__ import annotations

from sqlalchemy import Column, Connection, String, Table

from storage.metadata import OWN_IDS, Data, key, link, metadata, moment

list_import = Table(
    "list_import",
    metadata,
    key(),
    link("unit_id", "unit", nullable=True),
    link("by", "person", nullable=True, index=False),
    link("account_id", "account", nullable=True),
    link("attachment_id", "attachment", nullable=True, index=False),
    Column("file", String(300), nullable=False),
    Column("status", String(12), nullable=False),
    Column("counts", Data, nullable=False),
    moment("at", nullable=False),
    moment("done_at"),
    **OWN_IDS,
)


class Imports:
    """Queries on lists handed in."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
