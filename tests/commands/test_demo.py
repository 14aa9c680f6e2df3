"""The command demo: what it makes, what it says, what it leaves alone."""

from argparse import Namespace
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.turn import ZONE
from commands import demo
from commands.demonstration.cast import cast
from commands.demonstration.papers import GUIDE, PLAN
from storage.database import Database
from storage.units import NewUnit

DAY = date(2026, 4, 14)


def morning(day: date) -> datetime:
    return datetime.combine(day, time(8, 30), ZONE)


@dataclass(frozen=True)
class Running:
    """A program with this database at this moment."""

    database: Database
    at: datetime

    def now(self) -> datetime:
        return self.at


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
