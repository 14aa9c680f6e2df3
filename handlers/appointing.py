"""An officer gives an office, lets somebody stand in, gives units to follow, or takes it back: one card."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from bot import texts
from bot.errors import Refused, Unreadable
from bot.filling import start
from bot.forms import CONFIRM, Answers, Field, Form
from bot.messages import Choice, Reply, Said
from bot.routing import Action, Route
from bot.turn import Turn
from handlers.appointing_finding import may_give, own_desks, people_called, units_meant
from handlers.appointing_keeping import ended, given, names_of, of_what, offices_ended, others_with
from handlers.appointing_reading import (
    APPOINT,
    BACK,
    END,
    FOLLOW,
    STAND_IN,
    Wish,
    patterns,
    read_wish,
    without_lead,
)
from handlers.appointing_standing_in import begin, over
from handlers.appointing_when import read_last, read_period, spoken
from knowledge.questions import is_question
from storage.people import Person
from storage.roles import FOLLOWER, NewRole
from storage.units import Unit
from storage.vietnamese import fold

CHOICES = 3


@dataclass(frozen=True)
class Looked:
    """What was read before the writer: the wish, the units and the people that it may mean."""

    wish: Wish
    units: tuple[int, ...]
    people: tuple[int, ...]
    name: str


def wishes(turn: Turn) -> bool:
    """Whether somebody who decides says what this is for."""
    if not turn.is_decider or is_question(turn.heard.repaired):
        return False
    return read_wish(turn.heard.text) is not None


def look(turn: Turn) -> Looked:
    """Finds whom and what is meant."""
    wish = read_wish(turn.heard.text)
    if wish is None:
        raise Refused("common.not_yours", you=turn.you)
    units = units_meant(turn, wish.place) if wish.place else []
    if wish.task == STAND_IN:
        units = own_desks(turn)
    if wish.task == END and not wish.names:
        held = turn.store.roles.given_by(turn.person.id, FOLLOWER, turn.now) if turn.person else []
        return Looked(wish, _ids(units), tuple(dict.fromkeys(role.person_id for role in held)), "")
    near = units[0] if units and wish.task in (APPOINT, STAND_IN) else None
    name, people = people_called(turn, wish.names, near)
    return Looked(wish, _ids(units), tuple(person.id for person in people), name)


def _ids(units: list[Unit]) -> tuple[int, ...]:
    return tuple(unit.id for unit in units)


def appoint(turn: Turn) -> Said:
    """Opens the card, or says what is missing for it."""
    looked = turn.prepared
    if not isinstance(looked, Looked):
        raise TypeError("who is meant is looked up first")
    wish = looked.wish
    if wish.task == BACK:
        return over(turn)
    if _means_self(wish):
        return [Reply(turn.say("appointing.not_self"))]
    if wish.place and not looked.units:
        return [Reply(turn.say("appointing.unit_unclear"))]
    if not looked.people:
        key = "appointing.nobody_called" if looked.name else "appointing.nothing_to_end"
        return [Reply(turn.say(key, **({"name": looked.name} if looked.name else {})))]
    if len(looked.people) > CHOICES:
        return [Reply(turn.say("appointing.many_called", count=len(looked.people)))]
    answers: dict[str, Any] = {"task": wish.task, "what": wish.what, "units": list(looked.units)}
    if wish.task == STAND_IN:
        period = read_period(fold(turn.heard.text), turn.today)
        answers["first"] = max(period.first, turn.today).isoformat()
        answers |= {"until": period.last.isoformat()} if period.last else {}
    if len(looked.people) == 1:
        answers["who"] = looked.people[0]
        if (stopped := stop(turn, answers)) is not None:
            return stopped
        return start(turn, FORM, answers)
    return start(turn, FORM, answers | {"found": list(looked.people)})


def _means_self(wish: Wish) -> bool:
    own = texts.phrases("appointing.self_words")
    return wish.task != STAND_IN and any(fold(name) in own for name in wish.names)


def stop(turn: Turn, answers: Answers) -> Said | None:
    """Why it cannot be done, with the next step; None where it can. Raises Refused for a unit elsewhere."""
    person, task = _person(turn, answers), answers["task"]
    if turn.person is not None and person.id == turn.person.id and task != END:
        return [Reply(turn.say("appointing.not_self"))]
    if not turn.decides(turn.store.units.get(person.unit_id)):
        raise Refused("common.not_yours", you=turn.you)
    if task == END:
        if offices_ended(turn, answers):
            return None
        return [Reply(turn.say("appointing.nothing_to_end"))]
    for unit in _units(turn, answers):
        if not turn.decides(unit):
            raise Refused("common.not_yours", you=turn.you)
        if task != STAND_IN and not may_give(turn, answers["what"], unit):
            turn.account.memory["asked"] = turn.heard.text[:1000]
            above = Choice(turn.say("appointing.send_above"), action="person_above")
            return [Reply(turn.say("appointing.level_above", unit=unit.name), choices=(above,))]
    return None


def _person(turn: Turn, answers: Answers) -> Person:
    return turn.store.people.get(int(answers["who"]))


def _units(turn: Turn, answers: Answers) -> list[Unit]:
    """The units named; the person's own where none were."""
    ids = answers["units"] or [_person(turn, answers).unit_id]
    return [turn.store.units.get(int(id)) for id in ids]


