"""Who answers for a unit, and when they are told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from bot import texts
from bot.jobs import Job
from bot.messages import Choice, Notice, Reply
from bot.turn import Turn, local
from handlers.officers_waiting import Waiting, best_ranks, rank, waiting_for
from storage.people import Person
from storage.roles import Role
from storage.store import Store

# The first new item of a day is told at once, the rest together: 200 a day are at most four notices.
DIGESTS = ("07:05", "11:30", "17:00")
NOON = time(11)  # before it, what is left from the days before is named as well


def responsible(store: Store, now: datetime, unit_id: int, *, besides: int | None = None) -> list[Person]:
    """Who decides for a unit: its own highest officers, else those of the nearest level above that has any.

    `besides`: whose matter it is. Nobody decides about themselves: where they would, the level above does.
    """
    for above in store.units.get(unit_id).above():
        held = store.roles.in_unit(above, now)
        best = min((rank(role) for _, role in held), default=0)
        deciding = list(dict.fromkeys(person for person, role in held if rank(role) == best))
        if deciding and besides not in {person.id for person in deciding}:
            return deciding
    return []


def units_answered_for(store: Store, now: datetime, roles: Sequence[Role]) -> list[int]:
    """The units whose matters land on these offices: their own, and those below that have nobody nearer."""
    staffed = store.roles.staffed_units(now)
    answered = []
    for role in roles:
        for unit in store.units.below(role.unit_path):
            nearest = next((above for above in unit.above() if above in staffed), None)
            if nearest == role.unit_id:
                answered.append(unit.id)
    return list(dict.fromkeys(answered))


def tell_officers(turn: Turn, unit_id: int, reply: Reply) -> list[Notice]:
    """The notice of a new matter: at once for the day's first, later with the others."""
    notices = []
    for officer in responsible(
        turn.store, turn.now, unit_id, besides=turn.person.id if turn.person else None
    ):
        told = _told(turn.store, officer.id)
        if told.get("day") == turn.today.isoformat():
            continue
        _keep_told(turn.store, officer.id, turn.today.isoformat(), turn.now)
        notices.append(Notice(officer.id, reply))
    return notices


def officer_names(store: Store, now: datetime, unit_id: int, besides: int | None = None) -> str:
    """Who will look at it, by name; the union itself where nobody is appointed. `besides`: whose it is."""
    found = responsible(store, now, unit_id, besides=besides)
    return found[0].name if found else texts.say("officers.union")


def digest(store: Store, now: datetime) -> list[Notice]:
    """What came since each officer was last told, in one message; in the morning all that still waits."""
    notices = []
    for person, roles in _deciding(store, now):
        found = waiting_for(store, now, person, roles, units_answered_for(store, now, roles))
        told = _told(store, person.id)
        since = datetime.fromisoformat(told["at"]) if "at" in told else None
        reminding = local(now).time() < NOON and (since is None or local(since).date() < local(now).date())
        if found.empty or not (reminding or found.newer_than(since)):
            continue
        _keep_told(store, person.id, told.get("day", ""), now)
        notices.append(Notice(person.id, Reply(agenda(found, person, now), choices=agenda_choices(found))))
    return notices


def _deciding(store: Store, now: datetime) -> list[tuple[Person, list[Role]]]:
    """Everybody who is of the highest rank of some unit, with those offices. Deputies look when they want."""
    everyone = store.roles.everyone(now)
    best = best_ranks(everyone)
    found: dict[int, tuple[Person, list[Role]]] = {}
    for person, role in everyone:
        if rank(role) == best[role.unit_id]:
            found.setdefault(person.id, (person, []))[1].append(role)
    return list(found.values())


def agenda(found: Waiting, person: Person, now: datetime) -> str:
    """What waits for an officer, counted."""
    lines = []
    if found.registrations:
        days = (local(now).date() - local(found.registrations[0].created_at).date()).days
        count = len(found.registrations)
        if days:
            lines.append(texts.say("officers.waiting_old", count=count, days=days))
        else:
            lines.append(texts.say("officers.waiting", count=count))
    if found.initiatives:
        lines.append(texts.say("officers.initiatives", count=len(found.initiatives)))
    if found.questions:
        lines.append(texts.say("officers.questions", count=len(found.questions)))
    if not lines:
        return texts.say("officers.nothing")
    if len(lines) == 1:
        return texts.say("officers.agenda_one", name=person.name, what=lines[0])
    head = texts.say("officers.agenda", name=person.name, count=len(lines))
    return "\n".join([head, *(f"- {line}" for line in lines)])


def agenda_choices(found: Waiting) -> tuple[Choice, ...]:
    """Where an officer goes from the agenda: what waits, else the figures."""
    ways = (
        (found.registrations, Choice(texts.say("officers.open_reviews"), action="reviews")),
        (found.initiatives, Choice(texts.say("officers.open_initiatives"), action="initiatives_waiting")),
        (found.questions, Choice(texts.say("officers.open_questions"), action="open_questions")),
    )
    open_ways = tuple(choice for rows, choice in ways if rows)
    figures = Choice(texts.say("officers.open_figures"), action="figures")
    return open_ways if len(open_ways) > 1 else (*open_ways, figures)


def _told(store: Store, person_id: int) -> dict[str, str]:
    return dict(store.facts.get(f"told:{person_id}") or {})


def _keep_told(store: Store, person_id: int, day: str, at: datetime) -> None:
    store.facts.set(f"told:{person_id}", {"day": day, "at": at.isoformat()})


JOBS = (Job("digest", at=DIGESTS, work=digest),)
