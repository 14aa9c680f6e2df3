"""Telegram's webhook: an update is answered 200 once it is stored, and handled later."""

from __future__ import annotations

import hmac
import json
import logging
from typing import Any, Protocol

from fastapi import APIRouter, Request
from starlette.responses import Response

from bot.channels.telegram_read import address_of, update_id_of
from storage.accounts import Address

log = logging.getLogger(__name__)

PATH = "/webhooks/telegram"
LARGEST = 1_000_000  # bytes; an update has some thousand
HEADER = "x-telegram-bot-api-secret-token"


class Receiving(Protocol):
    """Keeps a raw update to be answered soon."""

    async def receive(self, address: Address, update_id: str, payload: dict[str, Any]) -> bool:
        """False when the update was known."""


class Bot(Protocol):
    """The Telegram channel, as the webhook needs it."""

    @property
    def bot(self) -> str:
        """The bot's id."""

    def stored(self, update: dict[str, Any]) -> None:
        """A new update was stored."""


def router(dispatcher: Receiving, telegram: Bot, secret: str) -> APIRouter:
    """POST /webhooks/telegram: 200 stored or not for us, 403 wrong secret, 413 too large, 503 try again."""
    if not secret:
        raise ValueError("a webhook without a secret would take updates from anybody")
    webhooks = APIRouter()

    @webhooks.post(PATH, include_in_schema=False)
    async def receive(request: Request) -> Response:
        shown = request.headers.get(HEADER, "")
        if not hmac.compare_digest(shown.encode(), secret.encode()):
            return Response(status_code=403)
        body = await _body(request)
        if body is None:
            return Response(status_code=413)
        update = _parsed(body)
        address, number = address_of(update, telegram.bot), update_id_of(update)
        if address is None or number is None:
            return Response()
        try:
            new = await dispatcher.receive(address, str(number), update)
        except Exception:
            log.exception("update %s of Telegram could not be stored", number)
            return Response(status_code=503)
        if new:
            telegram.stored(update)
        return Response()

    return webhooks


async def _body(request: Request) -> bytes | None:
    """None where it is longer than any update."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            return None
    return bytes(body)


def _parsed(body: bytes) -> dict[str, Any]:
    """Empty for what is no update: Telegram would send it again for ever if it were refused."""
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        log.warning("Telegram's webhook got %d bytes that are no JSON", len(body))
        return {}
    if update_id_of(update) is None:
        log.warning("Telegram's webhook got something that is no update")
        return {}
    return dict(update)
