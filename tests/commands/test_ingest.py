"""Documents are taken in from the command line, replaced by their file, and refused with a reason."""

from argparse import ArgumentParser
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from commands import ask, ingest
from storage.database import Database
from tests.support.papers import SAMPLES, word_file


@dataclass
class Program:
    database: Database

    def now(self) -> datetime:
        return datetime(2026, 4, 14, 3, tzinfo=UTC)


def call(database: Database, *arguments: str | Path) -> int:
    parser = ArgumentParser()
    ingest.add_arguments(parser)
    return ingest.run(parser.parse_args([str(each) for each in arguments]), Program(database))


def numbers(database: Database) -> list[str | None]:
    with database.reading() as store:
        return [document.header.number for document in store.documents.list()]


def test_a_folder_is_taken_in_and_each_document_told_in_a_line(
    sqlite_database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(sqlite_database, SAMPLES) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(" | ")[:3] for line in lines] == [
        ["son-khe-2024.txt", "-", "-"],
        ["thach-giang-12.txt", "12/KH-LĐLĐ", "2026-01-08"],
        ["tong-lien-doan-07.txt", "07/HD-TLĐ", "2025-12-15"],
    ]
    assert len(numbers(sqlite_database)) == 3


def test_the_same_file_again_replaces_what_it_held(sqlite_database: Database, tmp_path: Path) -> None:
    for number in ("1/KH-LĐLĐ", "2/KH-LĐLĐ"):
        word_file(
            tmp_path / "plan.docx", [f"Số: {number}", "KẾ HOẠCH", "Thi đua năm 2026", "1. Giữ an toàn."]
        )
        assert call(sqlite_database, tmp_path / "plan.docx") == 0
    assert numbers(sqlite_database) == ["2/KH-LĐLĐ"]


def test_what_was_kept_reads_back_as_it_was(sqlite_database: Database) -> None:
    call(sqlite_database, SAMPLES / "thach-giang-12.txt")
    with sqlite_database.reading() as store:
        (kept,) = store.documents.all()
    assert kept.header.issuer == "Liên đoàn Lao động tỉnh Thạch Giang"
    assert any(passage.section == "III.1" and "30/4/2026" in passage.text for passage in kept.passages)


def test_a_file_that_cannot_be_read_is_refused_in_one_line_and_the_others_are_kept(
    sqlite_database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "blank.txt").write_text("\n", encoding="utf-8")
    assert call(sqlite_database, tmp_path / "blank.txt", SAMPLES / "thach-giang-12.txt") == 1
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 1
    assert "blank.txt: holds no words" in told[0]
    assert numbers(sqlite_database) == ["12/KH-LĐLĐ"]


def test_a_folder_without_documents_is_told(
    sqlite_database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(sqlite_database, tmp_path) == 1
    assert "no .docx, .pdf or .txt" in capsys.readouterr().err


def test_what_is_taken_in_can_be_asked(sqlite_database: Database, capsys: pytest.CaptureFixture[str]) -> None:
    call(sqlite_database, SAMPLES)
    capsys.readouterr()
    parser = ArgumentParser()
    ask.add_arguments(parser)
    assert (
        ask.run(
            parser.parse_args(["han dang ky ngay nao", "--unit", "Thạch Giang"]), Program(sqlite_database)
        )
        == 0
    )
    assert "30/4/2026" in capsys.readouterr().out
