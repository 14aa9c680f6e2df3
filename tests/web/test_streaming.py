"""Messages that come by themselves reach the pages that listen, whichever process sent them."""

import json
import time
from collections.abc import Generator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from storage.database import Database
from storage.outbox import NewMessage
from tests.support.pages import Site, serving
from web.streaming import MOST


def follow(client: httpx.Client, **options: Any) -> Generator[tuple[int, dict[str, Any]], None, None]:
    """Id and message of each event, as they come."""
    with client.stream("GET", "/chat/api/stream", **options) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        number = 0
        for line in answer.iter_lines():
            name, _, value = line.partition(": ")
            if name == "id":
                number = int(value)
            elif name == "data":
                yield number, json.loads(value)


def talker(site: Site) -> httpx.Client:
    visitor = site.visitor()
    visitor.post("/chat/api/messages", json={"client_id": "1", "text": "a"})
    return visitor


def wait_for_listener(site: Site, count: int = 1) -> None:
    client = site.client()
    for _ in range(200):
        if f"thidua_streams_open {count}\n" in client.get("/metrics").text:
            return
        time.sleep(0.02)
    raise AssertionError("nobody listens")


def test_what_was_missed_comes_first_and_then_what_arrives(site: Site) -> None:
    visitor = talker(site)
    events = follow(visitor)
    assert next(events)[1]["text"] == "Nghe: a"
    wait_for_listener(site)
    sent = site.send("Chị Thu đã duyệt.")
    number, message = next(events)
    assert (number, message["id"], message["text"]) == (sent, sent, "Chị Thu đã duyệt.")
    events.close()


def test_a_page_that_comes_back_goes_on_where_it_was(site: Site) -> None:
    visitor = talker(site)
    first, second = site.send("một"), site.send("hai")
    events = follow(visitor, headers={"last-event-id": str(first)})
    assert next(events)[0] == second
    events.close()
    events = follow(visitor, params={"after": first})
    assert next(events)[0] == second
    events.close()


@pytest.mark.parametrize("resumed", ["x", "-1", "9" * 30, "9" * 5000])
def test_a_page_that_says_nonsense_about_where_it_was_begins_anew(site: Site, resumed: str) -> None:
    events = follow(talker(site), headers={"last-event-id": resumed})
    assert next(events)[1]["text"] == "Nghe: a"
    events.close()


def test_of_too_many_streams_of_one_visitor_the_oldest_ends(site: Site) -> None:
    visitor = talker(site)
    oldest, *others = [follow(visitor) for _ in range(MOST + 1)]
    for events in (oldest, *others):
        next(events)
    assert list(oldest) == []
    wait_for_listener(site, MOST)
    sent = site.send("Chị Thu đã duyệt.")
    assert {next(events)[0] for events in others} == {sent}
    for events in others:
        events.close()


def test_who_never_wrote_is_told_to_come_later(site: Site) -> None:
    assert site.visitor().get("/chat/api/stream").status_code == 204


def test_on_postgresql_what_another_process_sent_arrives(postgresql_database: Database) -> None:
    with serving(postgresql_database) as site:
        visitor = talker(site)
        events = follow(visitor)
        next(events)
        wait_for_listener(site)
        site.send("Từ máy khác", notify=False)
        assert next(events)[1]["text"] == "Từ máy khác"
        events.close()


def test_on_postgresql_a_lower_id_seen_later_is_not_lost(postgresql_database: Database) -> None:
    with serving(postgresql_database) as site:
        visitor = talker(site)
        events = follow(visitor)
        last = next(events)[0]
        wait_for_listener(site)
        with postgresql_database.transaction() as slow:
            account = slow.accounts.get(1)
            early = slow.outbox.put(NewMessage(account.id, {"text": "chậm"}), datetime.now(UTC))
            late = site.send("nhanh")
            assert next(events)[1]["text"] == "nhanh"
        assert last < early < late
        assert next(events)[1]["text"] == "chậm"
        events.close()


def test_the_server_stops_though_pages_listen(sqlite_database: Database) -> None:
    with serving(sqlite_database) as site:
        events = follow(talker(site))
        next(events)
        wait_for_listener(site)
        site.stop()
        assert list(events) == []
