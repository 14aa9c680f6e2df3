"""The operator lays out the first units."""

from argparse import ArgumentParser
from pathlib import Path

import pytest

from bot.settings import Settings
from commands import unit
from commands.program import Program


def run(program: Program, *words: str) -> int:
    parser = ArgumentParser()
    unit.add_arguments(parser)
    return unit.run(parser.parse_args(words), program)


@pytest.fixture
def program(tmp_path: Path) -> Program:
    made = Program(Settings.from_mapping({"DATABASE_URL": f"sqlite:///{tmp_path}/unit.db"}))
    made.database.migrate()
    return made


def test_units_are_added_below_one_another_and_shown(
    program: Program, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        run(
            program,
            "add",
            "--code",
            "SK",
            "--name",
            "Tỉnh Sơn Khê",
            "--kind",
            "province",
            "--place",
            "Sơn Khê",
        )
        == 0
    )
    assert (
        run(
            program,
            "add",
            "--code",
            "may2",
            "--name",
            "Công ty May số 2",
            "--parent",
            "SK",
            "--alias",
            "may 2",
        )
        == 0
    )
    capsys.readouterr()
    assert run(program, "list") == 0
    assert capsys.readouterr().out == "SK  Tỉnh Sơn Khê\n  MAY2  Công ty May số 2\n"
    with program.database.transaction() as store:
        found = store.units.by_code("MAY2")
        assert found is not None
        assert found.place == "Sơn Khê"
        assert [each.code for each in store.units.search("MAY 2")] == ["MAY2"]
    program.database.close()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--code", "SK", "--name", "X"], "taken"),
        (["--code", "a b", "--name", "X"], "A code has"),
        (["--code", "NEW", "--name", "X", "--parent", "NOWHERE"], "No unit has the code NOWHERE"),
        (["--code", "NEW", "--name", " "], "A name has"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(
    program: Program, capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    run(program, "add", "--code", "SK", "--name", "Tỉnh Sơn Khê")
    assert run(program, "add", *words) == 1
    error = capsys.readouterr().err
    assert told in error
    assert error.count("\n") == 1
    program.database.close()
