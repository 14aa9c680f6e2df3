"""Who changed what: every act of an officer, never overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Index, String, Table, insert, select

from storage.metadata import OWN_IDS, Data, Id, key, link, metadata, moment

audit = Table(
    "audit",
    metadata,
    key(),
    link("actor", "person", nullable=True),
    Column("action", String(40), nullable=False),
    Column("subject", String(20), nullable=False),
    Column("subject_id", Id, nullable=False),
    Column("detail", Data, nullable=False),
    moment("at", nullable=False),
    Index("ix_audit_subject", "subject", "subject_id"),
    **OWN_IDS,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One act. `actor` is a person's id, None for the operator; `detail` is small JSON."""

    actor: int | None
    action: str
    subject: str
    subject_id: int
    detail: Mapping[str, Any]
    at: datetime


_NAMES = ("actor", "action", "subject", "subject_id", "detail", "at")
_ALL = select(*[audit.c[name] for name in _NAMES])
_ADD = insert(audit)


class Audit:
    """Queries on what was done."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, entry: Entry) -> None:
        """Keeps an act."""
        values = {name: getattr(entry, name) for name in _NAMES} | {"detail": dict(entry.detail)}
        self._connection.execute(_ADD, values)

    def acts(self, action: str, since: datetime, limit: int = 1000) -> list[Entry]:
        """The acts of one kind since an instant, the latest first."""
        query = _ALL.where(audit.c.action == action, audit.c.at >= since).order_by(audit.c.id.desc())
        return [Entry(*row) for row in self._connection.execute(query.limit(limit))]

    def of(self, subject: str, subject_id: int) -> list[Entry]:
        """What was done to something, in order."""
        query = _ALL.where(audit.c.subject == subject, audit.c.subject_id == subject_id)
        return [Entry(*row) for row in self._connection.execute(query.order_by(audit.c.id))]
