"""The benchmark of lists tells what it promises to tell, of a list that can be read."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from benchmarks import importing
from benchmarks.__main__ import MODULES, NAMES
from knowledge.rosters_reading import read_roster
from knowledge.workbooks import open_workbook

KEYS = {
    "seconds",
    "per_s",
    "peak_mb",
    "question_idle_p50_ms",
    "question_idle_p99_ms",
    "question_p50_ms",
    "question_p99_ms",
}


def test_its_list_is_one_that_comes_in_whole() -> None:
    found = read_roster(open_workbook(importing.make(50, 4), "list.xlsx"))
    assert (len(found.members), len(found.units), found.faults) == (50, 5, [])
    assert {member.unit.code for member in found.members if member.unit} == {"B0", "B1", "B2", "B3"}


def test_it_tells_of_both_databases(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    @contextmanager
    def serving(database_url: str) -> Iterator[tuple[str, int]]:
        asked.append(database_url.partition(":")[0])
        yield "http://127.0.0.1:1", 1

    @contextmanager
    def postgresql() -> Iterator[str]:
        yield "postgresql://"

    async def beside(url: str, database_url: str, file: Path, idle_s: float) -> dict[str, float]:
        return dict.fromkeys(KEYS, 1.0)

    monkeypatch.setattr(importing, "SIZES", {True: (20, 2)})
    monkeypatch.setattr(importing, "serving", serving)
    monkeypatch.setattr(importing, "postgresql", postgresql)
    monkeypatch.setattr(importing, "_beside", beside)
    figures = importing.measure(quick=True)
    assert asked == ["sqlite", "postgresql"]
    assert set(figures["sqlite"]) == set(figures["postgresql"]) == KEYS
    assert "20 members" in importing.table(figures)


def test_it_is_called_by_its_own_word() -> None:
    assert "import" in NAMES
    assert MODULES["import"] == "importing"
