"""The tree of unions: finding a unit by what people type, and what lies below it."""

from datetime import date

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from storage.store import Store
from storage.units import NewUnit, below, unit
from tests.support.unions import found


def test_a_unit_knows_its_way_up(store: Store) -> None:
    union = found(store)
    assert union.garments.above() == [union.garments.id, union.park.id, union.province.id]
    assert union.garments.path == f"/{union.province.id}/{union.park.id}/{union.garments.id}/"


@pytest.mark.parametrize("words", ["may dong ha", "May Đông Hà", "MAY  ĐÔNG", "đông hà", "dong\u200b ha"])
def test_a_unit_is_found_with_and_without_diacritics(store: Store, words: str) -> None:
    union = found(store)
    assert store.units.search(words) == [union.garments]


def test_a_unit_is_found_by_another_name_once(store: Store) -> None:
    union = found(store)
    store.units.add_aliases(union.garments.id, ["May Thành Công", "Thành Công cũ"])
    assert store.units.search("thanh cong") == [union.garments]


def test_signs_of_sql_are_letters_like_others(store: Store) -> None:
    found(store)
    hundred = store.units.add(NewUnit("Công ty 100% vốn_nước ngoài", "base", "FDI"))
    assert store.units.search("100%") == [hundred]
    assert store.units.search("%") == [hundred]
    assert store.units.search("n_n") == [hundred]
    assert store.units.search("' OR 1=1 --") == []


def test_units_stand_in_vietnamese_order(store: Store) -> None:
    names = ["Ba", "Đa", "Ăn", "Da", "Ân", "An", "Án", "Ả", "Ơn", "On", "Ôn"]
    for i, name in enumerate(names):
        store.units.add(NewUnit(name, "base", f"U{i}"))
    expected = ["Ả", "An", "Án", "Ăn", "Ân", "Ba", "Da", "Đa", "On", "Ôn", "Ơn"]
    assert [each.name for each in store.units.roots()] == expected
    assert [each.name for each in store.units.search("", limit=50)] == expected


def test_a_code_is_found_whatever_its_letters_case(store: Store) -> None:
    union = found(store)
    assert store.units.by_code(" sk-mdh ") == union.garments
    assert store.units.by_code("SK-M") is None
    assert store.units.by_code("sk-mdh\0") == union.garments  # PostgreSQL would take no NUL


def test_two_units_cannot_have_the_same_code(store: Store) -> None:
    found(store)
    with pytest.raises(IntegrityError), store.connection.begin_nested():
        store.units.add(NewUnit("Khác", "base", "sk-mdh"))


def test_what_lies_below_is_the_subtree_with_its_root(store: Store) -> None:
    union = found(store)
    assert store.units.below(union.park.path) == [union.park, union.garments, union.shoes]
    assert store.units.below(union.school.path) == [union.school]


def test_a_path_must_be_a_whole_one() -> None:
    for path in ("", "/1", "1/", "%"):
        with pytest.raises(ValueError, match="path"):
            below(path)


def test_a_unit_that_ended_is_no_longer_found(store: Store) -> None:
    union = found(store)
    ended = update(unit).where(unit.c.id == union.garments.id)
    store.connection.execute(ended, {"valid_to": date(2025, 6, 30)})
    assert store.units.search("may dong ha") == []
    assert store.units.by_code("SK-MDH") is None
    assert store.units.children(union.park.id) == [union.shoes]
    assert store.units.get(union.garments.id).name == union.garments.name


def test_an_unknown_unit_is_a_lookup_error(store: Store) -> None:
    assert store.units.is_empty()
    with pytest.raises(LookupError):
        store.units.get(1)
