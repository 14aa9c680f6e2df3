"""Reads when something began, as people say it: "sau tet", "thang truoc", 15/3, "thang 3". Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from bot import texts
from bot.numbers import day as written
from storage.vietnamese import fold

AFTER_TET = timedelta(days=10)  # people are back at work
_EARLY, _MIDDLE, _LATE = 5, 15, 25
Groups = dict[str, int]


@dataclass(frozen=True, slots=True)
class When:
    """A day, and how exactly it is meant: the name of the sentence that tells it."""

    on: date
    how: str  # day, about_day; (early_|middle_|late_)month; whole_year, early_year, middle_year, late_year


def read_when(text: str, today: date) -> When | None:
    """What is meant, seen from `today`; None when nothing is understood or it would lie ahead."""
    folded = fold(text)
    for patterns, read in _READERS.items():
        for pattern in texts.phrases(patterns):
            match = re.search(pattern, folded)
            if match:
                try:
                    found = read(_numbers(match), today)
                except ValueError:  # 31/2, month 14
                    return None
                return found if found and found.on <= today else None
    return None


def shown(text: str, today: date) -> str:
    """The time in words; what was not understood stays as it was said."""
    found = read_when(text, today)
    if found is None:
        return texts.say("initiatives.as_said", text=text)
    if found.how in {"day", "about_day"}:
        return texts.say(f"initiatives.{found.how}", day=written(found.on))
    if found.how.endswith("month"):
        return texts.say(f"initiatives.{found.how}", month=found.on.month, year=found.on.year)
    return texts.say(f"initiatives.{found.how}", year=found.on.year)


def _numbers(match: re.Match[str]) -> Groups:
    return {name: int(value) for name, value in match.groupdict().items() if value}


def _date(said: Groups, today: date) -> When:
    found = date(said.get("year", today.year), said["month"], said["day"])
    if "year" not in said and found > today:
        found = found.replace(year=today.year - 1)
    return When(found, "day")


def _ago(today: date, days: int) -> When:
    return When(today - timedelta(days=days), "about_day")


def _months_before(today: date, months: int, day: int = _EARLY) -> date:
    index = today.year * 12 + today.month - 1 - months
    return date(index // 12, index % 12 + 1, day)


def _month(how: str, day: int) -> Callable[[Groups, date], When]:
    def read(said: Groups, today: date) -> When:
        year = said.get("year", today.year if said["month"] <= today.month else today.year - 1)
        return When(min(date(year, said["month"], day), _end_of(today, year, said["month"])), how)

    return read


def _end_of(today: date, year: int, month: int) -> date:
    """In the running month not later than today: "the end of April" said on the 14th is nearly now."""
    return today if (year, month) == (today.year, today.month) else date.max


def _earlier_month(how: str, months: int, day: int) -> Callable[[Groups, date], When]:
    return lambda said, today: When(min(_months_before(today, months, day), today), how)


def _year(how: str, month: int, before: int = 0) -> Callable[[Groups, date], When]:
    return lambda said, today: When(date(said.get("year", today.year - before), month, 1), how)


def _tet(today: date, years_before: int = 0) -> date | None:
    """The latest first day of a lunar year, or the one before it; None beyond the table."""
    known = [date.fromisoformat(each) for each in texts.phrases("initiatives.tet")]
    past = [each for each in known if each <= today]
    if len(past) <= years_before or (today - past[-1]).days > 400:
        return None
    return past[-1 - years_before]


def _around(day: date) -> When:
    part = "early" if day.day <= 10 else "middle" if day.day <= 20 else "late"
    return When(day, f"{part}_month")


def _after_tet(said: Groups, today: date) -> When | None:
    tet = _tet(today)
    return _around(min(tet + AFTER_TET, today)) if tet else None


def _after_tet_before(said: Groups, today: date) -> When | None:
    tet = _tet(today, 1)
    return _around(tet + AFTER_TET) if tet else None


def _before_tet(said: Groups, today: date) -> When | None:
    tet = _tet(today)
    return _around(tet - AFTER_TET) if tet else None


_READERS: dict[str, Callable[[Groups, date], When | None]] = {
    "initiatives.when.date": _date,
    "initiatives.when.days_ago": lambda said, today: _ago(today, said["days"]),
    "initiatives.when.weeks_ago": lambda said, today: _ago(today, said["weeks"] * 7),
    "initiatives.when.months_ago": lambda said, today: When(_months_before(today, said["months"]), "month"),
    "initiatives.when.years_ago": lambda said, today: When(
        date(today.year - said["years"], 7, 1), "whole_year"
    ),
    "initiatives.when.today": lambda said, today: When(today, "day"),
    "initiatives.when.yesterday": lambda said, today: When(today - timedelta(days=1), "day"),
    "initiatives.when.last_week": lambda said, today: _ago(today, 7),
    "initiatives.when.this_week": lambda said, today: _ago(today, today.weekday()),
    "initiatives.when.early_last_month": _earlier_month("early_month", 1, _EARLY),
    "initiatives.when.late_last_month": _earlier_month("late_month", 1, _LATE),
    "initiatives.when.last_month": _earlier_month("month", 1, _EARLY),
    "initiatives.when.early_this_month": _earlier_month("early_month", 0, _EARLY),
    "initiatives.when.this_month": _earlier_month("month", 0, _EARLY),
    "initiatives.when.after_tet_before": _after_tet_before,
    "initiatives.when.before_tet": _before_tet,
    "initiatives.when.after_tet": _after_tet,
    "initiatives.when.early_last_year": _year("early_year", 1, 1),
    "initiatives.when.middle_last_year": _year("middle_year", 6, 1),
    "initiatives.when.late_last_year": _year("late_year", 12, 1),
    "initiatives.when.last_year": _year("whole_year", 1, 1),
    "initiatives.when.early_year": _year("early_year", 1),
    "initiatives.when.middle_year": _year("middle_year", 6),
    "initiatives.when.late_year": _year("late_year", 12),
    "initiatives.when.early_month": _month("early_month", _EARLY),
    "initiatives.when.middle_month": _month("middle_month", _MIDDLE),
    "initiatives.when.late_month": _month("late_month", _LATE),
    "initiatives.when.month": _month("month", 1),
    "initiatives.when.whole_year": _year("whole_year", 1),
}
