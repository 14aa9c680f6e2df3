"""What the demonstration's people registered, when, and what their officers said to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from bot.turn import ZONE
from commands.demonstration.data import table
from commands.demonstration.members import Described, Member
from storage.registrations import APPROVED, NEEDS_MORE, WAITING

_STATES = (APPROVED, WAITING, NEEDS_MORE)
_DAYS_AGO = {APPROVED: (3, 18), WAITING: (1, 2), NEEDS_MORE: (3, 5)}


@dataclass(frozen=True, slots=True)
class Pledge:
    """One registration: `decided` and `reason` are None where the officer has not said anything."""

    member: Member
    title: str
    work: str
    status: str
    created: datetime
    decided: datetime | None = None
    reason: str | None = None


def pledges(of: Described, people: Sequence[Member], on: date, random: Random) -> Iterator[Pledge]:
    """A unit's: as many in each state as its `registered` says; officers leave theirs for later."""
    here = [member for member in people if member.unit == of.unit]
    counts = dict(zip(_STATES, of.told.get("registered", ()), strict=False))
    free = [member for member in here if not member.part and not member.offices]
    random.shuffle(free)
    for member in here:
        if "registers" in member.part:
            status = member.part["status"]
            counts[status] -= 1
            yield _pledge(member, member.part["registers"], status, (on, random))
    for status, count in counts.items():
        for _ in range(count):
            member = free.pop()
            yield _pledge(member, _drawn(member.work, status, random), status, (on, random))


def is_direct(work: str) -> bool:
    """Whether a kind of work is done with the hands, at the product or the person served."""
    return bool(_WORK[work]["direct"])


def _drawn(work: str, status: str, random: Random) -> tuple[str, str]:
    title, pledged = random.choice(_WORK[work]["pledges"])
    return title, _WORK[work]["vague"] if status == NEEDS_MORE else pledged


def _pledge(member: Member, registers: Sequence[str], status: str, by: tuple[date, Random]) -> Pledge:
    on, random = by
    created = _moment(on - timedelta(days=random.randint(*_DAYS_AGO[status])), (6, 20), random)
    decided = _moment(created.date() + timedelta(days=1), (7, 17), random) if status != WAITING else None
    reason = random.choice(_WORK["reasons"]) if status == NEEDS_MORE else None
    return Pledge(member, registers[0], registers[1], status, created, decided, reason)


def _moment(day: date, hours: tuple[int, int], random: Random) -> datetime:
    return datetime.combine(day, time(random.randint(*hours), random.randrange(60)), ZONE)


_WORK = table("work")
