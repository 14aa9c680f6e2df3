"""Shares, who is behind, and what belongs to no part."""

from hypothesis import given
from hypothesis import strategies as st

from reports.figures import Line, beside, furthest_behind, without_list

LINES = st.lists(
    st.builds(Line, st.just("x"), st.integers(0, 50), st.integers(0, 50), st.integers(0, 9)), max_size=20
)


def test_a_unit_without_a_list_has_no_share() -> None:
    assert Line("x", 0, 0).share is None
    assert not Line("x", 0, 3).known
    assert Line("x", 4, 1).share == 0.25


@given(LINES, st.integers(1, 12))
def test_the_furthest_behind_come_first_and_none_is_complete(lines: list[Line], limit: int) -> None:
    shown = furthest_behind(lines, limit)
    assert len(shown) == min(limit, sum(line.missing > 0 for line in lines))
    assert [line.missing for line in shown] == sorted((line.missing for line in lines), reverse=True)[
        : len(shown)
    ]


def test_those_without_a_list_are_told_apart_from_those_who_miss_nobody() -> None:
    lines = [Line("a", 0, 0), Line("b", 3, 3), Line("c", 3, 1)]
    assert [line.name for line in without_list(lines)] == ["a"]
    assert [line.name for line in furthest_behind(lines)] == ["c"]


def test_what_belongs_to_no_part_makes_the_parts_add_up() -> None:
    assert beside(Line("all", 10, 6, 3), [Line("a", 4, 2, 1), Line("b", 5, 4, 0)]) == (1, 0, 2)
