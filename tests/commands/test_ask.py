"""Questions asked from the command line are answered in words, or as JSON of a fixed shape."""

import json
from argparse import ArgumentParser
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from commands import ask
from storage.database import Database
from storage.units import NewUnit
from tests.support.papers import samples


@dataclass
class Program:
    database: Database

    def now(self) -> datetime:
        return datetime(2026, 4, 14, 3, tzinfo=UTC)


@pytest.fixture
def filled(sqlite_database: Database) -> Database:
    with sqlite_database.transaction() as store:
        for document in samples():
            store.documents.replace(document)
        province = store.units.add(
            NewUnit("Liên đoàn Lao động tỉnh nhà", "province", "TG", place="Thạch Giang")
        )
        store.units.add(NewUnit("Công ty May số 2", "base", "MAY2", parent_id=province.id))
    return sqlite_database


def call(database: Database, *arguments: str) -> int:
    parser = ArgumentParser()
    ask.add_arguments(parser)
    return ask.run(parser.parse_args(list(arguments)), Program(database))


def test_an_answer_names_its_paper_and_section(filled: Database, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(filled, "Hạn đăng ký tới khi nào?", "--unit", "Thạch Giang") == 0
    text, cited = capsys.readouterr().out.rstrip().rsplit("\n", 1)
    assert "30/4/2026" in text
    assert cited == "(12/KH-LĐLĐ, Liên đoàn Lao động tỉnh Thạch Giang, III.1)"


def test_the_line_that_answers_comes_first_then_the_paper_then_the_rest(
    filled: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    call(filled, "phong trào chia làm mấy đợt", "--unit", "Thạch Giang")
    first, cited, rest = capsys.readouterr().out.rstrip().split("\n")
    assert first.startswith("Phong trào chia làm hai đợt: ")
    assert cited == "(12/KH-LĐLĐ, Liên đoàn Lao động tỉnh Thạch Giang, V.1)"
    assert rest.startswith("Đợt 2: ")


def test_as_json_the_answer_begins_with_the_line_that_answers(
    filled: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    call(filled, "đợt 2 từ ngày nào", "--unit", "Thạch Giang", "--json")
    lines = json.loads(capsys.readouterr().out)["answer"].split("\n")
    assert lines[0].startswith("Đợt 2: từ ngày 01/7/2026")
    assert lines[1].startswith("Đợt 1: ")


def test_a_unit_is_asked_about_by_the_province_above_it(
    filled: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    call(filled, "gửi bản đăng ký trước ngày nào", "--unit", "công ty may số 2", "--json")
    found = json.loads(capsys.readouterr().out)
    assert found["passages"][0]["file"] == "thach-giang-12.txt"


def test_what_the_documents_do_not_tell_is_said(filled: Database, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(filled, "bao giờ có lương", "--unit", "Thạch Giang") == 0
    assert capsys.readouterr().out.startswith("The documents kept do not tell.")


def test_next_year_is_counted_from_the_day_given(
    filled: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    for today, answered in (("2025-06-01", True), ("2040-06-01", False)):
        call(
            filled,
            "sang năm đăng ký danh hiệu tới khi nào",
            "--unit",
            "Thạch Giang",
            "--today",
            today,
            "--json",
        )
        assert json.loads(capsys.readouterr().out)["answered"] is answered


def test_a_batch_gives_one_object_a_line_of_the_shape_agreed(
    filled: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = [
        {"id": "a", "question": "hạn đăng ký", "context_unit": "Thạch Giang", "kind": "date"},
        {"id": "b", "question": "mai mưa không", "context_unit": None},
    ]
    batch = tmp_path / "questions.jsonl"
    batch.write_text("\n".join(json.dumps(each) for each in asked) + "\n\n", encoding="utf-8")
    assert call(filled, "--batch", str(batch)) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["id"] for answer in answers] == ["a", "b"]
    assert [answer["answered"] for answer in answers] == [True, False]
    assert set(answers[0]) == {"id", "answered", "answer", "confidence", "intent", "slots", "passages"}
    assert set(answers[0]["passages"][0]) == {"file", "section", "text"}
    assert (answers[0]["intent"], answers[0]["slots"]) == ("ask", {})


def test_a_batch_tells_what_each_message_wants_done(
    filled: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    batch = tmp_path / "messages.jsonl"
    batch.write_text(json.dumps({"id": "a", "question": "huy giao uoc dot 2"}), encoding="utf-8")
    assert call(filled, "--batch", str(batch)) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["intent"] == "cancel"
    assert told["slots"] == {"target": "giao uoc", "phase": "dot 2"}


@pytest.mark.parametrize("content", ["not json", "[1, 2]", '{"id": 1}'])
def test_a_batch_that_cannot_be_read_is_refused_in_one_line(
    filled: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str
) -> None:
    batch = tmp_path / "questions.jsonl"
    batch.write_text(content, encoding="utf-8")
    assert call(filled, "--batch", str(batch)) == 1
    told = capsys.readouterr()
    assert (told.out, len(told.err.splitlines())) == ("", 1)


def test_a_batch_that_is_not_there_is_refused(filled: Database, tmp_path: Path) -> None:
    assert call(filled, "--batch", str(tmp_path / "gone.jsonl")) == 1


def test_asking_nothing_is_wrong_usage(filled: Database) -> None:
    with pytest.raises(SystemExit) as stopped:
        call(filled)
    assert stopped.value.code == 2
