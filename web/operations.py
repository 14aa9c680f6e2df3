"""What those who run the server ask: is it alive, is it ready, what does it count."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from storage.store import Store
from web.chat import Chat
from web.metrics import counters
from web.parts import Parts
from web.streaming import Streams
from web.trouble import as_json

PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


def routes(parts: Parts, chat: Chat, streams: Streams) -> list[BaseRoute]:
    """Routes for /healthz, /readyz and /metrics."""

    async def alive(request: Request) -> Response:
        return as_json({"status": "ok"})

    async def ready(request: Request) -> Response:
        fine = await parts.database.ready()
        return as_json({"status": "ready" if fine else "not ready"}, 200 if fine else 503)

    async def measured(request: Request) -> Response:
        waiting = await parts.database.read(_waiting)
        took = chat.took.lines("thidua_answer_seconds", "Time to answer")
        lines = [*_counted(parts, streams, waiting), *took]
        return PlainTextResponse("\n".join([*lines, ""]), media_type=PROMETHEUS)

    return [Route("/healthz", alive), Route("/readyz", ready), Route("/metrics", measured)]


def _waiting(store: Store) -> tuple[int, int]:
    return store.inbox.waiting(), store.outbox.waiting()


def _counted(parts: Parts, streams: Streams, waiting: tuple[int, int]) -> list[str]:
    counts = parts.dispatcher.counts
    return counters(
        {
            "thidua_messages_received_total": ("Messages that came in", counts.received),
            "thidua_messages_answered_total": ("Messages that were answered", counts.answered),
            "thidua_messages_repeated_total": ("Messages that came in again", counts.repeated),
            "thidua_incidents_total": ("Messages that met an unexpected error", counts.incidents),
            "thidua_inbox_waiting": ("Updates stored and not handled", waiting[0]),
            "thidua_outbox_waiting": ("Messages queued or being sent", waiting[1]),
            "thidua_streams_open": ("Pages that listen", len(streams)),
        }
    )
