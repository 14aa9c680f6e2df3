"""Reads Telegram's updates, raw JSON as it came. Pure; what is strange is left out, never raised.

Source: https://core.telegram.org/bots/api#update
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.channels.telegram_files import attachments
from bot.messages import Incoming
from storage.accounts import Address
from storage.inbox import Received

log = logging.getLogger(__name__)

CHANNEL = "telegram"
KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
_START = re.compile(r"/start(?:@\w+)?(?:\s+(?P<payload>.*))?", re.DOTALL)
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
_COMMAND = re.compile(r"/(?P<name>[A-Za-z0-9_]{1,32})(?:@\w+)?(?=\s|$)")
_STRANGE = (KeyError, TypeError, ValueError, AttributeError, OverflowError, OSError)


def address_of(update: object, bot: str) -> Address | None:
    """Who wrote, in a private chat; None for groups, channels and what is not for us. `bot`: the bot's id."""
    event = _event(update)
    if event is None:
        return None
    kind, body = event
    chat = _chat(kind, body)
    if not isinstance(chat, Mapping) or chat.get("type") != "private" or not isinstance(chat.get("id"), int):
        return None
    return Address(CHANNEL, bot, str(chat["id"]))


def update_id_of(update: object) -> int | None:
    """The update's number; None where it has none."""
    number = update.get("update_id") if isinstance(update, Mapping) else None
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def press_of(update: object) -> str | None:
    """The id of a press of a button, which Telegram wants acknowledged; None for anything else."""
    event = _event(update)
    if event is None or event[0] != "callback_query":
        return None
    return str(event[1]["id"]) if "id" in event[1] else None


def read(received: Received) -> Incoming | None:
    """What the person did; None for what asks for no answer (service messages, unreadable updates)."""
    try:
        return _read(received)
    except _STRANGE:
        log.warning("update %s of Telegram cannot be read", received.update_id, exc_info=True)
        return None


def _read(received: Received) -> Incoming | None:
    event = _event(received.payload)
    if event is None:
        return None
    kind, body = event
    if kind == "callback_query":
        return _press(received, body)
    if kind == "my_chat_member":
        return _membership(received, body)
    found = attachments(body)
    start, text = _words(str(body.get("text") or body.get("caption") or ""))
    if start is None and not text and not found:
        return None
    return Incoming(
        address=received.address,
        update_id=received.update_id,
        at=_moment(received, body.get("edit_date") or body.get("date")),
        text=text,
        start=start,
        attachments=found,
        message_id=str(body["message_id"]) if "message_id" in body else None,
        edited=kind == "edited_message",
    )


def _press(received: Received, body: Mapping[str, Any]) -> Incoming | None:
    if not isinstance(body.get("data"), str):
        return None
    return Incoming(
        address=received.address,
        update_id=received.update_id,
        at=_moment(received, None if received.received_at else body["message"]["date"]),
        press=body["data"],
        message_id=str(body["message"]["message_id"]),
        callback_id=str(body["id"]),
    )


def _membership(received: Received, body: Mapping[str, Any]) -> Incoming | None:
    """A block or its end; nothing else happens to a bot's membership in a private chat."""
    status = body["new_chat_member"]["status"]
    if status not in {"kicked", "left", "member"}:
        return None
    at = _moment(received, body.get("date"))
    return Incoming(received.address, received.update_id, at, left=status != "member")


def _event(update: object) -> tuple[str, Mapping[str, Any]] | None:
    if not isinstance(update, Mapping):
        return None
    found = ((kind, update[kind]) for kind in KINDS if isinstance(update.get(kind), Mapping))
    return next(found, None)


def _chat(kind: str, body: Mapping[str, Any]) -> object:
    holder = body.get("message") if kind == "callback_query" else body
    return holder.get("chat") if isinstance(holder, Mapping) else None


def _words(text: str) -> tuple[str | None, str]:
    """The payload of /start, and what was said: a command is its words, /dang_ky says "dang ky"."""
    start = _START.fullmatch(text.strip())
    if start:
        payload = (start["payload"] or "").strip()
        return (payload if _PAYLOAD.fullmatch(payload) else ""), ""
    command = _COMMAND.match(text)
    if command:
        return None, (command["name"].replace("_", " ") + text[command.end() :]).strip()
    return None, text


def _moment(received: Received, seconds: object) -> datetime:
    """When it was done, by Telegram's clock; never later than it was received, by this machine's clock."""
    told = datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) else None
    known = [moment for moment in (told, received.received_at) if moment is not None]
    return min(known)
