"""Asking an officer, and the officer's answer back to who asked."""

from __future__ import annotations

from typing import Any

from bot import texts
from bot.errors import Refused, Unreadable
from bot.filling import start
from bot.forms import Answers, Field, Form
from bot.messages import Choice, Notice, Reply, Said
from bot.routing import Action, Route
from bot.turn import Turn
from handlers.finding import unit_named
from handlers.joining import known_unit
from handlers.joining_fields import UNIT as JOINING_UNIT
from handlers.joining_fields import read_unit
from handlers.officers import officer_names
from handlers.officers_waiting import questions_for
from handlers.questions_handing import hand_over, question_notice, unit_above
from storage.questions import OPEN, Question

LONGEST = 1000
QUOTED = 60  # letters of the question in front of its answer


def understand(turn: Turn) -> dict[str, Any]:
    """Where the person is known to work."""
    return {} if turn.talk and turn.talk.state.get("answers") else known_unit(turn)


def read_text(turn: Turn, answers: Answers) -> str:
    """The question as typed."""
    if len(turn.heard.plain) < 3:
        raise Unreadable("questions.text_hint")
    return turn.heard.text[:LONGEST]


def _unit_of(turn: Turn, answers: Answers) -> int:
    if turn.person and "unit" not in answers:
        return turn.person.unit_id
    return int(answers["unit"])


def card(turn: Turn, answers: Answers) -> str:
    """What is passed on, to whom, with or without a name."""
    besides = turn.person.id if turn.person else None
    officer = officer_names(turn.store, turn.now, _unit_of(turn, answers), besides)
    key = "questions.card" if turn.person else "questions.card_visitor"
    return turn.say(key, officer=officer, text=answers["text"])


def submit(turn: Turn, answers: Answers) -> Said:
    """Somebody who answers for the unit hears of it."""
    return hand_over(turn, _unit_of(turn, answers), answers["text"], answers.get("voice"))


TEXT = Field("text", read_text, free=True)
UNIT = Field(
    "unit",
    read_unit,
    JOINING_UNIT.when,
    JOINING_UNIT.choices,
    pressed=JOINING_UNIT.pressed,
    still=JOINING_UNIT.still,
)
ASK = Form("questions", (TEXT, UNIT), card, submit, understand, files=False)


def person(turn: Turn) -> Said:
    """ "GAP", or the button under an answer that was none: a question in hand is passed on at once."""
    asked = turn.account.memory.pop("asked", None)
    if not asked or not (turn.heard.incoming.press or not turn.heard.folded.startswith("gap")):
        return start(turn, ASK)
    return hand_over(turn, turn.person.unit_id, asked) if turn.person else start(turn, ASK, {"text": asked})


def person_above(turn: Turn) -> Said:
    """The button for whoever does not want the own unit to know: the officers of the level above."""
    asked = turn.account.memory.pop("asked", None)
    above = unit_above(turn)
    if above is None:
        return start(turn, ASK, {"text": asked} if asked else {})
    return hand_over(turn, above, asked) if asked else start(turn, ASK, {"unit": above})


def pass_on(turn: Turn) -> Said:
    """What only a person can settle, said in so many words: to become a member, to have moved."""
    answers: dict[str, Any] = {"text": turn.heard.text[:LONGEST]}
    if turn.person is None and (unit_id := unit_named(turn)):
        answers["unit"] = unit_id
    return start(turn, ASK, answers)


def voice(turn: Turn, row_id: int, version: int) -> Said:
    """ "Chuyen can bo nghe" under a recording."""
    found = turn.store.attachments.get(row_id)
    if found.account_id != turn.account.id or found.subject is not None:
        return [Reply(turn.say("common.old_button"))]
    text = turn.say("questions.voice_text")
    if turn.person:
        return hand_over(turn, turn.person.unit_id, text, row_id)
    return start(turn, ASK, {"text": text, "voice": row_id})


def typing(turn: Turn) -> Said:
    """ "Toi go lai" under a recording."""
    return [Reply(turn.say("questions.type_it"), closing=True)]


# --- the officer answers -------------------------------------------------------------------------


def answer(turn: Turn, row_id: int, version: int) -> Said:
    """ "Tra loi" under a question."""
    row = turn.store.questions.get(row_id)
    _may_answer(turn, row)
    if row.status != OPEN or row.version != version:
        return [Reply(turn.say("questions.answered_already"))]
    return start(turn, ANSWER, {"row": row.id})


def _may_answer(turn: Turn, row: Question) -> None:
    if not turn.answers(turn.store.units.get(row.unit_id)):
        raise Refused("common.not_yours", you=turn.you)


def read_answer(turn: Turn, answers: Answers) -> str:
    """The officer's words."""
    if not turn.heard.plain or len(turn.heard.text) > LONGEST * 2:
        raise Unreadable("answering.text_hint")
    return turn.heard.text


def _still_theirs(turn: Turn, answers: Answers) -> None:
    _may_answer(turn, turn.store.questions.get(int(answers["row"])))


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
    question = row.text if len(row.text) <= QUOTED else f"{row.text[:QUOTED].rstrip()}…"
    news = texts.say("questions.answer_from", officer=by.name, question=question, answer=answers["text"])
    done = Reply(turn.say("answering.sent"), closing=True)
    if _open(turn):
        more = Choice(turn.say("officers.open_questions"), action="open_questions")
        done = Reply(turn.say("answering.sent_more", count=len(_open(turn))), choices=(more,), closing=True)
    return [done, Notice(row.person_id or 0, Reply(news, closing=True), account_id=row.account_id)]


ANSWER = Form(
    "answering",
    (Field("text", read_answer, free=True),),
    answer_card,
    answer_submit,
    allow=lambda turn: turn.answers_questions,
    guard=_still_theirs,
)


def _open(turn: Turn) -> list[Question]:
    return questions_for(turn)


def waiting(turn: Turn) -> Said:
    """The oldest question that waits for this officer."""
    rows = _open(turn)
    return (
        [question_notice(turn, rows[0])] if rows else [Reply(turn.say("questions.none_open"), closing=True)]
    )


ROUTES = (
    Route(
        "person",
        exact=texts.phrases("questions.person_exact"),
        asks=texts.phrases("questions.person_phrases"),
        handle=person,
        form=ASK,
    ),
    Route("person_above", handle=person_above),
    Route("pass_on", asks=texts.phrases("questions.pass_on_phrases"), handle=pass_on),
    Route("typing", handle=typing),
    Route(
        "open_questions",
        exact=texts.phrases("questions.open_questions_exact"),
        handle=waiting,
        allow=lambda turn: turn.answers_questions,
    ),
)
ACTIONS = (Action("answer", answer, lambda turn: turn.answers_questions), Action("voice", voice))
FORMS = (ANSWER,)
