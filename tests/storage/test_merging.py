"""Two rows of one person become one: everything that hung on the first hangs on the second."""

from typing import Any

from sqlalchemy import select

from storage.audit import Entry
from storage.consents import Consent
from storage.database import Database
from storage.initiatives import NewInitiative
from storage.merging import _links
from storage.metadata import metadata
from storage.people import CONFIRMED, LISTED, WAITING, NewPerson, Person
from storage.placements import Placement
from storage.questions import NewQuestion
from storage.registrations import NewRegistration
from storage.roles import NewRole
from storage.store import Store
from tests.support.unions import NOW, Union, found, join, reach


def rows_of(store: Store, person_id: int) -> dict[str, int]:
    """How often each column of the database names this person."""
    counted: dict[str, int] = {}
    for column in _links():
        query = select(column).where(column == person_id)
        counted[f"{column.table.name}.{column.name}"] = len(store.connection.execute(query).all())
    return {name: count for name, count in counted.items() if count}


def listed(store: Store, union: Union, name: str = "Lê Thị Hoà", team: str | None = "Tổ may 3") -> Person:
    return store.people.add(NewPerson(union.garments.id, name, LISTED, team, "direct"), NOW)


def busy_newcomer(store: Store, union: Union) -> Person:
    """Somebody who joined and already did all that one can do."""
    hoa = join(store, union.garments, "Le Thi Hoa", WAITING)
    account = reach(store, hoa, "7")
    store.registrations.add(NewRegistration(hoa.id, union.garments.id, "work", 2026, work="x"), NOW)
    store.initiatives.add(NewInitiative(hoa.id, union.garments.id, "y"), NOW)
    store.questions.add(NewQuestion(account.id, union.garments.id, "z", hoa.id), NOW)
    store.placements.add(hoa.id, Placement(union.shoes.id, "Tổ 1", None, NOW))
    store.roles.give(NewRole(hoa.id, union.shoes.id, "follower"), NOW)
    store.audit.add(Entry(hoa.id, "joined", "person", hoa.id, {}, NOW))
    return hoa


def test_everything_of_the_newcomer_moves_to_the_row_of_the_list(store: Store) -> None:
    union = found(store)
    hoa, of_list = busy_newcomer(store, union), listed(store, union)
    before = rows_of(store, hoa.id)
    assert {
        "account.person_id",
        "consent.person_id",
        "registration.person_id",
        "initiative.person_id",
        "question.person_id",
        "placement.person_id",
        "role.person_id",
        "audit.actor",
    } == set(before)
    store.people.absorb(hoa.id, of_list.id)
    assert rows_of(store, of_list.id) == before
    assert rows_of(store, hoa.id) == {}


def test_the_list_knows_the_name_and_the_place_and_the_newcomer_what_was_agreed(store: Store) -> None:
    union = found(store)
    hoa, of_list = busy_newcomer(store, union), listed(store, union)
    store.people.absorb(hoa.id, of_list.id)
    kept = store.people.get(of_list.id)
    assert (kept.name, kept.team, kept.consented) == ("Lê Thị Hoà", "Tổ may 3", NOW)
    assert kept.version > of_list.version
    assert store.consents.of(of_list.id) == [Consent("v1", NOW, "web")]
    assert [each.action for each in store.audit.of("person", of_list.id)] == ["joined"]
    assert store.members.known([hoa.id]) == []


def test_a_team_that_the_list_does_not_know_is_the_one_that_was_said(store: Store) -> None:
    union = found(store)
    hoa = join(store, union.garments, "Le Thi Hoa", WAITING, "Tổ cắt")
    of_list = listed(store, union, team=None)
    store.people.absorb(hoa.id, of_list.id)
    assert store.people.get(of_list.id).team == "Tổ cắt"


def test_a_consent_given_before_is_not_replaced(store: Store) -> None:
    union = found(store)
    old = join(store, union.garments, "Lê Thị Hoà")
    claims = store.people.add(NewPerson(union.garments.id, "Hoa", WAITING), NOW)
    store.people.absorb(claims.id, old.id)
    assert store.people.get(old.id).consented == NOW
    assert store.people.get(old.id).status == CONFIRMED


def test_who_confirmed_others_can_go_as_well(database: Database) -> None:
    with database.transaction() as store:
        union = found(store)
        first, second = join(store, union.garments, "Trần Bình"), join(store, union.garments, "Trần Văn Bình")
        hoa = join(store, union.garments, "Lê Thị Hoà", WAITING)
        store.people.confirm(hoa.id, first.id, NOW)
        store.people.absorb(first.id, second.id)
    with database.reading() as store:
        person = metadata.tables["person"]
        query = select(person.c.confirmed_by).where(person.c.id == hoa.id)
        assert store.connection.execute(query).scalar_one() == second.id


def test_every_table_that_names_a_person_is_reached() -> None:
    named: set[Any] = {f"{column.table.name}.{column.name}" for column in _links()}
    assert {"account.person_id", "person.confirmed_by", "review.by", "list_import.by"} <= named


def test_only_the_first_decides_on_a_newcomer(store: Store) -> None:
    union = found(store)
    hoa = join(store, union.garments, "Le Thi Hoa", WAITING)
    assert store.people.decide(hoa)
    assert not store.people.decide(hoa)
    again = store.people.get(hoa.id)
    store.people.leave(hoa.id, NOW)
    assert not store.people.decide(again)
