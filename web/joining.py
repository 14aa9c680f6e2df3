"""The link and the QR code by which people come to the chat of their unit."""

from __future__ import annotations

import asyncio
import io
from functools import lru_cache
from urllib.parse import quote

import segno
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

MEDIA = {"png": "image/png", "svg": "image/svg+xml"}
CODE = 64  # letters of a code
QUIET = 4  # modules of white around it, as readers expect


@lru_cache(maxsize=256)
def draw(link: str, kind: str) -> bytes:
    """The link as a QR code, PNG (some 400 pixels wide, to be printed) or SVG."""
    picture = io.BytesIO()
    code = segno.make(link, error="m", micro=False)
    code.save(picture, kind=kind, scale=12 if kind == "png" else 8, border=QUIET)
    return picture.getvalue()


def link_to(public_url: str, code: str) -> str:
    """The address that is printed and passed on."""
    return f"{public_url}/join/{quote(code, safe='')}"


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
        picture = await asyncio.to_thread(draw, link_to(here, code), kind)
        return Response(picture, headers={"Cache-Control": "public, max-age=3600"}, media_type=MEDIA[kind])

    return [Route("/join/{code}", join), Route("/qr/{name}", qr)]
