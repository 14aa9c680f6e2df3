"""The benchmark of finding measures what it says, on a union made for it."""

from benchmarks.finding import ALL, found_union, measure, table
from storage.store import Store


def test_nearly_every_way_of_writing_finds_its_unit_and_sentences_none() -> None:
    figures = measure(quick=True)
    assert (figures["ways"], figures["ways_after"], figures["sentences"]) == (200, 100, 60)
    assert figures["units"] == ALL
    assert figures["first"] >= 0.95
    assert figures["first_after"] >= 0.95
    assert figures["first_of_many"] + figures["asked_of_many"] >= 0.95
    assert max(figures["taken"], figures["taken_of_many"]) <= 0.02


def test_the_union_stands_as_it_is_written(store: Store) -> None:
    ids = found_union(store)
    assert len(ids) == 64
    assert [unit.code for unit in store.units.successors(ids["HHA"])] == ["XHA", "XTL"]
    assert store.units.get(ids["VTVK"]).standing == "copy"


def test_the_table_has_a_line_for_every_figure() -> None:
    assert [line.split() for line in table({"first": 0.99, "p99_ms": 1.8}).splitlines()] == [
        ["first", "0.99"],
        ["p99_ms", "1.8"],
    ]
