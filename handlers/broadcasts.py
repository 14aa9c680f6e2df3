"""An officer writes to everybody in the own unit, and sees what became of it."""

from __future__ import annotations

from typing import Any

from bot import texts
from bot.agreeing import says_yes
from bot.errors import Refused, Unreadable
from bot.filling import start
from bot.forms import CONFIRM, Answers, Field, Form
from bot.messages import Choice, Reply, Said
from bot.numbers import clock, day, number
from bot.render import as_json, render
from bot.routing import Action, Route
from bot.turn import Turn, local
from handlers.asking import citation
from handlers.broadcasts_reading import is_threat, text_in
from handlers.news import NEWS_ROUTES
from storage.audit import Entry
from storage.broadcasts import QUEUED, Broadcast, NewBroadcast
from storage.outbox import FAILED, PENDING, SENDING, SENT, UNKNOWN, WITHDRAWN
from storage.units import Unit
from storage.vietnamese import fold

LONGEST = 2000
QUOTED = 80


def is_officer(turn: Turn) -> bool:
    """Only who decides writes to everybody, and only in the own subtree."""
    return turn.is_decider


def _office(turn: Turn) -> Unit:
    if turn.office is None:
        raise Refused("common.not_yours", you=turn.you)
    return turn.office


def _author(turn: Turn) -> int:
    if turn.person is None:
        raise Refused("common.not_yours", you=turn.you)
    return turn.person.id


def _recipients(turn: Turn) -> tuple[int, int]:
    """(who gets it, how many belong to the unit), besides the author."""
    path, channels = _office(turn).path, sorted(turn.channels)
    return turn.store.broadcasts.count_recipients(path, _author(turn), channels)


# --- writing -------------------------------------------------------------------------------------


def papers_read(turn: Turn) -> bool:
    """The dispatcher reads changed documents again before any `prepare`: a threat is met with their words."""
    return True


def compose(turn: Turn) -> Said:
    """Opens the message, unless nobody could get it."""
    reachable, _ = _recipients(turn)
    if not reachable:
        return [Reply(turn.say("broadcasts.nobody"), closing=True)]
    return start(turn, FORM)


def understand(turn: Turn) -> dict[str, Any]:
    """The text that stands in the request itself."""
    found = text_in(turn.heard.text)
    if not found or not _room(turn, found):
        return {}
    _wording_anew(turn)
    return {"text": found}


def _wording_anew(turn: Turn) -> None:
    """What was chosen was about the text before."""
    if turn.talk:
        turn.talk.state.get("answers", {}).pop("wording", None)


def read_text(turn: Turn, answers: Answers) -> str:
    """What everybody shall read, as typed."""
    text = turn.heard.text
    if not turn.heard.plain:
        raise Unreadable("broadcasts.text_hint")
    if not _room(turn, text):
        raise Unreadable("broadcasts.text_long", count=number(len(text)), room=number(LONGEST - 200))
    _wording_anew(turn)
    return text


def _room(turn: Turn, text: str) -> bool:
    """Whether the message fits into one piece on every channel."""
    if len(text) > LONGEST:
        return False
    reply = Reply(message(turn, text))
    return all(len(render(reply, can, None)) == 1 for can in turn.channels.values())


def message(turn: Turn, text: str) -> str:
    """What arrives: who writes, the text, how to stop it."""
    return texts.say("broadcasts.message", unit=_office(turn).name, text=text)


# --- a threat is met with what the document says -------------------------------------------------


def needs_softening(turn: Turn, answers: Answers) -> bool:
    """Registering is voluntary: nobody is to be threatened into it."""
    return is_threat(str(answers.get("text", "")))


def invitation(turn: Turn) -> str:
    """The same wish, as an invitation."""
    running = turn.store.campaigns.running(_office(turn), turn.today)
    until = running[0].register_until if running else None
    if until and until >= turn.today:
        return texts.say("broadcasts.invitation", until=day(until))
    return texts.say("broadcasts.invitation_open")


def ask_wording(turn: Turn, answers: Answers) -> str:
    """The invitation, with the passage that says registering is voluntary."""
    question = texts.sentence("broadcasts.voluntary_question")
    found = turn.understanding.librarian.answer(question, place=_office(turn).place, today=turn.today)
    for source in found.sources if found.answered else ():
        if "tu nguyen" in fold(source.text) and source.number:
            return turn.say("broadcasts.softer_source", source=citation(source), text=invitation(turn))
    return turn.say("broadcasts.softer", text=invitation(turn))


