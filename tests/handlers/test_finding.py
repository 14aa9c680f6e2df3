"""Units are found by what people call them."""

import pytest

from handlers.finding import find_units

NAMES = [
    (1, "cong ty may so 2"),
    (1, "may 2"),
    (2, "cong ty may so 3"),
    (3, "cong ty giay ben trang"),
    (4, "truong tieu hoc ben sim"),
    (5, "benh vien da khoa ben sim"),
    (6, "cong ty may dong rang"),
]


@pytest.mark.parametrize(
    ("called", "unit"),
    [
        ("cty may so 2", 1),
        ("e o may so 2", 1),
        ("may 2", 1),
        ("cong ty tnhh may so 3", 2),
        ("giay ben trang", 3),
        ("truong tieu hoc ben sim", 4),
        ("benh vien ben sim", 5),
    ],
)
def test_one_unit_is_meant(called: str, unit: int) -> None:
    assert [match.unit_id for match in find_units(called, NAMES)] == [unit]


def test_when_several_fit_all_are_offered() -> None:
    assert {match.unit_id for match in find_units("ben sim", NAMES)} == {4, 5}


def test_another_number_is_another_unit() -> None:
    assert 1 not in [match.unit_id for match in find_units("may so 3", NAMES)]


@pytest.mark.parametrize("called", ["", "xyz", "cong ty", "toi khong biet nua", "9999"])
def test_nothing_is_guessed(called: str) -> None:
    assert find_units(called, NAMES) == []
