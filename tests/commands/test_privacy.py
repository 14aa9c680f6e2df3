"""The operator's side of the law: requests, breaches, what is kept how long, the record to print."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from bot.turn import local
from commands import doctor, privacy
from commands.program import Program
from storage.requests import COMPLAIN, VIEW, NewRequest

Run = Callable[..., int]
HOA = "Lò Thị Hoa"


def ask(program: Program, kind: str, days_ago: int = 0) -> int:
    """A request of Hoa's, asked some days ago."""
    at = program.now() - timedelta(days=days_ago)
    with program.database.transaction() as store:
        hoa = store.people.search("/", HOA)[0]
        return store.requests.add(NewRequest(kind, "web", local(at).date(), hoa.id, None, "lộ tên"), at).id


def test_open_requests_are_listed_with_their_day_and_the_late_ones_are_marked(
    program: Program, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(program, VIEW)
    late = ask(program, COMPLAIN, 30)
    assert run(privacy, "requests") == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith(f"{late} ")
    assert "LATE" in lines[0]
    assert "LATE" not in lines[1]
    assert HOA in lines[0]
    assert run(privacy, "requests", "--overdue") == 0
    assert capsys.readouterr().out.splitlines() == lines[:1]


def test_a_request_is_finished_once_and_extended_once(
    program: Program, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = str(ask(program, COMPLAIN))
    assert run(privacy, "extend", asked) == 0
    assert run(privacy, "extend", asked) == 1
    assert run(privacy, "done", asked, "--outcome", "taken down") == 0
    assert run(privacy, "done", asked, "--outcome", "again") == 1
    assert "taken down" in capsys.readouterr().err
    assert run(privacy, "done", "99", "--outcome", "x") == 1
    with program.database.reading() as store:
        entries = store.audit.of("request", int(asked))
    assert [(entry.actor, entry.action) for entry in entries] == [(None, "extended"), (None, "finished")]


def test_a_breach_has_72_hours_and_is_told_and_closed_once(
    program: Program, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    noticed = f"{local(program.now() - timedelta(hours=70)):%Y-%m-%d %H:%M}"
    assert (
        run(privacy, "breach", "add", "--what", "A list was lost", "--people", "40", "--noticed", noticed)
        == 0
    )
    assert "agency: 1 hours left" in capsys.readouterr().out
    assert run(doctor) == 1
    assert "breach 1 must be told" in capsys.readouterr().out
    assert run(privacy, "breach", "told", "1", "agency") == 0
    assert run(privacy, "breach", "told", "1", "agency") == 1
    assert run(privacy, "breach", "close", "1", "--measures", "New locks") == 0
    assert run(privacy, "breach", "close", "1", "--measures", "Newer locks") == 1
    capsys.readouterr()
    assert run(privacy, "breach", "list") == 0
    told = capsys.readouterr().out
    assert "New locks" in told
    assert "left" not in told
    assert run(doctor) == 0


def test_a_breach_noticed_tomorrow_is_none(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(privacy, "breach", "add", "--what", "x", "--noticed", "2999-01-01 08:00") == 1
    assert "future" in capsys.readouterr().err


def test_doctor_names_overdue_requests(
    program: Program, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(program, VIEW, 30)
    assert run(doctor) == 1
    assert "1 requests are overdue" in capsys.readouterr().out


def test_retention_says_what_would_go_and_when_it_ran(
    program: Program, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    with program.database.transaction() as store:
        store.sessions.create("old", "1", program.now() - timedelta(days=400))
    assert run(privacy, "retention") == 0
    told = capsys.readouterr().out
    assert "has not run yet" in told
    assert next(line for line in told.splitlines() if line.startswith("session ")).split()[3] == "1"
    with program.database.transaction() as store:
        store.retention.begin(program.now())
    run(privacy, "retention")
    assert "Last run" in capsys.readouterr().out


def test_the_record_is_a_word_file_that_tells_purposes_days_texts_and_counts(
    program: Program, run: Run, tmp_path: Path
) -> None:
    ask(program, COMPLAIN, 30)
    out = tmp_path / "record.docx"
    assert run(privacy, "record", "--out", str(out)) == 0
    paper = Document(BytesIO(out.read_bytes()))
    text = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    assert "Liên đoàn Lao động tỉnh Thạch Giang" in text
    assert "1. Bên kiểm soát dữ liệu" in text
    assert "joining.consent@2: Trước khi ghi" in text
    assert "{" not in text
    assert "Đang quá hạn: 1." in text
    assert "Telegram: máy chủ ở nước ngoài" not in text  # it is not used here
    assert {"joining.consent@1", "180", "khiếu nại"} <= set(cells)
    assert HOA not in text + "".join(cells)


def test_a_record_that_cannot_be_written_is_told_in_one_line(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(privacy, "record", "--out", str(tmp_path / "none" / "record.docx")) == 1
    assert capsys.readouterr().err.count("\n") == 1
