"""Stored updates are worked off: in order for each person, side by side, and no poison blocks."""

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.dispatcher import Dispatcher
from bot.errors import SendFailed
from bot.inbox import InboxWorkers, Reader
from bot.messages import Attachment, Incoming
from storage.accounts import Address
from storage.database import Database
from storage.inbox import Received
from storage.outbox import Arrived
from tests.support.channels import START, Ticking, account_of
from tests.support.waiting import until


@dataclass
class Answering:
    """In the place of the dispatcher: writes down what it is handed and marks it as handled."""

    database: Database
    answered: list[Incoming] = field(default_factory=list)
    failing: dict[str, int] = field(default_factory=dict)
    held: asyncio.Event | None = None
    most: int = 0
    now: int = 0

    def stored(self) -> None: ...

    async def answer(self, incoming: Incoming, inbox_id: int) -> list[Arrived]:
        self.now += 1
        self.most = max(self.most, self.now)
        try:
            if self.held:
                await self.held.wait()
            if self.failing.get(incoming.text, 0) > 0:
                self.failing[incoming.text] -= 1
                raise RuntimeError(incoming.text)
            self.answered.append(incoming)
            await self.database.run(lambda store: store.inbox.handled(inbox_id, START))
            return []
        finally:
            self.now -= 1


def read(received: Received) -> Incoming | None:
    what = received.payload
    if what.get("poison"):
        raise ValueError("poison")
    if what.get("nothing"):
        return None
    told: dict[str, Any] = {name: what[name] for name in ("text", "left", "edited") if name in what}
    if "file" in what:
        told["attachments"] = (Attachment(what.get("kind", "photo"), external_id=what["file"]),)
    return Incoming(received.address, received.update_id, START, **told)


def store(database: Database, who: str, number: int, **payload: Any) -> None:
    with database.transaction() as open_store:
        address = Address("post", "bot", who)
        assert open_store.inbox.store(address, f"{who}-{number}", payload, START + timedelta(seconds=number))


def workers(answering: Answering, fetch: Any = None, poll_s: float = 0.01) -> InboxWorkers:
    dispatcher: Any = answering  # only `answer` is asked of it
    return InboxWorkers(dispatcher, answering.database, {"post": Reader(read, fetch)}, Ticking(), poll_s)


def waiting(database: Database) -> int:
    with database.reading() as open_store:
        return open_store.inbox.waiting()


async def test_each_persons_updates_are_answered_in_order(database: Database) -> None:
    answering = Answering(database)
    for number in range(12):
        store(database, str(number % 3), number, text=f"{number:02}")
    await workers(answering).drain()
    for who in "012":
        texts = [each.text for each in answering.answered if each.address.external_id == who]
        assert texts == sorted(texts)
        assert len(texts) == 4
    assert waiting(database) == 0


async def test_one_persons_updates_wait_for_one_another_and_others_do_not(database: Database) -> None:
    answering = Answering(database, held=asyncio.Event())
    for number in range(3):
        store(database, "same", number, text=str(number))
    for number in range(30):
        store(database, f"other-{number}", number, text="x")
    draining = asyncio.create_task(workers(answering).drain())
    await until(lambda: answering.most >= 16)
    assert answering.held
    answering.held.set()
    await draining
    assert answering.most == 16
    assert len(answering.answered) == 33


async def test_an_update_that_cannot_be_read_is_left_out_with_an_incident(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    answering = Answering(database)
    store(database, "1", 1, poison=True)
    store(database, "1", 2, text="after")
    with caplog.at_level(logging.ERROR):
        await workers(answering).drain()
    assert [each.text for each in answering.answered] == ["after"]
    with database.reading() as open_store:
        found = (
            open_store.connection.exec_driver_sql("SELECT incident FROM inbox ORDER BY id").scalars().all()
        )
    assert found[0]
    assert found[0] in caplog.text
    assert found[1] is None


async def test_an_update_that_asks_for_nothing_is_done_with(database: Database) -> None:
    answering = Answering(database)
    store(database, "1", 1, nothing=True)
    await workers(answering).drain()
    assert answering.answered == []
    assert waiting(database) == 0


async def test_an_edited_message_gets_no_second_answer(database: Database) -> None:
    answering = Answering(database)
    store(database, "1", 1, text="dang ky")
    store(database, "1", 2, text="dang ky!", edited=True)
    await workers(answering).drain()
    assert [each.text for each in answering.answered] == ["dang ky"]
    assert waiting(database) == 0


async def test_who_leaves_is_unreachable_until_coming_back_and_gets_no_answer(database: Database) -> None:
    answering, address = Answering(database), Address("post", "bot", "1")
    account_of(database, "1")
    for number, (left, reachable) in enumerate([(True, False), (False, True)]):
        store(database, "1", number, left=left)
        await workers(answering).drain()
        with database.reading() as open_store:
            known = open_store.accounts.situation(address)
        assert known
        assert known.account.reachable is reachable
    assert answering.answered == []


async def test_who_leaves_without_ever_having_written_is_no_trouble(database: Database) -> None:
    store(database, "nobody", 1, left=True)
    await workers(Answering(database)).drain()
    assert waiting(database) == 0


async def test_an_answer_that_fails_once_is_tried_again_before_the_next(database: Database) -> None:
    answering = Answering(database, failing={"a": 1})
    store(database, "1", 1, text="a")
    store(database, "1", 2, text="b")
    await workers(answering).drain()
    assert [each.text for each in answering.answered] == ["a", "b"]


async def test_an_update_that_always_fails_is_left_out_and_the_next_is_answered(database: Database) -> None:
    answering = Answering(database, failing={"a": 99})
    store(database, "1", 1, text="a")
    store(database, "1", 2, text="b")
    await workers(answering).drain()
    assert [each.text for each in answering.answered] == ["b"]
    assert waiting(database) == 0


async def test_files_are_fetched_before_the_answer(database: Database) -> None:
    async def fetch(external_id: str) -> bytes:
        return external_id.encode()

    answering = Answering(database)
    store(database, "1", 1, file="abc")
    store(database, "1", 2, file="sticker", kind="sticker")
    await workers(answering, fetch).drain()
    assert [each.attachments[0].content for each in answering.answered] == [b"abc", None]


async def test_a_file_that_is_not_to_be_had_does_not_hold_up_the_answer(database: Database) -> None:
    errors = iter([LookupError("gone"), SendFailed("away")])

    async def fetch(external_id: str) -> bytes:
        raise next(errors)

    answering = Answering(database)
    store(database, "1", 1, file="a")
    store(database, "1", 2, file="b")
    await workers(answering, fetch).drain()
    assert [each.attachments[0].content for each in answering.answered] == [None, None]


async def test_what_is_stored_wakes_the_workers(database: Database) -> None:
    answering = Answering(database)
    working = workers(answering, poll_s=3600)
    running = asyncio.create_task(working.run())
    await asyncio.sleep(0.2)  # by now they have looked, and wait
    store(database, "1", 1, text="a")
    working.stored()
    await until(lambda: answering.answered)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_what_was_left_before_a_restart_is_answered_after_it(database: Database) -> None:
    store(database, "1", 1, text="a")
    answering = Answering(database)
    running = asyncio.create_task(workers(answering).run())
    await until(lambda: answering.answered)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


def test_the_stand_in_takes_what_the_dispatcher_takes() -> None:
    assert Answering.answer.__annotations__.keys() <= Dispatcher.answer.__annotations__.keys()
    assert isinstance(START, datetime)
