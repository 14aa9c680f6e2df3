"""Conversations: one open, others parked, what is done forgets its answers."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from storage.accounts import Address
from storage.conversations import DONE, PARKED, conversation
from storage.store import Store
from tests.support.unions import NOW


def account(store: Store, external_id: str = "1") -> int:
    return store.accounts.meet(Address("web", "local", external_id), NOW).id


def test_an_account_has_one_open_conversation_at_most(store: Store) -> None:
    here, there = account(store), account(store, "2")
    store.conversations.start(here, "registrations", NOW)
    store.conversations.start(there, "registrations", NOW)
    with pytest.raises(IntegrityError), store.connection.begin_nested():
        store.conversations.start(here, "initiatives", NOW)


def test_the_conversation_parked_last_is_offered_again(store: Store) -> None:
    here = account(store)
    assert store.conversations.parked(here) is None
    talks = []
    for minute, flow in enumerate(("registrations", "initiatives")):
        talk = store.conversations.start(here, flow, NOW)
        talk.state = {"what": flow}
        store.conversations.save(talk, NOW + timedelta(minutes=minute), PARKED)
        talks.append(talk)
    assert store.conversations.parked(here) == talks[1]
    store.conversations.save(talks[1], NOW, DONE)
    assert store.conversations.parked(here) == talks[0]
    assert store.conversations.parked(account(store, "2")) is None


def test_what_is_done_keeps_no_answers(store: Store) -> None:
    talk = store.conversations.start(account(store), "registrations", NOW)
    talk.state = {"name": "Lê Thị Hoà"}
    store.conversations.save(talk, NOW, DONE)
    kept = store.connection.execute(select(conversation.c.state, conversation.c.status)).one()
    assert tuple(kept) == ({}, DONE)
