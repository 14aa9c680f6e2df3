"""Who answers for a unit, and when they are told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot import texts
from bot.jobs import Job
from bot.messages import Choice, Notice, Reply
from bot.turn import Turn, local
from storage.people import Person, Role
from storage.store import Store

# The first new item of a day is told at once, the rest together: 200 a day are at most four notices.
DIGESTS = ("07:05", "11:30", "17:00")
_ORDER = {"emulation": 0, "chair": 1, "deputy": 2}


def responsible(store: Store, unit_id: int, *, besides: int | None = None) -> list[Person]:
    """Who decides for a unit: its own officers, else those of the nearest level above that has any.

    `besides`: nobody decides about themselves.
    """
    for above in store.units.get(unit_id).above():
        held = [(p, r) for p, r in store.people.officers_of(above) if p.id != besides]
        if held:
            best = min(_ORDER.get(role.what, 9) for _, role in held)
            return list(dict.fromkeys(p for p, role in held if _ORDER.get(role.what, 9) == best))
    return []


def units_answered_for(store: Store, roles: Sequence[Role]) -> list[int]:
    """The units whose matters land on these offices: their own, and those below that have nobody nearer."""
    staffed = store.people.staffed_units()
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
    for officer in responsible(turn.store, unit_id, besides=turn.person.id if turn.person else None):
        told = _told(turn.store, officer.id)
        if told.get("day") == turn.today.isoformat():
            continue
        _keep_told(turn.store, officer.id, turn.today.isoformat(), turn.now)
        notices.append(Notice(officer.id, reply))
    return notices


def officer_names(store: Store, unit_id: int) -> str:
    """Who will look at it, by name; the union itself where nobody is appointed yet."""
    found = responsible(store, unit_id)
    return found[0].name if found else texts.say("officers.union")


def digest(store: Store, now: datetime) -> list[Notice]:
    """What came since each officer was last told, in one message."""
    notices = []
    by_person: dict[int, tuple[Person, list[Role]]] = {}
    for person, role in store.people.all_officers():
        by_person.setdefault(person.id, (person, []))[1].append(role)
    for person, roles in by_person.values():
        told = _told(store, person.id)
        since = datetime.fromisoformat(told["at"]) if "at" in told else None
        unit_ids = units_answered_for(store, roles)
        if not unit_ids or not any_new(store, unit_ids, since):
            continue
        _keep_told(store, person.id, told.get("day", ""), now)
        notices.append(Notice(person.id, Reply(agenda(store, unit_ids, person), choices=agenda_choices())))
    return notices


def any_new(store: Store, unit_ids: list[int], since: datetime | None) -> bool:
    """Whether anything that waits came after an instant."""
    came = [row.created_at for row in store.registrations.waiting_in(unit_ids, 500)]
    came += [row.created_at for row in store.initiatives.waiting_in(unit_ids, 500)]
    came += [row.asked_at for row in store.questions.open_in(unit_ids)]
    return any(since is None or at > since for at in came)


def agenda(store: Store, unit_ids: list[int], person: Person) -> str:
    """What waits for an officer, counted."""
    lines = []
    registrations = store.registrations.waiting_in(unit_ids, 500)
    if registrations:
        days = (local(max(r.created_at for r in registrations)) - local(registrations[0].created_at)).days
        key = "officers.waiting_old" if days else "officers.waiting"
        lines.append(texts.say(key, count=store.registrations.count_waiting_in(unit_ids), **_days(key, days)))
    initiatives = store.initiatives.waiting_in(unit_ids, 500)
    if initiatives:
        lines.append(texts.say("officers.initiatives", count=len(initiatives)))
    questions = store.questions.open_in(unit_ids)
    if questions:
        lines.append(texts.say("officers.questions", count=len(questions)))
    if not lines:
        return texts.say("officers.nothing")
    head = texts.say("officers.agenda", name=person.name, count=len(lines))
    return "\n".join([head, *(f"- {line}" for line in lines)])


def _days(key: str, days: int) -> dict[str, Any]:
    return {"days": days} if key == "officers.waiting_old" else {}


def agenda_choices() -> tuple[Choice, ...]:
    """Where an officer goes from the agenda."""
    return (
        Choice(texts.say("officers.open_reviews"), action="reviews"),
        Choice(texts.say("officers.open_figures"), action="figures"),
    )


def _told(store: Store, person_id: int) -> dict[str, str]:
    return dict(store.facts.get(f"told:{person_id}") or {})


def _keep_told(store: Store, person_id: int, day: str, at: datetime) -> None:
    store.facts.set(f"told:{person_id}", {"day": day, "at": at.isoformat()})


JOBS = (Job("digest", at=DIGESTS, work=digest),)
