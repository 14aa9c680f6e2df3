"""The officer says that somebody is not of the unit: nothing is kept of a stranger, a mover goes back."""

from __future__ import annotations

from bot import texts
from bot.messages import Choice, Notice, Reply, Said
from bot.routing import Action
from bot.turn import Turn
from handlers.cutting_off import shut
from handlers.joining_confirming import settled, waiting_person
from handlers.joining_matching import look_up
from handlers.joining_notices import MOVED, claims, how_came, met_on
from storage.audit import Entry
from storage.people import LEFT, Person
from storage.registrations import NEEDS_MORE, WAITING, WITHDRAWN


def stranger(turn: Turn, row: int, version: int) -> Said:
    """ "Khong phai": the person is told and can choose again; whoever was named is told as well."""
    person = waiting_person(turn, row, version)
    if person is None or not turn.store.people.decide(person):
        return settled(turn, row)
    came = how_came(turn.store, person.id)
    warned = _warned(turn, person)
    told = _sent_back(turn, person, came) if came and came.action == MOVED else _cast_off(turn, person)
    turn.audit("turned_away", "person", person.id)
    return [Reply(turn.say("joining.turned_away", name=person.name), closing=True), *told, *warned]


def _officer(turn: Turn) -> str:
    return turn.person.name if turn.person else ""


def _warned(turn: Turn, person: Person) -> list[Notice]:
    """Whose name was used hears that somebody tried; a thief must not go unnoticed."""
    known = look_up(turn.store, person).sure
    if known is None or met_on(turn.store, known) is None:
        return []
    turn.audit("claim_refused", "person", known.id)
    news = texts.say("joining.somebody_tried", officer=_officer(turn))
    return [Notice(known.id, Reply(news, closing=True))]


def _cast_off(turn: Turn, person: Person) -> list[Notice]:
    unit = turn.store.units.get(person.unit_id)
    key = "joining.claim_refused" if claims(turn.store, person.id) else "joining.you_are_not"
    news = texts.say(key, officer=_officer(turn), unit=unit.name)
    told = _told(turn, person, Reply(news, choices=_onward("joining")))
    turn.store.accounts.hold(person.id)
    turn.store.people.leave(person.id, turn.now)
    for account_id in turn.store.accounts.ids(person.id):
        turn.store.accounts.belongs(account_id, None)
        shut(turn, account_id)
    for row in turn.store.registrations.of(person.id):
        turn.store.registrations.decide(row.id, WITHDRAWN, turn.now)
    for handed_in in turn.store.initiatives.of(person.id):
        turn.store.initiatives.decide(handed_in.id, WITHDRAWN, turn.now)
    return told


def _sent_back(turn: Turn, person: Person, came: Entry) -> list[Notice]:
    """The new unit does not know the mover, who stands again where the old one confirmed them."""
    old = turn.store.units.get(int(came.detail["from"]))
    turn.store.placements.take_back(person.id)
    turn.store.people.restore(person.id, old.id, came.detail.get("team"))
    if came.detail.get("was") == LEFT:
        turn.store.people.leave(person.id, turn.now)
    for row in turn.store.registrations.of(person.id):
        if row.unit_id == person.unit_id and row.status in {WAITING, NEEDS_MORE}:
            turn.store.registrations.change(row.id, turn.now, unit_id=old.id)
    for each in turn.store.initiatives.of(person.id):
        if each.unit_id == person.unit_id and each.status in {WAITING, NEEDS_MORE}:
            turn.store.initiatives.change(each.id, turn.now, unit_id=old.id)
    unit = turn.store.units.get(person.unit_id)
    news = texts.say("joining.you_stay", officer=_officer(turn), unit=unit.name, old=old.name)
    return _told(turn, person, Reply(news, choices=_onward("moving")))


def _told(turn: Turn, person: Person, reply: Reply) -> list[Notice]:
    chats = turn.store.accounts.of(person.id)[:1]
    return [Notice(person.id, reply, account_id=chat.id) for chat in chats]


def _onward(route: str) -> tuple[Choice, ...]:
    return (
        Choice(texts.say("joining.choose_again"), action=route),
        Choice(texts.say("common.ask_person"), action="person"),
    )


ACTIONS = (Action("stranger", stranger, lambda turn: turn.is_decider),)
