"""Handing a question to an officer, and the officer's answer back to who asked."""

from __future__ import annotations

from typing import Any

from bot import texts
from bot.errors import Refused, Unreadable
from bot.filling import start
from bot.forms import Answers, Field, Form
from bot.messages import Choice, Notice, Reply, Said
from bot.routing import Action, Route
from bot.turn import Turn
from handlers.joining import UNIT as JOINING_UNIT
from handlers.joining import known_unit, read_unit
from handlers.officers import officer_names, responsible, units_answered_for
from storage.questions import OPEN, NewQuestion, Question

LONGEST = 1000


def understand(turn: Turn) -> dict[str, Any]:
    """Where the person is known to work."""
    return {} if turn.talk and turn.talk.state.get("answers") else known_unit(turn)


def read_text(turn: Turn, answers: Answers) -> str:
    """The question as typed."""
    if len(turn.heard.plain) < 3:
        raise Unreadable("questions.text_hint")
    return turn.heard.text[:LONGEST]


def _unit_of(turn: Turn, answers: Answers) -> int:
    return turn.person.unit_id if turn.person else int(answers["unit"])


def card(turn: Turn, answers: Answers) -> str:
    """What is passed on, to whom, with or without a name."""
    officer = officer_names(turn.store, _unit_of(turn, answers))
    key = "questions.card" if turn.person else "questions.card_visitor"
    return turn.say(key, officer=officer, text=answers["text"])


def submit(turn: Turn, answers: Answers) -> Said:
    """The question waits for an officer, who is told at once: somebody is waiting."""
    unit_id = _unit_of(turn, answers)
    person_id = turn.person.id if turn.person else None
    kept = turn.store.questions.add(
        NewQuestion(turn.account.id, unit_id, answers["text"], person_id), turn.now
    )
    officers = responsible(turn.store, unit_id, besides=person_id)
    if not officers:
        return [Reply(turn.say("questions.nobody"), closing=True)]
    told = [Notice(officer.id, _notice(turn, kept)) for officer in officers]
    return [Reply(turn.say("questions.handed", officer=officers[0].name), closing=True), *told]


def _notice(turn: Turn, row: Question) -> Reply:
    text = texts.say("questions.notice", who=_who(turn, row), text=row.text)
    answer = Choice(texts.say("questions.answer"), action="answer", row=row.id, version=row.version)
    return Reply(text, choices=(answer,))


def _who(turn: Turn, row: Question) -> str:
    if row.person_id is not None:
        return turn.store.people.get(row.person_id).name
    return texts.say("questions.someone", unit=turn.store.units.get(row.unit_id).name)


TEXT = Field("text", read_text, free=True)
UNIT = Field("unit", read_unit, JOINING_UNIT.when, JOINING_UNIT.choices, pressed=JOINING_UNIT.pressed)
ASK = Form("questions", (TEXT, UNIT), card, submit, understand)


def person(turn: Turn) -> Said:
    """ "GAP", or the button under an answer that was none: with the question already in hand."""
    asked = turn.account.memory.pop("asked", None)
    pressed = turn.heard.incoming.press or not turn.heard.folded.startswith("gap")
    return start(turn, ASK, {"text": asked} if asked and pressed else {})


# --- the officer answers -------------------------------------------------------------------------


def answer(turn: Turn, row_id: int, version: int) -> Said:
    """ "Tra loi" under a question."""
    row = turn.store.questions.get(row_id)
    _may_answer(turn, row)
    if row.status != OPEN or row.version != version:
        return [Reply(turn.say("questions.answered_already"))]
    return start(turn, ANSWER, {"row": row.id})


def _may_answer(turn: Turn, row: Question) -> None:
    if not turn.governs(turn.store.units.get(row.unit_id).path):
        raise Refused("common.not_yours", you=turn.you)


def read_answer(turn: Turn, answers: Answers) -> str:
    """The officer's words."""
    if not turn.heard.plain or len(turn.heard.text) > LONGEST * 2:
        raise Unreadable("answering.text_hint")
    return turn.heard.text


def answer_card(turn: Turn, answers: Answers) -> str:
    """What the person will read."""
    return turn.say("answering.card", text=answers["text"])


def answer_submit(turn: Turn, answers: Answers) -> Said:
    """The answer goes to the chat the question came from."""
    row = turn.store.questions.get(int(answers["row"]))
    _may_answer(turn, row)
    by = turn.person
    if by is None or not turn.store.questions.answer(row.id, by.id, answers["text"], turn.now):
        return [Reply(turn.say("questions.answered_already"))]
    news = texts.say("questions.answer_from", officer=by.name, answer=answers["text"])
    done = Reply(turn.say("answering.sent"), closing=True)
    return [done, Notice(row.person_id or 0, Reply(news, closing=True), account_id=row.account_id)]


ANSWER = Form(
    "answering",
    (Field("text", read_answer, free=True),),
    answer_card,
    answer_submit,
    allow=lambda turn: turn.is_officer,
)


def waiting(turn: Turn) -> Said:
    """The oldest question that waits for this officer."""
    rows = turn.store.questions.open_in(units_answered_for(turn.store, turn.roles))
    return [_notice(turn, rows[0])] if rows else [Reply(turn.say("questions.none_open"), closing=True)]


ROUTES = (
    Route(
        "person",
        exact=texts.phrases("questions.person_exact"),
        asks=texts.phrases("questions.person_phrases"),
        handle=person,
        form=ASK,
    ),
    Route(
        "open_questions",
        exact=texts.phrases("questions.open_questions_exact"),
        handle=waiting,
        allow=lambda turn: turn.is_officer,
    ),
)
ACTIONS = (Action("answer", answer, lambda turn: turn.is_officer),)
FORMS = (ANSWER,)
