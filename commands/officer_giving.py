"""Gives an office at the terminal: a new name put on the list, whoever held the office before told."""

from __future__ import annotations

from datetime import datetime

from bot import texts
from bot.messages import Notice, Reply
from bot.posting import post_notice
from commands.program import Program
from handlers.appointing_keeping import PUT_ON_LIST, off_the_list, others_with
from storage.audit import Entry
from storage.people import CONFIRMED, LEFT, LISTED, NewPerson, Person
from storage.roles import NewRole
from storage.store import Store
from storage.units import Unit


def put_on_list(store: Store, home: Unit, name: str, now: datetime) -> Person:
    """A person whom no list names; who comes by the code is confirmed then, and not before."""
    person = store.people.add(NewPerson(home.id, name.strip(), LISTED), now)
    note(store, PUT_ON_LIST, person, {"unit": home.code}, now)
    return person


def ready(store: Store, person: Person, now: datetime) -> None:
    """Whoever has a chat is confirmed; whoever left is on the list again."""
    if person.status == CONFIRMED:
        return
    if store.accounts.of(person.id):
        store.people.confirm(person.id, person.id, now)
    elif person.status == LEFT:
        store.people.restore(person.id, person.unit_id, person.team, LISTED)


def replaced(program: Program, store: Store, new: NewRole) -> list[Person]:
    """A unit has one chair and one officer for emulation: whoever was it is so no more, and is told."""
    now, unit = program.now(), store.units.get(new.unit_id)
    others = others_with(store, now, new)
    for other in others:
        store.roles.dismiss(other.id, unit.id, now, new.what)
        note(store, "dismissed", other, {"unit": unit.code, "what": new.what}, now)
        off_the_list(store, other, now)
        office = texts.say(f"appointing.offices.{new.what}")
        what = texts.say("appointing.office_of", office=office, unit=unit.name)
        news = Reply(texts.say("appointing.told_end_union", what=what), closing=True)
        post_notice(store, Notice(other.id, news), program.capabilities, now)
    return others


def note(store: Store, action: str, person: Person, detail: dict[str, str | None], at: datetime) -> None:
    """Keeps what the operator did."""
    store.audit.add(Entry(None, action, "person", person.id, detail, at))
