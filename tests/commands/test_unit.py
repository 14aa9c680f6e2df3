"""The operator lays out units, and changes them as the unions change."""

from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.settings import Settings
from commands import unit
from commands.program import Program
from storage.people import CONFIRMED, NewPerson
from storage.units import Unit

NOW = datetime(2026, 4, 14, 5, 0, tzinfo=UTC)


def run(program: Program, *words: str) -> int:
    parser = ArgumentParser()
    unit.add_arguments(parser)
    return unit.run(parser.parse_args(words), program)


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    made = Program(Settings.from_mapping({"DATABASE_URL": f"sqlite:///{tmp_path}/unit.db"}), lambda: NOW)
    made.database.migrate()
    yield made
    made.close()


@pytest.fixture
def union(program: Program, capsys: pytest.CaptureFixture[str]) -> Program:
    """A province, a district that will end, two communes, a company and a school in the district."""
    for words in (
        "add --code SK --kind province --place SonKhe --name",
        "add --code HA --kind district --parent SK --name",
        "add --code XHA --kind commune --parent SK --name",
        "add --code XTL --kind commune --parent SK --name",
        "add --code MAY2 --parent HA --size 380 --name",
        "add --code HOA --parent HA --name",
    ):
        names = {
            "SK": "Liên đoàn Lao động tỉnh Sơn Khê",
            "HA": "Liên đoàn Lao động huyện Hòa An",
            "XHA": "Công đoàn xã Hòa An",
            "XTL": "Công đoàn xã Tân Lập",
            "MAY2": "Công ty May số 2",
            "HOA": "Trường Mầm non Hoa Sen",
        }
        parts = words.split()
        assert run(program, *parts, names[parts[2]]) == 0
    capsys.readouterr()
    return program


def read(program: Program, code: str) -> Unit:
    with program.database.reading() as store:
        found = store.units.ever_coded(code)
    assert found is not None
    return found


