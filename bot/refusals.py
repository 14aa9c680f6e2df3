"""What somebody tried that is not for them: refused, nothing shown, and kept for the operator."""

from __future__ import annotations

from bot import codewords
from bot.codewords import Mistyped
from bot.routing import Routes
from bot.turn import Turn
from knowledge.questions import is_question
from storage.audit import Entry

KEY = "common.not_yours"  # the sentence of whoever raises Refused because of somebody's rights
ACTION, SUBJECT = "refused", "account"


def keep(turn: Turn, routes: Routes) -> None:
    """Writes it down after what was tried has been rolled back."""
    actor = turn.person.id if turn.person else None
    detail = {"tried": tried(turn, routes)}
    turn.store.audit.add(Entry(actor, ACTION, SUBJECT, turn.account.id, detail, turn.now))


def tried(turn: Turn, routes: Routes) -> str:
    """A button's stamp, a coded word's, or the name of the route; never a person's own words."""
    if turn.heard.incoming.press:
        return turn.heard.incoming.press[:200]
    coded = codewords.read(turn.heard.plain)
    if coded is not None:
        return coded.code if isinstance(coded, Mistyped) else coded.value
    route = routes.match(turn, is_question(turn.heard.repaired))
    return route.name if route else "words"
