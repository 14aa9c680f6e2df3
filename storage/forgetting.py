"""Empties what hangs on one chat: messages, answers half given, files; and, last, where it was."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Delete, delete, select, update

from storage.accounts import account
from storage.attachments import attachment
from storage.conversations import DONE, conversation
from storage.imports import list_import
from storage.inbox import inbox
from storage.outbox import PENDING, WITHDRAWN, outbox
from storage.sessions import session

GONE = "erased-"  # in the place of an address, with the account's own id
EMPTY = {"content": None, "name": "", "external_id": None, "message": None, "size": 0}


def forget_chat(connection: Connection, account_id: int) -> None:
    """What was said, typed and sent there. Nothing that waits goes out any more."""
    said = outbox.c.account_id == account_id
    waits = (said, outbox.c.status == PENDING)
    connection.execute(update(outbox).where(*waits), {"status": WITHDRAWN})
    connection.execute(update(outbox).where(said), {"body": {"text": ""}, "error": None})
    typed = conversation.c.account_id == account_id
    connection.execute(update(conversation).where(typed), {"state": {}, "status": DONE})
    connection.execute(update(attachment).where(attachment.c.account_id == account_id), EMPTY)
    connection.execute(delete_unused(attachment.c.account_id == account_id))
    where = _address(connection, account_id)
    connection.execute(update(inbox).where(*where, inbox.c.handled_at.is_not(None)), {"payload": None})


def forget_address(connection: Connection, account_id: int, at: datetime) -> None:
    """The address itself and what was received from it; not where it was used again after `at`."""
    where = _address(connection, account_id)
    heard = connection.execute(select(account.c.last_heard_at).where(account.c.id == account_id)).scalar_one()
    again = heard is not None and heard > at
    received = inbox.c.handled_at.is_not(None)
    connection.execute(delete(inbox).where(*where, received, inbox.c.handled_at <= at))
    if again:
        return
    external_id = connection.execute(
        select(account.c.external_id).where(account.c.id == account_id, account.c.channel == "web")
    ).scalar_one_or_none()
    if external_id is not None:
        connection.execute(delete(session).where(session.c.external_id == external_id))
    gone: dict[str, object] = {
        "external_id": f"{GONE}{account_id}",
        "person_id": None,
        "pronoun": None,
        "memory": {},
        "reachable": False,
        "wants_news": False,
    }
    connection.execute(update(account).where(account.c.id == account_id), gone)


def delete_unused(where: ColumnElement[bool]) -> Delete:
    """Deletes files that nothing else points at."""
    used = select(list_import.c.attachment_id).where(list_import.c.attachment_id.is_not(None))
    return delete(attachment).where(where, attachment.c.id.not_in(used))


def _address(connection: Connection, account_id: int) -> tuple[ColumnElement[bool], ...]:
    found = connection.execute(
        select(account.c.channel, account.c.bot, account.c.external_id).where(account.c.id == account_id)
    ).one()
    return (
        inbox.c.channel == found.channel,
        inbox.c.bot == found.bot,
        inbox.c.external_id == found.external_id,
    )
