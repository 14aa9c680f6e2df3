"""What is done by the clock: digests, reminders, housekeeping. A job says when, and what to tell whom."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial

from bot.channels.base import Capabilities
from bot.errors import incident
from bot.messages import Notice
from bot.posting import post_notice
from bot.turn import ZONE
from storage.database import Database
from storage.store import Store

log = logging.getLogger(__name__)

LOOKS_EVERY = timedelta(seconds=20)
TRIES = 3
PAUSE_S = 0.005  # between two pieces: whoever writes meanwhile goes first
Piece = Callable[[Store], Sequence[Notice]]


def _nothing(store: Store, now: datetime) -> Sequence[Notice]:
    return ()


@dataclass(frozen=True)
class Job:
    """Work by the clock.

    at      "HH:MM" by the clocks of Viet Nam, each day; or
    every   how often
    work    gets the store and the instant; what it returns is sent
    pieces  reads beside the writer once `work` has been kept; each piece is then a transaction of its own,
            and what it returns is sent. Cut short, what is left waits for the next time
    after   what takes many transactions, once `work` has been kept; cut short, it goes on the next time
    """

    name: str
    work: Callable[[Store, datetime], Sequence[Notice]] = _nothing
    at: tuple[str, ...] = ()
    every: timedelta | None = None
    pieces: Callable[[Store, datetime], Sequence[Piece]] | None = None
    after: Callable[[Database, datetime], Awaitable[None]] | None = None

    def __post_init__(self) -> None:
        if bool(self.at) == (self.every is not None):
            raise ValueError(f"the job {self.name} needs `at` or `every`, and not both")
        for moment in self.at:
            time.fromisoformat(moment)


def last_due(job: Job, now: datetime) -> datetime:
    """The latest instant, `now` at most, at which the job was to run. Pure."""
    if job.every is not None:
        step = job.every.total_seconds()
        return datetime.fromtimestamp(now.timestamp() // step * step, ZONE)
    here = now.astimezone(ZONE)
    found = [
        datetime.combine(here.date() - timedelta(days=back), time.fromisoformat(at), ZONE)
        for at in job.at
        for back in (0, 1)
    ]
    return max(moment for moment in found if moment <= now)


class Scheduler:
    """Looks what is due, every twenty seconds. After a pause a job runs once, however much it missed.

    When a job ran last stands in the database and is written in the transaction of its work, under its
    lock: over several processes it runs once.
    """

    def __init__(
        self,
        database: Database,
        jobs: Sequence[Job],
        channels: Mapping[str, Capabilities],
        posted: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self.jobs = jobs
        self._channels = channels
        self._posted = posted
        self._failed: Counter[str] = Counter()

    async def run(self, clock: Callable[[], datetime]) -> None:
        """Looks until it is cancelled."""
        while True:
            await self.look(clock())
            await asyncio.sleep(LOOKS_EVERY.total_seconds())

    async def look(self, now: datetime) -> list[str]:
        """Runs what is due at an instant; returns the names of what ran."""
        due = await self._database.read(lambda store: [j for j in self.jobs if self._is_due(store, j, now)])
        return [job.name for job in due if await self._tried(job, now)]

    async def _tried(self, job: Job, now: datetime) -> bool:
        try:
            ran = await self._database.run(lambda store: self._work(store, job, now), lock=f"job:{job.name}")
            if ran and job.pieces:
                await self._piece_by_piece(job.pieces, now)
            if ran and job.after:
                await job.after(self._database, now)
        except Exception:
            log.exception("incident %s in the job %s", incident(), job.name)
            self._failed[job.name] += 1
            if self._failed[job.name] < TRIES:
                return False  # tried again at the next look
            await self._database.run(lambda store: _ran(store, job, now))
            ran = False
        del self._failed[job.name]
        if ran:
            self._posted()
        return ran

    async def _piece_by_piece(
        self, gather: Callable[[Store, datetime], Sequence[Piece]], now: datetime
    ) -> None:
        for piece in await self._database.read(lambda store: gather(store, now)):
            await self._database.run(partial(self._post, piece, now))
            await asyncio.sleep(PAUSE_S)

    def _post(self, piece: Piece, now: datetime, store: Store) -> None:
        for notice in piece(store):
            post_notice(store, notice, self._channels, now)

    def _is_due(self, store: Store, job: Job, now: datetime) -> bool:
        last = store.facts.get(_key(job))
        return last is None or datetime.fromisoformat(last) < last_due(job, now)

    def _work(self, store: Store, job: Job, now: datetime) -> bool:
        if not self._is_due(store, job, now):
            return False  # another process was first
        first = store.facts.get(_key(job)) is None
        _ran(store, job, now)
        if first and job.at:
            return False  # an installation that is new today missed nothing
        for notice in job.work(store, now):
            post_notice(store, notice, self._channels, now)
        return True


def _key(job: Job) -> str:
    return f"job:{job.name}"


def _ran(store: Store, job: Job, now: datetime) -> None:
    store.facts.set(_key(job), now.isoformat())
