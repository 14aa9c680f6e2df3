"""Puts what is said into the outbox: rendered, with its files, for its channel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.buttons import menu_of, stamp
from bot.channels.base import Capabilities
from bot.messages import Button, Notice, Outgoing, Reply
from bot.render import as_json, render
from bot.turn import Turn
from storage.accounts import Account
from storage.attachments import NewAttachment
from storage.outbox import NOTICE, Arrived, NewMessage
from storage.store import Store


def post_reply(turn: Turn, reply: Reply, can: Capabilities, inbox_id: int) -> list[Arrived]:
    """Queues one reply; where the channel carries it in its answer it counts as sent. Returns its parts."""
    store, account, at = turn.store, turn.account, turn.now
    if reply.replaces:
        reply = replace(reply, replaces=_platform_id(store, account, reply.replaces, can))
    files = store_files(store, account.id, reply, at)
    parts = render(reply, can, turn.talk.id if turn.talk else None, files)
    due = None if can.in_answer else at
    said = []
    for part in parts:
        body = as_json(part)
        message = NewMessage(account.id, body, inbox_id=inbox_id, due_at=due, name=reply.key)
        said.append(Arrived(store.outbox.put(message, at), at, body))
    buttons = tuple(_stamped(turn, reply))
    account.memory["menu"] = menu_of(buttons)
    account.memory["menu_from"] = said[-1].id
    account.memory["closed"] = reply.closing
    return said


def _stamped(turn: Turn, reply: Reply) -> Sequence[Button]:
    return [stamp(choice, turn.talk.id if turn.talk else None) for choice in reply.choices]


def post_notice(store: Store, notice: Notice, channels: Mapping[str, Capabilities], at: datetime) -> bool:
    """Queues a notice to where the person was heard last; False where nobody can be written to."""
    if notice.account_id is None and store.consents.taken_back(notice.person_id):
        return False
    if notice.account_id is not None:
        account: Account | None = store.accounts.get(notice.account_id)
    else:
        known = [a for a in store.accounts.of(notice.person_id) if a.address.channel in channels]
        reachable = [a for a in known if not a.memory.get("quiet")]  # asked not to be written to first
        account = reachable[0] if reachable else None
    if account is None or account.address.channel not in channels:
        return False
    can = channels[account.address.channel]
    files = store_files(store, account.id, notice.reply, at)
    for part in render(notice.reply, can, None, files, menu=False):
        due = notice.due_at or at
        message = NewMessage(account.id, as_json(part), NOTICE, due_at=due, name=notice.name)
        store.outbox.put(message, at)
    return True


def post_deletion(
    store: Store, account_id: int, message: str, channels: Mapping[str, Capabilities], at: datetime
) -> None:
    """Has the platform delete a message of this chat, where it can."""
    channel = store.accounts.get(account_id).address.channel
    if channel in channels and channels[channel].deletes:
        body = as_json(Outgoing("", deletes=message))
        store.outbox.put(NewMessage(account_id, body, NOTICE, due_at=at), at)


def store_files(store: Store, account_id: int, reply: Reply, at: datetime) -> list[tuple[int, str]]:
    """Keeps the files of a reply; returns (attachment id, name)."""
    kept = []
    for file in reply.files:
        kind = "photo" if file.media_type.startswith("image/") else "document"
        new = NewAttachment(account_id, kind, file.name, file.media_type, len(file.content), file.content)
        kept.append((store.attachments.add(new, at), file.name))
    return kept


def _platform_id(store: Store, account: Account, key: str, can: Capabilities) -> str | None:
    found = store.outbox.sent_under(account.id, key) if can.edits else None
    if found is None:
        return None
    return str(found[0]) if can.in_answer else found[1]