def wording_choices(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    return (
        Choice(turn.say("broadcasts.use_softer"), "softer"),
        Choice(turn.say("broadcasts.rewrite"), "fix:text"),
        Choice(turn.say("broadcasts.keep_own"), "own"),
    )


def pressed_wording(turn: Turn, value: str) -> str:
    """The invitation takes the place of the threat."""
    if value == "softer" and turn.talk:
        turn.talk.state["answers"]["text"] = invitation(turn)
    return value


def read_wording(turn: Turn, answers: Answers) -> str:
    """A yes takes the invitation; anything else is a new text, looked at like the first."""
    if says_yes(turn.heard):
        return pressed_wording(turn, "softer")
    text = read_text(turn, answers)
    if is_threat(text):
        raise Unreadable("broadcasts.softer", text=invitation(turn))
    if turn.talk:
        turn.talk.state["answers"]["text"] = text
    return "own"


# --- showing and sending -------------------------------------------------------------------------


def card(turn: Turn, answers: Answers) -> str:
    """Exactly what will arrive, and at how many people."""
    reachable, members = _recipients(turn)
    shown, rest = message(turn, answers["text"]), members - reachable
    if not rest:
        return turn.say("broadcasts.card_all", message=shown, reachable=number(reachable))
    return turn.say(
        "broadcasts.card",
        message=shown,
        reachable=number(reachable),
        members=number(members),
        rest=number(rest),
    )


def choices(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    """Send; write it again; leave it."""
    return (
        Choice(turn.say("common.send"), CONFIRM.send),
        Choice(turn.say("broadcasts.edit"), "fix:text"),
        Choice(turn.say("common.stop"), CONFIRM.no),
    )


def submit(turn: Turn, answers: Answers) -> Said:
    """Queues it for everybody in this same transaction."""
    office, author = _office(turn), _author(turn)
    new = turn.store.broadcasts.add(NewBroadcast(office.id, author, answers["text"]), turn.now)
    reply = Reply(message(turn, answers["text"]))
    bodies = {channel: as_json(render(reply, can, None)[0]) for channel, can in turn.channels.items()}
    count = turn.store.broadcasts.queue(new.id, bodies, office.path, turn.now, turn.now)
    if not count:
        raise Refused("broadcasts.nobody")
    turn.store.audit.add(Entry(author, "broadcast", "broadcast", new.id, {"count": count}, turn.now))
    take_back = Choice(turn.say("broadcasts.withdraw"), action="recall", row=new.id)
    return [Reply(turn.say("broadcasts.queued", count=number(count)), choices=(take_back,))]


FORM = Form(
    "broadcasts",
    (
        Field("text", read_text, free=True),
        Field(
            "wording",
            read_wording,
            when=needs_softening,
            choices=wording_choices,
            pressed=pressed_wording,
            ask=ask_wording,
            editable=False,
        ),
    ),
    card,
    submit,
    understand,
    choices,
    allow=is_officer,
)


# --- what became of it ---------------------------------------------------------------------------


def progress(turn: Turn) -> Said:
    """How far the latest one has got."""
    sent = [each for each in turn.store.broadcasts.of(_office(turn).id) if each.confirmed_at]
    if not sent:
        return [Reply(turn.say("broadcasts.none"))]
    counts = turn.store.outbox.outcomes(sent[0].id)
    waiting = counts.get(PENDING, 0) + counts.get(SENDING, 0)
    told = {
        "broadcasts.progress_waiting": waiting,
        "broadcasts.progress_failed": counts.get(FAILED, 0),
        "broadcasts.progress_unknown": counts.get(UNKNOWN, 0),
        "broadcasts.progress_withdrawn": counts.get(WITHDRAWN, 0),
    }
    rest = "".join(turn.say(key, count=number(count)) for key, count in told.items() if count)
    text = turn.say(
        "broadcasts.progress",
        sent=number(counts.get(SENT, 0)),
        total=number(sum(counts.values())),
        rest=rest,
        at=clock(local(sent[0].confirmed_at or sent[0].created_at)),
        text=_short(sent[0]),
    )
    take_back = Choice(turn.say("broadcasts.withdraw"), action="recall", row=sent[0].id)
    return [Reply(text, choices=(take_back,) if waiting else ())]


def _short(sent: Broadcast) -> str:
    return sent.text if len(sent.text) <= QUOTED else sent.text[: QUOTED - 1].rstrip() + "…"


def withdraw(turn: Turn, row: int, version: int) -> Said:
    """Takes back what has not gone out yet."""
    found = turn.store.broadcasts.get(row)
    if not turn.decides(turn.store.units.get(found.unit_id)):
        raise Refused("common.not_yours", you=turn.you)
    spared = turn.store.broadcasts.withdraw(row) if found.status == QUEUED else 0
    if not spared:
        return [Reply(turn.say("broadcasts.withdrawn_late"), closing=True)]
    turn.store.audit.add(Entry(_author(turn), "withdrawn", "broadcast", row, {"count": spared}, turn.now))
    return [Reply(turn.say("broadcasts.withdrawn", count=number(spared)), closing=True)]


ROUTES = (
    Route(
        "broadcast",
        exact=texts.phrases("broadcasts.exact"),
        phrases=texts.phrases("broadcasts.phrases"),
        asks=texts.phrases("broadcasts.phrases"),
        handle=compose,
        form=FORM,
        prepare=papers_read,
        allow=is_officer,
    ),
    Route(
        "broadcast_progress",
        exact=texts.phrases("broadcasts.progress_exact"),
        asks=texts.phrases("broadcasts.progress_asks"),
        handle=progress,
        allow=is_officer,
    ),
    *NEWS_ROUTES,
)
ACTIONS = (Action("recall", withdraw, is_officer),)
FORMS = (FORM,)
