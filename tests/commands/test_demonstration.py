"""The demonstration union: what is in it, whom one can talk as, that it is made once."""

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, datetime, time

import pytest

from bot.turn import ZONE
from commands.demonstration.build import Demonstration, make_demonstration, make_if_empty
from commands.demonstration.cast import cast
from commands.demonstration.dates import dates_around, written
from commands.demonstration.members import OFFICES
from handlers.officers import responsible
from knowledge.provinces import is_province, key
from knowledge.unit_names import UnitNames
from storage.database import Database
from storage.people import CONFIRMED
from storage.registrations import APPROVED, NEEDS_MORE, WAITING
from storage.store import Store
from storage.units import Unit
from storage.vietnamese import fold
from tests.support.databases import new_database, opened

DAY = date(2026, 4, 14)
# Other samples of the project have provinces of their own.
TAKEN = {"thach giang", "son khe"}


def morning(day: date) -> datetime:
    return datetime.combine(day, time(8, 30), ZONE)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def standing(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Store, Demonstration]]:
    """The demonstration made once on each kind of database, for tests that only look at it."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            path = tmp_path_factory.mktemp("demonstration") / "test.db"
            shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
            url = f"sqlite:///{path}"
        else:
            server = request.getfixturevalue("postgresql_url")
            url = stack.enter_context(new_database(server, request.getfixturevalue("postgresql_template")))
        store = stack.enter_context(stack.enter_context(opened(url)).transaction())
        yield store, make_demonstration(store, DAY, morning(DAY))


def every_unit(store: Store) -> list[Unit]:
    found = store.units.roots()
    for unit in found:
        found += store.units.children(unit.id)
    return found


def test_it_has_a_province_three_upper_unions_and_twelve_grassroots_unions(
    standing: tuple[Store, Demonstration],
) -> None:
    store, made = standing
    units = every_unit(store)
    kinds = Counter(unit.kind for unit in units)
    assert kinds == {"province": 1, "upper": 3, "grassroots": 12}
    assert made.counts["units"] == len(units)
    assert {unit.place for unit in units} == {"Vĩnh Lam"}
    assert [len(store.units.children(upper.id)) for upper in store.units.children(made.province.id)] == [
        4
    ] * 3


def test_it_has_400_people_and_every_unit_as_many_as_its_size(standing: tuple[Store, Demonstration]) -> None:
    store, made = standing
    assert store.people.count(made.province.path) == made.counts["people"] == 400
    assert all(store.people.count(unit.path) == unit.size for unit in every_unit(store))
    assert store.people.teams(_unit(store, "MAY2").id)[:2] == ["Kho", "Tổ bảo trì"]


def test_every_unit_has_a_chair_an_emulation_officer_and_a_deputy(
    standing: tuple[Store, Demonstration],
) -> None:
    store, _ = standing
    offices = Counter((role.unit_id, role.what) for _, role in store.roles.everyone(morning(DAY)))
    expected = {(unit.id, what) for unit in every_unit(store) for what in OFFICES}
    assert set(offices) == expected
    assert set(offices.values()) == {1}
    assert all(person.unit_id == role.unit_id for person, role in store.roles.everyone(morning(DAY)))


def test_no_two_people_have_the_same_name(standing: tuple[Store, Demonstration]) -> None:
    store, made = standing
    names = [fold(person.name) for person in store.people.search(made.province.path, "", limit=1000)]
    assert len(names) == len(set(names)) == 400


def test_people_of_many_peoples_are_among_the_members(standing: tuple[Store, Demonstration]) -> None:
    store, made = standing
    people = store.people.search(made.province.path, "", limit=1000)
    firsts = Counter(person.name.split()[0] for person in people)
    assert {"Nguyễn", "Nông", "Lò", "Y"} <= set(firsts)
    assert firsts["Nguyễn"] < 100
    assert any(person.name.startswith("H'") for person in people)
    assert any(" A " in person.name for person in people)


def test_every_unit_is_found_by_its_name_its_code_and_its_other_names(
    standing: tuple[Store, Demonstration],
) -> None:
    store, _ = standing
    for unit in every_unit(store):
        assert unit in store.units.search(fold(unit.name))
        assert store.units.by_code(unit.code.lower()) == unit
    assert [unit.code for unit in store.units.search("may so 2")] == ["MAY2"]
    assert [unit.code for unit in store.units.search("ldld huyen muong lua")] == ["MLUA"]


def test_no_other_name_leads_to_two_units(standing: tuple[Store, Demonstration]) -> None:
    store, _ = standing
    owners: dict[str, set[int]] = {}
    for each in store.units.named():
        owners.setdefault(each.name, set()).add(each.unit_id)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_the_province_is_not_a_real_one_nor_that_of_other_samples(
    standing: tuple[Store, Demonstration],
) -> None:
    _, made = standing
    assert made.province.place is not None
    place = key(made.province.place)
    assert not is_province(place)
    assert place not in TAKEN


def test_120_people_registered_and_their_registrations_are_in_several_states(
    standing: tuple[Store, Demonstration],
) -> None:
    store, made = standing
    figure = store.registrations.figures([made.province], made.campaign.id, DAY.year)[0]
    assert (figure.members, figure.registered) == (400, 120)
    assert (figure.approved, figure.waiting) == (95, 19)
    states = Counter(
        registration.status
        for person in store.people.search(made.province.path, "", limit=1000)
        for registration in store.registrations.of(person.id)
    )
    assert states == {APPROVED: 95, WAITING: 19, NEEDS_MORE: 6}


def test_a_registration_has_a_title_of_the_campaign_a_work_and_the_persons_team(
    standing: tuple[Store, Demonstration],
) -> None:
    store, made = standing
    titles = {title.name for title in store.campaigns.titles(made.campaign.id)}
    waiting = store.registrations.waiting("/", limit=100)
    assert waiting
    for registration in waiting:
        member = store.people.get(registration.person_id)
        assert registration.title in titles
        assert registration.work
        assert (registration.team, registration.unit_id) == (member.team, member.unit_id)


def test_what_was_sent_back_says_why(standing: tuple[Store, Demonstration]) -> None:
    store, made = standing
    back = [
        registration
        for person in store.people.search(made.province.path, "", limit=1000)
        for registration in store.registrations.of(person.id)
        if registration.status == NEEDS_MORE
    ]
    assert back
    assert all(store.reviews.last_reason(("registration", each.id)) for each in back)


def test_nothing_happened_after_the_moment_it_was_made(database: Database) -> None:
    at = datetime.combine(DAY, time(0, 5), ZONE)
    with database.transaction() as store:
        make_demonstration(store, DAY, at)
        waiting = store.registrations.waiting("/", limit=100)
        assert max(registration.created_at for registration in waiting) < at
        assert [each.id for each in waiting] == [
            each.id for each in sorted(waiting, key=lambda each: each.created_at)
        ]


def test_initiatives_were_handed_in_and_some_wait(standing: tuple[Store, Demonstration]) -> None:
    store, made = standing
    waiting = store.initiatives.waiting(made.province.path)
    assert made.counts["initiatives"] == 6
    assert {initiative.what.split()[0] for initiative in waiting} == {"Kẻ", "Xếp"}
    assert all(each.since_on is not None and each.since_on < DAY for each in waiting)


def test_one_can_talk_as_two_workers_a_chair_and_two_officers_above(
    standing: tuple[Store, Demonstration],
) -> None:
    store, made = standing
    playing = {each.as_: each for each in cast(store)}
    assert list(playing) == ["worker", "worker2", "chair", "upper", "province"]
    assert tuple(playing.values()) == made.cast
    people = {name: store.people.get(each.person_id) for name, each in playing.items()}
    assert all(each.label.startswith(people[name].name) for name, each in playing.items())
    assert all(person.status == CONFIRMED and person.consented for person in people.values())
    offices = {
        name: [role.what for role in store.roles.of(person.id, morning(DAY))]
        for name, person in people.items()
    }
    assert offices == {
        "worker": [],
        "worker2": [],
        "chair": ["chair", "emulation"],
        "upper": ["emulation"],
        "province": ["emulation"],
    }
    kinds = {name: store.units.get(person.unit_id).kind for name, person in people.items()}
    assert kinds["chair"] == kinds["worker"] == "grassroots"
    assert (kinds["upper"], kinds["province"]) == ("upper", "province")


def test_the_first_worker_has_registered_nothing_and_the_second_was_approved(
    standing: tuple[Store, Demonstration],
) -> None:
    store, _ = standing
    worker, other, chair, *_ = cast(store)
    assert store.registrations.of(worker.person_id) == []
    assert [each.status for each in store.registrations.of(other.person_id)] == [APPROVED]
    unit_id = store.people.get(chair.person_id).unit_id
    assert store.registrations.count_waiting_in([unit_id]) == 6


def test_what_members_of_the_casts_unit_send_comes_to_the_chair_one_can_talk_as(
    standing: tuple[Store, Demonstration],
) -> None:
    store, _ = standing
    worker, _, chair, upper, province = cast(store)
    unit_id = store.people.get(worker.person_id).unit_id
    assert [person.id for person in responsible(store, morning(DAY), unit_id)] == [chair.person_id]
    assert [person.id for person in responsible(store, morning(DAY), unit_id, besides=chair.person_id)] != [
        chair.person_id
    ]
    for officer in (upper, province):
        above = store.people.get(officer.person_id).unit_id
        assert [person.id for person in responsible(store, morning(DAY), above)] == [officer.person_id]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("e o may so 2", "MAY2"),
        ("cong ty may so 2 dong rang", "MAY2"),
        ("giay ben trang", "GIAY1"),
        ("benh vien ben sim", "BVBS"),
        ("truong tieu hoc ben sim", "THBS"),
        ("cong doan khu cong nghiep", "KCNVL"),
        ("nha may che", "CHE9"),
    ],
)
def test_what_a_person_calls_the_unit_finds_that_one_alone(
    standing: tuple[Store, Demonstration], said: str, code: str
) -> None:
    store, _ = standing
    found = UnitNames(store.units.named()).find(fold(said))
    assert [store.units.get(match.unit_id).code for match in found] == [code]


def test_the_campaign_runs_and_its_paper_is_kept_with_it(standing: tuple[Store, Demonstration]) -> None:
    store, made = standing
    unit = _unit(store, "MAY2")
    assert store.campaigns.running(unit, DAY) == [made.campaign]
    phase = store.campaigns.phase_on(made.campaign.id, DAY)
    assert phase is not None
    assert phase.name == "Đợt 1"
    plan = store.documents.find("47/KH-LĐLĐ")
    assert plan is not None
    assert made.campaign.reference == f"Kế hoạch 47/KH-LĐLĐ ngày {written(dates_around(DAY)['plan_issued'])}"
    assert plan.header.date == dates_around(DAY)["plan_issued"]


def test_the_same_day_makes_the_same_union(sqlite_database: Database, postgresql_database: Database) -> None:
    def told(database: Database) -> list[object]:
        with database.transaction() as store:
            made = make_demonstration(store, DAY, morning(DAY))
            people = store.people.search("/", "", limit=1000)
            registered = [store.registrations.of(person.id) for person in people]
            return [made, people, registered, store.documents.all()]

    assert told(sqlite_database) == told(postgresql_database)


def test_a_second_time_does_nothing(database: Database) -> None:
    with database.transaction() as store:
        first = make_if_empty(store, DAY, morning(DAY))
    with database.transaction() as store:
        assert first is not None
        assert make_if_empty(store, DAY, morning(DAY)) is None
        assert store.people.count("/") == 400
        assert store.campaigns.running_anywhere(DAY) == [first.campaign]


def _unit(store: Store, code: str) -> Unit:
    found = store.units.by_code(code)
    assert found is not None
    return found
