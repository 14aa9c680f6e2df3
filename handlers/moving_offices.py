"""Whoever leaves a unit holds no office there any more, and the level above hears that it is vacant."""

from __future__ import annotations

from bot import texts
from bot.messages import Notice, Reply
from bot.turn import Turn
from handlers.appointing_finding import may_give
from handlers.appointing_keeping import acting_over
from handlers.officers import responsible
from storage.people import Person
from storage.roles import Role


def offices_beyond(turn: Turn, person_id: int) -> list[Role]:
    """What the person holds and whoever writes could not take back."""
    held = turn.store.roles.of(person_id, turn.now)
    return [role for role in held if not may_give(turn, role.what, turn.store.units.get(role.unit_id))]


def end_offices(turn: Turn, person: Person) -> list[Notice]:
    """Ends the person's offices in the unit they leave and below it; what the level above is told."""
    unit = turn.store.units.get(person.unit_id)
    held = [role for role in turn.store.roles.of(person.id, turn.now) if role.unit_path.startswith(unit.path)]
    told: list[Notice] = []
    for unit_id in {role.unit_id for role in held}:
        acting = turn.store.roles.dismiss(person.id, unit_id, turn.now)
        turn.audit("dismissed", "person", person.id, unit=unit_id)
        told += acting_over(person.name, turn.store.units.get(unit_id), acting)
    if turn.person and turn.person.id == person.id:
        turn.__dict__.pop("roles", None)
    if not held or unit.parent_id is None:
        return told
    news = texts.say("moving.vacant", name=person.name, unit=unit.name)
    above = responsible(turn.store, turn.now, unit.parent_id, besides=person.id)
    return [*(Notice(each.id, Reply(news, closing=True)) for each in above), *told]
