"""Registrations and initiatives: handed in, decided, changed; and the officers' words on them."""

from datetime import date, timedelta

import pytest

from storage.attachments import PHOTO, NewAttachment
from storage.initiatives import DRAFT, NewInitiative
from storage.people import Person
from storage.registrations import APPROVED, NEEDS_MORE, WAITING, WITHDRAWN, NewRegistration, Registration
from storage.store import Store
from tests.support.unions import NOW, found, join, reach

LATER = NOW + timedelta(hours=1)


def register(store: Store, person: Person, title: str = "Lao động tiên tiến") -> Registration:
    new = NewRegistration(person.id, person.unit_id, "title", 2026, title, team="Tổ 1")
    return store.registrations.add(new, NOW)


def test_a_registration_waits_for_the_officers_of_its_unit(store: Store) -> None:
    union = found(store)
    hoa = join(store, union.garments, "Lê Thị Hoà")
    kept = register(store, hoa)
    assert (kept.person_name, kept.unit_path, kept.status) == ("Lê Thị Hoà", union.garments.path, WAITING)
    assert store.registrations.waiting_in([union.garments.id]) == [kept]
    assert store.registrations.waiting(union.park.path) == [kept]
    assert store.registrations.count_waiting_in([union.garments.id, union.shoes.id]) == 1
    assert store.registrations.waiting_in([union.park.id]) == store.registrations.waiting_in([]) == []


def test_a_decision_outdates_the_buttons_of_before(store: Store) -> None:
    hoa = join(store, found(store).garments, "Lê Thị Hoà")
    kept = register(store, hoa)
    store.registrations.decide(kept.id, NEEDS_MORE, LATER)
    store.registrations.change(kept.id, LATER, title="Chiến sĩ thi đua", status=WAITING)
    now = store.registrations.get(kept.id)
    assert (now.version, now.title, now.status, now.created_at) == (3, "Chiến sĩ thi đua", WAITING, NOW)


def test_what_was_withdrawn_no_longer_stands(store: Store) -> None:
    union = found(store)
    hoa = join(store, union.garments, "Lê Thị Hoà")
    first, second = register(store, hoa), register(store, hoa, "Chiến sĩ thi đua")
    assert store.registrations.of(hoa.id) == [second, first]
    store.registrations.decide(first.id, WITHDRAWN, LATER)
    assert store.registrations.of(hoa.id) == [second]
    assert store.registrations.waiting_in([union.garments.id]) == [second]


def test_the_latest_reason_of_an_officer_is_told(store: Store) -> None:
    union = found(store)
    binh = join(store, union.garments, "Trần Văn Bình")
    subject = ("registration", 5)
    assert store.reviews.last_reason(subject) is None
    store.reviews.add(subject, binh.id, NEEDS_MORE, NOW, "Anh ghi thêm tổ nhé")
    store.reviews.add(subject, binh.id, NEEDS_MORE, LATER, "Còn thiếu ảnh")
    store.reviews.add(subject, binh.id, APPROVED, LATER)
    store.reviews.add(("initiative", 5), binh.id, NEEDS_MORE, LATER, "việc khác")
    assert store.reviews.last_reason(subject) == "Còn thiếu ảnh"


def test_an_initiative_is_kept_as_it_was_told(store: Store) -> None:
    union = found(store)
    hoa = join(store, union.garments, "Lê Thị Hoà")
    new = NewInitiative(
        hoa.id,
        hoa.unit_id,
        "Thanh gạt giấy cho máy cắt",
        "từ tháng 3",
        date(2026, 3, 1),
        "anh Dũng tổ cắt",
        "mỗi ca đỡ 20 phút",
    )
    kept = store.initiatives.add(new, NOW)
    assert (kept.what, kept.since_text, kept.since_on) == (new.what, new.since_text, new.since_on)
    assert (kept.authors_text, kept.effect, kept.person_name) == (new.authors_text, new.effect, hoa.name)
    assert (kept.status, kept.version, kept.attachments) == (WAITING, 1, 0)
    assert store.initiatives.of(hoa.id) == [kept]
    assert store.initiatives.waiting_in([union.garments.id]) == [kept]
    assert store.initiatives.waiting(union.park.path) == [kept]
    assert store.initiatives.waiting(union.school.path) == []
    assert store.initiatives.count_waiting_in([union.garments.id]) == 1


def test_a_draft_waits_for_nobody(store: Store) -> None:
    union = found(store)
    hoa = join(store, union.garments, "Lê Thị Hoà")
    draft = store.initiatives.add(NewInitiative(hoa.id, hoa.unit_id, "Giá treo", status=DRAFT), NOW)
    assert store.initiatives.waiting_in([union.garments.id]) == []
    assert store.initiatives.of(hoa.id) == [draft]


def test_an_initiative_that_changes_outdates_its_buttons(store: Store) -> None:
    hoa = join(store, found(store).garments, "Lê Thị Hoà")
    kept = store.initiatives.add(NewInitiative(hoa.id, hoa.unit_id, "Giá treo"), NOW)
    store.initiatives.change(kept.id, LATER, effect="đỡ mỏi lưng", since_on=date(2026, 5, 4))
    store.initiatives.decide(kept.id, APPROVED, LATER)
    now = store.initiatives.get(kept.id)
    assert (now.version, now.effect, now.since_on, now.status) == (
        3,
        "đỡ mỏi lưng",
        date(2026, 5, 4),
        APPROVED,
    )
    store.initiatives.decide(kept.id, WITHDRAWN, LATER)
    assert store.initiatives.of(hoa.id) == []


def test_an_initiative_counts_its_own_attachments(store: Store) -> None:
    hoa = join(store, found(store).garments, "Lê Thị Hoà")
    account = reach(store, hoa, "77")
    first, second = (
        store.initiatives.add(NewInitiative(hoa.id, hoa.unit_id, what), NOW)
        for what in ("Giá treo", "Xe đẩy")
    )
    photos = [store.attachments.add(NewAttachment(account.id, PHOTO), NOW) for _ in range(4)]
    store.attachments.tie(photos[:2], "initiative", first.id)
    store.attachments.tie(photos[2:3], "registration", first.id)
    assert store.initiatives.get(first.id).attachments == 2
    assert store.initiatives.get(second.id).attachments == 0


def test_what_nobody_handed_in_is_a_lookup_error(store: Store) -> None:
    with pytest.raises(LookupError):
        store.registrations.get(1)
    with pytest.raises(LookupError):
        store.initiatives.get(1)
