"""Hello, thank you, who are you; what holds no words; what comes without any."""

from __future__ import annotations

from dataclasses import replace

from bot import texts
from bot.messages import Choice, Reply, Said
from bot.routing import Action, Route
from bot.turn import Turn
from handlers.lists import is_list, received
from handlers.members import team_said
from handlers.members_waiting import row_said
from handlers.officers import agenda, agenda_choices
from handlers.officers_following import followed_today
from handlers.officers_waiting import waiting_for
from handlers.privacy_pictures import destroy_choice, note
from handlers.questions_handing import keep_voice
from handlers.reviews_many import one_of
from storage.conversations import DONE

SPOKEN = {"voice", "video"}
SHOWN_ONLY = {"sticker", "location", "contact"}


def courtesy(turn: Turn) -> Said | None:
    """Thanks and "ok" after a closing message want no answer; a greeting wants a short one."""
    said, plain = turn.heard.folded, turn.heard.plain
    closed = bool(turn.account.memory.get("closed"))
    if (row := one_of(turn) or team_said(turn) or row_said(turn)) is not None:
        return row
    if turn.heard.text and turn.heard.wordless and closed:
        return []
    if said in texts.phrases("common.thanks") or plain in texts.phrases("common.thanks"):
        return [] if closed else [Reply(turn.say("courtesy.thanks"), closing=True)]
    if said in texts.phrases("common.greetings") or plain in texts.phrases("common.greetings"):
        greeting = turn.say("courtesy.greeting")
        again = turn.account.memory.get("said") == greeting
        return [Reply(turn.say("courtesy.greeting_again") if again else greeting)]
    return None


def wordless(turn: Turn) -> Said:
    """Empty, emoji, dots."""
    return [Reply(turn.say("common.wordless"))]


def attached(turn: Turn) -> Said:
    """Something that is not text, outside any form."""
    first = turn.heard.attachments[0]
    if first.kind in SPOKEN:
        return [Reply(turn.say("common.voice"), choices=_for_a_recording(turn))]
    if first.kind in SHOWN_ONLY:
        return [Reply(turn.say("common.sticker"))]
    if first.content is None and first.external_id is None:
        return [Reply(turn.say("common.too_large"))]
    if is_list(first):
        return received(turn, first)
    noted = note(turn)
    if turn.talk is not None:
        return [Reply(turn.say("common.file_not_here"))]
    start = Choice(turn.say("initiatives.open"), action="initiatives")
    return [Reply(turn.say("common.file_alone"), choices=(start, destroy_choice(turn, noted)))]


def _for_a_recording(turn: Turn) -> tuple[Choice, ...]:
    kept = keep_voice(turn)
    if kept is None:
        return (Choice(turn.say("common.ask_person"), action="person"),)
    return (
        Choice(turn.say("questions.voice_to_officer"), action="voice", row=kept),
        Choice(turn.say("questions.voice_type"), action="typing"),
    )


def stop(turn: Turn) -> Said:
    """ "Thoi", where nothing is open: nothing is done, and nothing more is asked."""
    return [] if turn.account.memory.get("closed") else [Reply(turn.say("common.left"), closing=True)]


def helping(turn: Turn) -> Said:
    """What one can say here."""
    if turn.is_decider:
        return [Reply(turn.say("courtesy.help_officer"))]
    return [Reply(turn.say("courtesy.help_seeing" if turn.is_officer else "courtesy.help"))]


def who(turn: Turn) -> Said:
    """A machine says so."""
    return [Reply(turn.say("courtesy.who"))]


def today(turn: Turn) -> Said:
    """ "viec hom nay": what waits for the officer."""
    if turn.person is None:
        return helping(turn)
    followed = followed_today(turn)
    if followed and not turn.answers_questions:
        return [followed]
    found = waiting_for(turn)
    own = Reply(agenda(found, turn.person.name, turn.now), choices=agenda_choices(found))
    if followed is None:
        return [own]
    both = own.also(followed)
    return [replace(both, choices=(*own.choices, *(c for c in followed.choices if c not in own.choices)))]


def told(turn: Turn) -> Said:
    """What was gathered on the reading side."""
    said: Said = turn.prepared
    return said


def drop(turn: Turn, conversation: int, version: int) -> Said:
    """ "Bo" under the offer to go on with what was interrupted."""
    parked = turn.store.conversations.parked(turn.account.id)
    if parked and parked.id == conversation:
        turn.store.conversations.save(parked, turn.now, DONE)
    return [Reply(turn.say("common.dropped"), closing=True)]


ROUTES = (
    Route("stop", exact=texts.phrases("common.leave"), handle=stop),
    Route("help", exact=texts.phrases("courtesy.help_exact"), handle=helping),
    Route(
        "who",
        exact=texts.phrases("courtesy.who_exact"),
        asks=texts.phrases("courtesy.who_asks"),
        handle=who,
    ),
    Route(
        "today",
        exact=texts.phrases("officers.exact_agenda"),
        handle=told,
        prepare=today,
        allow=lambda turn: turn.is_officer,
    ),
)
ACTIONS = (Action("drop", drop),)
