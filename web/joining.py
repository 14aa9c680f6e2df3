"""Where the link and the QR code of a unit lead: into its chat."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.links import telegram_link
from bot.qr import draw, link_to
from web.parts import Parts

MEDIA = {"png": "image/png", "svg": "image/svg+xml"}
CODE = 64  # letters of a code


def routes(parts: Parts) -> list[BaseRoute]:
    """Routes for /join and /qr. Without PUBLIC_URL links name the address the request came to."""

    async def join(request: Request) -> Response:
        code = request.path_params["code"]
        start = f"?start={quote(code, safe='')}" if len(code) <= CODE and code.isprintable() else ""
        return RedirectResponse(f"/{start}", status_code=302)

    async def qr(request: Request) -> Response:
        here = parts.public_url or f"{request.url.scheme}://{request.url.netloc}"
        return await _picture(request, lambda code: link_to(here, code))

    async def telegram(request: Request) -> Response:
        bot = parts.telegram()
        return await _picture(request, lambda code: telegram_link(bot, code) if bot else None)

    return [Route("/join/{code}", join), Route("/qr/telegram/{name}", telegram), Route("/qr/{name}", qr)]


async def _picture(request: Request, link: Callable[[str], str | None]) -> Response:
    code, dot, kind = request.path_params["name"].rpartition(".")
    if kind not in MEDIA or not dot or not 0 < len(code) <= CODE or not code.isprintable():
        return Response(status_code=404)
    target = link(code)
    if target is None:
        return Response(status_code=404)
    try:
        picture = await asyncio.to_thread(draw, target, kind)
    except ValueError:  # the request named a host too long for any code
        return Response(status_code=404)
    return Response(picture, headers={"Cache-Control": "public, max-age=3600"}, media_type=MEDIA[kind])
