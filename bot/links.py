"""Addresses that are handed out: into a chat, to posters; some open only for a while. Pure."""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import datetime
from urllib.parse import quote

_START = re.compile(r"[A-Za-z0-9_-]{1,64}")  # what Telegram takes behind ?start=
_MARK = 32  # hex digits


def telegram_link(username: str, code: str) -> str | None:
    """Opens the bot's chat with the unit known; None for a code that Telegram does not carry."""
    return f"https://t.me/{username}?start={code}" if _START.fullmatch(code) else None


def poster_link(public_url: str, code: str) -> str:
    """The page with a unit's poster, to be printed."""
    return f"{public_url}/poster/{quote(code, safe='')}"


def posters_link(public_url: str, secret: bytes, unit_id: int, until: datetime) -> str:
    """The page with the posters of a unit and all below it, open until then."""
    stamp = int(until.timestamp())
    return f"{public_url}/posters/{unit_id}?until={stamp}&mark={_mark(secret, unit_id, stamp)}"


def opens(secret: bytes, unit_id: int, stamp: int, mark: str, now: datetime) -> bool:
    """Whether a link to posters is one of ours and still good."""
    ours = hmac.compare_digest(_mark(secret, unit_id, stamp).encode(), mark.encode())
    return ours and now.timestamp() < stamp


def _mark(secret: bytes, unit_id: int, stamp: int) -> str:
    return hmac.new(secret, f"posters {unit_id} {stamp}".encode(), hashlib.sha256).hexdigest()[:_MARK]
