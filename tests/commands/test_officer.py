"""The operator appoints the first officers, and hands them a code that ties their chat to the office."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.messages import Incoming
from commands import officer
from commands.program import Program
from storage.accounts import Address
from storage.members import Tally
from storage.people import CONFIRMED, LISTED, Person
from storage.roles import Role

Run = Callable[..., int]


def holders(program: Program, code: str) -> list[tuple[Person, Role]]:
    with program.database.reading() as store:
        unit = store.units.by_code(code)
        assert unit
        return store.roles.in_unit(unit.id, program.now())


def test_a_new_name_is_said_to_be_new_and_stands_on_the_list_only(
    program: Program, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(officer, "appoint", "--unit", "may3", "--name", "Hà Thị Sen", "--what", "emulation") == 0
    person, role = holders(program, "MAY3")[-1]
    assert (person.name, person.status, role.what) == ("Hà Thị Sen", LISTED, "emulation")
    told = capsys.readouterr().out
    assert "Công ty May số 3 knew nobody called Hà Thị Sen: a new person was put on its list." in told
    assert "Hà Thị Sen is emulation of Công ty May số 3." in told
    run(officer, "appoint", "--unit", "MAY2", "--name", "Lò Thị Hoa", "--what", "deputy")
    assert "new person" not in capsys.readouterr().out


def test_a_new_name_that_never_came_is_off_the_list_with_the_office(
    program: Program, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    def tally() -> Tally:
        with program.database.reading() as store:
            unit = store.units.by_code("MAY2")
            assert unit
            return store.members.by_unit(unit.path)[unit.id]

    before = tally()
    run(officer, "appoint", "--unit", "MAY2", "--name", "DoThiThuan", "--what", "deputy")
    assert tally() == replace(before, listed=before.listed + 1)
    run(officer, "dismiss", "--unit", "MAY2", "--name", "DoThiThuan")
    assert tally() == before
    assert "off the list again" in capsys.readouterr().out
    run(officer, "appoint", "--unit", "MAY2", "--name", "Lê Thị Hải", "--what", "emulation")
    run(officer, "dismiss", "--unit", "MAY2", "--name", "Lê Thị Hải")
    assert tally() == before


@pytest.mark.parametrize("what", ["chair", "emulation"])
def test_a_unit_has_one_chair_and_one_officer_for_emulation(
    what: str, program: Program, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ("Nguyễn Thị Thu", "Lò Thị Hoa", "Hoàng Thị Đào")
    for name in names:
        assert run(officer, "appoint", "--unit", "MAY2", "--name", name, "--what", what) == 0
    held = [person.name for person, role in holders(program, "MAY2") if role.what == what]
    assert held == ["Hoàng Thị Đào"]
    told = capsys.readouterr().out
    for name in names[:2]:
        assert f"{name} is {what} of Công ty May số 2 no longer." in told


def test_a_known_name_is_the_same_person_marks_or_not(program: Program, run: Run) -> None:
    with program.database.reading() as store:
        before = store.people.count("/")
    for _ in range(2):
        assert run(officer, "appoint", "--unit", "MAY2", "--name", "lo thi hoa", "--what", "deputy") == 0
    held = [person.name for person, _ in holders(program, "MAY2")]
    assert held.count("Lò Thị Hoa") == 1
    with program.database.reading() as store:
        assert store.people.count("/") == before


async def test_the_code_ties_a_chat_to_the_person_once(
    program: Program, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    run(officer, "appoint", "--unit", "MAY2", "--name", "Hà Thị Sen")
    code = re.findall(r"MOI-\w+", capsys.readouterr().out)[0]
    first, second = (Address("web", "web", number) for number in "12")
    for number, address in enumerate((first, second)):
        incoming = Incoming(address, str(number), program.now(), start=code)
        await program.dispatcher.answer(incoming)
    with program.database.reading() as store:
        known, stranger = store.accounts.situation(first), store.accounts.situation(second)
    assert known
    assert known.person
    assert known.person.name == "Hà Thị Sen"
    assert stranger
    assert stranger.person is None


def test_a_lost_code_is_replaced(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    codes = set()
    for _ in range(2):
        assert run(officer, "invite", "--unit", "MAY2", "--name", "Nguyễn Thị Thu") == 0
        codes |= set(re.findall(r"MOI-\w+", capsys.readouterr().out))
    assert len(codes) == 2


def test_who_is_dismissed_holds_no_office_there(
    program: Program, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(officer, "dismiss", "--unit", "MAY2", "--name", "Nguyễn Thị Thu") == 0
    assert [person.name for person, _ in holders(program, "MAY2")] == ["Lê Thị Hải"]
    assert run(officer, "dismiss", "--unit", "MAY2", "--name", "Nguyễn Thị Thu") == 1
    assert "holds no office" in capsys.readouterr().err


def test_the_list_is_of_everybody_or_of_one_subtree(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(officer, "list") == 0
    everybody = capsys.readouterr().out.splitlines()
    assert run(officer, "list", "--unit", "MAY2") == 0
    some = capsys.readouterr().out.splitlines()
    assert len(everybody) == 5
    assert [line.split(",")[0].split(maxsplit=2)[1:] for line in some] == [
        ["chair", "Nguyễn Thị Thu"],
        ["deputy", "Lê Thị Hải"],
    ]


@pytest.mark.parametrize(
    "words",
    [
        ("appoint", "--unit", "NOPE", "--name", "A B"),
        ("invite", "--unit", "MAY2", "--name", "Nobody"),
        ("dismiss", "--unit", "MAY2", "--name", "Nobody"),
        ("list", "--unit", "NOPE"),
    ],
)
def test_what_is_not_there_is_said_in_one_line(
    words: tuple[str, ...], run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(officer, *words) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1


def test_two_people_of_one_name_are_not_guessed_between(
    program: Program, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    from storage.people import NewPerson
    from tests.support.scenes import FOUNDED

    with program.database.transaction() as store:
        unit = store.units.by_code("MAY2")
        assert unit
        store.people.add(NewPerson(unit.id, "Lò Thị Hoa", CONFIRMED), FOUNDED)
    assert run(officer, "appoint", "--unit", "MAY2", "--name", "Lò Thị Hoa") == 1
    assert "2 people" in capsys.readouterr().err


def test_what_the_operator_does_is_written_down(program: Program, run: Run) -> None:
    run(officer, "appoint", "--unit", "MAY3", "--name", "Hà Thị Sen")
    person, _ = holders(program, "MAY3")[-1]
    with program.database.reading() as store:
        entries = store.audit.of("person", person.id)
    assert [(entry.actor, entry.action) for entry in entries] == [(None, "put_on_list"), (None, "appointed")]
