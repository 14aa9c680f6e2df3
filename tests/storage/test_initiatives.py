"""What members hand in: decided once, withdrawn for good."""

from storage.initiatives import NewInitiative
from storage.registrations import APPROVED, NEEDS_MORE, WITHDRAWN
from storage.store import Store
from tests.support.unions import NOW, found, join


def test_of_two_officers_only_the_faster_decides(store: Store) -> None:
    unit = found(store).garments
    row = store.initiatives.add(
        NewInitiative(join(store, unit, "Lò Thị Hoa").id, unit.id, "cữ canh vải"), NOW
    )
    assert store.initiatives.decide_at(row, APPROVED, NOW)
    assert not store.initiatives.decide_at(row, NEEDS_MORE, NOW)
    assert store.initiatives.get(row.id).status == APPROVED


def test_what_waits_is_told_to_its_own_unit_and_what_was_withdrawn_to_nobody(store: Store) -> None:
    union = found(store)
    author = join(store, union.garments, "Lò Thị Hoa")
    kept = store.initiatives.add(NewInitiative(author.id, union.garments.id, "cữ canh vải"), NOW)
    gone = store.initiatives.add(NewInitiative(author.id, union.garments.id, "kẹp chỉ"), NOW)
    store.initiatives.decide(gone.id, WITHDRAWN, NOW)
    assert [row.id for row in store.initiatives.waiting_in([union.garments.id])] == [kept.id]
    assert [row.id for row in store.initiatives.waiting(union.park.path)] == [kept.id]
    assert store.initiatives.waiting(union.shoes.path) == []
    assert [row.id for row in store.initiatives.of(author.id)] == [kept.id]
