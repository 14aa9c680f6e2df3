"""Who answers for what: by office, by who was heard of late, by who stands in for whom."""

from datetime import datetime, timedelta

import pytest

from handlers.duty import NOBODY, OWN, OWN_MATTER, UNHEARD, VACANT, Asked, Duty
from storage.database import Database
from storage.people import CONFIRMED, LEFT, NewPerson
from storage.roles import NewRole
from storage.store import Store
from storage.units import OUTSIDE, NewUnit
from tests.support.journeys import NOON, Union, add_person, address, build, digested, register

THU, BAO, HAI, HOA = "Nguyễn Thị Thu", "Phạm Quốc Bảo", "Lê Thị Hải", "Lò Thị Hoa"
DAY = timedelta(days=1)
QUIET = NOON + 14 * DAY + timedelta(minutes=1)  # since NOON nobody was heard


@pytest.fixture
def union(sqlite_database: Database) -> Union:
    with sqlite_database.transaction() as store:
        made = build(store)
        add_person(store, made, HAI, "MAY2")
        store.roles.appoint(made.people[HAI], made.units["MAY2"].id, "deputy", NOON - DAY)
        return made


def heard(store: Store, name: str, at: datetime) -> None:
    known = store.accounts.situation(address(name))
    assert known
    store.accounts.heard(known.account, at)


def asked(store: Store, union: Union, at: datetime, code: str = "MAY2", besides: str | None = None) -> Asked:
    matter_of = union.people[besides] if besides else None
    return Duty(store, at).deciding(union.units[code].id, matter_of)


def who(found: Asked) -> tuple[list[str], str]:
    return [person.name for person in found.people], found.why


def test_the_own_unit_is_asked_while_somebody_there_was_heard(
    sqlite_database: Database, union: Union
) -> None:
    with sqlite_database.transaction() as store:
        assert who(asked(store, union, NOON + 13 * DAY)) == ([THU], OWN)
        heard(store, HAI, QUIET - DAY)
        assert who(asked(store, union, QUIET)) == ([HAI], OWN)


def test_after_fourteen_silent_days_the_level_above_is_asked(sqlite_database: Database, union: Union) -> None:
    with sqlite_database.transaction() as store:
        heard(store, BAO, QUIET - DAY)
        found = asked(store, union, QUIET)
        assert who(found) == ([BAO], UNHEARD)
        assert found.unit_id == union.units["KCN"].id
        heard(store, THU, QUIET)
        assert who(asked(store, union, QUIET)) == ([THU], OWN)


def test_whoever_is_writing_is_not_silent(sqlite_database: Database, union: Union) -> None:
    with sqlite_database.transaction() as store:
        heard(store, BAO, QUIET - DAY)
        here = Duty(store, QUIET, union.people[THU])
        assert who(here.deciding(union.units["MAY2"].id)) == ([THU], OWN)


def test_whoever_is_new_in_office_has_fourteen_days_to_come(sqlite_database: Database, union: Union) -> None:
    with sqlite_database.transaction() as store:
        store.roles.appoint(union.people[HAI], union.units["MAY2"].id, "emulation", QUIET - DAY)
        assert who(asked(store, union, QUIET)) == ([HAI], OWN)
        assert who(asked(store, union, QUIET + 14 * DAY))[1] == NOBODY


def test_a_unit_without_an_officer_is_looked_after_from_above(
    sqlite_database: Database, union: Union
) -> None:
    with sqlite_database.transaction() as store:
        assert who(asked(store, union, NOON, "GIAY")) == ([BAO], VACANT)
        store.roles.appoint(union.people[HOA], union.units["GIAY"].id, "follower", NOON - DAY)
        assert who(asked(store, union, NOON, "GIAY")) == ([BAO], VACANT)


def test_where_nobody_was_heard_it_waits_with_the_nearest(sqlite_database: Database, union: Union) -> None:
    with sqlite_database.transaction() as store:
        assert who(asked(store, union, QUIET)) == ([THU], NOBODY)
        assert who(asked(store, union, QUIET, besides=THU)) == ([BAO], NOBODY)
        assert who(asked(store, union, NOON, "TG")) == ([], NOBODY)


def test_nobody_decides_about_themselves(sqlite_database: Database, union: Union) -> None:
    with sqlite_database.transaction() as store:
        assert who(asked(store, union, NOON, besides=THU)) == ([BAO], OWN_MATTER)
        assert who(asked(store, union, NOON, besides=HAI)) == ([THU], OWN)


def test_whoever_left_or_was_put_aside_answers_for_nothing(sqlite_database: Database, union: Union) -> None:
    with sqlite_database.transaction() as store:
        store.people.leave(union.people[THU], NOON)
        assert store.people.get(union.people[THU]).status == LEFT
        assert who(asked(store, union, NOON)) == ([HAI], OWN)


