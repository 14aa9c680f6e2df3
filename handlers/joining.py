"""Finding one's union, agreeing to be remembered, being confirmed by the officer."""

from __future__ import annotations

import re
from typing import Any

from bot import texts
from bot.errors import Refused
from bot.filling import start
from bot.forms import CONFIRM, Answers, Form
from bot.messages import Choice, Notice, Reply, Said
from bot.routing import Action, Route
from bot.turn import Turn
from handlers.finding import find_units, named_in
from handlers.invitations import accept
from handlers.joining_fields import NAME, TEAM, UNIT, capitalised, team_of
from handlers.officers import officer_names, tell_officers
from handlers.pledges_reading import read_pledge
from storage.consents import Consent
from storage.people import WAITING, NewPerson, Person
from storage.vietnamese import clean

CONSENT_TEXT = "joining.consent@2"  # its words are kept in bot/texts/consents
ABROAD = ("telegram",)  # channels whose servers stand outside the country
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


def consent_text(turn: Turn) -> str:
    """What one agrees to, with what this channel adds: Telegram carries it abroad."""
    abroad = turn.say("joining.consent_abroad") if turn.account.address.channel in ABROAD else ""
    return turn.say("joining.consent", abroad=abroad)


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
        new = NewPerson(int(answers["unit"]), str(answers["name"]), WAITING, team=answers.get("team"))
        person = turn.store.people.add(new, turn.now)
        turn.store.accounts.belongs(turn.account.id, person.id)
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
    return turn.say("joining.card", name=answers["name"], unit=unit.name, team=team) + consent_part(turn)


def submit(turn: Turn, answers: Answers) -> Said:
    """The newcomer is kept, the officer is asked."""
    person = settle_member(turn, answers)
    turn.audit("joined", "person", person.id)
    sent = turn.say("joining.sent", officer=officer_names(turn.store, turn.now, person.unit_id))
    told = tell_officers(turn, person.unit_id, join_notice(turn, person))
    return [Reply(sent, closing=True), *told]


def join_notice(turn: Turn, person: Person) -> Reply:
    """What the officer sees of a newcomer."""
    unit = turn.store.units.get(person.unit_id)
    team = texts.say("joining.card_team", team=person.team) if person.team else ""
    line = texts.say("joining.notice", name=person.name, team=team, unit=unit.name)
    return Reply(f"{line}\n{list_line(turn, person)}", choices=join_choices(person))


def list_line(turn: Turn, person: Person) -> str:
    """What the union's own list says of a newcomer's name."""
    listed = turn.store.people.listed(person.unit_id, person.name)
    if not listed:
        return texts.say("joining.not_listed")
    first = listed[0]
    team = texts.say("joining.card_team", team=first.team) if first.team else ""
    return texts.say("joining.listed", name=first.name, team=team)


def join_choices(person: Person) -> tuple[Choice, ...]:
    """What the officer can say of a newcomer."""
    return (
        Choice(texts.say("joining.confirm"), action="confirm", row=person.id, version=person.version),
        Choice(texts.say("joining.not_ours"), action="stranger", row=person.id, version=person.version),
    )


def understand(turn: Turn) -> dict[str, Any]:
    """What a message says of unit, name and team beside what was asked."""
    here = turn.talk is not None and turn.talk.flow == "joining"
    so_far = turn.talk.state.get("answers", {}) if turn.talk and here else {}
    said: dict[str, Any] = {} if so_far else dict(known_unit(turn))
    found = read_pledge(turn.heard.repaired, (), turn.today.year)
    if unit_id := named_in(turn.heard.folded, turn.store.units.names()):
        said["unit"] = unit_id
    if found.name:
        said["name"] = capitalised(found.name)
    if found.team:
        said["team"] = team_of(turn, found.team, {**so_far, **said})
    return said


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
    return [Reply(turn.say("joining.already", unit=unit.name), closing=True)]


def welcome(turn: Turn) -> Said:
    """The first thing one hears: by a link or code that names a unit, or without."""
    code = clean(turn.heard.incoming.start or "").strip()
    if code and (said := accept(turn, code)):
        return said
    unit = turn.store.units.by_code(code) if code else None
    if turn.person:
        return [Reply(turn.say("joining.welcome_back", name=turn.person.name), choices=_openers(turn))]
    if unit:
        turn.account.memory["unit"] = unit.id
        return [Reply(turn.say("joining.welcome_unit", unit=unit.name), choices=_openers(turn))]
    if code:
        return [Reply(turn.say("joining.code_unknown"))]
    return [Reply(turn.say("joining.welcome"), choices=_openers(turn))]


