"""The breach log: 72 hours to tell the agency, and nothing is ever deleted."""

from datetime import timedelta

import pytest

from storage.breaches import AGENCY, PEOPLE
from storage.errors import Missing
from storage.store import Store
from tests.support.unions import NOW


def test_the_clock_runs_from_when_it_was_noticed(store: Store) -> None:
    found = store.breaches.add("A laptop with a list was stolen.", 40, NOW)
    assert found.tell_by == NOW + timedelta(hours=72)
    assert store.breaches.urgent(NOW) == [found]
    assert store.breaches.urgent(NOW - timedelta(hours=1)) == []


def test_who_was_told_and_when_is_kept_once(store: Store) -> None:
    found = store.breaches.add("A list went to the wrong unit.", 12, NOW)
    later = NOW + timedelta(hours=5)
    assert store.breaches.told(found.id, AGENCY, later)
    assert not store.breaches.told(found.id, AGENCY, later + timedelta(hours=1))
    assert store.breaches.told(found.id, PEOPLE, later)
    kept = store.breaches.get(found.id)
    assert (kept.agency_told_at, kept.people_told_at) == (later, later)
    assert store.breaches.urgent(later) == []


def test_it_is_closed_with_what_was_done(store: Store) -> None:
    found = store.breaches.add("A list went to the wrong unit.", 12, NOW)
    assert store.breaches.close(found.id, "The file was destroyed.", NOW)
    assert not store.breaches.close(found.id, "Again.", NOW)
    assert [each.measures for each in store.breaches.all()] == ["The file was destroyed."]
    assert store.breaches.urgent(NOW) == []
    with pytest.raises(Missing):
        store.breaches.get(found.id + 1)
