"""Telegram's transport on aiohttp: at many messages in flight it sends ten times what httpx does."""

from __future__ import annotations

import io
import json
import ssl
from functools import cache
from http import HTTPStatus
from typing import Any

import aiohttp
import certifi
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.channels.telegram_errors import NotStarted, TooFast

CONNECT_SECONDS = 10.0
UPLOAD_SECONDS = 120.0


class AiohttpRequest(BaseRequest):
    """One pool of connections. The error of aiohttp is the `__cause__` of the one raised."""

    def __init__(self, connections: int, read_seconds: float, *, by_proxy: bool = True) -> None:
        self._connections = connections
        self._read_seconds = read_seconds
        self._by_proxy = by_proxy
        self._session: aiohttp.ClientSession | None = None

    async def initialize(self) -> None:
        """Opens the pool, in the running loop."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, ssl=_trusted()),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                trust_env=self._by_proxy,
            )

    async def shutdown(self) -> None:
        """Closes the pool."""
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

    @property
    def read_timeout(self) -> float | None:
        """Seconds without a byte after which an answer is given up."""
        return self._read_seconds

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *args: Any, **timeouts: Any
    ) -> tuple[int, bytes]:
        """One request. Returns status and body. Raises NetworkError, TimedOut, TooFast."""
        if self._session is None:
            raise NetworkError("the channel is not started") from NotStarted()
        try:
            async with self._session.request(
                method,
                url,
                data=_body(request_data) if request_data else None,
                timeout=self._limits(request_data, timeouts.get("read_timeout")),
                allow_redirects=False,  # a redirect would carry the token elsewhere
            ) as response:
                status, payload = response.status, await response.read()
        except TimeoutError as error:
            raise TimedOut(f"{type(error).__name__}: {error}") from error
        except aiohttp.ClientError as error:
            raise NetworkError(f"{type(error).__name__}: {error}") from error
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            raise TooFast(_seconds(payload))
        return status, payload

    def _limits(self, data: RequestData | None, read: object) -> aiohttp.ClientTimeout:
        seconds = float(read) if isinstance(read, (int, float)) else self._read_seconds
        total = seconds + CONNECT_SECONDS + (UPLOAD_SECONDS if data and data.contains_files else 0)
        return aiohttp.ClientTimeout(total=total, connect=CONNECT_SECONDS, sock_read=seconds)


@cache
def _trusted() -> ssl.SSLContext:
    """The machine's own certificates and the public ones: offices sit behind proxies with their own."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


def _body(data: RequestData) -> aiohttp.FormData:
    # Quoted fields would send Vietnamese file names percent-encoded.
    form = aiohttp.FormData(quote_fields=False)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, media_type) in data.multipart_data.items():
        stream = io.BytesIO(content) if isinstance(content, bytes) else content  # read in pieces
        form.add_field(name, stream, filename=filename, content_type=media_type)
    return form


def _seconds(payload: bytes) -> float:
    """The pause that a 429 asks for; a careful one where it does not say."""
    try:
        return float(json.loads(payload)["parameters"]["retry_after"])
    except (ValueError, KeyError, TypeError):
        return 5.0
