"""Keeps other sites out, and tells browsers what a page may do."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.trouble import Trouble

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def check_origin(request: Request, public_url: str) -> None:
    """Raises Trouble where a browser says that another site's page made the request.

    Browsers name the origin of every POST; programs that are no browsers carry nobody's cookie unasked.
    """
    headers = request.headers
    origin = headers.get("origin")
    if origin is not None and not _is_ours(origin, headers.get("host", ""), public_url):
        raise Trouble(403, "web.elsewhere")
    if headers.get("sec-fetch-site") == "cross-site":
        raise Trouble(403, "web.elsewhere")


def _is_ours(origin: str, host: str, public_url: str) -> bool:
    here = origin.partition("://")[2]
    return bool(here) and here in {host, urlsplit(public_url).netloc}


class Headers:
    """ASGI middleware: the headers every answer carries. What a route set itself stays."""

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self._app = app
        said = {
            "content-security-policy": POLICY,
            "x-content-type-options": "nosniff",
            "referrer-policy": "no-referrer",
            "x-frame-options": "DENY",
            "cross-origin-opener-policy": "same-origin",
            "permissions-policy": "geolocation=(), microphone=(), camera=(self)",
        }
        if secure:
            said["strict-transport-security"] = "max-age=31536000"
        self._said = [(name.encode(), value.encode()) for name, value in said.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _joined(message.get("headers", ()), self._said)
            await send(message)

        await self._app(scope, receive, with_headers)


def _joined(own: Iterable[tuple[bytes, bytes]], said: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    own = list(own)
    names = {name for name, _ in own}
    return own + [pair for pair in said if pair[0] not in names]
