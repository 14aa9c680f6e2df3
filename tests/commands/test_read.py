"""What the command line shows of a paper."""

import json
from argparse import ArgumentParser
from pathlib import Path

import pytest

from commands import read

PAPER = Path(__file__).parents[1] / "knowledge" / "reading" / "samples" / "det-song-lam.txt"


def call(*arguments: str | Path) -> int:
    parser = ArgumentParser()
    read.add_arguments(parser)
    return read.run(parser.parse_args([str(each) for each in arguments]), None)


def test_json_has_what_other_programs_look_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(PAPER, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["doc_number"], found["date_issued"], found["signer"]) == (
        "05/KH-CĐCS",
        "2026-01-19",
        "Đinh Thị Ngọc Lan",
    )
    assert found["phases"][0] == {
        "name": "Chặng 1",
        "theme": "Khởi động",
        "start": "2026-02-01",
        "end": "2026-02-28",
        "evidence": "Chặng 1: từ ngày 01/02/2026 đến ngày 28/02/2026",
        "section": "IV",
    }
    assert {"movements", "targets", "deadlines", "reporting_periods", "flags"} <= set(found)


def test_words_show_an_item_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert call(PAPER) == 0
    shown = capsys.readouterr().out
    assert "phases: 3\n  - name Chặng 1; theme Khởi động; start 2026-02-01" in shown
    assert "flags: 0" in shown


def test_what_cannot_be_read_is_said_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.txt").touch()
    assert call(tmp_path / "empty.txt") == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "holds no words" in said.err
