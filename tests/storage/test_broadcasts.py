"""Broadcasts: who gets them, through which account, and never twice."""

from datetime import timedelta

import pytest

from storage.accounts import Account
from storage.broadcasts import DRAFT, QUEUED, WITHDRAWN, Broadcast, NewBroadcast
from storage.outbox import BULK, PENDING
from storage.people import CONFIRMED, LEFT, LISTED, WAITING, NewPerson
from storage.store import Store
from tests.support.unions import NOW, Union, found, join, reach

LATER = NOW + timedelta(minutes=1)
BODIES: dict[str, dict[str, object]] = {
    "telegram": {"text": "Mời anh chị dự hội thi"},
    "web": {"text": "Mời", "choices": [{"label": "Dạ"}]},
}


def draft(store: Store, union: Union, *, sensitive: bool = False) -> Broadcast:
    author = join(store, union.park, "Trần Văn Bình")
    new = NewBroadcast(union.park.id, author.id, "Mời anh chị dự hội thi", sensitive)
    return store.broadcasts.add(new, NOW)


def member(store: Store, union: Union, number: int, channel: str = "telegram") -> Account:
    return reach(store, join(store, union.garments, f"Người {number}"), f"a{number}", channel)


def chosen(store: Store, union: Union) -> list[int]:
    return [each.account_id for each in store.broadcasts.recipients(union.park.path)]


def test_a_draft_is_kept_and_told_by_its_unit(store: Store) -> None:
    union = found(store)
    kept = draft(store, union)
    assert (kept.status, kept.confirmed_at, kept.sensitive) == (DRAFT, None, False)
    assert store.broadcasts.of(union.park.id) == [kept]
    assert store.broadcasts.of(union.garments.id) == []


def test_each_person_gets_it_where_they_were_heard_last(store: Store) -> None:
    union = found(store)
    hoa = join(store, union.garments, "Lê Thị Hoà")
    telegram, web = reach(store, hoa, "t"), reach(store, hoa, "w", "web")
    store.accounts.heard(telegram, LATER)
    found_recipients = store.broadcasts.recipients(union.park.path)
    assert [(r.account_id, r.channel, r.person_id) for r in found_recipients] == [
        (telegram.id, "telegram", hoa.id)
    ]
    store.accounts.unreachable(telegram.address, LATER)
    assert chosen(store, union) == [web.id]
    store.accounts.wants_news(web.id, wanted=False)
    assert chosen(store, union) == []


def test_only_confirmed_members_who_agreed_get_it(store: Store) -> None:
    union = found(store)
    for i, status in enumerate((WAITING, LISTED, LEFT)):
        reach(store, join(store, union.garments, f"Người {i}", status), f"s{i}")
    silent = store.people.add(NewPerson(union.garments.id, "Chưa đồng ý", CONFIRMED), NOW)
    reach(store, silent, "silent")
    reach(store, join(store, union.school, "Ngoài khu"), "outside")
    inside = member(store, union, 1)
    assert chosen(store, union) == [inside.id]
    assert store.broadcasts.count_recipients(union.park.path) == (1, 3)
    assert store.broadcasts.count_recipients(union.province.path) == (2, 4)


def test_a_broadcast_is_queued_for_each_channel_in_its_own_words(store: Store) -> None:
    union = found(store)
    kept = draft(store, union, sensitive=True)
    telegram, web, zalo = (member(store, union, i, c) for i, c in enumerate(("telegram", "web", "zalo")))
    assert store.broadcasts.queue(kept.id, BODIES, union.park.path, LATER, NOW) == 2
    rows = store.outbox.claim("me", LATER, 10)
    assert {(row.account_id, row.body["text"]) for row in rows} == {
        (telegram.id, "Mời anh chị dự hội thi"),
        (web.id, "Mời"),
    }
    assert {(row.lane, row.broadcast_id, row.sensitive) for row in rows} == {(BULK, kept.id, True)}
    assert zalo.id not in {row.account_id for row in rows}
    now = store.broadcasts.get(kept.id)
    assert (now.status, now.confirmed_at) == (QUEUED, NOW)


def test_who_was_heard_last_on_a_channel_without_words_gets_it_on_another(store: Store) -> None:
    union = found(store)
    kept = draft(store, union)
    hoa = join(store, union.garments, "Lê Thị Hoà")
    telegram, zalo = reach(store, hoa, "t"), reach(store, hoa, "z", "zalo")
    store.accounts.heard(zalo, LATER)
    assert store.broadcasts.queue(kept.id, BODIES, union.park.path, NOW, NOW) == 1
    assert [row.account_id for row in store.outbox.claim("me", NOW, 10)] == [telegram.id]


def test_queued_twice_is_sent_once(store: Store) -> None:
    union = found(store)
    kept = draft(store, union)
    for i in range(3):
        member(store, union, i)
    assert store.broadcasts.queue(kept.id, BODIES, union.park.path, LATER, NOW) == 3
    member(store, union, 3, "web")
    assert store.broadcasts.queue(kept.id, BODIES, union.park.path, LATER, NOW) == 1
    assert store.outbox.outcomes(kept.id) == {PENDING: 4}


def test_a_broadcast_can_be_taken_back_until_it_is_due(store: Store) -> None:
    union = found(store)
    kept = draft(store, union)
    for i in range(3):
        member(store, union, i)
    store.broadcasts.queue(kept.id, BODIES, union.park.path, LATER, NOW)
    assert store.outbox.claim("me", NOW, 10) == []
    assert len(store.outbox.claim("me", LATER, 1)) == 1
    assert store.broadcasts.withdraw(kept.id) == 2
    assert store.broadcasts.get(kept.id).status == WITHDRAWN
    assert store.outbox.outcomes(kept.id) == {"sending": 1, "withdrawn": 2}
    assert store.outbox.claim("me", LATER, 10) == []


def test_a_broadcast_nobody_wrote_is_a_lookup_error(store: Store) -> None:
    with pytest.raises(LookupError):
        store.broadcasts.get(1)
