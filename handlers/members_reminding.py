"""Nobody waits for ever: the officer is reminded after three working days, those above after two weeks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from bot import texts
from bot.jobs import Job
from bot.messages import Choice, Notice, Reply
from bot.turn import local
from handlers.duty import Duty
from handlers.joining_notices import join_notice
from handlers.officers import responsible
from storage.members import Newcomer
from storage.people import Person
from storage.store import Store
from storage.working_days import after

REMIND, ABOVE = 3, 14  # working days; days
_LOOKED = "newcomers:looked"  # the day on which this was last done


def remind(store: Store, now: datetime) -> list[Notice]:
    """Reminders that fell due since the last look, each once, however many looks were missed."""
    today = local(now).date()
    last = store.facts.get(_LOOKED)
    since = date.fromisoformat(last) if last else today - timedelta(days=1)
    store.facts.set(_LOOKED, today.isoformat())
    waiting = store.members.waiting_since(now)
    reminded = [each for each in waiting if since < after(_came(each), REMIND) <= today]
    silent = [each for each in waiting if since < _came(each) + timedelta(days=ABOVE) <= today]
    return [*_reminders(store, now, reminded), *(n for each in silent for n in _upwards(store, now, each))]


def _came(newcomer: Newcomer) -> date:
    return local(newcomer.since).date()


def _reminders(store: Store, now: datetime, found: Iterable[Newcomer]) -> list[Notice]:
    """One message for each officer, however many wait."""
    counts: dict[int, int] = {}
    for each in found:
        for officer in responsible(store, now, each.person.unit_id, besides=each.person.id):
            counts[officer.id] = counts.get(officer.id, 0) + 1
    see = Choice(texts.say("officers.open_newcomers"), action="newcomers")
    return [
        Notice(officer, Reply(texts.say("newcomers.reminder", count=count), choices=(see,)))
        for officer, count in counts.items()
    ]


def _upwards(store: Store, now: datetime, newcomer: Newcomer) -> list[Notice]:
    """The level above is asked, and the person is told whom."""
    person = newcomer.person
    higher = above(store, now, person)
    if not higher:
        return []
    unit = store.units.get(person.unit_id)
    told = texts.say("newcomers.passed_on", officer=higher[0].name, unit=unit.name)
    asked = join_notice(store, person)
    return [Notice(person.id, Reply(told, closing=True)), *(Notice(each.id, asked) for each in higher)]


def above(store: Store, now: datetime, person: Person) -> list[Person]:
    """Who decides at the first level above those who did not answer."""
    asked = Duty(store, now).deciding(person.unit_id, person.id)
    place = store.units.get(asked.unit_id or person.unit_id)
    return responsible(store, now, place.parent_id, besides=person.id) if place.parent_id else []


JOBS = (Job("newcomers", at=("08:10",), work=remind),)
