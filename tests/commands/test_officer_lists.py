"""What the operator gives to followers, sector leads and boards, and the lists of gaps and of attempts."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.messages import Incoming
from commands import officer
from commands.program import Program
from storage.accounts import Address
from storage.people import LISTED, NewPerson
from storage.roles import Role
from storage.units import OUTSIDE, NewUnit

Run = Callable[..., int]


def roles_of(program: Program, name: str, days: int = 0) -> list[Role]:
    with program.database.reading() as store:
        (person,) = store.people.search("/", name)
        return store.roles.of(person.id, program.now() + timedelta(days=days))


def test_who_follows_a_unit_is_looked_for_at_the_level_above(program: Program, run: Run) -> None:
    given = ("--name", "Hà Văn Dũng", "--what", "follower")
    assert run(officer, "appoint", "--unit", "MAY2", *given) == 0
    assert run(officer, "appoint", "--unit", "MAY3", *given) == 0
    with program.database.reading() as store:
        (person,) = store.people.search("/", "Hà Văn Dũng")
        assert store.units.get(person.unit_id).code == "KCN"
    assert [role.what for role in roles_of(program, "Hà Văn Dũng")] == ["follower", "follower"]


def test_an_office_until_a_day_lasts_through_that_day(
    program: Program, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    day = f"{program.now() + timedelta(days=3):%d/%m/%Y}"
    run(officer, "appoint", "--unit", "MAY2", "--name", "Hà Thị Sen", "--what", "deputy", "--until", day)
    assert f"is deputy of Công ty May số 2 until {day}." in capsys.readouterr().out
    assert len(roles_of(program, "Hà Thị Sen", 3)) == 1
    assert roles_of(program, "Hà Thị Sen", 4) == []
    run(officer, "list", "--unit", "MAY2")
    assert "until" in capsys.readouterr().out


def test_a_sector_lead_and_a_member_of_a_board_have_their_sector_and_board(
    program: Program, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    with program.database.transaction() as store:
        root = store.units.by_code("TG")
        assert root
        store.units.add(NewUnit("Ban Chính sách", "board", "BCS", root.id, standing=OUTSIDE))
    sector = ("--what", "sector", "--sector", "dệt may")
    assert run(officer, "appoint", "--unit", "TG", "--name", "Hà Văn Dũng", *sector) == 0
    assert (
        run(officer, "appoint", "--unit", "TG", "--name", "Hà An", "--what", "board", "--board", "BCS") == 0
    )
    assert roles_of(program, "Hà Văn Dũng")[0].sector == "dệt may"
    capsys.readouterr()
    run(officer, "list", "--unit", "TG")
    told = capsys.readouterr().out
    assert "Hà Văn Dũng, Liên đoàn Lao động tỉnh Thạch Giang (dệt may)" in told
    assert "(Ban Chính sách)" in told


@pytest.mark.parametrize(
    "more",
    [
        ("--what", "sector"),
        ("--what", "board"),
        ("--what", "chair", "--sector", "dệt may"),
        ("--what", "board", "--board", "MAY2"),
        ("--until", "31/02/2026"),
    ],
)
def test_what_does_not_fit_together_is_said_in_one_line(
    more: tuple[str, ...], run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(officer, "appoint", "--unit", "TG", "--name", "Hà An", *more) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1


def test_one_office_of_several_is_ended(
    program: Program, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    for what in ("emulation", "deputy"):
        run(officer, "appoint", "--unit", "MAY3", "--name", "Hà Thị Sen", "--what", what)
    assert run(officer, "dismiss", "--unit", "MAY3", "--name", "Hà Thị Sen", "--what", "deputy") == 0
    assert "is deputy of Công ty May số 3 no longer." in capsys.readouterr().out
    assert [role.what for role in roles_of(program, "Hà Thị Sen")] == ["emulation"]


def test_units_without_exactly_one_officer_for_emulation_are_listed_those_aside_left_out(
    program: Program, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    with program.database.transaction() as store:
        root = store.units.by_code("TG")
        assert root
        aside = store.units.add(NewUnit("Công đoàn ngành Y tế", "upper", "YTE", root.id, standing=OUTSIDE))
        store.units.add(NewUnit("Bệnh viện tỉnh", "grassroots", "BVT", aside.id))
        three = store.units.by_code("MAY3")
        assert three
        for name in ("Hà Thị Sen", "Hà Thị Mai"):  # as after two units became one
            person = store.people.add(NewPerson(three.id, name, LISTED), program.now())
            store.roles.appoint(person.id, three.id, "emulation", program.now())
    capsys.readouterr()
    assert run(officer, "gaps") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "4 units in the line: 2 have no officer for emulation, 1 have several."
    assert [line.split()[:2] for line in lines[1:]] == [
        ["none", "KCN"],
        ["none", "MAY2"],
        ["several", "MAY3"],
    ]
    assert run(officer, "gaps", "--unit", "YTE") == 0
    assert capsys.readouterr().out.startswith("2 units in the line: 2 have no")


async def test_attempts_are_listed_with_who_and_what(
    program: Program, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    run(officer, "refused")
    assert "Nobody tried" in capsys.readouterr().out
    await program.dispatcher.answer(Incoming(Address("web", "web", "9"), "1", program.now(), "duyệt hết"))
    run(officer, "refused", "--days", "1")
    assert "approve_many  somebody unknown" in capsys.readouterr().out
