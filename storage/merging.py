"""Two rows of one person become one: whatever points at the first points at the second afterwards."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Column, Connection, delete, func, select, update

from storage.facts import forget_codes
from storage.metadata import metadata

LISTED = "listed"  # as storage.people says it


def merge(connection: Connection, first: int, second: int) -> None:
    """`second` takes over account, consents, registrations, questions, roles, audit of `first`, which goes.

    What the second is called, where it works and what kind of work it does stays: the union's list knows.
    """
    person, audit = metadata.tables["person"], metadata.tables["audit"]
    # Whoever is just now writing something for the first is waited for, and nobody begins to.
    connection.execute(select(person.c.id).where(person.c.id == first).with_for_update())
    for column in _links():
        query = update(column.table).where(column == first).values({column.name: second})
        connection.execute(query)
    about = (audit.c.subject == "person", audit.c.subject_id == first)
    connection.execute(update(audit).where(*about), {"subject_id": second})
    gone = connection.execute(
        select(person.c.team, person.c.consent_at, person.c.joined_at).where(person.c.id == first)
    ).one()
    kept = update(person).where(person.c.id == second)
    values = {
        "team": func.coalesce(person.c.team, gone.team),
        "consent_at": func.coalesce(person.c.consent_at, gone.consent_at),
        "version": person.c.version + 1,
    }
    connection.execute(kept.values(values))
    connection.execute(kept.where(person.c.status == LISTED).values(joined_at=gone.joined_at))
    forget_codes(connection, first)
    connection.execute(delete(person).where(person.c.id == first))


def _links() -> Iterator[Column[int]]:
    """Every column of every table that names a person."""
    for table in metadata.tables.values():
        for column in table.columns:
            if any(key.target_fullname == "person.id" for key in column.foreign_keys):
                yield column
