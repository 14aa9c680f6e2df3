"""What goes wrong with a request, as a status and a sentence of bot/texts/web.toml."""

from __future__ import annotations

import logging
from typing import Any

import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.errors import incident
from bot.texts import say
from storage.database import UNREACHABLE, reason

log = logging.getLogger(__name__)


class Trouble(Exception):  # the request ends here, with a sentence
    """`status` is HTTP's; `key` names the sentence."""

    def __init__(self, status: int, key: str) -> None:
        super().__init__(key)
        self.status = status
        self.key = key


def as_json(content: Any, status: int = 200) -> Response:
    """JSON that no cache keeps: it belongs to one person."""
    headers = {"Cache-Control": "no-store"}
    return Response(orjson.dumps(content), status, headers, media_type="application/json")


async def tell(request: Request, error: Exception) -> Response:
    """The answer to a request that ran into Trouble."""
    if not isinstance(error, Trouble):
        raise error
    return as_json({"error": say(error.key)}, error.status)


class Incidents:
    """ASGI middleware: answers what nobody foresaw with a sentence and a code, and keeps the connection."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except ClientDisconnect:
            return  # nobody is there to be answered
        except Exception as error:
            if begun or scope["type"] != "http":
                raise
            await _incident(scope["path"], error)(scope, receive, send)


def _incident(path: str, error: Exception) -> Response:
    code = incident()
    if isinstance(error, UNREACHABLE):  # every request fails then, and a line of each is enough
        log.error("incident %s at %s: the database does not answer (%s)", code, path, reason(error))
    else:
        log.error("incident %s at %s", code, path, exc_info=error)
    return as_json({"error": say("web.incident", code=code)}, 503)