# --- the questions -------------------------------------------------------------------------------


def read_who(turn: Turn, answers: Answers) -> int:
    """The person by name."""
    near = turn.store.units.get(int(answers["units"][0])) if answers["units"] else None
    _, found = people_called(turn, [without_lead(turn.heard.text)], near)
    if not found:
        raise Unreadable("appointing.nobody_called", name=turn.heard.text)
    if len(found) > CHOICES:
        raise Unreadable("appointing.many_called", count=len(found))
    if len(found) > 1:
        if turn.talk:
            turn.talk.state["answers"]["found"] = [person.id for person in found]
        raise Unreadable("appointing.which_who")
    return found[0].id


def ask_who(turn: Turn, answers: Answers) -> str:
    return turn.say("appointing.which_who" if answers.get("found") else "appointing.ask_who")


def who_choices(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    """Those who bear the name, told apart by team or unit."""
    found = [turn.store.people.get(int(id)) for id in answers.get("found", ())]
    return tuple(Choice(_told_apart(turn, person), str(person.id)) for person in found)


def _told_apart(turn: Turn, person: Person) -> str:
    return f"{person.name}, {person.team or turn.store.units.get(person.unit_id).name}"


def pressed_who(turn: Turn, value: str) -> int:
    return int(value)


def read_until(turn: Turn, answers: Answers) -> str:
    """The last day."""
    last = read_last(fold(turn.heard.text), date.fromisoformat(answers["first"]))
    if last is None:
        raise Unreadable("appointing.until_hint")
    return last.isoformat()


def read_units(turn: Turn, answers: Answers) -> list[int]:
    """The units by name."""
    found = units_meant(turn, turn.heard.folded)
    if not found:
        raise Unreadable("appointing.unit_unclear")
    return [unit.id for unit in found]


# --- the card ------------------------------------------------------------------------------------


def card(turn: Turn, answers: Answers) -> str:
    """Who does what where from when: all that one press does."""
    person, units, task = _person(turn, answers), _units(turn, answers), answers["task"]
    if task == STAND_IN:
        period = spoken(*(date.fromisoformat(answers[name]) for name in ("first", "until")))
        text = turn.say(
            "appointing.card_stand_in",
            Period=period[:1].upper() + period[1:],
            name=person.name,
            unit=names_of(units),
        )
    elif task == FOLLOW:
        text = turn.say("appointing.card_follow", name=person.name, units=names_of(units))
    elif task == END:
        what = of_what(turn, offices_ended(turn, answers))
        text = turn.say("appointing.card_end", name=person.name, what=what)
    else:
        office = texts.say(f"appointing.offices.{answers['what']}")
        text = turn.say("appointing.card_appoint", name=person.name, office=office, unit=names_of(units))
        new = NewRole(person.id, units[0].id, answers["what"])
        if others := others_with(turn.store, turn.now, new):
            names = ", ".join(other.name for other in others)
            text += " " + turn.say("appointing.card_replaces", others=names)
    return f"{text}\n{turn.say('appointing.card_sure')}"


def choices(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    return (
        Choice(turn.say("appointing.right"), CONFIRM.send),
        Choice(turn.say("common.edit"), CONFIRM.edit),
        Choice(turn.say("common.stop"), CONFIRM.no),
    )


def submit(turn: Turn, answers: Answers) -> Said:
    """Gives or ends it, if the right to is still there, and tells the person."""
    if (stopped := stop(turn, answers)) is not None:
        return stopped
    person, units = _person(turn, answers), _units(turn, answers)
    if answers["task"] == STAND_IN:
        first, last = (date.fromisoformat(answers[name]) for name in ("first", "until"))
        return begin(turn, person, units, (first, last))
    if answers["task"] == END:
        return ended(turn, person, offices_ended(turn, answers))
    return given(turn, person, str(answers["what"]), units)


def allowed(turn: Turn) -> bool:
    """Whoever decides; what exactly is looked at with the person and the units."""
    return turn.is_decider


FORM = Form(
    "appointing",
    (
        Field("who", read_who, choices=who_choices, pressed=pressed_who, ask=ask_who),
        Field("units", read_units, when=lambda turn, answers: answers["task"] == FOLLOW),
        Field("until", read_until, when=lambda turn, answers: answers["task"] == STAND_IN),
    ),
    card,
    submit,
    choices=choices,
    allow=allowed,
    files=False,
)
ROUTES = (
    Route(
        "appointing",
        patterns=patterns(),
        handle=appoint,
        form=FORM,
        prepare=look,
        allow=allowed,
        menu=False,
    ),
    Route(
        "standing_in",
        asks=(*texts.phrases("appointing.stand_in_phrases"), *texts.phrases("appointing.back_phrases")),
        handle=appoint,
        form=FORM,
        prepare=look,
        allow=wishes,
        menu=False,
    ),
)
ACTIONS: tuple[Action, ...] = ()
