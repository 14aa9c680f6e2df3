"""Offices with a beginning and an end, in somebody's place, and who might hold one."""

from datetime import timedelta

from storage.people import LEFT, LISTED, NewPerson
from storage.roles import NewRole
from storage.store import Store
from tests.support.unions import NOW, found, join, reach

DAY = timedelta(days=1)


def test_an_office_is_held_from_its_first_instant_to_its_last(store: Store) -> None:
    union = found(store)
    binh = join(store, union.garments, "Trần Văn Bình")
    store.roles.give(NewRole(binh.id, union.garments.id, "deputy", until=NOW + 2 * DAY), NOW + DAY)
    held = [len(store.roles.of(binh.id, NOW + days * DAY)) for days in (0, 1, 1.9, 2)]
    assert held == [0, 1, 1, 0]


def test_a_deputy_may_also_stand_in_for_somebody_and_it_is_taken_back_alone(store: Store) -> None:
    union = found(store)
    chair, deputy = join(store, union.garments, "Trần Văn Bình"), join(store, union.garments, "Lê Thị Hoa")
    store.roles.appoint(deputy.id, union.garments.id, "deputy", NOW)
    for _ in range(2):
        new = NewRole(deputy.id, union.garments.id, "deputy", until=NOW + 5 * DAY, acts_for=chair.id)
        store.roles.give(new, NOW)
    assert [role.acts_for for role in store.roles.of(deputy.id, NOW)] == [None, chair.id]
    assert store.roles.end_acting(chair.id, NOW) == [deputy.id]
    assert [role.acts_for for role in store.roles.of(deputy.id, NOW)] == [None]
    assert store.roles.end_acting(chair.id, NOW) == []


def test_one_office_of_several_in_a_unit_is_ended(store: Store) -> None:
    union = found(store)
    binh = join(store, union.garments, "Trần Văn Bình")
    for what in ("chair", "emulation"):
        store.roles.appoint(binh.id, union.garments.id, what, NOW)
    store.roles.dismiss(binh.id, union.garments.id, NOW, "chair")
    assert [role.what for role in store.roles.of(binh.id, NOW)] == ["emulation"]


def test_holders_are_counted_by_unit_each_person_once_those_who_left_not(store: Store) -> None:
    union = found(store)
    binh, hoa = join(store, union.garments, "Trần Văn Bình"), join(store, union.garments, "Lê Thị Hoa")
    for person in (binh, hoa):
        store.roles.appoint(person.id, union.garments.id, "emulation", NOW)
    store.roles.appoint(binh.id, union.shoes.id, "chair", NOW)
    assert store.roles.holders("emulation", NOW) == {union.garments.id: 2}
    store.people.leave(hoa.id, NOW)
    assert store.people.get(hoa.id).status == LEFT
    assert store.roles.holders("emulation", NOW) == {union.garments.id: 1}


def test_candidates_bear_the_name_or_end_in_it_in_the_subtree_alone(store: Store) -> None:
    union = found(store)
    store.people.add_many(
        [NewPerson(union.garments.id, name, LISTED) for name in ("Lê Thị Hải", "Hải Yến", "Vũ Hai")], NOW
    )
    join(store, union.school, "Phạm Văn Hải")
    join(store, union.garments, "Khách Hải", "waiting")
    found_names = [person.name for person in store.roles.candidates(union.park.path, "hải")]
    assert found_names == ["Lê Thị Hải", "Vũ Hai"]
    assert [p.name for p in store.roles.candidates(union.park.path, "thi hai")] == ["Lê Thị Hải"]
    assert store.roles.candidates(union.park.path, "%") == []


def test_what_somebody_gave_is_found(store: Store) -> None:
    union = found(store)
    chair, other = join(store, union.park, "Trần Văn Bình"), join(store, union.park, "Lê Thị Hoa")
    for unit in (union.garments, union.shoes):
        store.roles.give(NewRole(other.id, unit.id, "follower", given_by=chair.id), NOW)
    assert [role.unit_id for role in store.roles.given_by(chair.id, "follower", NOW)] == [
        union.garments.id,
        union.shoes.id,
    ]
    assert store.roles.given_by(other.id, "follower", NOW) == []


def test_who_serves_is_told_with_when_they_were_heard_last(store: Store) -> None:
    union = found(store)
    binh, hoa = join(store, union.garments, "Trần Văn Bình"), join(store, union.shoes, "Lê Thị Hoa")
    for channel, days in (("web", 3), ("telegram", 1)):
        account = reach(store, binh, channel, channel)
        store.accounts.heard(account, NOW - days * DAY)
    store.roles.appoint(binh.id, union.garments.id, "chair", NOW - 9 * DAY)
    store.roles.appoint(hoa.id, union.shoes.id, "deputy", NOW - 2 * DAY)
    store.roles.appoint(hoa.id, union.park.id, "follower", NOW - 2 * DAY)
    units = [union.garments.id, union.shoes.id, union.park.id]
    at = {each.person_id: each.heard for each in store.servings.at(units, NOW)}
    assert at == {binh.id: NOW - DAY, hoa.id: None}  # whom no channel has met cannot be asked
    assert [each.person_id for each in store.servings.within([union.shoes.path], NOW)] == [hoa.id]
    assert len(store.servings.within([union.province.path], NOW)) == 2
