"""What waits in the units that somebody follows; they urge who decides there, and decide nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot import texts
from bot.errors import Refused
from bot.jobs import Job
from bot.messages import Choice, Notice, Reply, Said
from bot.numbers import number
from bot.routing import Action, Route
from bot.turn import Turn
from handlers.duty import Duty
from handlers.figures_scope import given
from handlers.finding import unit_named
from handlers.officers import counted
from handlers.officers_waiting import Waiting, piles
from storage.roles import FOLLOWER, SECTOR
from storage.store import Store
from storage.units import Unit

SHOWN = 10
AT_ONCE = 100  # subtrees asked for in one query
BUTTONS = 3
LATE = timedelta(days=3)  # waited so long, it is worth a word in the morning


def waiting_in(store: Store, units: Sequence[Unit]) -> list[tuple[Unit, Waiting]]:
    """The units in whose subtrees something waits, the longest first; none of them below another."""
    paths = [unit.path for unit in units]
    parts = [paths[first : first + AT_ONCE] for first in range(0, len(paths), AT_ONCE)]
    places = {id: path for part in parts for id, path in store.servings.places(part).items()}
    found = {unit.id: Waiting() for unit in units}
    for kind, pile in piles(store, places):
        for unit_id in _above(places.get(pile.unit_id, "")):
            if unit_id in found:
                getattr(found[unit_id], kind).add(pile)
    waits = [(unit, found[unit.id]) for unit in units if not found[unit.id].empty]
    return sorted(waits, key=lambda each: _oldest(each[1]))


def _above(path: str) -> list[int]:
    return [int(part) for part in path.split("/") if part]


def _oldest(found: Waiting) -> datetime:
    return min(heap.oldest for heap in found.heaps if heap.oldest)


def followed_today(turn: Turn) -> Reply | None:
    """ "viec hom nay" beside what one decides oneself: what waits where, and the way to urge."""
    units = given(turn, (FOLLOWER, SECTOR))
    name = turn.person.name if turn.person else ""
    return _told(turn.store, units, name, turn.now) if units else None


def _told(store: Store, units: Sequence[Unit], name: str, now: datetime) -> Reply:
    waits = waiting_in(store, units)
    figures = Choice(texts.say("officers.open_figures"), action="figures")
    if not waits:
        quiet = texts.say("officers.following_quiet", name=name, count=number(len(units)))
        if len(units) == 1:
            quiet = texts.say("officers.following_quiet_one", name=name, unit=units[0].name)
        return Reply(quiet, choices=(figures,))
    lines = [texts.say("officers.following", name=name, count=number(len(waits)), total=number(len(units)))]
    for unit, found in waits[:SHOWN]:
        lines.append(
            texts.say("officers.following_line", unit=unit.name, what=", ".join(counted(found, now)))
        )
    if len(waits) > SHOWN:
        lines.append(texts.say("officers.following_more", count=number(len(waits) - SHOWN)))
    return Reply("\n".join(lines), choices=(*map(_urging, [unit for unit, _ in waits[:BUTTONS]]), figures))


def _urging(unit: Unit) -> Choice:
    return Choice(texts.say("officers.urge", unit=unit.name), action="urge", row=unit.id, version=1)


def urge(turn: Turn, unit_id: int, version: int) -> Said:
    """A friendly word to who decides there, once a day from whomever."""
    unit = turn.store.units.get(unit_id)
    if not turn.sees(unit) or turn.person is None:
        raise Refused("common.not_yours", you=turn.you)
    waits = waiting_in(turn.store, [unit])
    if not waits:
        return [Reply(turn.say("officers.urge_nothing", unit=unit.name), closing=True)]
    officers = Duty.of(turn).deciding(unit.id, turn.person.id).people
    if not officers:
        return [Reply(turn.say("officers.urge_nobody", unit=unit.name), closing=True)]
    key, day = f"urged:{unit.id}", turn.today.isoformat()
    if turn.store.facts.get(key) == day:
        return [Reply(turn.say("officers.urged_before", unit=unit.name), closing=True)]
    turn.store.facts.set(key, day)
    turn.audit("urged", "unit", unit.id)
    what = ", ".join(counted(waits[0][1], turn.now))
    told = texts.say("officers.urge_news", name=turn.person.name, unit=unit.name, what=what)
    news = Reply(told, choices=(Choice(texts.say("officers.open_reviews"), action="reviews"),))
    names = ", ".join(officer.name for officer in officers)
    done = Reply(turn.say("officers.urged", officers=names), closing=True)
    return [done, *(Notice(officer.id, news) for officer in officers)]


def behind(turn: Turn) -> list[Unit]:
    """The unit that was named; else those to follow, or directly below the own, where something waits."""
    if (named := unit_named(turn)) is not None:
        return [turn.store.units.get(named)]
    units = {unit.id: unit for unit in given(turn, (FOLLOWER, SECTOR))}
    for role in turn.roles:
        if role.decides:
            units |= {unit.id: unit for unit in turn.store.units.children(role.unit_id)}
    paths = {unit.path for unit in units.values()}
    outer = [unit for unit in units.values() if not any(unit.path.startswith(p) for p in paths - {unit.path})]
    return [unit for unit, _ in waiting_in(turn.store, outer)]


def urging(turn: Turn) -> Said:
    """ "nhac di": whom, of those that are behind; a unit that is named hears at once."""
    units: list[Unit] = turn.prepared
    if unit_named(turn) is not None:
        return urge(turn, units[0].id, 1)
    if not units:
        return [Reply(turn.say("officers.urge_none"), closing=True)]
    asked = turn.say("officers.urge_which", count=number(len(units)))
    if len(units) == 1:
        asked = turn.say("officers.urge_which_one", unit=units[0].name)
    return [Reply(asked, choices=tuple(map(_urging, units[:BUTTONS])))]


def late_news(store: Store, now: datetime) -> list[Notice]:
    """In the morning, to whoever follows units in which something has waited for days."""
    units: dict[int, tuple[str, list[Unit]]] = {}
    for person, role in store.roles.everyone(now):
        if role.what == FOLLOWER:
            followed = units.setdefault(person.id, (person.name, []))[1]
            followed.append(store.units.get(role.unit_id))
    notices = []
    for person_id, (name, followed) in units.items():
        if any(now - _oldest(found) >= LATE for _, found in waiting_in(store, followed)):
            notices.append(Notice(person_id, _told(store, followed, name, now)))
    return notices


ROUTES = (
    Route(
        "urging",
        exact=texts.phrases("officers.urge_exact"),
        phrases=texts.phrases("officers.urge_phrases"),
        patterns=texts.phrases("officers.urge_patterns"),
        handle=urging,
        prepare=behind,
        allow=lambda turn: turn.is_officer,
    ),
)
JOBS = (Job("late", at=("07:10",), work=late_news),)
ACTIONS = (Action("urge", urge, lambda turn: turn.is_officer),)
