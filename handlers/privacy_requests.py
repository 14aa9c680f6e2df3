"""Restricting, objecting, complaining: kept with the law's day, and finished by an officer."""

from __future__ import annotations

from bot import texts
from bot.errors import Refused, Unreadable
from bot.filling import start
from bot.forms import Answers, Field, Form
from bot.heard import has_phrase
from bot.messages import Choice, Notice, Reply, Said
from bot.numbers import day
from bot.routing import Action, Route
from bot.turn import Turn
from handlers.officers import responsible
from handlers.privacy_correcting import name_notice
from storage.people import Person
from storage.requests import COMPLAIN, CORRECT, OBJECT, RESTRICT, NewRequest, Request

LONGEST = 1000
PHRASES = {
    RESTRICT: texts.phrases("requesting.restrict_phrases"),
    OBJECT: texts.phrases("requesting.object_phrases"),
    COMPLAIN: texts.phrases("requesting.complain_phrases"),
}


def ask(turn: Turn) -> Said:
    """Opens the question what is wanted, of which kind the words say."""
    said = [
        kind for kind, all_ in PHRASES.items() if any(has_phrase(turn.heard.folded, each) for each in all_)
    ]
    return start(turn, ASKING, {"kind": said[0] if said else COMPLAIN})


def read_text(turn: Turn, answers: Answers) -> str:
    """What is wanted, as typed."""
    if len(turn.heard.plain) < 5:
        raise Unreadable("requesting.hint_text")
    return turn.heard.text[:LONGEST]


def _wanted(turn: Turn, answers: Answers) -> NewRequest:
    person_id = turn.person.id if turn.person else None
    channel = turn.account.address.channel
    return NewRequest(answers["kind"], channel, turn.today, person_id, turn.account.id, answers["text"])


def _deciding(turn: Turn, kind: str, person: Person | None) -> list[Person]:
    """Who finishes it; a complaint goes above the own unit. A visitor's goes to the operator's list alone."""
    if person is None:
        return []
    unit = turn.store.units.get(person.unit_id)
    if kind == COMPLAIN and unit.parent_id is not None:
        return responsible(turn.store, turn.now, unit.parent_id, besides=person.id)
    return responsible(turn.store, turn.now, unit.id, besides=person.id)


def card(turn: Turn, answers: Answers) -> str:
    """What is sent, to whom, until when they answer."""
    officers = _deciding(turn, answers["kind"], turn.person)
    officer = officers[0].name if officers else texts.say("officers.union")
    due = day(_wanted(turn, answers).due_on)
    return turn.say("requesting.card", officer=officer, text=answers["text"], day=due)


def submit(turn: Turn, answers: Answers) -> Said:
    """It is written down, acknowledged with its number and day, and who decides is told."""
    request = turn.store.requests.add(_wanted(turn, answers), turn.now)
    officers = _deciding(turn, request.kind, turn.person)
    due = day(request.due_on)
    if not officers:
        return [Reply(turn.say("requesting.asked_nobody", number=request.id, day=due), closing=True)]
    asked = turn.say("requesting.asked", officer=officers[0].name, number=request.id, day=due)
    told = [Notice(each.id, request_notice(turn, request)) for each in officers]
    return [Reply(asked, closing=True), *told]


def request_notice(turn: Turn, request: Request, more: int = 0) -> Reply:
    """What an officer sees of a request; `more`: how many wait besides."""
    if request.kind == CORRECT:
        return name_notice(turn, request)
    blanks = {
        "number": request.id,
        "kind": texts.say(f"requesting.kind_{request.kind}"),
        "text": request.detail or "",
        "day": day(request.due_on),
    }
    person = _asker(turn, request)
    if person is None:
        text = texts.say("requesting.notice_visitor", **blanks)
    else:
        unit = turn.store.units.get(person.unit_id).name
        text = texts.say("requesting.notice", name=person.name, unit=unit, **blanks)
    if more:
        text = f"{text}\n{texts.say('requesting.more', count=more)}"
    finish = Choice(texts.say("requesting.finish"), action="finish_request", row=request.id, version=1)
    return Reply(text, choices=(finish,))


def _asker(turn: Turn, request: Request) -> Person | None:
    return turn.store.people.get(request.person_id) if request.person_id is not None else None


# --- the officer ---------------------------------------------------------------------------------


def waiting(turn: Turn) -> Said:
    """ "yeu cau du lieu": the most urgent that this officer may finish."""
    found = [each for each in turn.store.requests.open() if _is_theirs(turn, each)]
    if not found:
        return [Reply(turn.say("requesting.none"), closing=True)]
    return [request_notice(turn, found[0], len(found) - 1)]


def _is_theirs(turn: Turn, request: Request) -> bool:
    deciding = _deciding(turn, request.kind, _asker(turn, request))
    return turn.person is not None and turn.person.id in {each.id for each in deciding}


def finish(turn: Turn, row: int, version: int) -> Said:
    """ "Da lam, tra loi": asks what was done."""
    request = turn.store.requests.get(row)
    if not _is_theirs(turn, request):
        raise Refused("common.not_yours", you=turn.you)
    if request.done_at is not None:
        return [Reply(turn.say("requesting.settled"), closing=True)]
    return start(turn, FINISHING, {"row": row})


def read_outcome(turn: Turn, answers: Answers) -> str:
    """What was done, as the person will read it."""
    if not turn.heard.plain or len(turn.heard.text) > LONGEST:
        raise Unreadable("answering.text_hint")
    return turn.heard.text


def _ask_outcome(turn: Turn, answers: Answers) -> str:
    return turn.say("requesting.ask_outcome")


def outcome_card(turn: Turn, answers: Answers) -> str:
    return turn.say("requesting.card_outcome", text=answers["outcome"])


def outcome_submit(turn: Turn, answers: Answers) -> Said:
    """The request is finished; who asked is told where they asked."""
    request = turn.store.requests.get(int(answers["row"]))
    if not _is_theirs(turn, request):
        raise Refused("common.not_yours", you=turn.you)
    if not turn.store.requests.done(request.id, answers["outcome"], turn.now):
        return [Reply(turn.say("requesting.settled"), closing=True)]
    turn.audit("finished", "request", request.id)
    by = turn.person.name if turn.person else ""
    news = texts.say("requesting.news", officer=by, number=request.id, text=answers["outcome"])
    told = Notice(request.person_id or 0, Reply(news, closing=True), account_id=request.account_id)
    return [Reply(turn.say("requesting.finished", number=request.id), closing=True), told]


ASKING = Form("requesting", (Field("text", read_text, free=True),), card, submit, files=False)
FINISHING = Form(
    "finishing",
    (Field("outcome", read_outcome, ask=_ask_outcome, free=True),),
    outcome_card,
    outcome_submit,
    allow=lambda turn: turn.is_decider,
    files=False,
)
ROUTES = (
    Route(
        "requesting",
        asks=tuple(phrase for phrases in PHRASES.values() for phrase in phrases),
        handle=ask,
        form=ASKING,
    ),
    Route(
        "data_requests",
        exact=texts.phrases("requesting.waiting_exact"),
        handle=waiting,
        allow=lambda turn: turn.is_decider,
    ),
)
ACTIONS = (Action("finish_request", finish, lambda turn: turn.is_decider),)
FORMS = (FINISHING,)
