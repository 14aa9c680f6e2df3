"""The demonstration union: what is in it, that its papers answer, and that any day will do."""

import itertools
import shutil
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.turn import ZONE
from commands import demo
from commands.demonstration.build import Demonstration, make_demonstration, make_if_empty
from commands.demonstration.cast import cast
from commands.demonstration.dates import dates_around, written
from commands.demonstration.members import OFFICES
from commands.demonstration.movement import campaign
from commands.demonstration.papers import GUIDE, PLAN, papers, texts
from knowledge.answering import Librarian
from knowledge.provinces import is_province, key
from storage.database import Database
from storage.people import CONFIRMED
from storage.registrations import APPROVED, NEEDS_MORE, WAITING
from storage.store import Store
from storage.units import NewUnit, Unit
from storage.vietnamese import fold
from tests.support.databases import new_database, opened

DAY = date(2026, 4, 14)
SIGNERS = {"plan": "Tạ Quốc Vượng", "guide": "Lương Bích Loan"}
# The walks and the other samples have provinces of their own.
TAKEN = {"thanh giang", "son khe"}


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


def a_year() -> Iterator[date]:
    """Every day of a leap year and the one after."""
    return (date(2028, 1, 1) + timedelta(days=i) for i in range(366 + 365))


@pytest.fixture(scope="module")
def librarian() -> Librarian:
    return Librarian(papers(dates_around(DAY), SIGNERS))


@dataclass(frozen=True)
class Running:
    """A program with this database at this moment."""

    database: Database
    at: datetime

    def now(self) -> datetime:
        return self.at


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
    offices = Counter((role.unit_id, role.what) for _, role in store.people.all_officers())
    expected = {(unit.id, what) for unit in every_unit(store) for what in OFFICES}
    assert set(offices) == expected
    assert set(offices.values()) == {1}
    assert all(person.unit_id == role.unit_id for person, role in store.people.all_officers())


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
    for unit_id, name in store.units.names():
        owners.setdefault(name, set()).add(unit_id)
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
    offices = {name: [role.what for role in store.people.roles(person.id)] for name, person in people.items()}
    assert offices == {
        "worker": [],
        "worker2": [],
        "chair": ["chair"],
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


def test_who_can_be_talked_as_is_the_first_officer_of_the_unit(standing: tuple[Store, Demonstration]) -> None:
    store, _ = standing
    _, _, *officers = cast(store)
    people = [store.people.get(each.person_id) for each in officers]
    assert [store.people.officers(person.unit_id)[0] for person in people] == people
    other = _unit(store, "BVBS")
    first = store.people.officers(other.id)[0]
    assert [role.what for role in store.people.roles(first.id)] == ["chair"]


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


def test_its_deadlines_and_titles_stand_in_the_sections_they_name() -> None:
    dates = dates_around(DAY)
    launched = campaign(1, 1, dates)
    plan = next(paper for paper in papers(dates, SIGNERS) if paper.file == PLAN)
    sections: dict[str, str] = {}
    for passage in plan.passages:
        sections[passage.section] = sections.get(passage.section, "") + passage.paragraph
    for deadline in launched.deadlines:
        assert written(deadline.on) in sections[str(deadline.section)]
    for title in launched.titles:
        assert title.name in sections[str(title.section)]
        money = [word for word in (title.reward or "").split() if word[0].isdigit()]
        assert all(amount in sections[str(title.section)] for amount in money)
    for phase in launched.phases:
        assert phase.starts_on is not None
        assert phase.ends_on is not None
        assert f"từ ngày {written(phase.starts_on)} đến hết ngày {written(phase.ends_on)}" in sections["IV.1"]
    for target in launched.targets:
        figure = f"{target.value}{'' if target.unit_of_measure == '%' else ' '}{target.unit_of_measure}"
        assert figure in sections["IV.3.a"]


def test_the_papers_say_their_number_date_issuer_and_place() -> None:
    dates = dates_around(DAY)
    plan, guide = papers(dates, SIGNERS)
    assert (plan.header.number, plan.header.kind) == ("47/KH-LĐLĐ", "kế hoạch")
    assert (guide.header.number, guide.header.kind) == ("09/HD-LĐLĐ", "hướng dẫn")
    assert (plan.header.date, guide.header.date) == (dates["plan_issued"], dates["guide_issued"])
    for paper in (plan, guide):
        assert paper.header.issuer == "Liên đoàn Lao động tỉnh Vĩnh Lam"
        assert paper.header.place == "Vĩnh Lam"
        assert not paper.header.inferred
        assert paper.header.title is not None


def test_the_papers_speak_of_the_union_as_it_is_since_2025() -> None:
    for text in texts(dates_around(DAY), SIGNERS).values():
        folded = fold(text)
        assert "{" not in text
        assert "doan vien, nguoi lao dong" in folded
        assert not any(
            gone in folded for gone in ("cnvcld", "ldld huyen", "lien doan lao dong huyen", "cong chuc")
        )


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Hạn đăng ký đến ngày nào?", "nhận đăng ký đến hết ngày 30/4/2026"),
        ("dky thi dc j", "giấy chứng nhận kèm 1.200.000 đồng"),
        ("k dky co bi tru gi k", "không bị trừ điểm"),
        ("cong nhan gioi duoc thuong bao nhieu", "1.200.000 đồng"),
        ("tổ lao động an toàn được thưởng gì", "cờ kèm 5.000.000 đồng"),
        ("co so phat dong truoc ngay nao", "chậm nhất ngày 20/4/2026"),
        ("bao cao dot 1 han nao", "công đoàn cơ sở gửi chậm nhất ngày 10/9/2026"),
        ("sang kien ap dung tu bao gio thi duoc gui", "từ ngày 01/01/2026 đến hết ngày 31/3/2027"),
        ("gửi sáng kiến cần ghi những gì", "tên sáng kiến; tên tác giả"),
        ("ban nao thuong truc phong trao", "Ban Công tác Công đoàn LĐLĐ tỉnh"),
        ("ai ky ke hoach 47", "Tạ Quốc Vượng"),
    ],
)
def test_the_papers_answer_a_members_question(librarian: Librarian, question: str, words: str) -> None:
    answer = librarian.answer(question, place="Vĩnh Lam", today=DAY)
    assert answer.answered
    assert words in answer.text


