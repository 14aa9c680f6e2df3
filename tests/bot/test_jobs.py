"""Jobs by the clock run once, however much was missed, over however many processes."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

import pytest

from bot.jobs import TRIES, Job, Piece, Scheduler, last_due
from bot.messages import Notice, Reply
from bot.turn import ZONE
from storage.accounts import Address
from storage.database import Database
from storage.people import CONFIRMED, NewPerson
from storage.store import Store
from storage.units import NewUnit
from tests.support.channels import CAN, START


def nothing(store: Store, now: datetime) -> Sequence[Notice]:
    return ()


def at(clock: str, day: int = 14) -> datetime:
    return datetime.fromisoformat(f"2026-04-{day:02} {clock}").replace(tzinfo=ZONE)


class Counting:
    """Work that counts how often it ran, in the database and here."""

    def __init__(self, fails: int = 0) -> None:
        self.ran: list[datetime] = []
        self.fails = fails

    def __call__(self, store: Store, now: datetime) -> Sequence[Notice]:
        store.facts.set("ran", (store.facts.get("ran") or 0) + 1)
        if self.fails:
            self.fails -= 1
            raise RuntimeError("cannot")
        self.ran.append(now)
        return ()


def ran(database: Database) -> int:
    with database.reading() as store:
        return int(store.facts.get("ran") or 0)


DIGEST = ("07:05", "11:30", "17:00")


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (at("07:04"), at("17:00", 13)),
        (at("07:05"), at("07:05")),
        (at("12:00"), at("11:30")),
        (at("23:59"), at("17:00")),
    ],
)
def test_the_last_moment_of_a_daily_job_is_by_the_clocks_of_viet_nam(now: datetime, due: datetime) -> None:
    assert last_due(Job("digest", nothing, at=DIGEST), now) == due


def test_a_job_every_so_often_is_due_at_whole_steps() -> None:
    job = Job("look", nothing, every=timedelta(minutes=15))
    assert last_due(job, at("12:14")) == at("12:00")
    assert last_due(job, at("12:15")) == at("12:15")


@pytest.mark.parametrize("bad", [{}, {"at": ("25:00",)}, {"at": ("07:00",), "every": timedelta(1)}])
def test_a_job_that_says_no_time_is_refused(bad: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"at|hour"):
        Job("x", nothing, **bad)  # type: ignore[arg-type]


async def test_a_job_runs_once_for_each_moment_and_not_in_between(database: Database) -> None:
    work = Counting()
    scheduler = Scheduler(database, [Job("digest", work, at=DIGEST)], {})
    for clock in ("07:00", "07:04", "07:05", "07:06", "11:29", "11:31", "11:40", "17:00", "23:00"):
        await scheduler.look(at(clock))
    assert work.ran == [at("07:05"), at("11:31"), at("17:00")]


async def test_a_new_installation_has_missed_nothing(database: Database) -> None:
    work = Counting()
    scheduler = Scheduler(database, [Job("digest", work, at=DIGEST)], {})
    assert await scheduler.look(at("12:00")) == []
    assert await scheduler.look(at("17:00")) == ["digest"]


async def test_after_days_off_it_runs_once(database: Database) -> None:
    work = Counting()
    scheduler = Scheduler(database, [Job("digest", work, at=DIGEST)], {})
    await scheduler.look(at("12:00", 10))
    await scheduler.look(at("12:00", 14))
    await scheduler.look(at("12:01", 14))
    assert work.ran == [at("12:00", 14)]


async def test_over_several_processes_it_runs_once(database: Database) -> None:
    works = [Counting() for _ in range(4)]
    schedulers = [Scheduler(database, [Job("digest", work, at=DIGEST)], {}) for work in works]
    await schedulers[0].look(at("07:00"))
    await asyncio.gather(*(each.look(at("07:10")) for each in schedulers))
    assert ran(database) == 1
    assert sum(len(work.ran) for work in works) == 1


async def test_a_job_that_fails_leaves_nothing_behind_and_is_tried_again(database: Database) -> None:
    work = Counting(fails=1)
    scheduler = Scheduler(database, [Job("digest", work, at=DIGEST)], {})
    await scheduler.look(at("07:00"))
    assert await scheduler.look(at("07:05")) == []
    assert ran(database) == 0
    assert await scheduler.look(at("07:06")) == ["digest"]
    assert ran(database) == 1


async def test_a_job_that_always_fails_waits_for_its_next_moment_and_others_run(database: Database) -> None:
    broken, well = Counting(fails=99), Counting()
    scheduler = Scheduler(database, [Job("a", broken, at=DIGEST), Job("b", well, at=DIGEST)], {})
    await scheduler.look(at("07:00"))
    for minute in range(5, 15):
        await scheduler.look(at(f"07:{minute:02}"))
    assert broken.fails == 99 - TRIES
    assert len(well.ran) == 1


async def test_what_a_job_returns_is_queued_and_the_sender_woken(database: Database) -> None:
    with database.transaction() as store:
        unit = store.units.add(NewUnit("Công ty May số 2", "grassroots", "MAY2"))
        person = store.people.add(NewPerson(unit.id, "Lò Thị Hoa", CONFIRMED), START)
        account = store.accounts.meet(Address("post", "bot", "1"), START)
        store.accounts.belongs(account.id, person.id)
    woken: list[bool] = []

    def remind(store: Store, now: datetime) -> Sequence[Notice]:
        return [Notice(person.id, Reply("Còn một ngày nữa ạ."))]

    jobs = [Job("remind", remind, every=timedelta(hours=1))]
    scheduler = Scheduler(database, jobs, {"post": CAN}, lambda: woken.append(True))
    assert await scheduler.look(at("12:00")) == ["remind"]
    with database.transaction() as store:
        claimed = store.outbox.claim("test", at("12:00"), 10)
    assert [row.body["text"] for row in claimed] == ["Còn một ngày nữa ạ."]
    assert woken == [True]


async def test_pieces_are_gathered_beside_the_writer_and_kept_one_by_one(sqlite_database: Database) -> None:
    kept: list[int] = []

    def piece(number: int, store: Store) -> Sequence[Notice]:
        if number == 2:
            raise ZeroDivisionError
        store.facts.set(f"piece:{number}", number)
        kept.append(number)
        return ()

    def gather(store: Store, now: datetime) -> Sequence[Piece]:
        return [partial(piece, number) for number in range(4)]

    scheduler = Scheduler(sqlite_database, [Job("told", pieces=gather, every=timedelta(hours=1))], {})
    assert await scheduler.look(at("12:00")) == []
    assert kept == [0, 1]
    with sqlite_database.reading() as store:
        assert sorted(store.facts.under("piece:").values()) == [0, 1]
