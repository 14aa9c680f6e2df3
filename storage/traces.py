"""What others were told about somebody who was erased, and the address: taken out step by step afterwards."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from storage import scrubbing
from storage.accounts import account
from storage.conversations import DONE, conversation
from storage.facts import fact
from storage.forgetting import forget_address
from storage.former import former
from storage.outbox import PENDING, WITHDRAWN, outbox
from storage.roles import role
from storage.units import unit

ANSWERED_BY = timedelta(minutes=10)  # by then the last answer has gone out
BEGUN = "erasing:"  # facts: what is still to be looked through


def officers_over(connection: Connection, unit_ids: Iterable[int], besides: Sequence[int]) -> list[int]:
    """Accounts, of now and of before, of all who ever held an office over these units: they were told."""
    paths = connection.execute(select(unit.c.path).where(unit.c.id.in_(list(unit_ids)))).scalars()
    above = {int(part) for path in paths for part in path.strip("/").split("/")}
    over = role.c.unit_id.in_(above) | role.c.board_id.in_(above)
    now = select(account.c.id).join(role, role.c.person_id == account.c.person_id).where(over)
    once = select(former.c.account_id).join(role, role.c.person_id == former.c.person_id)
    tied_no_more = once.where(over, former.c.account_id.is_not(None))
    found = connection.execute(now.union(tied_no_more)).scalars()
    return sorted(id for id in found if id not in besides)


def begin(
    connection: Connection,
    accounts: Sequence[int],
    officers: Sequence[int],
    needles: Sequence[str],
    at: datetime,
) -> None:
    """Notes what is to be looked through for these texts: the chats of officers, then the addresses."""
    rest = {
        "at": at.isoformat(),
        "accounts": list(accounts),
        "needles": list(needles),
        "officers": list(officers),
        "after": 0,
    }
    connection.execute(insert(fact), {"key": f"{BEGUN}{secrets.token_hex(8)}", "value": rest})


def step(connection: Connection, now: datetime, limit: int = 500) -> bool:
    """Goes on with what was begun, `limit` messages at most; whether there is more to do right now."""
    begun = select(fact.c.key, fact.c.value).where(fact.c.key.startswith(BEGUN)).order_by(fact.c.key)
    for key, rest in connection.execute(begun).all():
        if rest["officers"]:
            _told(connection, key, rest, limit)
            return True
        at = datetime.fromisoformat(rest["at"])
        if now - at >= ANSWERED_BY:
            for account_id in rest["accounts"]:
                forget_address(connection, account_id, at)
            connection.execute(delete(fact).where(fact.c.key == key))
    return False


def _told(connection: Connection, key: str, rest: dict[str, Any], limit: int) -> None:
    """Looks through the next messages to officers, and at last through what their chats remember."""
    wanted = rest["needles"]
    query = (
        select(outbox.c.id, outbox.c.body, outbox.c.status)
        .where(outbox.c.account_id.in_(rest["officers"]), outbox.c.id > rest["after"])
        .order_by(outbox.c.id)
        .limit(limit)
    )
    rows = connection.execute(query).all() if wanted else []
    for row in rows:
        if scrubbing.mentions(row.body, wanted):
            _blank(connection, row)
    if len(rows) == limit:
        rest["after"] = rows[-1].id
    else:
        _remembered(connection, rest["officers"], wanted)
        rest |= {"officers": [], "needles": []}
    connection.execute(update(fact).where(fact.c.key == key), {"value": rest})


def _blank(connection: Connection, row: Row[*tuple[Any, ...]]) -> None:
    values: dict[str, Any] = {"body": {"text": ""}}
    if row.status == PENDING:
        values["status"] = WITHDRAWN
    connection.execute(update(outbox).where(outbox.c.id == row.id), values)


def _remembered(connection: Connection, accounts: Sequence[int], wanted: Sequence[str]) -> None:
    memories = select(account.c.id, account.c.memory).where(account.c.id.in_(accounts))
    for id, memory in connection.execute(memories).all():
        if scrubbing.mentions(memory, wanted):
            clean = {"memory": scrubbing.scrubbed(memory, wanted)}
            connection.execute(update(account).where(account.c.id == id), clean)
    lasting = (conversation.c.account_id.in_(accounts), conversation.c.status != DONE)
    talks = select(conversation.c.id, conversation.c.state).where(*lasting)
    for id, state in connection.execute(talks).all():
        if scrubbing.mentions(state, wanted):
            changed = {"state": scrubbing.scrubbed(state, wanted)}
            connection.execute(update(conversation).where(conversation.c.id == id), changed)
