"""The officer says who a newcomer is: one of the list, somebody new, the same as before, or not ours."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot import texts
from bot.errors import Refused
from bot.messages import Choice, Notice, Reply, Said
from bot.routing import Action
from bot.turn import Turn
from handlers.cutting_off import cut_off
from handlers.joining_matching import look_up
from handlers.joining_notices import (
    clear,
    join_notice,
    met_on,
    phone_choices,
    rename_choice,
    stranger_choice,
)
from handlers.joining_offices import beyond, handed_up
from handlers.linking import forget_code
from handlers.members_scope import sees_names
from handlers.news import news_offer
from storage.accounts import Account
from storage.audit import Entry
from storage.consents import NEWS
from storage.errors import Missing
from storage.members import Known
from storage.people import LISTED, WAITING, Person
from storage.registrations import WAITING as UNSEEN

DECIDED = ("confirmed", "absorbed", "turned_away")


def may_confirm(turn: Turn, person: Person) -> None:
    """Refuses whoever's office does not reach this person."""
    path = turn.store.units.get(person.unit_id).path
    if not turn.governs(path) or (turn.person and turn.person.id == person.id):
        raise Refused("common.not_yours")


def is_clear(turn: Turn, person: Person) -> bool:
    """Whether this officer can take a newcomer in without asking which one of the list it is."""
    found = look_up(turn.store, person)
    return clear(turn.store, found) and not (found.sure and beyond(turn, found.sure.id))


def confirm_person(turn: Turn, person: Person) -> Person:
    """Takes a newcomer in: as the one of the list who is meant, else as somebody new."""
    found = look_up(turn.store, person)
    return take_in(turn, person, found.sure.id if found.sure else None)


def take_in(turn: Turn, person: Person, into: int | None) -> Person:
    """Confirms a newcomer; `into` is the row of the list, which stays who the person is.

    Raises Refused when another officer decided meanwhile.
    """
    by = turn.person
    if by is None or (into is not None and beyond(turn, into)):
        raise Refused("common.not_yours")
    turn.store.accounts.hold(person.id)
    if not turn.store.people.decide(person):
        raise Refused("joining.settled", officer=_decided_by(turn, person.id))
    if into is None:
        turn.store.people.confirm(person.id, by.id, turn.now)
        turn.store.people.forget_phone(person.id)
        turn.audit("confirmed", "person", person.id)
        return turn.store.people.get(person.id)
    known = turn.store.people.get(into)
    listed = known.status == LISTED
    if known.unit_id != person.unit_id:  # the list knows in which part of the unit
        turn.store.registrations.relocate(person.id, (person.unit_id, known.unit_id), turn.now)
        turn.store.initiatives.relocate(person.id, (person.unit_id, known.unit_id), turn.now)
    turn.store.people.absorb(person.id, into)
    if listed:
        turn.store.people.confirm(into, by.id, turn.now)
    turn.audit("absorbed", "person", person.id, into=into)
    turn.audit("confirmed", "person", into)
    return turn.store.people.get(into)


# --- who decided, where it was not this officer ---------------------------------------------------


def settled(turn: Turn, person_id: int) -> Said:
    """Somebody else was faster: says who, to whom the unit is no secret."""
    return [Reply(turn.say("joining.settled", officer=_decided_by(turn, person_id)), closing=True)]


def _decided_by(turn: Turn, person_id: int) -> str:
    decided = [each for each in turn.store.audit.of("person", person_id) if each.action in DECIDED]
    actor = decided[-1].actor if decided else None
    return turn.store.people.get(actor).name if actor else texts.say("officers.union")


def waiting_person(turn: Turn, person_id: int, version: int | None = None) -> Person | None:
    """The newcomer, where nobody decided yet. Raises Refused for a foreign one, Missing for none."""
    try:
        person = turn.store.people.get(person_id)
    except Missing:
        gone = _absorbed(turn, person_id)
        may_confirm(turn, turn.store.people.get(int(gone.detail["into"])))
        return None
    may_confirm(turn, person)
    known = person.status == WAITING and version in {None, person.version}
    return person if known else None


def _absorbed(turn: Turn, person_id: int) -> Entry:
    found = [each for each in turn.store.audit.of("person", person_id) if each.action == "absorbed"]
    if not found:
        raise Missing(f"no person {person_id}")
    return found[-1]


# --- the buttons ---------------------------------------------------------------------------------


def confirm(turn: Turn, row: int, version: int) -> Said:
    """ "Dung nguoi": one press from the notice, unless the list has several of that name by now."""
    person = waiting_person(turn, row, version)
    if person is None:
        return settled(turn, row)
    found = look_up(turn.store, person)
    if found.sure and beyond(turn, found.sure.id):
        return handed_up(turn, person, found.sure.id)
    if not is_clear(turn, person):
        return [join_notice(turn.store, person)]
    return _welcomed(turn, person, lambda: confirm_person(turn, person))


def newcomer(turn: Turn, row: int, version: int) -> Said:
    """ "Nguoi moi": one of ours whom the list does not know yet, whoever else is called so."""
    person = waiting_person(turn, row, version)
    if person is None:
        return settled(turn, row)
    return welcome_in(turn, person, None)