def test_what_the_papers_do_not_tell_is_not_answered(librarian: Librarian) -> None:
    answer = librarian.answer("có hỗ trợ tiền nhà trọ không", place="Vĩnh Lam", today=DAY)
    assert not answer.answered


def test_on_every_day_a_phase_runs_registration_is_open_and_deadlines_lie_before_and_after() -> None:
    for day in a_year():
        dates = dates_around(day)
        launched = campaign(1, 1, dates)
        first, second = launched.phases
        assert dates["first_starts"] <= day <= dates["first_ends"] - timedelta(days=80), day
        assert 16 <= (dates["register_until"] - day).days <= 46, day
        assert 5 <= (dates["launch_by"] - day).days <= 16, day
        assert dates["launch_by"] <= dates["register_until"] < dates["first_report"], day
        assert any(deadline.on < day for deadline in launched.deadlines), day
        assert first.ends_on is not None
        assert second.starts_on == first.ends_on + timedelta(days=1), day
        assert second.ends_on == launched.ends_on, day


def test_on_every_day_the_papers_were_signed_on_a_working_day_before_the_campaign_began() -> None:
    for day in a_year():
        dates = dates_around(day)
        order = [dates[name] for name in ("plan_issued", "guide_issued", "plans_by", "first_starts")]
        assert all(earlier < later for earlier, later in itertools.pairwise(order)), day
        assert all(signed.weekday() < 5 for signed in order[:3]), day


def test_a_month_of_one_digit_is_written_as_official_papers_do() -> None:
    assert written(date(2027, 2, 8)) == "08/02/2027"
    assert written(date(2026, 4, 30)) == "30/4/2026"
    assert written(date(2026, 11, 5)) == "05/11/2026"


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 11, 21), date(2027, 12, 31), date(2028, 2, 29)])
def test_a_campaign_over_two_years_answers_as_one_within_a_year(day: date) -> None:
    dates = dates_around(day)
    answer = Librarian(papers(dates, SIGNERS)).answer("han dang ky den ngay nao", place="Vĩnh Lam", today=day)
    assert f"đến hết ngày {written(dates['register_until'])}" in answer.text


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


def test_the_command_makes_it_and_says_whom_one_can_talk_as(
    sqlite_database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    assert demo.run(Namespace(), Running(sqlite_database, morning(DAY))) == 0
    said = capsys.readouterr().out
    assert (
        "Liên đoàn Lao động tỉnh Vĩnh Lam (không có thật): 16 đơn vị, 400 người, 120 đăng ký, 6 sáng kiến"
        in said
    )
    assert PLAN in said
    assert GUIDE in said
    assert "nhận đăng ký đến hết ngày 30/4/2026" in said
    assert "chat --as chair: Bùi Thị Nhài" in said


def test_the_command_run_again_keeps_what_there_is(
    sqlite_database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    demo.run(Namespace(), Running(sqlite_database, morning(DAY)))
    capsys.readouterr()
    assert demo.run(Namespace(), Running(sqlite_database, morning(DAY + timedelta(days=40)))) == 0
    said = capsys.readouterr().out
    assert "đã có sẵn" in said
    assert "chat --as worker: Lò Thị Hiên" in said
    with sqlite_database.reading() as store:
        assert store.people.count("/") == 400


def test_the_command_leaves_a_real_union_alone(
    sqlite_database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    with sqlite_database.transaction() as store:
        store.units.add(NewUnit("Công đoàn của người khác", "province", "CDK"))
    assert demo.run(Namespace(), Running(sqlite_database, morning(DAY))) == 1
    assert "DATABASE_URL" in capsys.readouterr().err
    with sqlite_database.reading() as store:
        assert store.people.count("/") == 0
        assert cast(store) == []


def test_before_morning_in_viet_nam_it_is_already_the_next_day(sqlite_database: Database) -> None:
    demo.run(Namespace(), Running(sqlite_database, datetime(2026, 6, 30, 18, 0, tzinfo=UTC)))
    with sqlite_database.reading() as store:
        assert store.campaigns.running_anywhere(date(2026, 7, 1))[0].starts_on == date(2026, 7, 1)


def _unit(store: Store, code: str) -> Unit:
    found = store.units.by_code(code)
    assert found is not None
    return found
