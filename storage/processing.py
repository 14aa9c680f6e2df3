"""How much is held, counted for the record of processing."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from storage.accounts import account
from storage.forgetting import GONE
from storage.people import CONFIRMED, LISTED, person


class Processing:
    """Counts, without a name."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def counts(self) -> dict[str, int]:
        """members: on a list or confirmed; agreed: to emulation; erased: on request or by rule; chats."""
        wheres = {
            "members": person.c.status.in_((LISTED, CONFIRMED)),
            "agreed": person.c.consent_at.is_not(None),
            "erased": person.c.erased_at.is_not(None),
            "chats": ~account.c.external_id.startswith(GONE),
        }
        counted = {name: select(func.count()).where(where) for name, where in wheres.items()}
        return {name: int(self._connection.execute(query).scalar_one()) for name, query in counted.items()}
