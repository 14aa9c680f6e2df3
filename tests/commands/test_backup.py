"""A copy of the database, made while it is written to."""

from collections.abc import Callable
from pathlib import Path

import pytest

from commands import backup
from commands.program import Program
from storage.database import Database

Run = Callable[..., int]


@pytest.fixture
def database_url(sqlite_database_url: str) -> str:
    """The copy is SQLite's."""
    return sqlite_database_url


def test_the_copy_holds_what_is_committed(program: Program, run: Run, tmp_path: Path) -> None:
    target = tmp_path / "deep" / "copy.db"
    with program.database.transaction() as store:
        store.facts.set("before", value=True)
    assert run(backup, str(target)) == 0
    copied = Database(f"sqlite:///{target}")
    with copied.reading() as store:
        assert store.facts.get("before") is True
        assert store.units.by_code("MAY2")
    copied.close()
    assert list(target.parent.glob("*.part")) == []


def test_without_a_name_it_lies_beside_the_database(program: Program, run: Run, tmp_path: Path) -> None:
    assert run(backup) == 0
    assert len(list(tmp_path.glob("backup-*.db"))) == 1


def test_a_file_that_is_there_is_not_overwritten(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "copy.db"
    target.write_text("precious", encoding="utf-8")
    assert run(backup, str(target)) == 1
    assert "is there already" in capsys.readouterr().err
    assert target.read_text(encoding="utf-8") == "precious"


def test_postgresql_is_told_the_command(
    postgresql_database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from argparse import Namespace

    from bot.settings import Settings

    program = Program(Settings.from_mapping({"DATABASE_URL": postgresql_database_url}))
    assert backup.run(Namespace(file=Path("x.dump")), program) == 1
    told = capsys.readouterr().err
    assert "pg_dump --format=custom --file=x.dump" in told
    assert "postgresql://" in told
    program.close()


def test_no_password_is_shown() -> None:
    from bot.settings import Settings

    program = Program(Settings.from_mapping({"DATABASE_URL": "postgresql://union:secret@db/union"}))
    assert program.database.for_tools == "postgresql://union@db/union"
    assert "secret" not in program.where
    program.close()
