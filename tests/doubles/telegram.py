"""A double of the Bot API's server on 127.0.0.1: `async with TelegramDouble() as telegram`, then telegram.url.

People are played by telegram.say, press, send_photo, block and so on; telegram.calls is what the program asked;
telegram.fail(method, fault, ...) breaks the next calls of a method, one fault each.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict, deque
from dataclasses import dataclass
from typing import Any, Self

from aiohttp import ClientError, ClientSession, web

from tests.doubles.telegram_chats import Json
from tests.doubles.telegram_limits import UPLOAD, Call, Refusal, Upload, read_call
from tests.doubles.telegram_world import World

TOKEN = "4839574812:AAFD39kkdpWt3ywyRZergyOLMaJhac60qc"
_NEW_POLLER = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)
_HAS_WEBHOOK = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one call. `delivered`: it took effect nevertheless."""

    status: int = 200
    body: bytes = b""
    delivered: bool = False
    drops: bool = False
    hangs: bool = False


def _error(refusal: Refusal) -> Json:
    body: Json = {"ok": False, "error_code": refusal.status, "description": refusal.description}
    return body | ({"parameters": refusal.parameters} if refusal.parameters else {})


def refused(status: int, description: str, **parameters: int) -> Fault:
    """An answer as the Bot API writes its errors."""
    return Fault(status, json.dumps(_error(Refusal(status, description, **parameters))).encode())


def too_many(seconds: int) -> Fault:
    return refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def migrated(to: int) -> Fault:
    said = "Bad Request: group chat was upgraded to a supergroup chat"
    return refused(400, said, migrate_to_chat_id=to)


BLOCKED = refused(403, "Forbidden: bot was blocked by the user")
DEACTIVATED = refused(403, "Forbidden: user is deactivated")
CANNOT_INITIATE = refused(403, "Forbidden: bot can't initiate conversation with a user")
CHAT_NOT_FOUND = refused(400, "Bad Request: chat not found")
UNAUTHORIZED = refused(401, "Unauthorized")
NOT_FOUND = refused(404, "Not Found")
CONFLICT = refused(409, _NEW_POLLER)
SERVER_ERROR = refused(500, "Internal Server Error")
BAD_GATEWAY = Fault(502, b"<html><body>502 Bad Gateway</body></html>")
NO_JSON = Fault(200, b'{"ok": true, "result"', delivered=True)
DROPPED_BEFORE = Fault(drops=True)
DROPPED_AFTER = Fault(drops=True, delivered=True)
SLOW = Fault(hangs=True, delivered=True)


class TelegramDouble(World):
    """The server. `doubled` and `reordered` change how updates arrive, `sent_secret` what a webhook shows."""

    def __init__(self, token: str = TOKEN) -> None:
        super().__init__(int(token.partition(":")[0]))
        self.token = token
        self.url = ""
        self.calls: list[Call] = []
        self.delivered: list[int] = []  # statuses that the webhook answered
        self.doubled = False
        self.reordered = False
        self.sent_secret: str | None = None
        self._faults: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._over = asyncio.Event()
        self._poller = 0

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=UPLOAD + 1_000_000)
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        app.router.add_get("/file/bot{token}/files/{id}", self._download)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._postman = asyncio.create_task(self._deliver())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._over.set()
        self._postman.cancel()
        await asyncio.gather(self._postman, return_exceptions=True)
        await self._runner.cleanup()

    def fail(self, method: str, *faults: Fault) -> None:
        """Breaks the next calls of the method, one after the other."""
        self._faults[method].extend(faults)

    def asked(self, method: str) -> list[Json]:
        """The parameters of every call of the method so far."""
        return [call.parameters for call in self.calls if call.method == method]

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        if request.match_info["token"] != self.token:
            return _refuse(Refusal(401, "Unauthorized"))
        method = request.match_info["method"]
        try:
            call = read_call(method, *await _given(request))
            self.calls.append(call)
            self.tell()
            fault = self._faults[method].popleft() if self._faults[method] else None
            if fault:
                return await self._break(request, call, fault)
            result = await self._updates(call) if method == "getUpdates" else self.perform(call)
        except Refusal as refusal:
            return _refuse(refusal)
        return web.json_response({"ok": True, "result": result})

    async def _break(self, request: web.Request, call: Call, fault: Fault) -> web.StreamResponse:
        if fault.delivered:
            self.perform(call)
        if fault.hangs:
            await self._over.wait()
        if fault.drops and request.transport:
            request.transport.close()
        return web.Response(status=fault.status, body=fault.body, content_type="application/json")

    async def _updates(self, call: Call) -> list[Json]:
        """Long polling: waits while nothing is there; an offset confirms what lies before it."""
        if self.webhook:
            raise Refusal(409, _HAS_WEBHOOK)
        self._poller += 1
        mine = self._poller
        self.tell()
        offset = call.parameters.get("offset", 0)
        self.allowed = call.parameters.get("allowed_updates", self.allowed)
        self.updates = [each for each in self.updates if _number(each, offset) >= offset]
        while call.parameters.get("timeout") and not self._allowed() and not self._over.is_set():
            await self.changed()
            if mine != self._poller:
                raise Refusal(409, _NEW_POLLER)
        return self._arranged(call.parameters.get("limit", 100))

    def _allowed(self) -> list[Json]:
        known = [*self.allowed, "surprise"]  # what a test puts in as such always comes
        return [each for each in self.updates if not self.allowed or any(kind in each for kind in known)]

    def _arranged(self, limit: int | None = None) -> list[Json]:
        found = self._allowed()[:limit]  # the oldest, for what lies before the next offset is confirmed
        if self.doubled:
            found = [each for each in found for _ in range(2)]
        return found[::-1] if self.reordered else found

    async def _deliver(self) -> None:
        """Posts to the webhook, in order, each update until it is taken."""
        async with ClientSession() as session:
            while True:
                waiting = self._arranged() if self.webhook else []
                if not waiting:
                    await self.changed()
                for update in waiting:
                    await self._post(session, update)

    async def _post(self, session: ClientSession, update: Json) -> None:
        secret = self.sent_secret or self.webhook.get("secret_token")
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        try:
            async with session.post(self.webhook["url"], json=update, headers=headers) as answer:
                status = answer.status
        except ClientError:
            status = 0
        self.delivered.append(status)
        if 200 <= status < 300 and update in self.updates:
            self.updates.remove(update)
        self.tell()

    async def _download(self, request: web.Request) -> web.StreamResponse:
        file = self.files.get(request.match_info["id"])
        if request.match_info["token"] != self.token or file is None:
            return _refuse(Refusal(404, "Not Found"))
        return web.Response(body=file.content)


def _number(update: object, otherwise: int) -> int:
    return int(update.get("update_id", otherwise)) if isinstance(update, dict) else otherwise


async def _given(request: web.Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Parameters and files, however they were sent: query, form, multipart or JSON."""
    given: dict[str, Any] = dict(request.query)
    files: dict[str, Upload] = {}
    if request.content_type == "application/json":
        return given | await request.json(), files
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = Upload(value.filename, value.content_type, value.file.read())
        else:
            given[name] = value if isinstance(value, str) else bytes(value).decode()
    return given, files


def _refuse(refusal: Refusal) -> web.Response:
    return web.json_response(_error(refusal), status=refusal.status)
