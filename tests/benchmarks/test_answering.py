"""The benchmark of answering measures what it says, on our own sample."""

from benchmarks.answering import SAMPLE, measure, table


def test_the_sample_is_answered_well_enough_to_notice_a_break() -> None:
    figures = measure(quick=True, questions=SAMPLE / "questions.jsonl", papers=SAMPLE)
    assert figures["questions"] == 20
    assert figures["r1"] >= 0.9
    assert figures["r1"] <= figures["r3"]
    assert figures["key"] >= 0.8
    assert figures["key_in_first_line"] >= 0.75
    assert figures["long_first_lines"] == 0
    assert figures["caught"] >= 0.8
    assert figures["auroc"] >= 0.9
    assert figures["intent"] >= 0.97
    assert figures["slot_f1"] >= 0.93
    assert figures["questions_as_commands"] <= 0.01


def test_the_table_has_a_line_for_every_figure() -> None:
    shown = table({"r1": 0.9, "p50_ms": 2.1, "xquad": {"r1": 0.91}})
    assert [line.split() for line in shown.splitlines()] == [
        ["r1", "0.9"],
        ["p50_ms", "2.1"],
        ["xquad", "r1", "0.91"],
    ]
