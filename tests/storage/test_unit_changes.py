"""Units in time: renamed, moved, ended, and what became of them."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.database import Database
from storage.errors import Circle, StillBelow
from storage.people import LEFT, LISTED, WAITING
from storage.store import Store
from storage.units import Ending, NewUnit, Unit
from tests.support.unions import NOW, found, join

DAY = date(2025, 7, 1)


def district(store: Store) -> tuple[Unit, Unit, Unit]:
    """A federation that ends and two communes that follow it."""
    province = store.units.add(NewUnit("Liên đoàn Lao động tỉnh Bình Sa", "province", "BS"))
    old = store.units.add(NewUnit("Liên đoàn Lao động huyện Hòa An", "upper", "BS-HA", province.id))
    first = store.units.add(NewUnit("Công đoàn xã Hòa An", "commune", "BS-XHA", province.id))
    second = store.units.add(NewUnit("Công đoàn xã Tân Lập", "commune", "BS-XTL", province.id))
    store.units.end(old.id, Ending(DAY, (first.id, second.id), "split"))
    return old, first, second


def test_a_renamed_unit_is_found_by_both_names(store: Store) -> None:
    union = found(store)
    store.units.rename(union.garments.id, "Công đoàn Công ty May Hoa Mai")
    renamed = store.units.get(union.garments.id)
    assert renamed.name == "Công đoàn Công ty May Hoa Mai"
    assert store.units.search("hoa mai") == store.units.search("may dong ha") == [renamed]
    assert store.units.aliases(renamed.id) == ["Công đoàn Công ty May Đông Hà"]


def test_a_unit_that_takes_its_old_name_back_has_each_name_once(store: Store) -> None:
    garments = found(store).garments
    store.units.rename(garments.id, "Công đoàn Công ty May Hoa Mai")
    store.units.rename(garments.id, garments.name)
    store.units.rename(garments.id, garments.name)
    assert store.units.aliases(garments.id) == ["Công đoàn Công ty May Hoa Mai"]


def test_another_name_given_twice_is_one(store: Store) -> None:
    garments = found(store).garments
    store.units.add_aliases(garments.id, ["May ĐH", "may đh", "MAY DH"])
    store.units.add_aliases(garments.id, ["may dh"])
    assert len(store.units.aliases(garments.id)) == 1


def test_a_moved_unit_takes_all_below_it_along(store: Store) -> None:
    union = found(store)
    other = store.units.add(NewUnit("Công đoàn phường Đông Bãi", "commune", "SK-DB", union.province.id))
    store.units.move(union.park.id, other.id)
    assert store.units.get(union.shoes.id).above() == [
        union.shoes.id,
        union.park.id,
        other.id,
        union.province.id,
    ]
    assert store.units.get(union.park.id).parent_id == other.id
    assert [each.id for each in store.units.below(store.units.get(other.id).path)] == [
        other.id,
        union.park.id,
        union.garments.id,
        union.shoes.id,
    ]
    assert store.units.get(union.school.id) == union.school


def test_what_ended_below_a_moved_unit_moves_along(store: Store) -> None:
    union = found(store)
    store.units.end(union.shoes.id, Ending(DAY))
    store.units.move(union.park.id, union.school.id)
    assert store.units.get(union.shoes.id).path.startswith(union.school.path)


@pytest.mark.parametrize("below", ["park", "garments"])
def test_a_unit_cannot_stand_below_itself(store: Store, below: str) -> None:
    union = found(store)
    with pytest.raises(Circle):
        store.units.move(union.park.id, getattr(union, below).id)
    assert store.units.get(union.park.id) == union.park


def test_an_ended_unit_leads_to_the_living_ones(store: Store) -> None:
    old, first, second = district(store)
    assert store.units.successors(old.id) == [first, second]
    third = store.units.add(NewUnit("Công đoàn phường Tân Lập", "commune", "BS-PTL", first.parent_id))
    store.units.end(second.id, Ending(date(2026, 1, 1), (third.id,), "merge"))
    assert store.units.successors(old.id) == [first, third]
    assert store.units.successors(third.id) == []
    assert [each.code for each in store.units.ended()] == ["BS-XTL", "BS-HA"]


def test_an_ended_unit_is_kept_with_its_name_and_day(store: Store) -> None:
    old, *_ = district(store)
    kept = store.units.ever_coded("bs-ha")
    assert kept is not None
    assert (kept.id, kept.name, kept.valid_to, kept.ended) == (old.id, old.name, DAY, True)
    assert store.units.by_code("BS-HA") is None


def test_a_unit_lives_until_the_day_it_ends(store: Store) -> None:
    old, first, _ = district(store)
    store.units.describe(first.id, valid_from=DAY)
    before = {each.id for each in store.units.living(date(2025, 6, 30))}
    after = {each.id for each in store.units.living(DAY)}
    assert old.id in before
    assert first.id not in before
    assert old.id not in after
    assert first.id in after


def test_what_stands_below_goes_to_the_only_successor(store: Store) -> None:
    union = found(store)
    other = store.units.add(NewUnit("Công đoàn phường Đông Bãi", "commune", "SK-DB", union.province.id))
    store.units.end(union.park.id, Ending(DAY, (other.id,), "merge"))
    assert {each.id for each in store.units.children(other.id)} == {union.garments.id, union.shoes.id}


@pytest.mark.parametrize("into", [(), ("school", "province")])
def test_a_unit_with_others_below_does_not_end_without_saying_where_they_go(
    store: Store, into: tuple[str, ...]
) -> None:
    union = found(store)
    with pytest.raises(StillBelow):
        store.units.end(union.park.id, Ending(DAY, tuple(getattr(union, name).id for name in into), "split"))
    assert not store.units.get(union.park.id).ended


def test_two_units_cannot_become_each_other(store: Store) -> None:
    old, first, second = district(store)
    for into in (old.id, first.id):
        with pytest.raises(Circle):
            store.units.end(first.id, Ending(DAY, (second.id, into), "split"))


def test_the_stamp_differs_after_every_change_that_was_seen(store: Store) -> None:
    union = found(store)
    seen = [store.units.stamp()]
    for change in (
        lambda: store.units.rename(union.shoes.id, "Công ty Giày Mới"),
        lambda: store.units.add_aliases(union.shoes.id, ["giày mới"]),
        lambda: store.units.move(union.shoes.id, union.province.id),
        lambda: store.units.describe(union.shoes.id, place="Sơn Khê"),
        lambda: store.units.end(union.shoes.id, Ending(DAY)),
        lambda: store.units.add(NewUnit("Công ty Mới", "base", "MOI")),
    ):
        change()
        seen.append(store.units.stamp())
    assert len(set(seen)) == len(seen)
    assert store.units.stamp() == seen[-1]


def test_a_change_that_was_undone_has_a_stamp_that_never_comes_again(store: Store) -> None:
    found(store)
    before = store.units.stamp()
    undone = store.connection.begin_nested()
    store.units.add(NewUnit("Công ty Mới", "base", "MOI"))
    while_there = store.units.stamp()
    undone.rollback()
    store.forget()
    assert store.units.stamp() == before
    store.units.add(NewUnit("Công ty Khác", "base", "KHAC"))
    assert store.units.stamp() not in {before, while_there}


def test_names_are_those_of_ended_units_and_other_names_too(store: Store) -> None:
    old, first, _ = district(store)
    store.units.add_aliases(first.id, ["xã Hòa"])
    names = {(each.unit_id, each.name, each.ended, each.alias) for each in store.units.named()}
    assert (old.id, "lien doan lao dong huyen hoa an", True, False) in names
    assert (first.id, "xa hoa", False, True) in names


def test_only_what_a_unit_is_can_be_described_anew(store: Store) -> None:
    garments = found(store).garments
    store.units.describe(garments.id, sector="dệt may", cluster="cụm 1", standing="copy", size=7)
    changed = store.units.get(garments.id)
    assert (changed.sector, changed.cluster, changed.standing, changed.size) == (
        "dệt may",
        "cụm 1",
        "copy",
        7,
    )
    with pytest.raises(ValueError, match="path"):
        store.units.describe(garments.id, path="/")


def test_everybody_of_an_ended_unit_follows_it_and_where_they_were_is_kept(store: Store) -> None:
    union = found(store)
    chair, listed, waiting, gone = (
        join(store, union.shoes, name, status, "Tổ 1")
        for name, status in (("A B", "confirmed"), ("C D", LISTED), ("E F", WAITING), ("G H", LEFT))
    )
    elsewhere = join(store, union.school, "I K")
    assert store.placements.follow(union.shoes.id, union.garments.id, NOW) == 3
    for person in (chair, listed, waiting):
        moved = store.people.get(person.id)
        assert (moved.unit_id, moved.team, moved.status) == (union.garments.id, "Tổ 1", person.status)
        assert moved.version == person.version + 1
        assert [(place.unit_id, place.team, place.ended) for place in store.placements.of(person.id)] == [
            (union.shoes.id, "Tổ 1", NOW)
        ]
    assert store.people.get(gone.id).unit_id == union.shoes.id
    assert store.people.get(elsewhere.id) == elsewhere


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=12))
def test_however_units_are_moved_every_path_is_the_way_up(
    sqlite_database: Database, moves: list[tuple[int, int]]
) -> None:
    with sqlite_database.transaction() as store:
        before = store.connection.begin_nested()
        root = store.units.add(NewUnit("Gốc", "x", "R")).id
        ids = [root, *(store.units.add(NewUnit(f"Đơn vị {n}", "x", f"U{n}", root)).id for n in range(7))]
        for which, to in moves:
            with suppress(Circle):
                store.units.move(ids[which], ids[to])
        for id in ids:
            unit = store.units.get(id)
            above = store.units.get(unit.parent_id).path if unit.parent_id else "/"
            assert unit.path == f"{above}{id}/"
            assert {each.id for each in store.units.below(unit.path)} == {
                each for each in ids if id in store.units.get(each).above()
            }
        before.rollback()
