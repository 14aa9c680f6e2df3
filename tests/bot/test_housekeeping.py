"""What was kept only to be able to repeat itself is forgotten in time."""

from datetime import timedelta

from bot.housekeeping import JOBS, tidy
from storage.accounts import Address
from storage.database import Database
from tests.support.channels import START, queue, rows


def test_old_updates_messages_and_visitors_go_and_newer_ones_stay(database: Database) -> None:
    address = Address("post", "bot", "1")
    queue(database, "1", "old", due_at=None)
    with database.transaction() as store:
        store.inbox.store(address, "old", None, START)
        store.sessions.create("old", "1", START)
        later = START + timedelta(days=400)
        store.inbox.store(address, "new", None, later)
        store.sessions.create("new", "2", later)
        assert tidy(store, later + timedelta(days=1)) == ()
        assert store.inbox.find(address, "old") is None
        assert store.inbox.find(address, "new") is not None
        assert store.sessions.find("old") is None
        assert store.sessions.find("new") == "2"
    assert rows(database) == []


def test_it_is_done_at_night() -> None:
    assert [job.at for job in JOBS] == [("03:00",)]
