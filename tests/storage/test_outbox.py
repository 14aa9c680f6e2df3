"""What goes out: claimed by one sender, settled by who holds the claim, never lost, never doubled."""

import asyncio
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from storage.accounts import Address
from storage.broadcasts import NewBroadcast
from storage.database import Database
from storage.outbox import (
    BULK,
    FAILED,
    NOTICE,
    PENDING,
    REPLY,
    SENT,
    Claimed,
    NewMessage,
    Outcome,
    outbox,
)
from storage.store import Store
from tests.support.unions import NOW, found, join

LATER = NOW + timedelta(minutes=5)


def account(store: Store, external_id: str = "77") -> int:
    address = Address("telegram", "bot", external_id)
    known = store.accounts.situation(address)
    return known.account.id if known else store.accounts.meet(address, NOW).id


def queue(store: Store, text: str = "Dạ", lane: int = REPLY, due_at: datetime = NOW, **more: object) -> int:
    message = NewMessage(account(store), {"text": text}, lane, due_at=due_at, **more)  # type: ignore[arg-type]
    return store.outbox.put(message, NOW)


def claimed(store: Store, limit: int = 10, now: datetime = NOW, holder: str = "me") -> list[Claimed]:
    return store.outbox.claim(holder, now, limit)


async def test_two_claimers_never_get_the_same_row(database: Database) -> None:
    def fill(store: Store) -> list[int]:
        return [queue(store, str(i), lane=i % 3) for i in range(120)]

    rows = await database.run(fill)
    taken = await asyncio.gather(*(database.run(partial(claimed, holder=who)) for who in "abcdefgh" * 2))
    ids = [row.id for batch in taken for row in batch]
    assert len(ids) == len(set(ids)) >= 100
    rest = await database.run(partial(claimed, limit=200))
    assert sorted([*ids, *(row.id for row in rest)]) == rows


def test_replies_go_before_notices_and_bulk(store: Store) -> None:
    bulk, notice, reply = (queue(store, lane=lane) for lane in (BULK, NOTICE, REPLY))
    assert [row.id for row in claimed(store, 2)] == [reply, notice]
    assert [row.id for row in claimed(store, 2)] == [bulk]


def test_parts_of_a_reply_go_in_order(store: Store) -> None:
    ids = [queue(store, str(i)) for i in range(12)]
    assert [row.id for row in claimed(store, 5)] == ids[:5]
    assert [row.id for row in claimed(store, 20)] == ids[5:]


def test_a_channel_s_sender_gets_its_own_rows(store: Store) -> None:
    telegram = queue(store)
    web = store.accounts.meet(Address("web", "local", "1"), NOW).id
    row = store.outbox.put(NewMessage(web, {"text": "Dạ"}, due_at=NOW), NOW)
    assert [each.id for each in store.outbox.claim("me", NOW, 10, channel="web")] == [row]
    assert [each.id for each in store.outbox.claim("me", NOW, 10, channel="zalo")] == []
    assert [each.id for each in store.outbox.claim("me", NOW, 10, channel="telegram")] == [telegram]


def test_bulk_takes_no_more_than_its_share(store: Store) -> None:
    rows = [queue(store, str(i), lane) for i, lane in enumerate((BULK, BULK, BULK, REPLY, NOTICE))]
    taken = store.outbox.claim("me", NOW, 10, channel="telegram", bulk=2)
    assert [each.id for each in taken] == [rows[3], rows[4], *rows[:2]]


def test_a_row_put_back_untried_has_lost_no_attempt(store: Store) -> None:
    row = queue(store)
    claimed(store)
    store.outbox.put_back("another", [row], NOW)
    assert claimed(store) == []
    store.outbox.put_back("me", [row], LATER)
    assert claimed(store) == []
    assert [(each.id, each.attempts) for each in claimed(store, now=LATER)] == [(row, 1)]


def test_a_claim_says_where_to_send_what(store: Store) -> None:
    queue(store, "Chào chị", NOTICE, name="n1", sensitive=True)
    (row,) = claimed(store)
    assert (row.address, row.body, row.lane) == (
        Address("telegram", "bot", "77"),
        {"text": "Chào chị"},
        NOTICE,
    )
    assert (row.attempts, row.name, row.sensitive, row.broadcast_id) == (1, "n1", True, None)


def test_what_is_due_later_waits(store: Store) -> None:
    row = queue(store, due_at=LATER)
    assert claimed(store) == []
    assert [each.id for each in claimed(store, now=LATER)] == [row]


def test_what_was_sent_has_arrived(store: Store) -> None:
    first, second = queue(store, "một"), queue(store, "hai")
    claimed(store)
    store.outbox.settle("me", [Outcome(first, SENT, NOW, "m1"), Outcome(second, FAILED, NOW, error="403")])
    here = account(store)
    assert [(each.id, each.body) for each in store.outbox.arrived(here, 0)] == [(first, {"text": "một"})]
    assert store.outbox.arrived(here, first) == []
    assert store.outbox.waiting() == 0


