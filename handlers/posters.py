"""The code, link, QR picture and poster of a unit, for its notice board; and of all units below."""

from __future__ import annotations

from datetime import timedelta

from bot import texts
from bot.errors import Refused
from bot.links import poster_link, posters_link
from bot.messages import Choice, File, Reply, Said
from bot.qr import draw, link_to
from bot.routing import Action, Route
from bot.turn import Turn
from handlers.finding import labels, unit_named, units_meant
from storage.units import BOARD, Unit

GOOD_FOR = timedelta(days=7)


def poster(turn: Turn) -> Said:
    """ "ma QR", "ma QR cua Cong ty May so 3": what joins people to that unit."""
    named = _named(turn)
    if not named or turn.heard.folded in texts.phrases("posters.exact"):
        return [_shown(turn, _office(turn))]
    found = _meant(turn, named)
    if len(found) == 1:
        return [_shown(turn, found[0])]
    if not found:
        return [Reply(turn.say("posters.unknown"))]
    choices = tuple(
        Choice(label, action="poster_of", row=unit.id)
        for unit, label in zip(found, labels(turn, found), strict=True)
    )
    return [Reply(turn.say("posters.which"), choices=choices)]


def poster_of(turn: Turn, unit_id: int, version: int) -> Said:
    """The button of one of several units."""
    return [_shown(turn, _seen(turn, turn.store.units.get(unit_id)))]


def posters(turn: Turn) -> Said:
    """ "in ap phich": one page to print with the posters of the whole subtree."""
    office = _office(turn)
    count = len([unit for unit in turn.store.units.below(office.path) if unit.kind != BOARD])
    link = posters_link(turn.public_url, turn.secret, office.id, turn.now + GOOD_FOR)
    return [Reply(turn.say("posters.many", count=count, days=GOOD_FOR.days, link=link))]


def _shown(turn: Turn, unit: Unit) -> Reply:
    link = link_to(turn.public_url, unit.code)
    text = turn.say(
        "posters.poster",
        unit=unit.name,
        code=unit.code,
        link=link,
        poster=poster_link(turn.public_url, unit.code),
    )
    office = turn.office
    below = office is not None and turn.governs(office.path) and bool(turn.store.units.children(office.id))
    more = (Choice(turn.say("posters.all_below"), action="posters"),) if below else ()
    picture = File(f"qr-{unit.code}.png", "image/png", draw(link, "png"))
    return Reply(text, choices=more, files=(picture,))


def _office(turn: Turn) -> Unit:
    if turn.office is None:
        raise RuntimeError("only officers come here")
    return turn.office


def _meant(turn: Turn, named: str) -> list[Unit]:
    """The living units that are meant; one that is not for the person is refused."""
    whole = unit_named(turn, named)
    ids = [whole] if whole else [match.unit_id for match in units_meant(turn, named)]
    units = [unit for id in ids if not (unit := turn.store.units.get(id)).ended]
    mine = [unit for unit in units if turn.sees(unit)]
    if units and not mine:
        raise Refused("common.not_yours", you=turn.you)
    return mine


def _seen(turn: Turn, unit: Unit) -> Unit:
    if not turn.sees(unit):
        raise Refused("common.not_yours", you=turn.you)
    return unit


def _named(turn: Turn) -> str:
    """What stands behind the words that ask for the picture: a name, or nothing but "cua minh voi"."""
    rest = turn.heard.folded
    for phrase in texts.phrases("posters.asks"):
        rest = rest.rpartition(phrase)[2]
    words = rest.split()
    while words and words[0] in texts.phrases("posters.leads"):
        words.pop(0)
    return "" if set(words) <= set(texts.phrases("posters.nobody")) else " ".join(words)


ROUTES = (
    Route(
        "poster",
        exact=texts.phrases("posters.exact"),
        asks=texts.phrases("posters.asks"),
        handle=poster,
        allow=lambda turn: turn.is_officer,
    ),
    Route(
        "posters",
        exact=texts.phrases("posters.all_exact"),
        asks=texts.phrases("posters.all_asks"),
        handle=posters,
        allow=lambda turn: turn.is_decider,
    ),
)
ACTIONS = (Action("poster_of", poster_of, lambda turn: turn.is_officer),)
