"""Somebody stands in for an officer from a day to a day; the officer comes back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from bot import texts
from bot.messages import Notice, Reply, Said
from bot.turn import ZONE, Turn
from handlers.appointing_finding import own_desks
from handlers.appointing_keeping import by_whom, done, names_of
from handlers.appointing_when import spoken
from storage.people import Person
from storage.roles import DEPUTY, NewRole
from storage.units import Unit


def begin(turn: Turn, person: Person, units: Sequence[Unit], days: tuple[date, date]) -> Said:
    """A deputy in the place of whoever writes, both days included; an earlier stand-in's time is over."""
    if turn.person is None:
        return []
    turn.store.roles.end_acting(turn.person.id, turn.now)
    first, last = days
    begins = max(turn.now, datetime.combine(first, time(), ZONE))
    until = datetime.combine(last + timedelta(days=1), time(), ZONE)
    for unit in units:
        me = turn.person.id
        new = NewRole(person.id, unit.id, DEPUTY, given_by=me, until=until, acts_for=me)
        turn.store.roles.give(new, begins)
        turn.audit("stands_in", "person", person.id, unit=unit.code, first=str(first), last=str(last))
    blanks = {"unit": names_of(units), "period": spoken(first, last)}
    told = texts.say("appointing.told_stand_in", by=by_whom(turn), **blanks)
    return done(turn, person, told, "appointing.done_rest")


def over(turn: Turn) -> Said:
    """ "chi di lam lai roi": what comes goes to the officer again."""
    if turn.person is None:
        return []
    ended = [turn.store.people.get(id) for id in turn.store.roles.end_acting(turn.person.id, turn.now)]
    if not ended:
        return [Reply(turn.say("appointing.back_nobody"), closing=True)]
    told = texts.say("appointing.told_back", by=by_whom(turn), unit=names_of(own_desks(turn)))
    names = ", ".join(person.name for person in ended)
    for person in ended:
        turn.audit("came_back", "person", person.id)
    back = Reply(turn.say("appointing.back", name=names), closing=True)
    return [back, *(Notice(person.id, Reply(told, closing=True)) for person in ended)]
