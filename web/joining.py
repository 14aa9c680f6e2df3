"""Where the link and the QR code of a unit lead: into its chat."""

from __future__ import annotations

import asyncio
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.qr import draw, link_to

MEDIA = {"png": "image/png", "svg": "image/svg+xml"}
CODE = 64  # letters of a code


def routes(public_url: str) -> list[BaseRoute]:
    """Routes for /join and /qr. Without PUBLIC_URL links name the address the request came to."""

    async def join(request: Request) -> Response:
        code = request.path_params["code"]
        start = f"?start={quote(code, safe='')}" if len(code) <= CODE else ""
        return RedirectResponse(f"/{start}", status_code=302)

    async def qr(request: Request) -> Response:
        code, dot, kind = request.path_params["name"].rpartition(".")
        if kind not in MEDIA or not dot or not 0 < len(code) <= CODE:
            return Response(status_code=404)
        here = public_url or f"{request.url.scheme}://{request.url.netloc}"
        try:
            picture = await asyncio.to_thread(draw, link_to(here, code), kind)
        except ValueError:  # the request named a host too long for any code
            return Response(status_code=404)
        return Response(picture, headers={"Cache-Control": "public, max-age=3600"}, media_type=MEDIA[kind])

    return [Route("/join/{code}", join), Route("/qr/{name}", qr)]
