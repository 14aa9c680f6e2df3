"""The chat's page and the few files it needs, compressed once and named by their content."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.texts import say
from web.parts import Parts
from web.visitors import COOKIE

HERE = Path(__file__).parent
MEDIA = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Asset:
    """A file of web/static. `name` changes with its content, so that browsers may keep it for ever."""

    name: str
    media_type: str
    content: bytes
    packed: bytes


@cache
def assets() -> dict[str, Asset]:
    """Every file of web/static by the name it has there."""
    return {path.name: _asset(path) for path in sorted((HERE / "static").iterdir()) if path.suffix in MEDIA}


def _asset(path: Path) -> Asset:
    content = path.read_bytes()
    name = f"{path.stem}.{sha256(content).hexdigest()[:12]}{path.suffix}"
    return Asset(name, MEDIA[path.suffix], content, gzip.compress(content, mtime=0))


def asset_url(name: str) -> str:
    """Where a file of web/static is served; for templates."""
    return f"/static/{assets()[name].name}"


@cache
def templates() -> Environment:
    """The pages' templates; what is put into them is always escaped."""
    loader = FileSystemLoader(HERE / "templates")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.globals["asset"] = asset_url
    return environment


def lost(status: int, key: str) -> Response:
    """A page that says what is not there, and why; `key` names the title, key_why the reason."""
    content = templates().get_template("lost.html").render(title=say(key), why=say(f"{key}_why"))
    return Response(content, status, media_type="text/html")


def served(request: Request, content: bytes, packed: bytes, headers: dict[str, str]) -> Response:
    """Packed where the browser unpacks it, and nothing at all where it has the same already."""
    tag = f'"{sha256(content).hexdigest()[:20]}"'
    headers |= {"ETag": tag, "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match", "").removeprefix("W/") == tag:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(packed, headers=headers | {"Content-Encoding": "gzip"})
    return Response(content, headers=headers)


def routes(parts: Parts) -> list[BaseRoute]:
    """Routes for the page and its files."""
    template = templates().get_template("chat.html")

    async def page(request: Request) -> Response:
        demonstration = parts.demonstration
        cast = demonstration.cast() if demonstration else ()
        known = COOKIE in request.cookies
        content = template.render(demonstration=demonstration is not None, cast=cast, known=known).encode()
        headers = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "private, no-cache"}
        return served(request, content, gzip.compress(content, 6, mtime=0), headers)

    async def static(request: Request) -> Response:
        found = next((each for each in assets().values() if each.name == request.path_params["name"]), None)
        if found is None:
            return Response(status_code=404)
        headers = {"Content-Type": f"{found.media_type}; charset=utf-8", "Cache-Control": FOR_EVER}
        return served(request, found.content, found.packed, headers)

    return [Route("/", page), Route("/static/{name}", static)]
