"""The unit's own code, link and QR picture, for the notice board."""

from __future__ import annotations

from bot import texts
from bot.messages import File, Reply, Said
from bot.qr import draw, link_to
from bot.routing import Action, Route
from bot.turn import Turn


def poster(turn: Turn) -> Said:
    """ "ma QR": what joins people to the officer's own unit."""
    unit = turn.office
    if unit is None:
        raise RuntimeError("only officers come here")
    link = link_to(turn.public_url, unit.code)
    text = turn.say("posters.poster", unit=unit.name, code=unit.code, link=link)
    return [Reply(text, files=(File(f"qr-{unit.code}.png", "image/png", draw(link, "png")),))]


ROUTES = (
    Route(
        "poster",
        exact=texts.phrases("posters.exact"),
        asks=texts.phrases("posters.asks"),
        handle=poster,
        allow=lambda turn: turn.is_officer,
    ),
)
ACTIONS: tuple[Action, ...] = ()
