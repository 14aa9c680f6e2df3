"""Finding one's union, agreeing to be remembered, being confirmed by the officer."""

from __future__ import annotations

import re
from typing import Any

from bot import texts
from bot.filling import start
from bot.forms import CONFIRM, Answers, Form
from bot.messages import Choice, Reply, Said
from bot.routing import Route
from bot.turn import Turn
from handlers import joining_confirming, joining_refusing, joining_settling, joining_status
from handlers.consenting import CONSENT_TEXT, consent_text
from handlers.finding import called, ended_told, unit_coded, unit_named, units_meant
from handlers.guessing import missed, wait
from handlers.invitations import accept
from handlers.joining_fields import NAME, TEAM, UNIT, listed_teams, team_of
from handlers.joining_notices import JOINED, join_notice, moved_from
from handlers.joining_reading import Told, capitalised, read_told
from handlers.linking import link_by_code
from handlers.officers import officer_names, tell_officers, with_whom
from handlers.pledges_reading import read_pledge
from knowledge.questions import is_question
from storage.consents import Consent
from storage.people import LEFT, WAITING, NewPerson, Person
from storage.units import Unit
from storage.vietnamese import clean

_CODE = re.compile(r"[A-Za-z0-9-]{2,20}")


# --- what every journey that needs a person shares ------------------------------------------------

JOINING_FIELDS = (UNIT, NAME)


def known_unit(turn: Turn) -> dict[str, Any]:
    """The unit whose link or code this chat came in by."""
    unit_id = turn.account.memory.get("unit")
    return {"unit": unit_id} if turn.person is None and unit_id else {}


def consent_part(turn: Turn) -> str:
    """What one agrees to, under the card; empty once agreed."""
    if turn.member:
        return ""
    return "\n" + consent_text(turn)


