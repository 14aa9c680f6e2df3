"""Two working days after a Friday is a Tuesday."""

from datetime import date

import pytest

from storage.working_days import after, is_working


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 11, 20), 2, date(2026, 11, 24)),  # Friday
        (date(2026, 11, 21), 2, date(2026, 11, 24)),  # Saturday
        (date(2026, 11, 23), 2, date(2026, 11, 25)),  # Monday
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
        (date(2026, 11, 23), 5, date(2026, 11, 30)),
    ],
)
def test_weekends_are_passed_over(day: date, count: int, expected: date) -> None:
    assert after(day, count) == expected


def test_offices_are_closed_on_saturday_and_sunday() -> None:
    assert [is_working(date(2026, 11, day)) for day in range(20, 24)] == [True, False, False, True]
