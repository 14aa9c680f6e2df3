"""The chat's API: sessions, messages, and the files that came with them."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable
from contextlib import nullcontext
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.messages import Incoming
from storage.outbox import Arrived
from storage.store import Store
from web.admission import Admission
from web.files import Foreign, keep_refusal, read_file
from web.guard import check_origin
from web.hearing import MAX_ID, Heard, hear, read_object
from web.metrics import Histogram
from web.parts import Parts
from web.showing import shown
from web.streaming import Streams, events
from web.trouble import Trouble, as_json
from web.visitors import Visitors, web

PAGE = 200  # messages in one answer
MAX_CODE = 200
FILES = 1  # held in memory at once; others wait on disk


class Chat:
    """The routes under /chat/api. `took` is how long answers took, in seconds."""

    def __init__(self, parts: Parts, streams: Streams) -> None:
        self._parts = parts
        self._streams = streams
        self._visitors = Visitors(parts)
        self.admission = Admission(parts.proxies)
        self._room = asyncio.Semaphore(FILES)
        self.took = Histogram()

    def routes(self) -> list[BaseRoute]:
        """Plain routes: FastAPI's own would cost as much as the answer."""
        return [
            Route("/chat/api/messages", self.post_message, methods=["POST"]),
            Route("/chat/api/messages", self.get_messages, methods=["GET"]),
            Route("/chat/api/session", self.post_session, methods=["POST"]),
            Route("/chat/api/stream", self.stream, methods=["GET"]),
            Route("/chat/api/files/{attachment_id}", self.get_file, methods=["GET"]),
        ]

    async def post_message(self, request: Request) -> Response:
        """Answers one message; the same client_id again gets the same answer."""
        started = time.perf_counter()
        check_origin(request, self._parts.public_url)
        external_id = await self._visitors.of(request)
        heard = await hear(request)
        async with self._room if heard.upload else nullcontext():
            said = await self._answer(external_id, heard.whole())
        self.took.add(time.perf_counter() - started)
        return as_json({"messages": said})

    async def _answer(self, external_id: str, heard: Heard, start: str | None = None) -> list[dict[str, Any]]:
        incoming = Incoming(
            web(external_id),
            f"{external_id}:{heard.client_id}",  # two visitors may choose the same
            self._parts.now(),
            heard.text,
            heard.press,
            start,
            (heard.file,) if heard.file else (),
        )
        return [shown(arrived) for arrived in await self._parts.dispatcher.answer(incoming)]

    async def post_session(self, request: Request) -> Response:
        """Lets a visitor in. With "start" alone, one who has a session keeps it."""
        check_origin(request, self._parts.public_url)
        wanted = await read_object(request)
        speak_as = _short(wanted, "as", MAX_CODE)
        start = _short(wanted, "start", MAX_CODE)
        client_id = _short(wanted, "client_id", MAX_ID) or f"start-{secrets.token_hex(8)}"
        known = await self._visitors.maybe(request) if start and speak_as is None else None
        token, name = None, None
        if known is None:
            self.admission.check(request)
            token, known, name = await self._visitors.admit(speak_as)
        answer: dict[str, Any] = {"name": name} if name else {}
        if start:
            answer["messages"] = await self._answer(known, Heard(client_id), start)
        response = as_json(answer)
        if token:
            self._visitors.greet(response, token)
        return response

    async def get_messages(self, request: Request) -> Response:
        """What reached the visitor after message `after`; with `last`, only the last so many of it."""
        external_id = await self._visitors.of(request)
        after, last = _number(request, "after"), min(_number(request, "last"), PAGE)

        def read(store: Store) -> list[Arrived]:
            known = store.accounts.situation(web(external_id))
            if known is None:
                return []
            if last:
                return store.outbox.latest(known.account.id, after, last)
            return store.outbox.arrived(known.account.id, after, PAGE)

        found = await self._parts.database.read(read)
        return as_json({"messages": [shown(message) for message in found]})

    async def stream(self, request: Request) -> Response:
        """Server-sent events, one for each message; 204 for a visitor who has not written yet."""
        external_id = await self._visitors.of(request)
        account_id = await self._account(external_id)
        if account_id is None:
            return Response(status_code=204)
        resumed = request.headers.get("last-event-id", "")
        after = int(resumed) if _is_number(resumed) else _number(request, "after")
        return events(self._streams, account_id, after)

    async def get_file(self, request: Request) -> Response:
        """A file, for the account it was sent to alone."""
        account_id = await self._account(await self._visitors.of(request))
        named = request.path_params["attachment_id"]
        if account_id is None or not _is_number(named):
            raise Trouble(404, "web.no_file")
        try:
            return await self._parts.database.read(partial(read_file, account_id, int(named)))
        except Foreign:
            keep = partial(keep_refusal, account_id, int(named), self._parts.now())
            await self._parts.database.run(keep)
            raise

    async def _account(self, external_id: str) -> int | None:
        work: Callable[[Store], int | None] = partial(_account_id, external_id)
        return await self._parts.database.read(work)


def _account_id(external_id: str, store: Store) -> int | None:
    known = store.accounts.situation(web(external_id))
    return known.account.id if known else None


def _number(request: Request, name: str) -> int:
    given = request.query_params.get(name, "0")
    if _is_number(given):
        return int(given)
    raise Trouble(400, "web.unreadable")


def _is_number(given: str) -> bool:
    """Whether a database could hold it."""
    return given.isdecimal() and len(given) < 16


def _short(wanted: dict[str, Any], name: str, limit: int) -> str | None:
    given = wanted.get(name)
    if given is None or (isinstance(given, str) and 0 < len(given) <= limit and given.isprintable()):
        return given
    raise Trouble(400, "web.unreadable")
