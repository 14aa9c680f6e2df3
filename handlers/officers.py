"""Who answers for a unit, and when they are told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time
from functools import partial

from bot import texts
from bot.jobs import Job, Piece
from bot.messages import Choice, Notice, Reply, Said
from bot.numbers import number
from bot.turn import Turn, local
from handlers.duty import NOBODY, OWN, OWN_MATTER, SILENT, Duty
from handlers.officers_waiting import Waiting, everybodys, piles, waiting_for
from storage.people import Person
from storage.store import Store
from storage.units import BOARD

# The first new item of a day is told at once, the rest together: 200 a day are at most four notices.
DIGESTS = ("07:05", "11:30", "17:00")
TOLD = "told:"  # under which stands when an officer was last told
BATCH = 10  # officers who are told in one transaction
NOON = time(11)  # before it, what is left from the days before is named as well


def responsible(store: Store, now: datetime, unit_id: int, *, besides: int | None = None) -> list[Person]:
    """Who decides for a unit, see Duty. `besides`: whose matter it is."""
    return Duty(store, now).deciding(unit_id, besides).people


def whom(turn: Turn, unit_id: int) -> str:
    """Why it is not the unit itself that looks at it, and who does; empty where it is."""
    besides = turn.person.id if turn.person else None
    asked = Duty.of(turn).deciding(unit_id, besides)
    if asked.why in (OWN, OWN_MATTER):
        return ""
    if asked.why == NOBODY:
        return turn.say("officers.nobody_heard" if asked.people else "officers.nobody")
    above = turn.store.units.get(asked.unit_id or unit_id).name
    return turn.say(f"officers.{asked.why}", unit=turn.store.units.get(unit_id).name, above=above)


def with_whom(turn: Turn, text: str, unit_id: int) -> str:
    """The text, and whom it went to where that is not the unit itself."""
    return "\n".join(filter(None, (text, whom(turn, unit_id))))


def tell_officers(turn: Turn, unit_id: int, told_of: Callable[[], Reply]) -> list[Notice]:
    """The notice of a new matter: at once for the day's first, later with the others.

    `told_of` writes it, and is asked only when somebody is told now: most of a day's matters wait.
    """
    notices = []
    for officer in responsible(
        turn.store, turn.now, unit_id, besides=turn.person.id if turn.person else None
    ):
        told = _told(turn.store, officer.id)
        if told.get("day") == turn.today.isoformat():
            continue
        awaited = turn.store.servings.awaited(turn.now).get(officer.id)
        notices.append(Notice(officer.id, _saying(told_of(), told, awaited)))
        kept = {"day": turn.today.isoformat(), "at": turn.now.isoformat()}
        turn.store.facts.set(f"{TOLD}{officer.id}", _with(kept, awaited))
    return notices


def _saying(reply: Reply, told: Mapping[str, str], awaited: str | None) -> Reply:
    """Once, with the first that comes although somebody was to stand in: that one has not come yet."""
    if awaited is None or told.get("awaited") == awaited:
        return reply
    return replace(reply, text=f"{reply.text}\n{texts.say('appointing.not_come', name=awaited)}")


def _with(kept: dict[str, str], awaited: str | None) -> dict[str, str]:
    return kept | {"awaited": awaited} if awaited else kept


def officer_names(store: Store, now: datetime, unit_id: int, besides: int | None = None) -> str:
    """Who will look at it, by name; the union itself where nobody is appointed. `besides`: whose it is."""
    found = responsible(store, now, unit_id, besides=besides)
    unit = store.units.get(unit_id)
    if found and unit.kind == BOARD:
        return texts.say("officers.of_board", name=found[0].name, board=unit.name)
    return found[0].name if found else texts.say("officers.union")


def digest(store: Store, now: datetime) -> Sequence[Piece]:
    """What came since each officer was last told, in one message; in the morning all that still waits."""
    reach = Duty(store, now).everywhere()
    told, awaited = store.facts.under(TOLD), store.servings.awaited(now)
    notices = []
    for person_id, found in everybodys(reach, piles(store)).items():
        last = told.get(f"{TOLD}{person_id}") or {}
        since = datetime.fromisoformat(last["at"]) if "at" in last else None
        reminding = local(now).time() < NOON and (since is None or local(since).date() < local(now).date())
        if reminding or found.newer_than(since):
            reply = Reply(agenda(found, reach.names[person_id], now), choices=agenda_choices(found))
            notices.append(Notice(person_id, _saying(reply, last, awaited.get(person_id))))
    batches = [notices[first : first + BATCH] for first in range(0, len(notices), BATCH)]
    return [partial(_tell, batch, now, awaited) for batch in batches]


def _tell(
    batch: Sequence[Notice], now: datetime, awaited: Mapping[int, str], store: Store
) -> Sequence[Notice]:
    """Keeps that these officers are told; whoever heard of something meanwhile heard of the day's first."""
    kept = {}
    for notice in batch:
        last = _told(store, notice.person_id)
        told = {"day": last.get("day", ""), "at": now.isoformat()}
        kept[f"{TOLD}{notice.person_id}"] = _with(told, awaited.get(notice.person_id))
    store.facts.set_many(kept)
    return batch


