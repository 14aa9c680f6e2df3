"""Days on which offices work: not Saturday, not Sunday. Holidays differ by year: not known here. Pure."""

from __future__ import annotations

from datetime import date, timedelta

_SATURDAY = 5


def is_working(day: date) -> bool:
    """Whether offices are open."""
    return day.weekday() < _SATURDAY


def after(day: date, count: int) -> date:
    """The working day that is `count` working days after a day; the day itself does not count."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working(day)
    return day
