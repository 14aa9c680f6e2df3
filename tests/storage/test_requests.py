"""Requests about one's own data: acknowledged, finished by the law's day, extended once."""

from datetime import date, timedelta

import pytest

from storage.errors import Missing
from storage.requests import COMPLAIN, CORRECT, DAYS, ERASE, VIEW, WITHDRAW, NewRequest
from storage.store import Store
from tests.support.unions import NOW, found, join, reach

FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(("kind", "days"), [(VIEW, 10), (CORRECT, 10), (ERASE, 20), (WITHDRAW, 15)])
def test_each_kind_has_its_days(store: Store, kind: str, days: int) -> None:
    asked = store.requests.add(NewRequest(kind, "web", FRIDAY), NOW)
    assert asked.due_on == FRIDAY + timedelta(days=days)
    assert asked.acknowledged_at == NOW
    assert set(DAYS) >= {VIEW, CORRECT, ERASE, WITHDRAW, COMPLAIN}


def test_it_is_finished_once(store: Store) -> None:
    asked = store.requests.add(NewRequest(CORRECT, "web", FRIDAY, seen=False), NOW)
    later = NOW + timedelta(days=1)
    assert store.requests.done(asked.id, "corrected", later)
    assert not store.requests.done(asked.id, "again", later)
    kept = store.requests.get(asked.id)
    assert (kept.outcome, kept.done_at, kept.acknowledged_at) == ("corrected", later, later)
    assert store.requests.open() == []
    assert store.requests.counts() == [(CORRECT, 1, 1)]


def test_it_is_extended_once_by_fifteen_days(store: Store) -> None:
    asked = store.requests.add(NewRequest(ERASE, "web", FRIDAY), NOW)
    assert store.requests.extend(asked.id)
    assert store.requests.get(asked.id).due_on == FRIDAY + timedelta(days=35)
    assert not store.requests.extend(asked.id)
    with pytest.raises(Missing):
        store.requests.extend(asked.id + 1)


def test_what_is_late_is_told_and_what_is_not_is_not(store: Store) -> None:
    late = store.requests.add(NewRequest(VIEW, "web", FRIDAY - timedelta(days=20)), NOW)
    store.requests.add(NewRequest(VIEW, "web", FRIDAY), NOW)
    done = store.requests.add(NewRequest(VIEW, "web", FRIDAY - timedelta(days=20)), NOW)
    store.requests.done(done.id, "shown", NOW)
    assert [each.id for each in store.requests.overdue(FRIDAY, NOW)] == [late.id]


def test_what_nobody_acknowledged_is_late_after_two_working_days(store: Store) -> None:
    """NOW is a Saturday: Monday and Tuesday are the two."""
    asked = store.requests.add(NewRequest(COMPLAIN, "paper", NOW.date(), seen=False), NOW)
    for days, late in ((3, []), (4, [asked.id])):
        at = NOW + timedelta(days=days)
        assert [each.id for each in store.requests.overdue(at.date(), at)] == late


def test_an_officer_sees_those_of_exactly_these_units(store: Store) -> None:
    union = found(store)
    hoa, an = join(store, union.garments, "Lê Thị Hoà"), join(store, union.shoes, "Vũ An")
    account = reach(store, hoa, "1")
    mine = store.requests.add(NewRequest(COMPLAIN, "web", FRIDAY, hoa.id, account.id, "lộ tên"), NOW)
    store.requests.add(NewRequest(COMPLAIN, "web", FRIDAY, an.id), NOW)
    assert store.requests.open_in([union.garments.id]) == [mine]
    assert store.requests.of(hoa.id) == [mine]
