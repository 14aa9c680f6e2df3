"""What a person was here before: other names, chats of theirs that are tied no more, units they waited in.

Erasing asks it, so that what is told elsewhere under an old name or in an old unit goes too.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Column, Connection, Select, String, Table, delete, insert, select

from storage.metadata import OWN_IDS, key, link, metadata

former = Table(
    "former",
    metadata,
    key(),
    link("person_id", "person"),
    link("account_id", "account", nullable=True),
    link("unit_id", "unit", nullable=True, index=False),
    Column("name", String(300)),
    **OWN_IDS,
)


class Former(NamedTuple):
    """All that a person was before."""

    names: tuple[str, ...]
    units: frozenset[int]
    accounts: frozenset[int]


def keep(
    connection: Connection,
    person_id: int,
    *,
    name: str | None = None,
    unit_id: int | None = None,
    account_id: int | None = None,
) -> None:
    """Notes one thing that the person is no more."""
    values = {"person_id": person_id, "name": name, "unit_id": unit_id, "account_id": account_id}
    connection.execute(insert(former), values)


def of(connection: Connection, person_id: int) -> Former:
    """What is noted of a person."""
    query = select(former.c.name, former.c.unit_id, former.c.account_id)
    rows = connection.execute(query.where(former.c.person_id == person_id).order_by(former.c.id)).all()
    return Former(
        tuple(dict.fromkeys(row.name for row in rows if row.name)),
        frozenset(row.unit_id for row in rows if row.unit_id is not None),
        frozenset(row.account_id for row in rows if row.account_id is not None),
    )


def owners(account_ids: Iterable[int]) -> Select[int]:
    """Ids of the people whose these accounts were once."""
    return select(former.c.person_id).where(former.c.account_id.in_(list(account_ids))).distinct()


def forget(connection: Connection, person_id: int) -> None:
    """Nothing of it stays."""
    connection.execute(delete(former).where(former.c.person_id == person_id))
