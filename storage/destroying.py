"""One file destroyed: its bytes, its name, the platform's message, and the copies handed on to officers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from storage.accounts import account
from storage.attachments import attachment
from storage.errors import Missing
from storage.forgetting import EMPTY, delete_unused
from storage.outbox import outbox
from storage.people import person
from storage.traces import officers_over

DELETED_WITHIN = timedelta(hours=48)  # platforms take back what is younger


@dataclass(frozen=True, slots=True)
class Message:
    """A message on a platform that shows the file still."""

    account_id: int
    external_id: str


class Destroying:
    """Takes a file out of every place where it lies."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def file(self, id: int, at: datetime) -> list[Message]:
        """Destroys it; what the platforms should delete as well. Raises LookupError."""
        found = self._connection.execute(
            select(attachment.c.account_id, attachment.c.message, attachment.c.created_at).where(
                attachment.c.id == id
            )
        ).first()
        if found is None:
            raise Missing(f"no attachment {id}")
        messages = []
        if found.message and at - found.created_at < DELETED_WITHIN:
            messages.append(Message(found.account_id, found.message))
        copies = self._copies(id, found.account_id)
        messages += self._sent(copies, at)
        ids = [id, *copies]
        untied = {**EMPTY, "subject": None, "subject_id": None}
        self._connection.execute(update(attachment).where(attachment.c.id.in_(ids)), untied)
        self._connection.execute(delete_unused(attachment.c.id.in_(ids)))
        return messages

    def _copies(self, id: int, account_id: int) -> list[int]:
        """Of the same bytes, at officers who may have been shown it."""
        placed = (
            select(person.c.unit_id)
            .join(account, account.c.person_id == person.c.id)
            .where(account.c.id == account_id)
        )
        units = list(self._connection.execute(placed).scalars())
        officers = [*officers_over(self._connection, units, besides=()), account_id]
        own = attachment.alias("own")
        same = select(own.c.id).where(own.c.id == id, own.c.content == attachment.c.content)
        query = select(attachment.c.id).where(
            attachment.c.account_id.in_(officers), attachment.c.id != id, same.exists()
        )
        return list(self._connection.execute(query).scalars())

    def _sent(self, copies: list[int], at: datetime) -> list[Message]:
        """Messages that carried a copy and are young enough to be taken back."""
        holders = select(attachment.c.account_id).where(attachment.c.id.in_(copies))
        query = select(outbox.c.account_id, outbox.c.external_id, outbox.c.body).where(
            outbox.c.account_id.in_(holders),
            outbox.c.sent_at > at - DELETED_WITHIN,
            outbox.c.external_id.is_not(None),
        )
        wanted = set(copies)
        return [
            Message(row.account_id, row.external_id)
            for row in self._connection.execute(query)
            if any(file["id"] in wanted for file in row.body.get("files", ()))
        ]
