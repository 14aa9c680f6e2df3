"""Puts the pages together into one ASGI application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from bot.texts import say
from web import joining, openapi, operations, page, posters
from web.chat import Chat
from web.guard import Headers
from web.parts import Parts
from web.streaming import Streams
from web.trouble import Incidents, Trouble, as_json, tell


def create_app(parts: Parts) -> FastAPI:
    """The application. Call `app.state.streams.close()` before the server waits for connections to end."""
    streams = Streams(parts.database, parts.arrivals)
    chat = Chat(parts, streams)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with parts.lifespan(), streams.polling():
            yield

    app = FastAPI(title="thidua", version="0.1.0", lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.streams = streams
    app.state.admission = chat.admission
    app.router.routes += chat.routes()  # first, for they are asked for most
    app.router.routes += (
        page.routes(parts)
        + joining.routes(parts)
        + posters.routes(parts)
        + operations.routes(parts, chat, streams)
    )
    for router in parts.routers:
        app.include_router(router)
    app.add_exception_handler(Trouble, tell)
    app.add_exception_handler(HTTPException, _tell_http)
    app.add_middleware(Incidents)
    app.add_middleware(Headers, secure=parts.secure)
    _describe(app)
    return app


async def _tell_http(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    if error.status_code != 404:
        return as_json({"error": error.detail}, error.status_code)
    if "text/html" in request.headers.get("accept", ""):
        return page.lost(404, "web.lost")
    return as_json({"error": say("web.no_page")}, 404)


def _describe(app: FastAPI) -> None:
    plain = app.openapi

    @cache
    def described() -> dict[str, Any]:
        return openapi.with_chat(plain())

    app.openapi = described  # type: ignore[method-assign]
