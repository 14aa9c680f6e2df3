"""The unit's own code, link and QR picture, for the notice board."""

from __future__ import annotations

from io import BytesIO

import segno

from bot import texts
from bot.messages import File, Reply, Said
from bot.routing import Action, Route
from bot.turn import Turn

SCALE = 10  # pixels a module: about 400 px wide, 2 kB


def poster(turn: Turn) -> Said:
    """ "ma QR": what joins people to the officer's own unit."""
    unit = turn.office
    if unit is None:
        raise RuntimeError("only officers come here")
    link = f"{turn.public_url}/join/{unit.code}"
    text = turn.say("posters.poster", unit=unit.name, code=unit.code, link=link)
    return [Reply(text, files=(File(f"qr-{unit.code}.png", "image/png", qr(link)),))]


def qr(link: str) -> bytes:
    """The link as a QR picture, PNG."""
    out = BytesIO()
    segno.make(link, error="m").save(out, kind="png", scale=SCALE)
    return out.getvalue()


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
