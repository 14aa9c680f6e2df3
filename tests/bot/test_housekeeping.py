"""Every night what is past its time goes, in small steps; what is late by law is told to the operator."""

from datetime import timedelta

import pytest

from bot.housekeeping import JOBS, overdue, tidy
from bot.jobs import Job, Scheduler
from bot.turn import local
from storage import retention
from storage.accounts import Address
from storage.database import Database
from storage.requests import VIEW, NewRequest
from tests.support.channels import START, queue, rows

NIGHT = START + timedelta(days=401)
OTHER = Address("post", "bot", "2")


def fill(database: Database, count: int) -> Address:
    address = Address("post", "bot", "1")
    queue(database, "1", "old", due_at=None)
    with database.transaction() as store:
        for number in range(count):
            store.inbox.store(address, f"old {number}", None, START)
        store.sessions.create("old", "1", START)
        store.inbox.store(OTHER, "new", None, NIGHT - timedelta(days=1))
        store.sessions.create("new", "2", NIGHT - timedelta(days=1))
    return address


async def test_old_updates_messages_and_visitors_go_and_newer_ones_stay(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.housekeeping.PAUSE_S", 0)
    address = fill(database, 3)
    await tidy(database, NIGHT)
    with database.reading() as store:
        assert store.inbox.find(address, "old 0") is None
        assert store.inbox.find(OTHER, "new") is not None
        assert store.sessions.find("old") is None
        assert store.sessions.find("new") == "2"
    assert rows(database) == []


async def test_no_transaction_takes_more_than_its_batch(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.housekeeping.PAUSE_S", 0)
    batches: list[int] = []
    act = retention.Retention.act

    def counting(self: retention.Retention, rule: retention.Rule, ids: list[int], now: retention.Now) -> None:
        batches.append(len(ids))
        act(self, rule, ids, now)

    monkeypatch.setattr(retention.Retention, "act", counting)
    fill(sqlite_database, retention.BATCH * 2 + 7)
    await tidy(sqlite_database, NIGHT)
    assert max(batches) == retention.BATCH
    assert sum(batches) >= retention.BATCH * 2 + 7


async def test_the_scheduler_does_it_at_night_and_notes_that_it_ran(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.housekeeping.PAUSE_S", 0)
    address = fill(sqlite_database, 1)
    night = next(job for job in JOBS if job.name == "housekeeping")
    assert night.at == ("03:00",)
    scheduler = Scheduler(sqlite_database, [night], {})
    await scheduler.look(NIGHT)  # an installation that is new today missed nothing
    assert await scheduler.look(NIGHT + timedelta(days=1)) == ["housekeeping"]
    with sqlite_database.reading() as store:
        assert store.inbox.find(address, "old 0") is None
        last = store.retention.last()
    assert last is not None
    assert last[0] == NIGHT + timedelta(days=1)
    assert last[1]["inbox"] == 1


async def test_what_comes_after_a_job_is_tried_again_when_it_broke(sqlite_database: Database) -> None:
    tried: list[int] = []

    async def breaking(database: Database, now: object) -> None:
        tried.append(len(tried))
        raise ZeroDivisionError

    job = Job("breaking", every=timedelta(minutes=5), work=lambda store, now: (), after=breaking)
    scheduler = Scheduler(sqlite_database, [job], {})
    for _ in range(2):
        assert await scheduler.look(START) == []
    assert tried == [0]  # its work is kept, so it comes again at its next time
    await scheduler.look(START + timedelta(minutes=6))
    assert tried == [0, 1]


def test_what_is_late_by_law_stands_in_the_operators_log(
    sqlite_database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with sqlite_database.transaction() as store:
        store.requests.add(NewRequest(VIEW, "web", local(START).date() - timedelta(days=30)), START)
        store.breaches.add("A list went to the wrong unit.", 3, START - timedelta(hours=70))
        assert overdue(store, START) == ()
    assert "request 1 (view)" in caplog.text
    assert "within 2 hours" in caplog.text
    assert "wrong unit" not in caplog.text
