"""People: found by what an officer types, their offices, the proof that they agreed."""

import pytest

from storage.consents import Consent
from storage.people import CONFIRMED, LEFT, LISTED, WAITING, NewPerson
from storage.store import Store
from tests.support.unions import NOW, found, join


@pytest.mark.parametrize("words", ["le thi hoa", "Lê Thị Hoà", "thị ho", "THI HOA", "hoà"])
def test_a_person_is_found_with_and_without_diacritics(store: Store, words: str) -> None:
    union = found(store)
    hoa = join(store, union.garments, "Lê Thị Hoà")
    join(store, union.garments, "Lê Thị Hằng")
    assert store.people.search(union.province.path, words) == [hoa]


def test_people_stand_in_vietnamese_order(store: Store) -> None:
    union = found(store)
    for name in ("Vũ Ân", "Đỗ Lan", "Dương Lan", "Vũ An", "Vũ Ăn", "Ưng Lan", "Ung Lan"):
        join(store, union.garments, name)
    expected = ["Dương Lan", "Đỗ Lan", "Ung Lan", "Ưng Lan", "Vũ An", "Vũ Ăn", "Vũ Ân"]
    assert [each.name for each in store.people.search(union.garments.path, "")] == expected


def test_teams_stand_in_vietnamese_order_each_once(store: Store) -> None:
    union = found(store)
    for i, team in enumerate(("Tổ Ủi", "Tổ Đóng gói", "Tổ Cắt", "Tổ Dệt", "Tổ Cắt", None)):
        join(store, union.garments, f"Người {i}", team=team)
    assert store.people.teams(union.garments.id) == ["Tổ Cắt", "Tổ Dệt", "Tổ Đóng gói", "Tổ Ủi"]


def test_who_left_is_neither_found_nor_counted(store: Store) -> None:
    union = found(store)
    hoa = join(store, union.garments, "Lê Thị Hoà")
    assert store.people.count(union.province.path) == 1
    store.people.leave(hoa.id, NOW)
    assert store.people.count(union.province.path) == 0
    assert store.people.search(union.province.path, "hoa") == []
    assert store.people.get(hoa.id).status == LEFT


def test_who_waits_to_be_confirmed_is_not_counted_yet(store: Store) -> None:
    union = found(store)
    officer = join(store, union.garments, "Trần Văn Bình")
    waiting = join(store, union.garments, "Lê Thị Hoà", WAITING)
    assert store.people.count(union.garments.path) == 1
    store.people.confirm(waiting.id, officer.id, NOW)
    assert store.people.count(union.garments.path) == 2
    assert store.people.get(waiting.id).status == CONFIRMED


def test_every_change_outdates_the_buttons_of_before(store: Store) -> None:
    union = found(store)
    hoa = join(store, union.garments, "Le Thi Hoa", WAITING)
    store.people.rename(hoa.id, "Lê Thị Hoà")
    store.people.place(hoa.id, union.shoes.id, "Tổ May 2")
    now = store.people.get(hoa.id)
    assert (now.name, now.unit_id, now.team, now.version) == ("Lê Thị Hoà", union.shoes.id, "Tổ May 2", 3)


def test_a_list_is_added_at_once_and_found_by_name(store: Store) -> None:
    union = found(store)
    store.people.add_many([], NOW)
    names = ("Lê Thị Hoà", "Phạm Văn Đức")
    store.people.add_many([NewPerson(union.garments.id, name, LISTED) for name in names], NOW)
    assert [each.name for each in store.people.listed(union.garments.id, "le thi hoa")] == ["Lê Thị Hoà"]
    assert store.people.listed(union.shoes.id, "le thi hoa") == []
    assert store.people.listed(union.garments.id, "le thi") == []


def test_agreement_is_kept_with_its_text_time_and_place(store: Store) -> None:
    union = found(store)
    hoa = store.people.add(NewPerson(union.garments.id, "Lê Thị Hoà", WAITING), NOW)
    assert hoa.consented is None
    store.consents.give(hoa.id, Consent("2026-11", NOW, "telegram"))
    assert store.people.get(hoa.id).consented == NOW
    assert store.consents.of(hoa.id) == [Consent("2026-11", NOW, "telegram")]


def test_the_same_office_twice_is_one(store: Store) -> None:
    union = found(store)
    binh = join(store, union.garments, "Trần Văn Bình")
    for _ in range(2):
        store.roles.appoint(binh.id, union.garments.id, "chair", NOW)
    assert [(r.unit_path, r.what) for r in store.roles.of(binh.id, NOW)] == [(union.garments.path, "chair")]
    assert [p for p, _ in store.roles.in_unit(union.garments.id, NOW)] == [binh]
    assert store.roles.in_unit(union.park.id, NOW) == []


def test_a_dismissed_officer_holds_nothing(store: Store) -> None:
    union = found(store)
    binh = join(store, union.garments, "Trần Văn Bình")
    store.roles.appoint(binh.id, union.garments.id, "chair", NOW)
    store.roles.appoint(binh.id, union.shoes.id, "deputy", NOW)
    store.roles.dismiss(binh.id, union.garments.id, NOW)
    assert [r.unit_id for r in store.roles.of(binh.id, NOW)] == [union.shoes.id]
    assert [(p, r.what) for p, r in store.roles.everyone(NOW)] == [(binh, "deputy")]


def test_an_unknown_person_is_a_lookup_error(store: Store) -> None:
    with pytest.raises(LookupError):
        store.people.get(1)
