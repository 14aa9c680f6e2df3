"""Numbers are written as lists show them."""

import pytest

from knowledge.file_numbers import Counter, Level, written


@pytest.mark.parametrize(
    ("number", "shape", "shown"),
    [
        (4, "upperRoman", "IV"),
        (39, "lowerRoman", "xxxix"),
        (1, "lowerLetter", "a"),
        (28, "lowerLetter", "bb"),
        (7, "decimalZero", "07"),
        (12, "decimal", "12"),
        (3, "chineseCounting", "3"),
        (0, "upperRoman", "0"),
    ],
)
def test_a_number_in_each_shape(number: int, shape: str, shown: str) -> None:
    assert written(number, shape) == shown


def test_levels_above_are_shown_in_figures_where_the_list_wants_it() -> None:
    chapters = Counter({0: Level("upperRoman", "%1."), 1: Level("decimal", "%1.%2", plain=True)})
    assert [chapters.next(0), chapters.next(0), chapters.next(1)] == ["I.", "II.", "2.1"]


def test_a_level_without_a_description_has_no_label() -> None:
    assert not Counter({}).next(0)
    assert Counter({0: Level("none", "Điều")}).next(0) == "Điều"
