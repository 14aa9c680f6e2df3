"""A company without a union, a place that is in no list, a unit that ended: never a dead end."""

from __future__ import annotations

from dataclasses import replace

from bot import texts
from bot.errors import Unreadable
from bot.filling import end, start
from bot.forms import Answers, Field, Form
from bot.heard import has_phrase
from bot.messages import Reply, Said
from bot.routing import Action, Route
from bot.turn import Turn
from handlers.finding import ended_told, unit_located, units_meant
from handlers.joining import JOIN, welcome_to
from handlers.officers import officer_names
from handlers.questions import ASK, LONGEST
from handlers.questions_handing import hand_over
from storage.units import BOARD
from storage.vietnamese import fold


def read_place(turn: Turn, answers: Answers) -> str:
    """Which company it is and where, as typed."""
    if len(turn.heard.plain) < 3:
        raise Unreadable("founding.ask_place")
    return turn.heard.text[:LONGEST]


def _founding_unit(turn: Turn, answers: Answers) -> int:
    """The level above that the place names, else the top: neither needs the company to be known."""
    located = unit_located(turn, fold(answers["place"]))
    return located.id if located else turn.store.units.roots()[0].id


def founding_card(turn: Turn, answers: Answers) -> str:
    """What is passed on, to whom."""
    officer = officer_names(turn.store, turn.now, _founding_unit(turn, answers))
    key = "founding.card_known" if turn.person else "founding.card"
    return turn.say(key, officer=officer, text=answers["text"], place=answers["place"])


def founding_submit(turn: Turn, answers: Answers) -> Said:
    """The level above hears of a company that has no union yet, or is in no list."""
    text = texts.say("founding.message", text=answers["text"], place=answers["place"])
    unit_id = _founding_unit(turn, answers)
    handed, *told = hand_over(turn, unit_id, text)
    if not told or not isinstance(handed, Reply):
        return [handed, *told]
    following = turn.say("founding.next", officer=officer_names(turn.store, turn.now, unit_id))
    return [replace(handed, text=f"{handed.text}\n{following}"), *told]


PLACE = Field("place", read_place, free=True)
FOUNDING = Form("founding", (PLACE,), founding_card, founding_submit, files=False)


def founding(turn: Turn) -> Said:
    """ "cty em chua co cong doan": not a dead end, a person at the level above."""
    if not turn.store.units.roots():
        return start(turn, ASK, {"text": turn.heard.text[:LONGEST]})
    return start(turn, FOUNDING, {"text": turn.heard.text[:LONGEST]})


def not_here(turn: Turn) -> Said:
    """ "khong thay don vi cua em", also as a button: the level above hears of it, and answers."""
    if not turn.store.units.roots():
        return start(turn, ASK)
    if turn.talk and turn.talk.flow == JOIN.name:
        end(turn)  # there is nothing to go on with
    said = any(has_phrase(turn.heard.folded, phrase) for phrase in texts.phrases("founding.not_here_phrases"))
    return start(
        turn, FOUNDING, {"text": turn.heard.text[:LONGEST] if said else turn.say("founding.not_here")}
    )


def where_now(turn: Turn) -> Said:
    """ "don vi Hoa An cu gio ve dau": what an ended unit has become."""
    matches = units_meant(turn, _without(turn.heard.folded, texts.phrases("finding.where_now")))
    units = [turn.store.units.get(match.unit_id) for match in matches]
    ended = next((unit for unit in units if unit.ended), None)
    if ended:
        return [ended_told(turn, ended)]
    if units:
        return [Reply(turn.say("finding.still_there", unit=units[0].name))]
    return [Reply(turn.say("finding.where_unknown"))]


def my_unit(turn: Turn, unit_id: int, version: int) -> Said:
    """The button of a unit that an ended one became."""
    unit = turn.store.units.get(unit_id)
    if turn.person or unit.kind == BOARD:
        return [Reply(turn.say("common.old_button"))]
    return welcome_to(turn, unit)


def _without(text: str, phrases: tuple[str, ...]) -> str:
    for phrase in phrases:
        text = f" {text} ".replace(f" {phrase} ", " ").strip()
    return text


ROUTES = (
    Route("founding", asks=texts.phrases("founding.phrases"), handle=founding, form=FOUNDING),
    Route("not_here", asks=texts.phrases("founding.not_here_phrases"), handle=not_here),
    Route("where_now", asks=texts.phrases("finding.where_now"), handle=where_now),
)
ACTIONS = (Action("my_unit", my_unit),)