def same(turn: Turn, row: int, version: int) -> Said:
    """One of several of the list (`row`) is who joins (`version` is the newcomer's id)."""
    person = waiting_person(turn, version)
    if person is None:
        return settled(turn, version)
    known = _of_list(turn, person, row)
    if beyond(turn, known.id):
        return handed_up(turn, person, known.id)
    if met_on(turn.store, known):
        text = turn.say("joining.which_phone", name=known.name)
        return [Reply(text, choices=(*phone_choices(person, known), stranger_choice(person)))]
    return welcome_in(turn, person, known.id)


def _of_list(turn: Turn, person: Person, row: int) -> Known:
    """Whom the notice of this newcomer offers; nobody else, however a button was come by."""
    found = look_up(turn.store, person)
    offered = [each for each in (found.sure, *found.several, *found.near) if each and each.id == row]
    if offered:
        return offered[0]
    own = sees_names(turn, turn.store.units.get(person.unit_id))
    raise Refused("common.old_button" if own else "common.not_yours")


def welcome_in(turn: Turn, person: Person, into: int | None) -> Said:
    """Takes the newcomer in as this one of the list, or as somebody new, and tells them."""
    return _welcomed(turn, person, lambda: take_in(turn, person, into))


def _welcomed(turn: Turn, person: Person, take: Callable[[], Person]) -> Said:
    chats = turn.store.accounts.of(person.id)
    taken = take()
    done = Reply(turn.say("joining.confirmed", name=taken.name), choices=_onward(turn, taken))
    return [done, *welcome_news(turn, taken, chats)]


def welcome_news(turn: Turn, taken: Person, chats: Sequence[Account]) -> list[Notice]:
    """What the person hears, in the chat from which they joined."""
    unit = turn.store.units.get(taken.unit_id)
    told = Reply(texts.say("joining.you_are_in", officer=_officer(turn), unit=unit.name), closing=True)
    if not turn.store.consents.held(taken.id, NEWS):
        told = told.also(news_offer())
    return [Notice(taken.id, told, account_id=chat.id) for chat in chats[:1]]


def _onward(turn: Turn, taken: Person) -> tuple[Choice, ...]:
    """To what the newcomer registered and what still waits to be seen."""
    rows = turn.store.registrations.of(taken.id)
    if not any(row.status == UNSEEN for row in rows):
        return ()
    return (Choice(texts.say("officers.open_reviews"), action="reviews"),)


def _officer(turn: Turn) -> str:
    return turn.person.name if turn.person else ""


def other(turn: Turn, row: int, version: int) -> Said:
    """ "Nguoi khac": not whom the list names; perhaps somebody new, perhaps not ours at all."""
    person = waiting_person(turn, row, version)
    if person is None:
        return settled(turn, row)
    new = Choice(texts.say("joining.newcomer"), action="newcomer", row=row, version=version)
    text = turn.say("joining.who_then", name=person.name)
    return [Reply(text, choices=(new, rename_choice(person), stranger_choice(person)))]


# --- a new phone ---------------------------------------------------------------------------------


def phone_new(turn: Turn, row: int, version: int) -> Said:
    """ "Doi sang may nay": the new chat instead of the old ones, which are told, so that a theft shows."""
    person = waiting_person(turn, version)
    if person is None:
        return settled(turn, version)
    known = _of_list(turn, person, row)
    if beyond(turn, known.id):
        return handed_up(turn, person, known.id)
    old = turn.store.accounts.of(known.id)
    turn.store.accounts.hold(known.id)
    forget_code(turn.store, known.id)
    for account_id in turn.store.accounts.ids(known.id):
        cut_off(turn, account_id)
    news = texts.say("joining.phone_left", officer=_officer(turn))
    person_choice = (Choice(texts.say("common.ask_person"), action="person"),)
    told = [Notice(known.id, Reply(news, choices=person_choice), account_id=chat.id) for chat in old]
    return [*_linked(turn, person, known), *told]


def phone_both(turn: Turn, row: int, version: int) -> Said:
    """ "Dung ca hai": the new chat beside the old ones, which are told."""
    person = waiting_person(turn, version)
    if person is None:
        return settled(turn, version)
    known = _of_list(turn, person, row)
    if beyond(turn, known.id):
        return handed_up(turn, person, known.id)
    news = texts.say("joining.phone_added", officer=_officer(turn))
    person_choice = (Choice(texts.say("common.ask_person"), action="person"),)
    old = turn.store.accounts.of(known.id)
    told = [Notice(known.id, Reply(news, choices=person_choice), account_id=chat.id) for chat in old]
    return [*_linked(turn, person, known), *told]


def _linked(turn: Turn, person: Person, known: Known) -> Said:
    chats = turn.store.accounts.of(person.id)
    taken = take_in(turn, person, known.id)
    turn.audit("linked", "person", taken.id)
    news = texts.say("joining.phone_here", officer=_officer(turn))
    told = [Notice(taken.id, Reply(news, closing=True), account_id=chat.id) for chat in chats[:1]]
    return [Reply(turn.say("joining.linked", name=taken.name), closing=True), *told]


def _deciders(turn: Turn) -> bool:
    return turn.is_decider


ACTIONS = (
    Action("confirm", confirm, _deciders),
    Action("newcomer", newcomer, _deciders),
    Action("same", same, _deciders),
    Action("other", other, _deciders),
    Action("phone_new", phone_new, _deciders),
    Action("phone_both", phone_both, _deciders),
)
