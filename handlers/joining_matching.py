"""Looks a newcomer up on the union's list and among who is confirmed. Nothing of it is told to a joiner."""

from __future__ import annotations

from handlers.matching import SUGGESTED, Found, Joiner, called_in_team, match, near_names, same_phone
from storage.members import Known
from storage.people import Person
from storage.store import Store
from storage.vietnamese import fold


def look_up(store: Store, person: Person) -> Found:
    """Who of the unit, or below it, this newcomer may be."""
    path = store.units.get(person.unit_id).path
    joiner = Joiner(person.name, person.team, store.people.phone(person.id))
    namesakes = store.members.named(path, person.name)
    if namesakes:
        return match(joiner, namesakes)
    names = store.members.names(person.unit_id)
    short = _called(store, joiner, names)
    if len(short) == 1:
        return Found(short[0], namesakes=1)
    if short:
        return Found(several=tuple(short), namesakes=len(short))
    near = store.members.known(near_names(person.name, names)[: SUGGESTED + 1])
    if joiner.phone:
        reached = [k for k in store.members.with_phone(path) if same_phone(k.phone, joiner.phone)]
        near = [*reached, *(each for each in near if each not in reached)]
    return Found(near=tuple(near[:SUGGESTED]))


def _called(store: Store, joiner: Joiner, names: list[tuple[int, str]]) -> list[Known]:
    """Of one word or two, the people of that team who are called so."""
    words = fold(joiner.name).split()
    if joiner.team is None or len(words) > 2:
        return []
    ids = [id for id, name in names if name.split()[-len(words) :] == words]
    return called_in_team(joiner.name, joiner.team, store.members.known(ids))
