"""Addresses: whose they are, what the conversation there remembers, where a person can be reached."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from storage.accounts import Address
from storage.store import Store
from tests.support.unions import NOW, found, join, reach

HERE = Address("telegram", "bot", "77")


def test_an_address_never_heard_has_no_situation(store: Store) -> None:
    assert store.accounts.situation(HERE) is None


def test_one_statement_tells_the_account_the_person_and_the_conversation(store: Store) -> None:
    hoa = join(store, found(store).garments, "Lê Thị Hoà")
    account = reach(store, hoa, "77")
    talk = store.conversations.start(account.id, "registrations", NOW)
    talk.state["title"] = "Lao động tiên tiến"
    store.conversations.save(talk, NOW)
    known = store.accounts.situation(HERE)
    assert known is not None
    assert (known.account.id, known.person, known.conversation) == (account.id, hoa, talk)


def test_the_same_address_at_another_bot_is_another_account(store: Store) -> None:
    account = store.accounts.meet(HERE, NOW)
    other = store.accounts.meet(Address("telegram", "second", "77"), NOW)
    assert account.id != other.id
    with pytest.raises(IntegrityError), store.connection.begin_nested():
        store.accounts.meet(HERE, NOW)


def test_what_the_conversation_remembers_comes_back(store: Store) -> None:
    account = store.accounts.meet(HERE, NOW)
    account.memory, account.pronoun = {"menu": [1, 2], "câu": "Dạ \U0001f600"}, "chị"
    store.accounts.heard(account, NOW)
    known = store.accounts.situation(HERE)
    assert known is not None
    assert (known.account.memory, known.account.pronoun) == (account.memory, "chị")
    store.accounts.remember(account.id, {"a": 1})
    assert store.accounts.memory(account.id) == store.accounts.get(account.id).memory == {"a": 1}


def test_whoever_blocked_the_bot_is_reachable_again_after_writing(store: Store) -> None:
    hoa = join(store, found(store).garments, "Lê Thị Hoà")
    account = reach(store, hoa, "77")
    store.accounts.unreachable(HERE, NOW)
    assert store.accounts.of(hoa.id) == []
    store.accounts.heard(account, NOW)
    assert [each.id for each in store.accounts.of(hoa.id)] == [account.id]


def test_the_place_heard_last_comes_first(store: Store) -> None:
    hoa = join(store, found(store).garments, "Lê Thị Hoà")
    telegram, web = reach(store, hoa, "77"), reach(store, hoa, "abc", "web")
    store.accounts.heard(telegram, NOW + timedelta(hours=1))
    assert [each.address.channel for each in store.accounts.of(hoa.id)] == ["telegram", "web"]
    store.accounts.heard(web, NOW + timedelta(hours=2))
    assert [each.address.channel for each in store.accounts.of(hoa.id)] == ["web", "telegram"]


def test_nobody_gets_news_before_asking_for_it(store: Store) -> None:
    account = store.accounts.meet(HERE, NOW)
    for wanted in (False, True, False):
        if wanted:
            store.accounts.wants_news(account.id, wanted=True)
        known = store.accounts.situation(HERE)
        assert known is not None
        assert known.account.wants_news is wanted
        store.accounts.wants_news(account.id, wanted=False)


def test_an_address_that_moved_keeps_its_person(store: Store) -> None:
    hoa = join(store, found(store).garments, "Lê Thị Hoà")
    account = reach(store, hoa, "77")
    store.accounts.moved(HERE, "78")
    assert store.accounts.situation(HERE) is None
    known = store.accounts.situation(Address("telegram", "bot", "78"))
    assert known is not None
    assert (known.account.id, known.person) == (account.id, hoa)


def test_an_unknown_account_is_a_lookup_error(store: Store) -> None:
    with pytest.raises(LookupError):
        store.accounts.get(1)
