"""Carries out how long each kind of data is kept: every night, in small steps, so that answers go on."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial

from bot import texts
from bot.jobs import Job
from bot.messages import Notice
from bot.turn import local
from storage.database import Database
from storage.requests import Request
from storage.retention import RULES, Now, Rule
from storage.store import Store

log = logging.getLogger(__name__)

PAUSE_S = 0.02  # between two steps: whoever writes meanwhile goes first
MOST = 4000  # steps of one kind in one night; the rest the night after


def begin(store: Store, now: datetime) -> Sequence[Notice]:
    """Notes that it ran; codes that ran out are few and go at once."""
    store.retention.begin(now)
    store.retention.invitations(now)
    return ()


async def tidy(database: Database, now: datetime) -> None:
    """Everything that is past its time, kind by kind, some rows in each transaction."""
    named = Now(now, texts.say("privacy.nobody"))
    for rule in RULES:
        for _ in range(MOST):
            if not await _batch(database, rule, named):
                break
            await asyncio.sleep(PAUSE_S)
    await trace(database, now)


async def _batch(database: Database, rule: Rule, now: Now) -> bool:
    ids = await database.read(lambda store: store.retention.find(rule, now.at))
    if ids:
        await database.run(lambda store: store.retention.act(rule, ids, now))
    return bool(ids)


async def trace(database: Database, now: datetime) -> None:
    """What erasures left to be looked through: what officers were told, then the address."""
    for _ in range(MOST):
        if not await database.run(partial(_trace, now)):
            break
        await asyncio.sleep(PAUSE_S)


def _trace(now: datetime, store: Store) -> bool:
    return store.retention.trace(now)


def nothing(store: Store, now: datetime) -> Sequence[Notice]:
    """All is done afterwards."""
    return ()


def overdue(store: Store, now: datetime) -> Sequence[Notice]:
    """Tells the operator's log what the law wants finished and is not; `doctor` says it too."""
    today = local(now).date()
    for late in late_requests(store, today, now):
        log.warning("request %d (%s) was due on %s: see `privacy requests --overdue`", *_told(late))
    for found in store.breaches.urgent(now):
        hours = (found.tell_by - now) // timedelta(hours=1)
        log.warning("breach %d: the agency must be told within %d hours of now", found.id, hours)
    return ()


def late_requests(store: Store, today: date, now: datetime) -> list[Request]:
    """What should be finished and is not."""
    return store.requests.overdue(today, now)


def _told(late: Request) -> tuple[int, str, date]:
    return late.id, late.kind, late.due_on


JOBS = (
    Job("housekeeping", at=("03:00",), work=begin, after=tidy),
    Job("erasures", every=timedelta(minutes=5), work=nothing, after=trace),
    Job("overdue", at=("08:00",), work=overdue),
)
