"""What a message tells besides what it wants: names, teams, titles, dates; as typed, spelling repaired."""

from __future__ import annotations

from collections.abc import Callable

from knowledge import slots_orders as orders
from knowledge import slots_places as places
from knowledge import slots_work as work
from knowledge.slots_people import people
from knowledge.wording import Wording, phrases

Slots = dict[str, str]


def slots(intent: str, text: str) -> Slots:
    """The slots of an intent: title, person, team, year, phase, org, commitment, occasion, initiative,
    nominee, reason, phone, target, audience, message, deadline or object, those that are told."""
    reader = _READERS.get(intent)
    return {name: told for name, told in reader(Wording(text), text).items() if told} if reader else {}


def _told(**found: str | None) -> Slots:
    return {name: told for name, told in found.items() if told}


def _person(said: Wording) -> str | None:
    """All the people named; only the authors where somebody is called one."""
    author = said.find(phrases("authors"))
    found = people(said, sum(author) if author else 0) or people(said)
    return "; ".join(said.take(start, stop) for start, stop in found) or None


def _pledge(said: Wording, text: str) -> Slots:
    return _told(
        phase=places.phase(said),
        year=places.year(said),
        occasion=work.occasion(said),
        org=places.unit(said),
        person=_person(said),
        commitment=work.commitment(said),
        team=places.team(said),
    )


def _title(said: Wording, text: str) -> Slots:
    return _told(
        year=places.year(said),
        phase=places.phase(said),
        title=work.title(said),
        person=_person(said),
        team=places.team(said),
        org=places.unit(said),
    )


def _initiative(said: Wording, text: str) -> Slots:
    return _told(
        initiative=work.initiative(said),
        org=places.unit(said),
        person=_person(said),
        team=places.team(said),
    )


def _nominee(said: Wording, text: str) -> Slots:
    found = people(said)
    start, stop = found[0] if found else (0, 0)
    told = _told(nominee=said.take(start, stop), team=places.team(said), org=places.unit(said))
    return told | _told(reason=work.reason(said, stop) or (work.merit(said, stop) if found else None))


def _cancelled(said: Wording, text: str) -> Slots:
    phase = places.phase(said)
    other = orders.instead(said)
    target = orders.target(said)
    title = work.title(said) if other else None
    return _told(phase=phase, target=target, title=title, org=places.unit(said), person=_person(said))


def _profile(said: Wording, text: str) -> Slots:
    return _told(phone=places.phone(text), person=_person(said), team=_last_team(said))


def _last_team(said: Wording) -> str | None:
    """Who moves names the old team first."""
    last = None
    while found := places.team(said):
        last = found
    return last


def _decided(said: Wording, text: str) -> Slots:
    why = work.reason(said)
    told = _approved(said, text)
    start = said.first_taken()
    return told | _told(reason=why or (work.merit(said, start) if start is not None else None))


def _approved(said: Wording, text: str) -> Slots:
    found = people(said)
    named = said.take(*found[0]) if found else None
    phase = places.phase(said)
    return _told(person=named, phase=phase, team=places.team(said), org=places.unit(said))


def _figures(said: Wording, text: str) -> Slots:
    return _told(
        phase=places.phase(said), year=places.year(said), team=places.team(said), org=places.unit(said)
    )


def _status(said: Wording, text: str) -> Slots:
    return _told(person=_person(said))


_READERS: dict[str, Callable[[Wording, str], Slots]] = {
    "register_pledge": _pledge,
    "register_title": _title,
    "register_initiative": _initiative,
    "nominate": _nominee,
    "cancel": _cancelled,
    "update_profile": _profile,
    "check_status": _status,
    "report_query": _figures,
    "approve": _approved,
    "reject": _decided,
    "broadcast": lambda said, text: orders.broadcast(said),
    "remind": lambda said, text: orders.remind(said),
}
