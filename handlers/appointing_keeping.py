"""Keeps an office that was given or ended, tells the person, and hands out a code where no chat is known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot import texts
from bot.forms import Answers
from bot.messages import Notice, Reply, Said
from bot.turn import Turn
from handlers.appointing_finding import may_give
from handlers.invitations import invite
from storage.people import CONFIRMED, LISTED, Person
from storage.roles import CHAIR, DEPUTY, EMULATION, FOLLOWER, NewRole, Role
from storage.store import Store
from storage.units import Unit

SPOKEN_OF = (CHAIR, EMULATION, DEPUTY, FOLLOWER)  # the others are given by the operator alone
PUT_ON_LIST = "put_on_list"  # in the audit: nobody was called so, the operator made a new person
ALONE = (CHAIR, EMULATION)  # one person each in a unit: a new one takes the other's place


def names_of(units: Sequence[Unit]) -> str:
    return ", ".join(unit.name for unit in units)


def others_with(store: Store, now: datetime, given: NewRole) -> list[Person]:
    """Whose office of the kind that only one has ends when it is given to another."""
    if given.what not in ALONE:
        return []
    held = store.roles.in_unit(given.unit_id, now)
    return [person for person, role in held if role.what == given.what and person.id != given.person_id]


def given(turn: Turn, person: Person, what: str, units: Sequence[Unit]) -> Said:
    """An office in a unit, or units to follow, from now on."""
    news: list[Notice] = []
    for unit in units:
        new = NewRole(person.id, unit.id, what, given_by=turn.person.id if turn.person else None)
        for other in others_with(turn.store, turn.now, new):
            news += _end(turn, other, [role for role in _roles(turn, other, what) if role.unit_id == unit.id])
        turn.store.roles.give(new, turn.now)
        turn.audit("appointed", "person", person.id, unit=unit.code, what=what)
    if what == FOLLOWER:
        told = texts.say("appointing.told_follow", by=by_whom(turn), units=names_of(units))
    else:
        office = texts.say(f"appointing.offices.{what}")
        told = texts.say("appointing.told_appoint", by=by_whom(turn), office=office, unit=names_of(units))
    return [*done(turn, person, told, "appointing.done"), *news]


def _roles(turn: Turn, person: Person, what: str) -> list[Role]:
    return [role for role in turn.store.roles.of(person.id, turn.now) if role.what == what]


def by_whom(turn: Turn) -> str:
    return turn.person.name if turn.person else texts.say("officers.union")


def done(turn: Turn, person: Person, told: str, key: str) -> Said:
    """Told where the person has a chat; else a code for the officer to hand over."""
    if turn.store.accounts.of(person.id):
        if person.status != CONFIRMED and turn.person is not None:
            turn.store.people.confirm(person.id, turn.person.id, turn.now)
        return [Reply(turn.say(key, name=person.name), closing=True), Notice(person.id, Reply(told))]
    code = invite(turn.store, person.id, turn.now)
    key = "appointing.done_rest_code" if key == "appointing.done_rest" else "appointing.done_code"
    return [Reply(turn.say(key, name=person.name, code=code), closing=True)]


def off_the_list(store: Store, person: Person, now: datetime) -> bool:
    """Whoever was put on the list for an office alone, and never came, is off it with the last office."""
    put = any(entry.action == PUT_ON_LIST for entry in store.audit.of("person", person.id))
    if not put or person.status != LISTED or store.roles.given_to(person.id, now):
        return False
    store.people.leave(person.id, now)
    return True


# --- ending --------------------------------------------------------------------------------------


def offices_ended(turn: Turn, answers: Answers) -> list[Role]:
    """What of the person's offices the wish means and whoever writes may take back."""
    what, units = answers["what"], {int(id) for id in answers["units"]}
    return [
        role
        for role in turn.store.roles.of(int(answers["who"]), turn.now)
        if role.what in SPOKEN_OF
        and may_give(turn, role.what, turn.store.units.get(role.unit_id))
        and what in (None, role.what)
        and (not units or role.unit_id in units)
    ]


def of_what(turn: Turn, roles: Sequence[Role]) -> str:
    """These offices in words."""
    parts = []
    followed = [turn.store.units.get(role.unit_id) for role in roles if role.what == FOLLOWER]
    for role in roles:
        if role.acts_for is not None:
            absent, unit = turn.store.people.get(role.acts_for).name, turn.store.units.get(role.unit_id).name
            parts.append(texts.say("appointing.standing_in", name=absent, unit=unit))
            continue
        key = f"appointing.offices.{role.what}"
        if texts.has(key):
            unit = turn.store.units.get(role.unit_id).name
            parts.append(texts.say("appointing.office_of", office=texts.say(key), unit=unit))
    if followed:
        parts.append(texts.say("appointing.following", units=names_of(followed)))
    return ", ".join(parts)


def ended(turn: Turn, person: Person, roles: Sequence[Role]) -> Said:
    """The offices end now."""
    what = of_what(turn, roles)
    news = _end(turn, person, roles)
    met = turn.store.accounts.of(person.id)
    text = turn.say("appointing.ended" if met else "appointing.ended_unmet", name=person.name, what=what)
    return [Reply(text, closing=True), *news]


def _end(turn: Turn, person: Person, roles: Sequence[Role]) -> list[Notice]:
    told = texts.say("appointing.told_end", by=by_whom(turn), what=of_what(turn, roles))
    news = []
    for role in roles:
        acting = turn.store.roles.dismiss(person.id, role.unit_id, turn.now, role.what)
        unit = turn.store.units.get(role.unit_id)
        turn.audit("dismissed", "person", person.id, unit=unit.code, what=role.what)
        news += acting_over(person.name, unit, acting)
    off_the_list(turn.store, person, turn.now)
    if not turn.store.roles.given_to(person.id, turn.now):
        turn.store.facts.forget_codes(person.id)  # an invitation to an office that is no more
    return [Notice(person.id, Reply(told, closing=True)), *news]


def acting_over(absent: str, unit: Unit, acting: Sequence[int]) -> list[Notice]:
    """What those hear who stood in for somebody whose office in the unit ended."""
    told = Reply(texts.say("appointing.told_acting_over", name=absent, unit=unit.name), closing=True)
    return [Notice(each, told) for each in acting]
