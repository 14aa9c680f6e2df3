"""Sending what the outbox holds: order, failures, pace, restarts; on both databases."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.boundaries import SENT as IS_SENT
from bot.channels.base import Sent
from bot.errors import SendFailed, Unsendable
from bot.messages import Outgoing
from bot.outlet import Outlet
from bot.sender import Sender
from bot.settling import Settler
from storage.accounts import Address
from storage.database import Database
from storage.outbox import BULK, FAILED, NOTICE, PENDING, SENDING, SENT, UNKNOWN
from tests.support.channels import Post, Ticking, account_of, means, queue, rows
from tests.support.waiting import until


class Crash(BaseException):
    """The process dies here."""


def sender(database: Database, post: Post, clock: Ticking | None = None, **given: object) -> Sender:
    return Sender(database, {post.name: post}, ["web"], means(clock or Ticking(), **given))


def crash_at(boundary: str, times: int = 1) -> Callable[[str], None]:
    left = [times]

    def reached(name: str) -> None:
        if name == boundary and left[0]:
            left[0] -= 1
            raise Crash(name)

    return reached


async def test_what_is_queued_goes_out_and_is_marked(database: Database) -> None:
    post = Post()
    queue(database, "1", "a", "b")
    queue(database, "2", "c")
    await sender(database, post).drain()
    assert sorted(post.sent) == [("1", "a"), ("1", "b"), ("2", "c")]
    assert rows(database) == [("a", SENT, 1), ("b", SENT, 1), ("c", SENT, 1)]


async def test_the_platforms_id_is_kept(database: Database) -> None:
    post = Post()
    queue(database, "1", "a", name="card")
    await sender(database, post).drain()
    account = account_of(database, "1")
    with database.reading() as store:
        found = store.outbox.sent_under(account.id, "card")
    assert found
    assert found[1] == "post-1"


async def test_each_account_gets_its_messages_in_order(database: Database) -> None:
    post = Post()
    for number in range(30):
        queue(database, str(number % 3), f"{number:02}")
    await sender(database, post).drain()
    for account in "012":
        texts = [text for to, text in post.sent if to == account]
        assert len(texts) == 10
        assert texts == sorted(texts)


async def test_answers_go_before_notices_and_these_before_broadcasts(database: Database) -> None:
    post = Post()
    queue(database, "1", "bulk", lane=BULK)
    queue(database, "2", "notice", lane=NOTICE)
    queue(database, "3", "reply")
    await sender(database, post, in_flight=1).drain()
    assert post.texts == ["reply", "notice", "bulk"]


async def test_what_is_due_later_waits(database: Database) -> None:
    post, clock = Post(), Ticking()
    queue(database, "1", "later", due_at=clock.now + timedelta(minutes=5))
    sending = sender(database, post, clock)
    await sending.drain()
    assert post.sent == []
    clock.on(301)
    await sending.drain()
    assert post.texts == ["later"]


async def test_accounts_are_sent_to_side_by_side_but_not_without_bound(database: Database) -> None:
    post = Post(held=asyncio.Event())
    for number in range(40):
        queue(database, str(number), "a")
    sending = asyncio.create_task(sender(database, post).drain())
    await until(lambda: post.most >= 16)
    assert post.held
    post.held.set()
    await sending
    assert post.most == 16
    assert len(post.sent) == 40


async def test_who_blocked_us_is_unreachable_and_gets_no_more_of_it(database: Database) -> None:
    post = Post()
    queue(database, "1", "a", "b")
    post.failing["1"].append(SendFailed("blocked", permanent=True))
    await sender(database, post).drain()
    assert post.sent == []
    assert rows(database) == [("a", FAILED, 1), ("b", FAILED, 1)]
    with database.reading() as store:
        known = store.accounts.situation(Address("post", "bot", "1"))
    assert known
    assert not known.account.reachable


async def test_a_message_that_can_never_go_out_does_not_hold_up_the_next(database: Database) -> None:
    post = Post()
    queue(database, "1", "a", "b")
    post.failing["1"].append(Unsendable("too large"))
    await sender(database, post).drain()
    assert rows(database) == [("a", FAILED, 1), ("b", SENT, 1)]
    with database.reading() as store:
        known = store.accounts.situation(Address("post", "bot", "1"))
    assert known
    assert known.account.reachable


async def test_a_part_that_fails_keeps_later_parts_behind_it(database: Database) -> None:
    post, clock = Post(), Ticking()
    queue(database, "1", "a", "b", "c")
    queue(database, "2", "z")
    post.failing["1"].append(SendFailed("away"))
    sending = sender(database, post, clock)
    await sending.drain()
    assert post.texts == ["z"]
    assert rows(database)[:3] == [("a", PENDING, 1), ("b", PENDING, 0), ("c", PENDING, 0)]
    clock.on(5)
    await sending.drain()
    assert post.texts == ["z", "a", "b", "c"]


async def test_an_error_nobody_expected_counts_as_not_sent_and_ends_after_six_tries(
    database: Database,
) -> None:
    post, clock = Post(), Ticking()
    queue(database, "1", "a")
    post.failing["1"].extend(ZeroDivisionError(str(number)) for number in range(6))
    sending = sender(database, post, clock)
    for _ in range(8):
        await sending.drain()
        clock.on(3600)
    assert post.sent == []
    assert rows(database) == [("a", FAILED, 6)]


async def test_too_fast_in_a_broadcast_pauses_broadcasts_and_no_answers(database: Database) -> None:
    post, clock = Post(), Ticking()
    queue(database, "1", "bulk", lane=BULK)
    post.failing["1"].append(SendFailed("429", retry_after=30))
    outlet = Outlet(database, post, means(clock), Settler(database, "test"))
    await outlet.step()
    await until(lambda: rows(database) == [("bulk", PENDING, 0)])
    queue(database, "1", "reply")
    await outlet.step()
    await until(lambda: post.sent)
    assert post.texts == ["reply"]
    clock.on(31)
    await outlet.drain()
    assert post.texts == ["reply", "bulk"]


async def test_too_fast_in_answers_pauses_all_of_the_channel(database: Database) -> None:
    post, clock = Post(), Ticking()
    queue(database, "1", "a")
    post.failing["1"].append(SendFailed("429", retry_after=30))
    outlet = Outlet(database, post, means(clock), Settler(database, "test"))
    await outlet.step()
    await until(lambda: rows(database) == [("a", PENDING, 0)])
    queue(database, "2", "b")
    assert await outlet.step() == 0
    clock.on(31)
    await outlet.drain()
    assert sorted(post.texts) == ["a", "b"]


async def test_a_moved_address_is_written_to_where_it_is_now(database: Database) -> None:
    post = Post()
    queue(database, "old", "a")
    post.failing["old"].append(SendFailed("moved", moved_to="new"))
    await sender(database, post).drain()
    assert post.sent == [("new", "a")]
    assert rows(database) == [("a", SENT, 1)]
    with database.reading() as store:
        assert store.accounts.situation(Address("post", "bot", "new"))


async def test_an_answer_of_unknown_outcome_goes_again(database: Database) -> None:
    post, clock = Post(), Ticking()
    queue(database, "1", "a")
    post.failing["1"].append(SendFailed("slow", unknown=True))
    sending = sender(database, post, clock)
    await sending.drain()
    clock.on(5)
    await sending.drain()
    assert post.texts == ["a"]


async def test_a_sensitive_broadcast_of_unknown_outcome_is_not_repeated(database: Database) -> None:
    post, clock = Post(), Ticking()
    queue(database, "1", "a", lane=BULK, sensitive=True)
    post.failing["1"].append(SendFailed("slow", unknown=True))
    sending = sender(database, post, clock)
    for _ in range(3):
        await sending.drain()
        clock.on(3600)
    assert post.sent == []
    assert rows(database) == [("a", UNKNOWN, 1)]


async def test_messages_for_a_page_of_ours_are_placed_and_it_is_woken(database: Database) -> None:
    woken: list[int] = []
    clock = Ticking()
    queue(database, "1", "news", channel="web", lane=NOTICE)
    await sender(database, Post(), clock, arrived=woken.append).drain()
    account = account_of(database, "1", "web")
    assert woken == [account.id]
    with database.reading() as store:
        assert [each.body["text"] for each in store.outbox.arrived(account.id, 0)] == ["news"]


async def test_what_is_placed_late_comes_after_what_was_read_meanwhile(database: Database) -> None:
    clock = Ticking()
    later = clock.now + timedelta(minutes=1)
    queue(database, "1", "late", channel="web", lane=NOTICE, due_at=later)
    sending = sender(database, Post(), clock)
    (read,) = queue(database, "1", "early", channel="web", due_at=None)
    clock.on(61)
    await sending.drain()
    account = account_of(database, "1", "web")
    with database.reading() as store:
        assert [each.body["text"] for each in store.outbox.arrived(account.id, read)] == ["late"]


async def test_a_crash_between_sending_and_marking_repeats_an_answer_and_loses_none(
    database: Database,
) -> None:
    post = Post()
    queue(database, "1", "a", "b")
    with pytest.raises(Crash):
        await sender(database, post, boundary=crash_at(IS_SENT)).drain("before")
    assert rows(database)[0] == ("a", SENDING, 1)
    clock = Ticking()
    clock.on(1)
    await started_again(database, post, clock)
    assert post.texts == ["a", "a", "b"]


async def test_a_sensitive_broadcast_is_not_repeated_after_a_crash(database: Database) -> None:
    post = Post()
    queue(database, "1", "a", lane=BULK, sensitive=True)
    with pytest.raises(Crash):
        await sender(database, post, boundary=crash_at(IS_SENT)).drain("before")
    clock = Ticking()
    clock.on(1)
    await started_again(database, post, clock)
    assert post.texts == ["a"]
    assert rows(database) == [("a", UNKNOWN, 1)]


async def started_again(database: Database, post: Post, clock: Ticking) -> None:
    """Runs until nothing waits any more, as after a restart."""
    running = asyncio.create_task(sender(database, post, clock, poll_s=0.01).run())
    await until(lambda: all(status not in {PENDING, SENDING} for _, status, _ in rows(database)))
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_what_is_posted_wakes_the_sender(database: Database) -> None:
    post = Post()
    sending = sender(database, post, poll_s=3600)
    running = asyncio.create_task(sending.run())
    await asyncio.sleep(0.2)  # by now it has looked, and waits
    queue(database, "1", "a")
    sending.posted()
    await until(lambda: post.sent)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_a_sender_without_the_lease_sends_nothing(database: Database) -> None:
    post, clock = Post(), Ticking()
    with database.transaction() as store:
        assert store.leases.acquire("sender", "another", clock.now, timedelta(hours=1))
    queue(database, "1", "a")
    running = asyncio.create_task(sender(database, post, clock, poll_s=0.01).run())
    await asyncio.sleep(0.2)
    assert post.sent == []
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_stopping_hands_back_what_was_not_begun(database: Database) -> None:
    post = Post(held=asyncio.Event())
    queue(database, "1", "a", "b", "c")
    running = asyncio.create_task(sender(database, post, poll_s=0.01).run())
    await until(lambda: post.most)
    running.cancel()
    assert post.held
    post.held.set()
    await asyncio.gather(running, return_exceptions=True)
    assert post.texts == ["a"]
    assert rows(database) == [("a", SENT, 1), ("b", PENDING, 0), ("c", PENDING, 0)]


class Silent(Post):
    async def send(self, to: Address, message: Outgoing) -> Sent:
        await asyncio.Event().wait()
        raise AssertionError


async def test_a_channel_that_never_answers_is_given_up_as_unknown(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.outlet.PATIENCE_S", 0.01)
    queue(database, "1", "a", lane=BULK, sensitive=True)
    await sender(database, Silent()).drain()
    assert rows(database) == [("a", UNKNOWN, 1)]
