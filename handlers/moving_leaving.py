"""Leaving work: said by oneself, or marked by an officer of the unit; what stays and what goes is told."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot import texts
from bot.errors import Refused
from bot.filling import start
from bot.forms import CONFIRM, Answers, Form
from bot.messages import Choice, Notice, Reply, Said
from bot.routing import Action, Route
from bot.turn import Turn
from handlers.joining_notices import short, who, with_team
from handlers.members_scope import open_units
from handlers.moving import OPEN
from handlers.moving_offices import end_offices, offices_beyond
from handlers.officers import officer_names, responsible
from storage.members import Known
from storage.people import LEFT, Person
from storage.registrations import WAITING, WITHDRAWN
from storage.vietnamese import fold

SHOWN = 3
GONE = "left"  # in the audit


def leave(turn: Turn, person: Person) -> list[Notice]:
    """The person is not of the unit any more; what the level above hears where an office falls vacant."""
    ended = end_offices(turn, person)
    rows = [row.id for row in turn.store.registrations.of(person.id) if row.status in OPEN]
    for row in rows:
        turn.store.registrations.decide(row, WITHDRAWN, turn.now)
    turn.store.people.leave(person.id, turn.now)
    turn.audit(GONE, "person", person.id, was=person.status, withdrawn=rows)
    return ended


# --- of oneself ----------------------------------------------------------------------------------


def leaving_card(turn: Turn, answers: Answers) -> str:
    """What happens: what stays, what is deleted when."""
    return turn.say("leaving.card", unit=turn.unit.name if turn.unit else "")


def _leaving_choices(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    return (
        Choice(turn.say("leaving.agree"), CONFIRM.send),
        Choice(turn.say("leaving.move"), action="moving"),
        Choice(turn.say("common.stop"), CONFIRM.no),
    )


def leaving_submit(turn: Turn, answers: Answers) -> Said:
    """Pressed by the person."""
    person, unit = turn.person, turn.unit
    if person is None or unit is None or person.status == LEFT:
        return [Reply(turn.say("common.old_button"))]
    officers = responsible(turn.store, turn.now, unit.id, besides=person.id)
    ended = leave(turn, person)
    news = texts.say("leaving.gone", name=person.name, team=with_team(person.team), unit=unit.name)
    heard = {notice.person_id for notice in ended}
    told = [Notice(each.id, Reply(news, closing=True)) for each in officers if each.id not in heard]
    move = Choice(turn.say("leaving.move"), action="moving")
    return [Reply(turn.say("leaving.done", unit=unit.name), choices=(move,), closing=True), *ended, *told]


LEAVING = Form("leaving", (), leaving_card, leaving_submit, choices=_leaving_choices, files=False)


def leaving(turn: Turn) -> Said:
    """ "em nghi viec roi"."""
    if turn.person is None or turn.person.status == LEFT:
        return [Reply(turn.say("leaving.nothing"), closing=True)]
    return start(turn, LEAVING)


# --- of somebody else, by an officer --------------------------------------------------------------


def marking(turn: Turn) -> Said:
    """ "chi Sen nghi viec roi": which Sen, then the card."""
    match = re.fullmatch(_MARK, turn.heard.folded)
    name = match["name"] if match else ""
    found = _called(turn, name)
    if not found:
        return [Reply(turn.say("marking.unknown", name=_as_typed(turn, name)))]
    if len(found) == 1:
        return _card(turn, found[0])
    lines = [turn.say("marking.row", who=who(each)) for each in found[:SHOWN]]
    if len(found) > SHOWN:
        return [Reply(turn.say("marking.many", count=len(found), name=_as_typed(turn, name)))]
    choices = tuple(Choice(short(each), action="mark_left", row=each.id, version=1) for each in found)
    return [Reply("\n".join([turn.say("marking.which"), *lines]), choices=choices)]


def _called(turn: Turn, name: str) -> Sequence[Known]:
    """People of the units whose names the officer may see; the given name stands last."""
    found = turn.store.members.called(open_units(turn), name) if name else []
    own = turn.person.id if turn.person else 0
    return [each for each in found if f" {fold(each.name)}".endswith(f" {name}") and each.id != own]


def _as_typed(turn: Turn, name: str) -> str:
    """The name as it stands in the message, marks and all."""
    words, size = turn.heard.text.split(), len(name.split())
    for at in range(len(words) - size + 1):
        typed = " ".join(words[at : at + size])
        if fold(typed) == name:
            return typed
    return name


def mark_left(turn: Turn, row: int, version: int) -> Said:
    """One of several of that name."""
    found = turn.store.members.known([row])
    return _card(turn, found[0]) if found else [Reply(turn.say("common.old_button"))]


def _card(turn: Turn, known: Known) -> Said:
    _may_mark(turn, known.unit_id, known.id)
    _may_end_offices(turn, known)
    return start(turn, MARKING, {"person": known.id})


def _may_mark(turn: Turn, unit_id: int, person_id: int) -> None:
    own = turn.person is not None and turn.person.id == person_id
    if own or not turn.decides(turn.store.units.get(unit_id)) or unit_id not in open_units(turn):
        raise Refused("common.not_yours")


def _still_theirs(turn: Turn, answers: Answers) -> None:
    person = turn.store.people.get(int(answers["person"]))
    _may_mark(turn, person.unit_id, person.id)
    _may_end_offices(turn, person)


def _may_end_offices(turn: Turn, person: Known | Person) -> None:
    """Nobody unseats by a mark whom they could not dismiss; says who can."""
    role = next(iter(offices_beyond(turn, person.id)), None)
    if role is None:
        return
    unit = turn.store.units.get(role.unit_id)
    key = f"appointing.offices.{role.what}"
    office = texts.say(key) if texts.has(key) else texts.say("marking.some_office")
    above = officer_names(turn.store, turn.now, unit.parent_id, person.id) if unit.parent_id else ""
    by = above or texts.say("officers.union")
    blanks = {"name": person.name, "office": office, "unit": unit.name, "officer": by}
    raise Refused("marking.in_office", you=turn.you, **blanks)


def marking_card(turn: Turn, answers: Answers) -> str:
    """Who is marked."""
    person = turn.store.people.get(int(answers["person"]))
    unit = turn.store.units.get(person.unit_id)
    return turn.say("marking.card", name=person.name, team=with_team(person.team), unit=unit.name)


def _marking_choices(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    return (Choice(turn.say("marking.agree"), CONFIRM.send), Choice(turn.say("common.stop"), CONFIRM.no))


def marking_submit(turn: Turn, answers: Answers) -> Said:
    """The person is told, and can say otherwise or where they went."""
    person = turn.store.people.get(int(answers["person"]))
    _may_mark(turn, person.unit_id, person.id)
    _may_end_offices(turn, person)
    if person.status == LEFT:
        return [Reply(turn.say("marking.gone_already", name=person.name), closing=True)]
    unit = turn.store.units.get(person.unit_id)
    ended = leave(turn, person)
    by = turn.person.name if turn.person else ""
    news = Reply(texts.say("leaving.marked", officer=by, unit=unit.name), choices=_marked_choices())
    fresh = turn.store.people.get(person.id)
    back = Choice(turn.say("marking.undo"), action="unmark", row=person.id, version=fresh.version)
    done = Reply(turn.say("marking.done", name=person.name), choices=(back,), closing=True)
    return [done, *ended, Notice(person.id, news)]


def _marked_choices() -> tuple[Choice, ...]:
    return (
        Choice(texts.say("leaving.move"), action="moving"),
        Choice(texts.say("common.ask_person"), action="person"),
    )


def unmark(turn: Turn, row: int, version: int) -> Said:
    """A slip of the officer: the person stands where they stood, with what was open."""
    person = turn.store.people.get(row)
    _may_mark(turn, person.unit_id, person.id)
    marks = [entry for entry in turn.store.audit.of("person", row) if entry.action == GONE]
    if person.status != LEFT or person.version != version or not marks:
        return [Reply(turn.say("common.old_button"))]
    turn.store.people.restore(row, person.unit_id, person.team, marks[-1].detail["was"])
    for each in marks[-1].detail["withdrawn"]:
        turn.store.registrations.decide(int(each), WAITING, turn.now)
    turn.audit("unmarked", "person", row)
    unit = turn.store.units.get(person.unit_id)
    news = texts.say("leaving.unmarked", unit=unit.name)
    return [Reply(turn.say("marking.undone", name=person.name), closing=True), Notice(row, Reply(news))]


def _deciders(turn: Turn) -> bool:
    return turn.is_decider


MARKING = Form(
    "marking",
    (),
    marking_card,
    marking_submit,
    choices=_marking_choices,
    allow=_deciders,
    guard=_still_theirs,
    files=False,
)

_GONE = "|".join(texts.phrases("marking.patterns"))
_WHO = "|".join(texts.phrases("marking.called_by"))
_MARK = rf"(?:(?:{_WHO}) )?(?P<name>[a-z' ]{{2,60}}?) (?:da |vua |moi )?(?:{_GONE}).{{0,20}}"
ROUTES = (
    Route(
        "leaving",
        exact=texts.phrases("leaving.exact"),
        phrases=texts.phrases("leaving.phrases"),
        handle=leaving,
        form=LEAVING,
    ),
    Route("marking", patterns=(_MARK,), handle=marking, allow=_deciders, menu=False),
)
ACTIONS = (Action("mark_left", mark_left, _deciders), Action("unmark", unmark, _deciders))
FORMS = (MARKING,)
