"""Whatever tree there is: a question about a subtree is answered from all of it and from nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.accounts import Address
from storage.consents import Consent
from storage.database import Database
from storage.initiatives import NewInitiative
from storage.people import CONFIRMED, LEFT, LISTED, WAITING, NewPerson
from storage.registrations import APPROVED, WITHDRAWN, NewRegistration
from storage.registrations import WAITING as UNDECIDED
from storage.store import Store
from storage.units import NewUnit, Unit
from tests.support.unions import NOW

# A tree as the number of each unit's parent (0: none), and people as (unit, status, what they registered).
PARENTS = st.lists(st.integers(0, 100), min_size=1, max_size=14)
STATUSES = st.sampled_from([LISTED, WAITING, CONFIRMED, LEFT])
REGISTERED = st.lists(st.sampled_from([UNDECIDED, APPROVED, WITHDRAWN]), max_size=2)
PEOPLE = st.lists(st.tuples(st.integers(0, 100), STATUSES, REGISTERED), max_size=12)

few = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@dataclass
class Someone:
    id: int
    unit: Unit
    status: str
    account: int
    registered: dict[int, str] = field(default_factory=dict)
    initiative: int = 0


@dataclass
class World:
    """What was put in, kept beside the database to compare with."""

    units: list[Unit] = field(default_factory=list)
    people: list[Someone] = field(default_factory=list)

    def inside(self, root: Unit) -> list[Someone]:
        parents = {unit.id: unit.parent_id for unit in self.units}
        return [each for each in self.people if root.id in _way_up(parents, each.unit.id)]


def _way_up(parents: dict[int, int | None], unit_id: int | None) -> Iterator[int]:
    while unit_id is not None:
        yield unit_id
        unit_id = parents[unit_id]


@contextmanager
def undone(database: Database) -> Iterator[Store]:
    """A store whose changes are taken back, so that every example begins with nothing."""
    with database.transaction() as store:
        savepoint = store.connection.begin_nested()
        yield store
        savepoint.rollback()


def build(store: Store, parents: list[int], people: list[tuple[int, str, list[str]]]) -> World:
    world = World()
    for number, parent in enumerate(parents):
        above = world.units[parent % number].id if parent and number else None
        world.units.append(store.units.add(NewUnit(f"Công đoàn {number}", "base", f"U{number}", above)))
    for number, (place, status, registered) in enumerate(people):
        unit = world.units[place % len(world.units)]
        world.people.append(_add(store, number, unit, status))
        for wanted in registered:
            _register(store, world.people[-1], wanted)
    return world


def _add(store: Store, number: int, unit: Unit, status: str) -> Someone:
    person = store.people.add(NewPerson(unit.id, f"Người {number}", status), NOW)
    store.consents.give(person.id, Consent("v1", NOW, "web"))
    account = store.accounts.meet(Address("web", "local", str(number)), NOW)
    store.accounts.belongs(account.id, person.id)
    store.accounts.wants_news(account.id, wanted=True)
    initiative = store.initiatives.add(NewInitiative(person.id, unit.id, "Giá treo"), NOW)
    return Someone(person.id, unit, status, account.id, initiative=initiative.id)


def _register(store: Store, person: Someone, status: str) -> None:
    new = NewRegistration(person.id, person.unit.id, "title", 2026, "Lao động tiên tiến")
    kept = store.registrations.add(new, NOW)
    store.registrations.decide(kept.id, status, NOW)
    person.registered[kept.id] = status


@few
@given(PARENTS, PEOPLE)
def test_people_and_what_they_handed_in_are_seen_from_their_own_subtree_only(
    database: Database, parents: list[int], people: list[tuple[int, str, list[str]]]
) -> None:
    with undone(database) as store:
        world = build(store, parents, people)
        for root in world.units:
            inside = world.inside(root)
            seen = store.people.search(root.path, "", limit=99)
            assert {each.id for each in seen} == {each.id for each in inside if each.status != LEFT}
            assert store.people.count(root.path) == sum(each.status in {LISTED, CONFIRMED} for each in inside)
            assert [each.id for each in store.registrations.waiting(root.path)] == sorted(
                id for each in inside for id, status in each.registered.items() if status == UNDECIDED
            )
            assert [each.id for each in store.initiatives.waiting(root.path)] == sorted(
                each.initiative for each in inside
            )


@few
@given(PARENTS, PEOPLE)
def test_a_broadcast_stays_within_its_subtree(
    database: Database, parents: list[int], people: list[tuple[int, str, list[str]]]
) -> None:
    with undone(database) as store:
        world = build(store, parents, people)
        for root in world.units:
            wanted = {each.account for each in world.inside(root) if each.status == CONFIRMED}
            assert {each.account_id for each in store.broadcasts.recipients(root.path)} == wanted
            assert store.broadcasts.count_recipients(root.path)[0] == len(wanted)


@few
@given(PARENTS, PEOPLE)
def test_figures_count_members_of_the_subtree_each_once(
    database: Database, parents: list[int], people: list[tuple[int, str, list[str]]]
) -> None:
    with undone(database) as store:
        world = build(store, parents, people)
        for figure in store.registrations.figures(world.units, None, 2026):
            inside = world.inside(figure.unit)
            members = [each for each in inside if each.status in {LISTED, CONFIRMED}]
            stand = [set(each.registered.values()) - {WITHDRAWN} for each in members]
            assert figure.members == len(members)
            assert figure.registered == sum(map(bool, stand))
            assert figure.approved == sum(APPROVED in statuses for statuses in stand)
            undecided = [s for each in inside for s in each.registered.values() if s == UNDECIDED]
            assert figure.waiting == len(undecided)


@few
@given(PARENTS)
def test_a_subtree_is_its_root_and_all_below(database: Database, parents: list[int]) -> None:
    with undone(database) as store:
        units = build(store, parents, []).units
        up = {unit.id: unit.parent_id for unit in units}
        for root in units:
            wanted = {unit.id for unit in units if root.id in _way_up(up, unit.id)}
            assert {unit.id for unit in store.units.below(root.path)} == wanted


@pytest.mark.parametrize("path", ["/%/", "//", "/1_/", "/0/"])
def test_no_sign_in_a_path_widens_it(sqlite_database: Database, path: str) -> None:
    with sqlite_database.transaction() as store:
        build(store, [0, 1, 1], [(0, CONFIRMED, [UNDECIDED])])
        assert store.people.search(path, "") == []
        assert store.registrations.waiting(path) == []
        assert store.units.below(path) == []
