"""Not wanting to be written to, and wanting it again."""

from __future__ import annotations

from bot import texts
from bot.messages import Reply, Said
from bot.routing import Route
from bot.turn import Turn


def _set(turn: Turn, *, wanted: bool) -> None:
    """At every address of the person: who stops news on one phone does not want it on the other."""
    elsewhere = turn.store.accounts.of(turn.person.id) if turn.person else []
    for id in {turn.account.id, *(account.id for account in elsewhere)}:
        turn.store.accounts.wants_news(id, wanted)


def news_off(turn: Turn) -> Said:
    """ "dung tin": no general news; what became of one's own matters is still told."""
    _set(turn, wanted=False)
    return [Reply(turn.say("broadcasts.news_off"), closing=True)]


def all_off(turn: Turn) -> Said:
    """ "dung het": nothing is sent unasked to this chat."""
    _set(turn, wanted=False)
    turn.account.memory["quiet"] = True
    return [Reply(turn.say("broadcasts.all_off"), closing=True)]


def news_on(turn: Turn) -> Said:
    """ "bat tin": everything again."""
    _set(turn, wanted=True)
    turn.account.memory.pop("quiet", None)
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
