"""Erasing all of it: exactly these words, what goes and what must stay, and one press."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot import texts
from bot.messages import Choice, Reply, Said
from bot.routing import Action, Route
from bot.turn import Turn
from handlers.privacy_stopping import decided
from storage.requests import ERASE, NewRequest

GOOD_FOR = timedelta(hours=24)  # an old button under one's thumb must not take everything away
ASKED = "erasing"  # what a chat remembers: since when the question stands


def ask(turn: Turn) -> Said:
    """ "xoa du lieu cua toi": what goes, what stays and why."""
    if turn.heard.plain not in texts.phrases("privacy.erase_exact"):
        return how(turn)
    turn.account.memory[ASKED] = turn.now.isoformat()
    choices = (
        Choice(turn.say("privacy.erase_yes"), "", "erase", turn.account.id, _version(turn)),
        Choice(turn.say("common.stop"), action="stop"),
    )
    if turn.person is None:
        return [Reply(turn.say("privacy.erase_card_visitor"), choices=choices)]
    stays = decided(turn, turn.person.id)
    text = turn.say(
        "privacy.erase_card",
        kept=turn.say("privacy.erase_kept", count=stays) if stays else "",
        office=turn.say("privacy.erase_office") if turn.roles else "",
    )
    return [Reply(text, choices=choices)]


def _version(turn: Turn) -> int:
    return turn.person.version if turn.person else 0


def how(turn: Turn) -> Said:
    """Said otherwise: tells the words, and what there is besides."""
    return [Reply(turn.say("privacy.erase_how"))]


def erase(turn: Turn, row: int, version: int) -> Said:
    """The press, within a day of the question, in the same chat."""
    asked = turn.account.memory.get(ASKED)
    late = asked is None or turn.now - datetime.fromisoformat(asked) > GOOD_FOR
    if row != turn.account.id or version != _version(turn) or late:
        return [Reply(turn.say("privacy.erase_late"))]
    person_id = turn.person.id if turn.person else None
    text = _erased(turn)
    new = NewRequest(ERASE, turn.account.address.channel, turn.today, person_id, turn.account.id)
    turn.store.requests.done(turn.store.requests.add(new, turn.now).id, text, turn.now)
    if person_id is not None:
        turn.audit("erased", "person", person_id)
    turn.person, turn.talk = None, None
    turn.account.pronoun = None
    turn.account.memory.clear()
    return [Reply(text, closing=True)]


def _erased(turn: Turn) -> str:
    """Does it; what is said of it names nobody."""
    label = texts.say("privacy.nobody")
    if turn.person is None:
        turn.store.erasure.visitor(turn.account.id, label, turn.now)
        return turn.say("privacy.erased", kept="")
    kept = turn.store.erasure.person(turn.person.id, label, turn.secret, turn.now)
    count = kept.registrations + kept.initiatives
    return turn.say("privacy.erased", kept=turn.say("privacy.erased_kept", count=count) if count else "")


ROUTES = (
    Route(
        "erasing",
        exact=texts.phrases("privacy.erase_exact"),
        asks=texts.phrases("privacy.erase_phrases"),
        handle=ask,
    ),
)
ACTIONS = (Action("erase", erase),)