def said(program: Program, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    assert run(program, *words) == 0
    return capsys.readouterr().out


def test_units_are_added_below_one_another_and_shown(
    union: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(union, capsys, "list").splitlines() == [
        "SK  Liên đoàn Lao động tỉnh Sơn Khê",
        "  XHA  Công đoàn xã Hòa An",
        "  XTL  Công đoàn xã Tân Lập",
        "  HA  Liên đoàn Lao động huyện Hòa An",
        "    MAY2  Công ty May số 2",
        "    HOA  Trường Mầm non Hoa Sen",
    ]
    assert read(union, "may2").place == "SonKhe"


def test_all_that_a_unit_is_can_be_said_when_it_is_added(
    union: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [
        "add",
        "--code",
        "DL",
        "--parent",
        "SK",
        "--standing",
        "copy",
        "--size",
        "40",
        "--from",
        "01/07/2025",
    ]
    more = ["--sector", "điện", "--employer-type", "doanh nghiệp nhà nước", "--cluster", "Cụm 3"]
    assert (
        run(union, *words, *more, "--name", "Điện lực Sơn Khê", "--alias", "Sở Điện", "--alias", "sở điện")
        == 0
    )
    found = read(union, "DL")
    assert (found.sector, found.employer_type, found.cluster) == ("điện", "doanh nghiệp nhà nước", "Cụm 3")
    assert (found.standing, found.valid_from) == ("copy", date(2025, 7, 1))
    shown = said(union, capsys, "show", "dl")
    for fact in ("Sở Điện", "điện", "Cụm 3", "copy", "01/07/2025", "SK  Liên đoàn Lao động tỉnh Sơn Khê"):
        assert fact in shown
    assert "DL  Điện lực Sơn Khê (copy)" in said(union, capsys, "list")


def test_any_word_is_a_kind(union: Program) -> None:
    assert (
        run(
            union,
            "add",
            "--code",
            "BAN",
            "--kind",
            "board",
            "--parent",
            "SK",
            "--name",
            "Ban Quan hệ Lao động",
        )
        == 0
    )
    assert read(union, "BAN").kind == "board"


def test_what_a_unit_is_can_be_written_down_anew(union: Program) -> None:
    assert run(union, "set", "MAY2", "--sector", "may", "--cluster", "Cụm 1", "--from", "08/03/2001") == 0
    found = read(union, "MAY2")
    assert (found.sector, found.cluster, found.size, found.valid_from) == (
        "may",
        "Cụm 1",
        380,
        date(2001, 3, 8),
    )


def test_a_renamed_unit_keeps_its_old_name_to_be_found_by(union: Program) -> None:
    assert run(union, "rename", "MAY2", "Công ty May Hòa An") == 0
    assert run(union, "alias", "MAY2", "may hai", "xưởng may") == 0
    with union.database.reading() as store:
        assert {
            each.code for name in ("may so 2", "may hoa an", "xuong may") for each in store.units.search(name)
        } == {"MAY2"}


def test_a_district_ends_once_its_units_stand_elsewhere(
    union: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    end = ("end", "HA", "--on", "01/07/2025", "--into", "XHA", "XTL")
    assert run(union, *end) == 1
    assert "still stand below HA" in capsys.readouterr().err
    assert run(union, "move", "MAY2", "XHA") == 0
    assert run(union, "move", "HOA", "XTL") == 0
    assert run(union, *end) == 0
    assert "HA" not in [line.split()[0] for line in said(union, capsys, "list").splitlines()]
    assert said(union, capsys, "list", "--ended") == (
        "01/07/2025  HA  Liên đoàn Lao động huyện Hòa An  now: XHA, XTL\n"
    )
    assert "now           XHA  Công đoàn xã Hòa An; XTL  Công đoàn xã Tân Lập" in said(
        union, capsys, "show", "HA"
    )


def test_people_and_units_go_along_with_a_merger(union: Program, capsys: pytest.CaptureFixture[str]) -> None:
    with union.database.transaction() as store:
        new = NewPerson(read(union, "HA").id, "Lò Thị Hoa", CONFIRMED, team="Văn phòng")
        person = store.people.add(new, NOW)
        store.roles.appoint(person.id, person.unit_id, "chair", NOW)
    told = said(union, capsys, "end", "HA", "--on", "01/07/2025", "--into", "XHA")
    assert "1 people went along" in told
    with union.database.reading() as store:
        assert store.people.get(person.id).unit_id == read(union, "XHA").id
        assert [place.unit_id for place in store.placements.of(person.id)] == [read(union, "HA").id]
        assert store.roles.of(person.id, NOW) == []
        assert {each.code for each in store.units.children(read(union, "XHA").id)} == {"MAY2", "HOA"}


def test_what_was_changed_is_kept(union: Program) -> None:
    run(union, "move", "MAY2", "XHA")
    with union.database.reading() as store:
        acts = store.audit.acts("unit_moved", datetime(2026, 1, 1, tzinfo=UTC))
    assert [(act.actor, act.detail) for act in acts] == [(None, {"from": "HA", "to": "XHA"})]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("add", "--code", "SK", "--name", "X"), "taken by another unit"),
        (("add", "--code", "HOA", "--name", "X"), "taken by an ended unit"),
        (("add", "--code", "a b", "--name", "X"), "A code has"),
        (("add", "--code", "NEW", "--name", "X", "--parent", "NOWHERE"), "No unit has the code NOWHERE"),
        (("add", "--code", "NEW", "--name", " "), "A name has"),
        (("add", "--code", "NEW", "--name", "X", "--from", "2025-07-01"), "write it as 01/07/2025"),
        (("add", "--code", "NEW", "--name", "X", "--from", "31/02/2025"), "write it as 01/07/2025"),
        (("set", "MAY2"), "Say what"),
        (("rename", "NOWHERE", "X"), "No unit has the code NOWHERE"),
        (("rename", "HOA", "X"), "HOA ended on 01/01/2026"),
        (("move", "SK", "MAY2"), "MAY2 stands below SK itself"),
        (("move", "SK", "SK"), "SK stands below SK itself"),
        (("end", "MAY2", "--on", "15/04/2026"), "15/04/2026 has not come yet"),
        (("end", "MAY2", "--on", "01/04/2026", "--into", "MAY2"), "cannot become itself"),
        (("show", "NOWHERE"), "No unit has the code NOWHERE"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(
    union: Program, capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    run(union, "end", "HOA", "--on", "01/01/2026")
    capsys.readouterr()
    assert run(union, *words) == 1
    error = capsys.readouterr().err
    assert told in error
    assert error.count("\n") == 1


def test_an_empty_tree_says_how_to_begin(program: Program, capsys: pytest.CaptureFixture[str]) -> None:
    assert "unit add" in said(program, capsys, "list")
    assert said(program, capsys, "list", "--ended") == "No unit has ended.\n"
