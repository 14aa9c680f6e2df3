"""Numbers as Vietnamese readers write them."""

from datetime import date, datetime

from bot.numbers import clock, day, number, percent


def test_thousands_are_parted_by_a_dot() -> None:
    assert [number(n) for n in (0, 999, 1234, 1234567)] == ["0", "999", "1.234", "1.234.567"]


def test_shares_have_a_comma_and_no_idle_zero() -> None:
    assert [percent(s) for s in (0.566, 0.5, 1, 0, 0.0004)] == ["56,6 %", "50 %", "100 %", "0 %", "0 %"]
    assert percent(0.56578, 2) == "56,58 %"


def test_days_have_two_digits_each_and_four_for_the_year() -> None:
    assert day(date(2026, 4, 5)) == "05/04/2026"
    assert clock(datetime(2026, 4, 5, 7, 3)) == "07:03 05/04/2026"  # noqa: DTZ001 - clock takes local time