def test_a_stand_in_is_asked_in_the_place_of_one_person_and_only_meanwhile(
    sqlite_database: Database, union: Union
) -> None:
    with sqlite_database.transaction() as store:
        unit, thu = union.units["MAY2"].id, union.people[THU]
        new = NewRole(union.people[HAI], unit, "deputy", until=NOON + 3 * DAY, acts_for=thu)
        store.roles.give(new, NOON + DAY)
        assert who(asked(store, union, NOON)) == ([THU], OWN)
        assert who(asked(store, union, NOON + 2 * DAY)) == ([HAI], OWN)
        assert who(asked(store, union, NOON + 3 * DAY)) == ([THU], OWN)
        store.roles.appoint(union.people[HOA], unit, "emulation", NOON)
        assert who(asked(store, union, NOON + 2 * DAY)) == ([HOA], OWN)


def test_questions_for_a_board_are_its_members_and_else_the_federations(
    sqlite_database: Database, union: Union
) -> None:
    with sqlite_database.transaction() as store:
        root = union.units["TG"]
        board = store.units.add(NewUnit("Ban Chính sách", "board", "BCS", root.id, standing=OUTSIDE))
        union.units["BCS"] = board
        minh = add_person(store, union, "Đỗ Thị Minh", "TG")
        store.roles.appoint(minh, root.id, "emulation", NOON - DAY)
        assert who(asked(store, union, NOON, "BCS")) == (["Đỗ Thị Minh"], VACANT)
        store.roles.give(NewRole(union.people[HOA], root.id, "board", board_id=board.id), NOON - DAY)
        assert who(asked(store, union, NOON, "BCS")) == ([HOA], OWN)
        assert who(asked(store, union, NOON, "TG")) == (["Đỗ Thị Minh"], OWN)


def test_what_lands_on_an_office_is_the_same_counted_and_asked_one_by_one(
    sqlite_database: Database, union: Union
) -> None:
    with sqlite_database.transaction() as store:
        heard(store, BAO, QUIET - DAY)
        for at in (NOON, QUIET):
            duty = Duty(store, at)
            reach = duty.everywhere()
            for unit in union.units.values():
                for besides in (None, *union.people.values()):
                    found = duty.deciding(unit.id, besides)
                    assert reach.landing(unit.id, besides) == ([p.id for p in found.people], found.unit_id)


def test_the_digest_goes_to_the_level_above_while_the_unit_is_silent_and_back(
    sqlite_database: Database, union: Union
) -> None:
    with sqlite_database.transaction() as store:
        register(store, union, union.people[HOA])
        heard(store, BAO, QUIET - DAY)
        assert [notice.person_id for notice in digested(store, QUIET)] == [union.people[BAO]]
        heard(store, THU, QUIET)
        assert [notice.person_id for notice in digested(store, QUIET + DAY)] == [union.people[THU]]


def unmet(store: Store, union: Union, name: str, code: str = "MAY2") -> int:
    """Somebody confirmed whom no channel has met."""
    person = store.people.add(NewPerson(union.units[code].id, name, CONFIRMED), NOON)
    union.people[name] = person.id
    return person.id


def test_whoever_cannot_be_written_to_is_not_asked_however_new_the_office(
    sqlite_database: Database, union: Union
) -> None:
    with sqlite_database.transaction() as store:
        for code in ("MAY2", "GIAY"):
            new = unmet(store, union, f"Trịnh Thị {code}", code)
            store.roles.appoint(new, union.units[code].id, "emulation", NOON)
        assert who(asked(store, union, NOON)) == ([THU], OWN)
        assert who(asked(store, union, NOON, "GIAY")) == ([BAO], VACANT)
        assert who(asked(store, union, NOON + 40 * DAY, "GIAY"))[0] == [BAO]
        here = Duty(store, NOON, union.people["Trịnh Thị GIAY"])
        assert who(here.deciding(union.units["GIAY"].id)) == (["Trịnh Thị GIAY"], OWN)


def test_whoever_blocked_the_bot_is_passed_over_until_they_write_again(
    sqlite_database: Database, union: Union
) -> None:
    with sqlite_database.transaction() as store:
        store.accounts.unreachable(address(THU), NOON)
        assert who(asked(store, union, NOON)) == ([HAI], OWN)
        heard(store, THU, NOON + DAY)
        assert who(asked(store, union, NOON + DAY)) == ([THU], OWN)


def test_a_stand_in_counts_once_they_have_come(sqlite_database: Database, union: Union) -> None:
    with sqlite_database.transaction() as store:
        unit, thu = union.units["MAY2"].id, union.people[THU]
        lan = unmet(store, union, "Trịnh Thị Lan")
        store.roles.give(NewRole(lan, unit, "deputy", until=NOON + 3 * DAY, acts_for=thu), NOON)
        assert who(asked(store, union, NOON)) == ([THU], OWN)
        assert store.servings.awaited(NOON) == {thu: "Trịnh Thị Lan"}
        store.accounts.belongs(store.accounts.meet(address("Lan"), NOON + DAY).id, lan)
        assert who(asked(store, union, NOON + DAY)) == (["Trịnh Thị Lan"], OWN)
        assert store.servings.awaited(NOON + DAY) == {}
