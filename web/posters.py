"""Posters to be printed: of one unit, and of a unit with all below it by a link that is good for a while."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot import links
from storage.store import Store
from storage.units import BOARD, Unit
from web.page import lost, templates
from web.parts import Parts

PAGE = 100  # posters on one page to print
LARGE, SMALL, CODE = 45, 100, 10  # letters of a name in large and in small type; of a code in large type
HEADERS = {"Cache-Control": "no-cache", "Content-Type": "text/html; charset=utf-8"}


@dataclass(frozen=True)
class Poster:
    """What one sheet shows: `telegram` is where the second picture lies, where there is a bot."""

    name: str
    code: str
    picture: str
    telegram: str | None

    @property
    def sizes(self) -> str:
        """Classes for what would not fit otherwise."""
        wide = "long" if len(self.name) > LARGE else ""
        dense = "dense" if len(self.name) > SMALL else ""
        return " ".join(filter(None, ("poster", wide, dense, "coded" if len(self.code) > CODE else "")))


def routes(parts: Parts) -> list[BaseRoute]:
    """Routes for /poster/CODE and /posters/UNIT."""
    template = templates().get_template("poster.html")

    def page(request: Request, units: list[Unit], more: str | None = None) -> Response:
        here = parts.public_url or f"{request.url.scheme}://{request.url.netloc}"
        shown = [_poster(unit, parts.telegram()) for unit in units]
        content = template.render(posters=shown, address=here.partition("://")[2], more=more)
        return Response(content.encode(), headers=HEADERS)

    async def one(request: Request) -> Response:
        code = request.path_params["code"]
        printable = code.isprintable()
        unit = await parts.database.read(lambda store: store.units.by_code(code)) if printable else None
        if unit is None or unit.kind == BOARD:
            return lost(404, "web.no_poster")
        return page(request, [unit])

    async def many(request: Request) -> Response:
        unit_id, asked = int(request.path_params["unit_id"]), request.query_params
        stamp, mark, begun = asked.get("until", ""), asked.get("mark", ""), asked.get("from", "0")
        numbers = all(each.isdecimal() and len(each) < 16 for each in (stamp, begun))
        if not numbers or not links.opens(parts.secret, unit_id, int(stamp), mark, parts.now()):
            return lost(403, "web.old_posters")
        units = await parts.database.read(lambda store: _below(store, unit_id))
        first = int(begun)
        following = first + PAGE
        more = f"?until={stamp}&mark={quote(mark)}&from={following}" if following < len(units) else None
        return page(request, units[first:following], more)

    return [Route("/poster/{code}", one), Route("/posters/{unit_id:int}", many)]


def _poster(unit: Unit, bot: str | None) -> Poster:
    code = quote(unit.code, safe="")
    telegram = f"/qr/telegram/{code}.svg" if bot and links.telegram_link(bot, unit.code) else None
    return Poster(unit.name, unit.code, f"/qr/{code}.svg", telegram)


def _below(store: Store, unit_id: int) -> list[Unit]:
    return [unit for unit in store.units.below(store.units.get(unit_id).path) if unit.kind != BOARD]
