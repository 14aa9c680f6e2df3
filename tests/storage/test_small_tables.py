"""Audit, sessions and facts."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from storage.audit import Entry
from storage.store import Store
from tests.support.unions import NOW, found, join


def test_what_officers_did_is_told_in_order(store: Store) -> None:
    binh = join(store, found(store).garments, "Trần Văn Bình")
    first = Entry(binh.id, "approve", "registration", 4, {"from": "waiting"}, NOW)
    second = Entry(None, "import", "registration", 4, {}, NOW + timedelta(hours=1))
    for entry in (first, Entry(binh.id, "approve", "registration", 5, {}, NOW), second):
        store.audit.add(entry)
    assert store.audit.of("registration", 4) == [first, second]
    assert store.audit.of("initiative", 4) == []


def test_a_visitor_is_known_by_the_hash_of_the_cookie(store: Store) -> None:
    store.sessions.create("ab" * 32, "v1", NOW)
    assert store.sessions.find("ab" * 32) == "v1"
    assert store.sessions.find("cd" * 32) is None
    with pytest.raises(IntegrityError), store.connection.begin_nested():
        store.sessions.create("ab" * 32, "v2", NOW)


@pytest.mark.parametrize("value", [True, False, 0, 12, 1.5, "đã gửi", "12", [1, "a"], {"a": {"b": None}}])
def test_a_fact_comes_back_as_it_was(store: Store, value: object) -> None:
    store.facts.set("last", "before")
    store.facts.set("last", value)
    kept = store.facts.get("last")
    assert kept == value
    assert type(kept) is type(value)


def test_a_fact_nobody_set_is_none(store: Store) -> None:
    assert store.facts.get("never") is None
    store.facts.set("none", None)
    assert store.facts.get("none") is None