def came_back(turn: Turn) -> Said:
    """To an officer who was silent so long that others were asked, with the first message: what waits."""
    before = turn.account.heard_at
    if before is None or turn.now - before < SILENT or not turn.answers_questions:
        return []
    asked = (*texts.phrases("officers.exact_agenda"), *texts.phrases("reviews.exact"))
    if turn.heard.folded in asked or _heard_elsewhere(turn):
        return []
    count = sum(heap.count for heap in waiting_for(turn).heaps)
    return [Reply(turn.say("officers.came_back", count=number(count)))] if count else []


def _heard_elsewhere(turn: Turn) -> bool:
    """Whether the person wrote of late on another channel."""
    last = turn.store.servings.last_heard(turn.roles[0].person_id)
    return last is not None and turn.now - last < SILENT


def counted(found: Waiting, now: datetime) -> list[str]:
    """What waits, each kind in a few words."""
    lines = []
    if oldest := found.registrations.oldest:
        days = (local(now).date() - local(oldest).date()).days
        count = found.registrations.count
        if days:
            lines.append(texts.say("officers.waiting_old", count=count, days=days))
        else:
            lines.append(texts.say("officers.waiting", count=count))
    if found.initiatives.count:
        lines.append(texts.say("officers.initiatives", count=found.initiatives.count))
    if found.questions.count:
        lines.append(texts.say("officers.questions", count=found.questions.count))
    if found.newcomers.count:
        lines.append(texts.say("officers.newcomers", count=found.newcomers.count))
    return lines


def agenda(found: Waiting, name: str, now: datetime) -> str:
    """What waits for an officer, counted."""
    lines = counted(found, now)
    if not lines:
        return texts.say("officers.nothing")
    if len(lines) == 1:
        return texts.say("officers.agenda_one", name=name, what=lines[0])
    head = texts.say("officers.agenda", name=name, count=len(lines))
    return "\n".join([head, *(f"- {line}" for line in lines)])


def agenda_choices(found: Waiting) -> tuple[Choice, ...]:
    """Where an officer goes from the agenda: what waits, else the figures."""
    ways = (
        (found.registrations, Choice(texts.say("officers.open_reviews"), action="reviews")),
        (found.initiatives, Choice(texts.say("officers.open_initiatives"), action="initiatives_waiting")),
        (found.questions, Choice(texts.say("officers.open_questions"), action="open_questions")),
        (found.newcomers, Choice(texts.say("officers.open_newcomers"), action="newcomers")),
    )
    open_ways = tuple(choice for heap, choice in ways if heap.count)
    figures = Choice(texts.say("officers.open_figures"), action="figures")
    return open_ways if len(open_ways) > 1 else (*open_ways, figures)


def _told(store: Store, person_id: int) -> dict[str, str]:
    return dict(store.facts.get(f"{TOLD}{person_id}") or {})


JOBS = (Job("digest", at=DIGESTS, pieces=digest),)
