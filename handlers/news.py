"""Being written to with general news: only once asked for, and ended as easily."""

from __future__ import annotations

from bot import texts
from bot.consents import current
from bot.messages import Choice, Reply, Said
from bot.routing import Route
from bot.turn import Turn
from storage.consents import NEWS, Consent


def _set(turn: Turn, *, wanted: bool) -> None:
    """At every address of the person: who stops news on one phone does not want it on the other."""
    elsewhere = turn.store.accounts.ids(turn.person.id) if turn.person else []
    for id in {turn.account.id, *elsewhere}:
        turn.store.accounts.wants_news(id, wanted)


def news_offer() -> Reply:
    """What general news is, with the button that asks for it; nobody gets it otherwise."""
    on = Choice(texts.say("broadcasts.offer_yes"), action="news_on")
    return Reply(texts.say("broadcasts.offer"), choices=(on,), closing=True)


def _off(turn: Turn) -> None:
    _set(turn, wanted=False)
    if turn.person:
        turn.store.consents.withdraw(turn.person.id, NEWS, turn.now, turn.account.address.channel)


def news_off(turn: Turn) -> Said:
    """ "dung tin": no general news; what became of one's own matters is still told."""
    _off(turn)
    return [Reply(turn.say("broadcasts.news_off"), closing=True)]


def all_off(turn: Turn) -> Said:
    """ "dung het": nothing is sent unasked to this chat."""
    _off(turn)
    turn.account.memory["quiet"] = True
    return [Reply(turn.say("broadcasts.all_off"), closing=True)]


def news_on(turn: Turn) -> Said:
    """ "bat tin", or the button where it is offered: that is the agreement, of whoever agreed to join."""
    turn.account.memory.pop("quiet", None)
    person = turn.member
    if person is None:
        return [Reply(turn.say("broadcasts.news_on_visitor"), closing=True)]
    _set(turn, wanted=True)
    if not turn.store.consents.held(person.id, NEWS):
        channel, text = turn.account.address.channel, current("broadcasts.news_on").id
        turn.store.consents.give(person.id, Consent(text, turn.now, channel, NEWS))
    return [Reply(turn.say("broadcasts.news_on"), closing=True)]


NEWS_ROUTES = (
    Route(
        "news_off",
        exact=texts.phrases("broadcasts.off_exact"),
        phrases=texts.phrases("broadcasts.off_phrases"),
        handle=news_off,
    ),
    Route("all_off", exact=texts.phrases("broadcasts.all_off_exact"), handle=all_off),
    Route("news_on", exact=texts.phrases("broadcasts.on_exact"), handle=news_on),
)