def consent_choices(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    """The buttons under a card that still needs consent; none once agreed."""
    if turn.member:
        return ()
    return (
        Choice(turn.say("joining.agree"), CONFIRM.send),
        Choice(turn.say("joining.disagree"), CONFIRM.no),
        Choice(turn.say("joining.details"), action="privacy"),
    )


def refuse_consent(turn: Turn) -> Said:
    """Not agreed: nothing stays of what was typed."""
    turn.account.memory.clear()
    turn.store.outbox.erase(turn.account.id)
    return [Reply(turn.say("joining.refused"), closing=True)]


def refused(turn: Turn) -> Said:
    """The No under a card: of consent, or of just this."""
    return [Reply(turn.say("common.left"), closing=True)] if turn.member else refuse_consent(turn)


def settle_member(turn: Turn, answers: Answers) -> Person:
    """The person who sends: newly joined with the consent just pressed, or known. Writes the proof."""
    person = turn.person
    if person is None:
        new = NewPerson(
            int(answers["unit"]),
            str(answers["name"]),
            WAITING,
            team=answers.get("team"),
            phone=answers.get("phone"),
        )
        person = turn.store.people.add(new, turn.now)
        turn.store.accounts.belongs(turn.account.id, person.id)
    if person.status == LEFT:  # back at the place where they last were; the officer says so
        turn.store.people.arrive(person.id, person.unit_id, person.team, turn.now)
        moved_from(turn, person)
        person = turn.store.people.get(person.id)
    if person.consented is None:
        consent = Consent(CONSENT_TEXT, turn.now, turn.account.address.channel)
        turn.store.consents.give(person.id, consent)
        person = turn.store.people.get(person.id)
    turn.person = person
    return person


# --- joining by itself ---------------------------------------------------------------------------


def card(turn: Turn, answers: Answers) -> str:
    """What was understood, and what one agrees to."""
    unit = turn.store.units.get(int(answers["unit"]))
    team = turn.say("joining.card_team", team=answers["team"]) if answers.get("team") else ""
    told = turn.say("joining.card", name=answers["name"], unit=unit.name, team=team)
    if phone := answers.get("phone"):
        told += "\n" + turn.say("joining.card_phone", phone=phone)
    return told + consent_part(turn)


def submit(turn: Turn, answers: Answers) -> Said:
    """The newcomer is kept, the officer is asked."""
    person = settle_member(turn, answers)
    turn.audit(JOINED, "person", person.id)
    sent = turn.say("joining.sent", officer=officer_names(turn.store, turn.now, person.unit_id))
    told = tell_officers(turn, person.unit_id, lambda: join_notice(turn.store, person))
    return [Reply(with_whom(turn, sent, person.unit_id), closing=True), *told]


def understand(turn: Turn) -> dict[str, Any]:
    """What a message says of unit, name and team beside what was asked."""
    here = turn.talk is not None and turn.talk.flow == "joining"
    so_far = turn.talk.state.get("answers", {}) if turn.talk and here else {}
    said: dict[str, Any] = {} if so_far else dict(known_unit(turn))
    if unit_id := unit_named(turn):
        said["unit"] = unit_id
    told = read_told(turn.heard.text, listed_teams(turn, {**so_far, **said}))
    if told.phone:
        said["phone"] = told.phone
    asked = turn.talk.state.get("asked") if turn.talk and here else None
    if name := _name(turn, told, asked):
        said["name"] = name
    if told.team:
        said["team"] = team_of(turn, told.team, {**so_far, **said})
    return said


def _name(turn: Turn, told: Told, asked: str | None) -> str | None:
    """A name that can be nothing else: where a place is asked for, a bare one may be the place."""
    if told.sure and (asked not in {"unit", "team"} or told.team or told.phone):
        return told.name
    found = read_pledge(turn.heard.text, (), turn.today.year)
    return capitalised(found.name) if found.name else None


FIELDS = (UNIT, NAME, TEAM)
JOIN = Form("joining", FIELDS, card, submit, understand, consent_choices, refused, files=False)


def join(turn: Turn) -> Said:
    """ "tham gia", from anybody."""
    if turn.person is None:
        return start(turn, JOIN)
    unit = turn.store.units.get(turn.person.unit_id)
    if turn.person.status == WAITING:
        officer = officer_names(turn.store, turn.now, unit.id)
        return [Reply(turn.say("joining.already_waiting", officer=officer), closing=True)]
    move = Choice(turn.say("leaving.move"), action="moving")
    if turn.person.status == LEFT:
        return [Reply(turn.say("joining.left_before", unit=unit.name), choices=(move,))]
    return [Reply(turn.say("joining.already", unit=unit.name), choices=(move,), closing=True)]


def welcome(turn: Turn) -> Said:
    """The first thing one hears: by a link or code that names a unit, or without."""
    code = clean(turn.heard.incoming.start or "").strip()
    if code and (said := accept(turn, code) or link_by_code(turn, code)):
        return said
    unit = unit_coded(turn, code) if code else None
    if turn.person:
        return [Reply(turn.say("joining.welcome_back", name=turn.person.name), choices=_openers(turn))]
    if unit:
        return welcome_to(turn, unit)
    if code:
        if told := wait(turn):
            return told
        missed(turn)
        return [Reply(turn.say("joining.code_unknown"))]
    return [Reply(turn.say("joining.welcome"), choices=_openers(turn))]


def welcome_by_code(turn: Turn) -> Said | None:
    """A whole message that is a code from a poster or an invitation; None when it is none."""
    text = turn.heard.text.strip()
    if not _CODE.fullmatch(text):
        return None
    if said := accept(turn, text):
        return said
    unit = unit_coded(turn, text)
    return None if unit is None or turn.person else welcome_to(turn, unit)


def welcome_to(turn: Turn, unit: Unit) -> Said:
    """A unit's own chat; an ended one says what it became."""
    if unit.ended:
        return [ended_told(turn, unit)]
    turn.account.memory["unit"] = unit.id
    return [Reply(turn.say("joining.welcome_unit", unit=unit.name), choices=_openers(turn))]


def welcome_by_name(turn: Turn) -> Said | None:
    """ "em o may so 2", said out of the blue; None when no one unit is meant."""
    if turn.person or not turn.heard.folded:
        return None
    matches = units_meant(turn)
    if len(matches) != 1:
        return None
    unit = turn.store.units.get(matches[0].unit_id)
    if unit.ended:
        return [ended_told(turn, unit)]
    turn.account.memory["unit"] = unit.id
    return [Reply(turn.say("joining.known_unit", unit=called(turn, unit)), choices=_openers(turn))]


def join_by_telling(turn: Turn) -> Said | None:
    """ "Lu Thi Sen, to may 2", after the poster: nothing but who one is. None for anything else."""
    unit = known_unit(turn)
    if not unit or is_question(turn.heard.repaired) or units_meant(turn):
        return None
    told = read_told(turn.heard.text, listed_teams(turn, unit))
    enough = told.team or told.phone or (told.name and len(told.name.split()) > 2)
    return start(turn, JOIN) if told.sure and enough else None


def _openers(turn: Turn) -> tuple[Choice, ...]:
    joins = (Choice(turn.say("joining.welcome_join"), action="joining"),) if known_unit(turn) else ()
    return (
        *joins,
        Choice(turn.say("joining.welcome_pledge"), action="pledge"),
        Choice(turn.say("joining.welcome_campaign"), action="campaigns"),
    )


def privacy(turn: Turn) -> Said:
    """What exactly one agrees to."""
    return [Reply(turn.say("joining.privacy"))]


ROUTES = (
    Route(
        "joining",
        exact=texts.phrases("joining.exact"),
        patterns=texts.phrases("joining.patterns"),
        handle=join,
        form=JOIN,
    ),
    *joining_status.ROUTES,
    Route("privacy", exact=texts.phrases("joining.privacy_exact"), handle=privacy),
)
ACTIONS = (*joining_confirming.ACTIONS, *joining_refusing.ACTIONS, *joining_settling.ACTIONS)
FORMS = joining_settling.FORMS
