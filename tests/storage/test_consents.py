"""Consents: one purpose at a time, provable, taken back as easily as given."""

from datetime import timedelta

from storage.consents import EMULATION, NEWS, PRAISE, Consent
from storage.people import WAITING, NewPerson
from storage.store import Store
from tests.support.unions import NOW, found, join

LATER = NOW + timedelta(days=1)


def newcomer(store: Store) -> int:
    return store.people.add(NewPerson(found(store).garments.id, "Lê Thị Hoà", WAITING), NOW).id


def test_agreeing_to_one_purpose_is_agreeing_to_nothing_else(store: Store) -> None:
    hoa = newcomer(store)
    store.consents.give(hoa, Consent("joining.consent@2", NOW, "web"))
    assert [store.consents.held(hoa, each) for each in (EMULATION, NEWS, PRAISE)] == [True, False, False]
    store.consents.give(hoa, Consent("privacy.praise@1", NOW, "web", PRAISE))
    assert store.consents.held(hoa, PRAISE)
    assert store.people.get(hoa).consented == NOW


def test_what_is_taken_back_stays_on_record_with_its_channel(store: Store) -> None:
    hoa = newcomer(store)
    store.consents.give(hoa, Consent("joining.consent@2", NOW, "web"))
    assert store.consents.withdraw(hoa, EMULATION, LATER, "telegram")
    assert not store.consents.withdraw(hoa, EMULATION, LATER, "telegram")
    assert [each.withdrawn for each in store.consents.of(hoa)] == [LATER]
    assert store.people.get(hoa).consented is None


def test_who_never_agreed_took_nothing_back(store: Store) -> None:
    hoa = newcomer(store)
    assert not store.consents.taken_back(hoa)
    store.consents.give(hoa, Consent("joining.consent@2", NOW, "web"))
    assert not store.consents.taken_back(hoa)
    store.consents.withdraw(hoa, EMULATION, LATER, "web")
    assert store.consents.taken_back(hoa)
    store.consents.give(hoa, Consent("joining.consent@2", LATER, "web"))
    assert not store.consents.taken_back(hoa)
    assert store.consents.given(hoa) == 2


def test_texts_are_counted_by_version_with_those_taken_back(store: Store) -> None:
    union = found(store)
    people = [join(store, union.garments, name).id for name in ("A B", "C D")]
    store.consents.give(people[0], Consent("v2", NOW, "web", NEWS))
    store.consents.withdraw(people[1], EMULATION, LATER, "web")
    assert store.consents.counts() == [(EMULATION, "v1", 1, 1), (NEWS, "v2", 1, 0)]
