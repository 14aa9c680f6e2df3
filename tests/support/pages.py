"""Serves the web chat on loopback for the tests, with a small bot of its own behind it."""

from __future__ import annotations

import asyncio
import io
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI
from PIL import Image

from bot.arrivals import Arrivals
from bot.channels import web
from bot.dispatcher import Dispatcher, Known
from bot.messages import Choice, File, Reply, Said, Source
from bot.routing import Route, Routes
from bot.turn import Turn
from bot.understanding import Understanding
from storage.accounts import Address
from storage.database import Database
from storage.outbox import NewMessage
from storage.store import Store
from web.app import create_app
from web.parts import CastMember, Demonstration, Parts

SOURCE = Source(
    "12/KH-LĐLĐ", "Liên đoàn Lao động tỉnh", "2026-01-08", "II.1", "Giấy chứng nhận và 1.000.000 đồng."
)
CAST: list[CastMember] = [
    {"as": "hoa", "label": "Lò Thị Hoa, thợ may"},
    {"as": "thu", "label": "Nguyễn Thị Thu, chủ tịch công đoàn"},
]


def picture(width: int = 8, height: int = 8, kind: str = "PNG") -> bytes:
    """A small picture."""
    content = io.BytesIO()
    Image.effect_noise((width, height), 90).convert("RGB").save(content, kind)
    return content.getvalue()


def _echo(turn: Turn) -> Said:
    return [Reply(f"Nghe: {turn.heard.incoming.text}")]


def _attached(turn: Turn) -> Said:
    file = turn.heard.attachments[0]
    content = "-" if file.content is None else str(len(file.content))
    return [
        Reply(
            f"Tệp {file.kind} {file.name} {file.media_type} {file.size} {content} {turn.heard.text}".strip()
        )
    ]


def _ask(turn: Turn) -> Said:
    return [
        Reply(
            "Anh/chị chọn ạ.",
            (Choice("Đồng ý", action="agree"), Choice("Thôi", action="decline")),
            key="asked",
        )
    ]


def _paper(turn: Turn) -> Said:
    files = (
        File("thẻ.png", "image/png", picture()),
        File("<b>bảng</b>.xlsx", "application/x-excel", b"bang"),
    )
    return [Reply("Tệp đây ạ.", files=files)]


def small_bot() -> Routes:
    """Routes that show all that a page must show."""

    def route(name: str, exact: str, *replies: Reply) -> Route:
        return Route(name, exact=(exact,), handle=lambda turn: list(replies))

    routes = (
        Route("ask", exact=("hoi",), handle=_ask),
        route("agree", "agree", Reply("Đã ghi: đồng ý.")),
        route("decline", "decline", Reply("Dạ thôi.")),
        route("source", "nguon", Reply("Được 1.000.000 đồng.", sources=(SOURCE,))),
        Route("paper", exact=("tep",), handle=_paper),
        route("change", "doi", Reply("Hết chỗ chọn rồi ạ.", replaces="asked")),
        route("twice", "hai", Reply("Một."), Reply("Hai.")),
        route("long", "dai", Reply("\n".join(f"Dòng {number}" for number in range(1, 61)))),
        route("link", "link", Reply("Xem http://127.0.0.1:1/x và https://example.org/y nhé.")),
    )
    return Routes(
        routes,
        (),
        fallback=Route("fallback", handle=_echo),
        welcome=lambda turn: [Reply(f"Chào, mã {turn.heard.incoming.start}.")],
        wordless=lambda turn: [Reply("Dạ, em nghe.")],
        attached=_attached,
        courtesy=lambda turn: None,
    )


def enter(store: Store, address: Address, as_name: str, at: datetime) -> str | None:
    """Lets a visitor speak as one of the cast."""
    found = next((each for each in CAST if each["as"] == as_name), None)
    if found is None:
        return None
    store.accounts.meet(address, at)
    return found["label"].partition(",")[0]


DEMONSTRATION = Demonstration(lambda: CAST, enter)


@dataclass
class Site:
    """A running server."""

    url: str
    database: Database
    arrivals: Arrivals
    server: uvicorn.Server
    loop: asyncio.AbstractEventLoop
    app: FastAPI
    clients: list[httpx.Client] = field(default_factory=list)

    def client(self) -> httpx.Client:
        """A visitor's client, without a session yet."""
        client = httpx.Client(base_url=self.url, timeout=20)
        self.clients.append(client)
        return client

    def visitor(self, **wanted: str) -> httpx.Client:
        """A client that was let in."""
        client = self.client()
        assert client.post("/chat/api/session", json=wanted).status_code == 200
        return client

    def stop(self) -> None:
        """What the program does when it is told to stop."""
        self.loop.call_soon_threadsafe(self.app.state.streams.close)
        self.server.should_exit = True

    def send(self, text: str, *, notify: bool = True, **body: Any) -> int:
        """A message to the newest account, as a sender lays it down; returns its id.

        Without `notify` it is as if another process had sent it.
        """
        now = datetime.now(UTC)
        with self.database.transaction() as store:
            account_id = _newest(store)
            message_id = store.outbox.put(NewMessage(account_id, {"text": text, **body}), now)
        if notify:
            self.loop.call_soon_threadsafe(self.arrivals.notify, account_id)
        return message_id


def _newest(store: Store) -> int:
    account_id = 0
    with suppress(LookupError):
        while True:
            store.accounts.get(account_id + 1)
            account_id += 1
    return account_id


def parts(database: Database, arrivals: Arrivals, **others: Any) -> Parts:
    """Parts with the small bot."""
    known = Known(small_bot(), {web.NAME: web.CAN}, Understanding())
    return Parts(Dispatcher(database, known), database, arrivals, **others)


@contextmanager
def serving(database: Database, **others: Any) -> Iterator[Site]:
    """A server on a free port of this machine, in a thread of its own."""
    arrivals = Arrivals()
    app = create_app(parts(database, arrivals, **others))
    config = uvicorn.Config(
        app, lifespan="on", log_config=None, access_log=False, timeout_graceful_shutdown=3
    )
    server = uvicorn.Server(config)
    loop = asyncio.new_event_loop()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        thread = threading.Thread(target=_run, args=(loop, server, listening), daemon=True)
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        site = Site(f"http://127.0.0.1:{port}", database, arrivals, server, loop, app)
        try:
            yield site
            for client in site.clients:
                client.close()
        finally:
            if thread.is_alive():
                site.stop()
            thread.join(10)
    assert not thread.is_alive()


def _run(loop: asyncio.AbstractEventLoop, server: uvicorn.Server, listening: socket.socket) -> None:
    try:
        loop.run_until_complete(server.serve([listening]))
    finally:
        loop.close()