def test_settling_a_lost_claim_changes_nothing(store: Store) -> None:
    row = queue(store)
    claimed(store)
    assert store.outbox.abandoned(LATER, LATER) == 1
    (again,) = store.outbox.claim("another", LATER, 10)
    store.outbox.settle("me", [Outcome(row, SENT, LATER, "m1")])
    assert store.outbox.arrived(account(store), 0) == []
    store.outbox.settle("another", [Outcome(row, SENT, LATER, "m2")])
    assert (again.id, again.attempts) == (row, 2)
    assert len(store.outbox.arrived(account(store), 0)) == 1
    store.outbox.settle("another", [Outcome(row, FAILED, LATER)])
    assert len(store.outbox.arrived(account(store), 0)) == 1


def test_a_message_put_back_is_due_when_the_platform_said(store: Store) -> None:
    row = queue(store)
    claimed(store)
    store.outbox.settle("me", [Outcome(row, PENDING, NOW, error="429", due_at=LATER)])
    assert claimed(store) == []
    assert [each.attempts for each in claimed(store, now=LATER)] == [2]


def test_a_sender_that_died_is_made_up_for(store: Store) -> None:
    queue(store, "trả lời")
    queue(store, "tin chung", BULK)
    queue(store, "tin kín", BULK, sensitive=True)
    claimed(store)
    assert store.outbox.abandoned(NOW, NOW) == 0
    assert store.outbox.abandoned(LATER, LATER) == 3
    assert [row.body["text"] for row in claimed(store, now=LATER)] == ["trả lời", "tin chung"]
    assert store.outbox.abandoned(LATER + timedelta(seconds=1), LATER) == 2
    assert [row.body["text"] for row in claimed(store, now=LATER)] == ["trả lời"]


def test_a_row_laid_before_a_page_comes_after_what_the_page_has_read(store: Store) -> None:
    queue(store, "tin")
    (row,) = claimed(store)
    newest = store.outbox.put(NewMessage(account(store), {"text": "đáp"}), NOW)
    assert store.outbox.place(row, LATER) > newest
    assert [each.body["text"] for each in store.outbox.arrived(account(store), newest)] == ["tin"]
    assert store.outbox.waiting() == 0


def test_what_waits_can_be_taken_back_by_its_name(store: Store) -> None:
    queue(store, name="undo-1", due_at=LATER)
    queue(store, name="undo-2", due_at=LATER)
    sent = queue(store, name="undo-1")
    claimed(store)
    store.outbox.settle("me", [Outcome(sent, SENT, NOW, "m1")])
    assert store.outbox.withdraw("undo-1") == 1
    assert store.outbox.withdraw("undo-1") == 0
    assert [row.name for row in claimed(store, now=LATER)] == ["undo-2"]


def test_the_last_message_under_a_name_can_be_edited(store: Store) -> None:
    here = account(store)
    assert store.outbox.sent_under(here, "card") is None
    for platform_id in ("m1", "m2"):
        row = queue(store, name="card")
        claimed(store)
        store.outbox.settle("me", [Outcome(row, SENT, NOW, platform_id)])
        assert store.outbox.sent_under(here, "card") == (row, platform_id)
    assert store.outbox.sent_under(account(store, "78"), "card") is None


def test_answers_are_told_apart_from_notices(store: Store) -> None:
    here = account(store)
    row = store.inbox.store(Address("telegram", "bot", "77"), "u1", None, NOW)
    assert row is not None
    store.outbox.put(NewMessage(here, {"text": "đáp"}, inbox_id=row), NOW)
    store.outbox.put(NewMessage(here, {"text": "báo"}, NOTICE, inbox_id=row), NOW)
    store.outbox.put(NewMessage(here, {"text": "khác"}), NOW)
    assert [each.body["text"] for each in store.outbox.answers_to(row, here)] == ["đáp"]
    assert store.outbox.answers_to(row, account(store, "78")) == []


def test_a_broadcast_reaches_an_account_once_at_most(store: Store) -> None:
    union = found(store)
    author = join(store, union.park, "Trần Văn Bình")
    first, second = (
        store.broadcasts.add(NewBroadcast(union.park.id, author.id, "tin"), NOW).id for _ in range(2)
    )
    queue(store, lane=BULK, broadcast_id=first)
    queue(store, lane=BULK, broadcast_id=second)
    with pytest.raises(IntegrityError), store.connection.begin_nested():
        queue(store, lane=BULK, broadcast_id=first)
    assert store.outbox.outcomes(first) == {PENDING: 1}


def test_who_did_not_agree_leaves_no_words_behind(store: Store) -> None:
    here = account(store)
    store.outbox.put(NewMessage(here, {"text": "Chào chị Hoà"}), NOW)
    other = store.outbox.put(NewMessage(account(store, "78"), {"text": "Chào"}), NOW)
    store.outbox.erase(here)
    assert [each.body for each in store.outbox.arrived(here, 0)] == [{"text": ""}]
    assert [each.id for each in store.outbox.arrived(account(store, "78"), 0)] == [other]


def test_an_id_is_never_used_again_however_old(store: Store) -> None:
    here = account(store)
    old = store.outbox.put(NewMessage(here, {"text": "cũ"}), NOW - timedelta(days=200))
    store.connection.execute(delete(outbox))
    assert store.outbox.put(NewMessage(here, {"text": "mới"}), NOW) > old
