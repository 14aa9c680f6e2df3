"""Who is at the other end: a cookie's random token, known by its hash alone."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from datetime import datetime
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response

from storage.accounts import Address
from storage.store import Store
from web.parts import Parts
from web.trouble import Trouble

COOKIE = "visitor"
YEAR = 365 * 24 * 3600
KEPT = 20_000  # sessions remembered in this process
FOR = 300.0  # seconds, so that a session ended elsewhere ends here soon


def web(external_id: str) -> Address:
    """Where this visitor is written to."""
    return Address("web", "web", external_id)


def digest(token: str) -> str:
    """What is kept of a token."""
    return sha256(token.encode()).hexdigest()


class Visitors:
    """Finds the visitor of a request, mostly in memory."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._known: OrderedDict[str, tuple[str, float]] = OrderedDict()

    async def of(self, request: Request) -> str:
        """The visitor's external id. Raises Trouble where the cookie is missing or unknown."""
        found = await self.maybe(request)
        if found is None:
            raise Trouble(401, "web.no_session")
        return found

    async def maybe(self, request: Request) -> str | None:
        """The same, None for who has no session."""
        token = request.cookies.get(COOKIE)
        if not token or len(token) > 100:
            return None
        key = digest(token)
        known = self._known.get(key)
        if known and time.monotonic() - known[1] < FOR:
            return known[0]
        database, now = self._parts.database, self._parts.now()
        found = await database.read(lambda store: store.sessions.find(key))
        if found is not None:
            self._remember(key, found)
            await database.run(lambda store: store.sessions.seen(key, now))
        return found

    def _remember(self, key: str, external_id: str) -> None:
        self._known[key] = (external_id, time.monotonic())
        self._known.move_to_end(key)
        while len(self._known) > KEPT:
            self._known.popitem(last=False)

    async def admit(self, speak_as: str | None) -> tuple[str, str, str | None]:
        """A new visitor: the token for the cookie, the external id, and whom the visitor speaks as."""
        token, external_id, now = secrets.token_urlsafe(32), secrets.token_hex(16), self._parts.now()

        def keep(store: Store) -> str | None:
            name = self._enter(store, external_id, speak_as, now) if speak_as is not None else None
            store.sessions.create(digest(token), external_id, now)
            return name

        name = await self._parts.database.run(keep)
        self._remember(digest(token), external_id)
        return token, external_id, name

    def _enter(self, store: Store, external_id: str, speak_as: str, now: datetime) -> str:
        demonstration = self._parts.demonstration
        if demonstration is None:
            raise Trouble(403, "web.no_demonstration")
        name = demonstration.enter(store, web(external_id), speak_as, now)
        if name is None:
            raise Trouble(404, "web.nobody")
        return name

    def greet(self, response: Response, token: str) -> None:
        """Hands the visitor the cookie."""
        response.set_cookie(
            COOKIE, token, max_age=YEAR, path="/", secure=self._parts.secure, httponly=True, samesite="lax"
        )
