"""From when to when somebody is away, as it is said on a Tuesday."""

from datetime import date

import pytest

from handlers.appointing_when import Period, read_last, read_period, spoken
from storage.vietnamese import fold

TODAY = date(2026, 4, 14)  # a Tuesday


def april(first: int, last: int | None) -> Period:
    return Period(date(2026, 4, first), date(2026, 4, last) if last else None)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("từ mai chị nghỉ hết tuần", april(15, 19)),
        ("tu mai nghi 3 ngay", april(15, 17)),
        ("từ mai nghỉ ba ngày", april(15, 17)),
        ("mai anh nghỉ", april(15, 15)),
        ("ngày kia anh nghỉ", april(16, 16)),
        ("hôm nay nghỉ đến thứ sáu", april(14, 17)),
        ("từ thứ năm đến chủ nhật", april(16, 19)),
        ("từ thứ 5 đến cn", april(16, 19)),
        ("từ 20/4 đến hết 25/4/2026", april(20, 25)),
        ("tuần sau anh đi họp", april(20, 26)),
        ("nghỉ hết tuần sau", april(14, 26)),
        ("từ mai nghỉ 1 tuần", april(15, 21)),
        ("nghỉ hết tháng", april(14, 30)),
        ("từ mai chị nghỉ", april(15, None)),
        ("chị nghỉ đến 10/4/2026", april(14, None)),
    ],
)
def test_days_are_read_as_they_are_said(text: str, period: Period) -> None:
    assert read_period(fold(text), TODAY) == period


def test_a_day_and_month_that_are_over_are_next_years() -> None:
    assert read_period("nghi den 2/1", TODAY).last == date(2027, 1, 2)


def test_a_day_that_does_not_exist_is_no_day() -> None:
    assert read_period("tu mai den 31/4", TODAY).last is None


@pytest.mark.parametrize(
    ("text", "day"), [("het tuan", 19), ("thu sau", 17), ("19/4", 19), ("3 ngay", 17), ("chua biet", None)]
)
def test_the_last_day_is_read_alone(text: str, day: int | None) -> None:
    assert read_last(text, date(2026, 4, 15)) == (date(2026, 4, day) if day else None)


def test_one_day_is_said_as_one() -> None:
    assert spoken(TODAY, TODAY) == "hôm thứ Ba 14/4"
    assert spoken(TODAY, date(2026, 4, 19)) == "từ thứ Ba 14/4 đến hết Chủ nhật 19/4"