def welcome_by_code(turn: Turn) -> Said | None:
    """A whole message that is a code from a poster or an invitation; None when it is none."""
    text = turn.heard.text.strip()
    if not _CODE.fullmatch(text):
        return None
    if said := accept(turn, text):
        return said
    unit = turn.store.units.by_code(text)
    if unit is None or turn.person:
        return None
    turn.account.memory["unit"] = unit.id
    return [Reply(turn.say("joining.welcome_unit", unit=unit.name), choices=_openers(turn))]


def welcome_by_name(turn: Turn) -> Said | None:
    """ "em o may so 2", said out of the blue; None when no one unit is meant."""
    if turn.person or not turn.heard.folded:
        return None
    matches = find_units(turn.heard.folded, turn.store.units.names())
    if len(matches) != 1:
        return None
    unit = turn.store.units.get(matches[0].unit_id)
    turn.account.memory["unit"] = unit.id
    return [Reply(turn.say("joining.known_unit", unit=unit.name), choices=_openers(turn))]


def _openers(turn: Turn) -> tuple[Choice, ...]:
    return (
        Choice(turn.say("joining.welcome_pledge"), action="pledge"),
        Choice(turn.say("joining.welcome_campaign"), action="campaigns"),
    )


# --- the officer's answer ------------------------------------------------------------------------


def may_confirm(turn: Turn, person: Person) -> None:
    """Refuses whoever's office does not reach this person."""
    path = turn.store.units.get(person.unit_id).path
    if not turn.governs(path) or (turn.person and turn.person.id == person.id):
        raise Refused("common.not_yours")


def confirm_person(turn: Turn, person: Person) -> Person:
    """Takes the newcomer in; what the list knows of them (marks, team) is theirs now."""
    if turn.person is None:
        raise Refused("common.not_yours")
    listed = turn.store.people.listed(person.unit_id, person.name)
    if len(listed) == 1:
        turn.store.people.rename(person.id, listed[0].name)
        turn.store.people.place(person.id, person.unit_id, listed[0].team or person.team)
        turn.store.people.leave(listed[0].id, turn.now)
    turn.store.people.confirm(person.id, turn.person.id, turn.now)
    turn.audit("confirmed", "person", person.id)
    return turn.store.people.get(person.id)


def confirm(turn: Turn, row: int, version: int) -> Said:
    """ "Dung nguoi": one press from the notice."""
    person = turn.store.people.get(row)
    may_confirm(turn, person)
    if person.status != WAITING or person.version != version:
        return [Reply(turn.say("joining.settled"), closing=True)]
    taken = confirm_person(turn, person)
    unit = turn.store.units.get(taken.unit_id)
    officer = turn.person.name if turn.person else ""
    news = texts.say("joining.you_are_in", officer=officer, unit=unit.name)
    return [
        Reply(turn.say("joining.confirmed", name=taken.name), closing=True),
        Notice(taken.id, Reply(news, closing=True)),
    ]


def stranger(turn: Turn, row: int, version: int) -> Said:
    """ "Khong phai": the person is told and can choose again."""
    person = turn.store.people.get(row)
    may_confirm(turn, person)
    if person.status != WAITING or person.version != version:
        return [Reply(turn.say("joining.settled"), closing=True)]
    unit = turn.store.units.get(person.unit_id)
    officer = turn.person.name if turn.person else ""
    news = texts.say("joining.you_are_not", officer=officer, unit=unit.name)
    choices = (
        Choice(texts.say("joining.choose_again"), action="joining"),
        Choice(texts.say("common.ask_person"), action="person"),
    )
    told = [
        Notice(person.id, Reply(news, choices=choices), account_id=a.id)
        for a in turn.store.accounts.of(person.id)[:1]
    ]
    turn.store.people.leave(person.id, turn.now)
    for each in turn.store.accounts.of(person.id):
        turn.store.accounts.belongs(each.id, None)
    for each_row in turn.store.registrations.of(person.id):
        turn.store.registrations.decide(each_row.id, "withdrawn", turn.now)
    for handed_in in turn.store.initiatives.of(person.id):
        turn.store.initiatives.decide(handed_in.id, "withdrawn", turn.now)
    return [Reply(turn.say("joining.turned_away", name=person.name), closing=True), *told]


def privacy(turn: Turn) -> Said:
    """What exactly one agrees to."""
    return [Reply(turn.say("joining.privacy"))]


ROUTES = (
    Route("joining", exact=texts.phrases("joining.exact"), handle=join, form=JOIN),
    Route("privacy", exact=texts.phrases("joining.privacy_exact"), handle=privacy),
)
ACTIONS = (Action("confirm", confirm), Action("stranger", stranger))
