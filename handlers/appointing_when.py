"""From when to when somebody is away, as it is said: "tu mai ... het tuan", "3 ngay", "den 19/4". Pure."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from bot import texts

_DAYS = ("appointing.today", "appointing.tomorrow", "appointing.after_tomorrow")
_DATE = r"(?P<{0}_day>\d{{1,2}})[/.-](?P<{0}_month>\d{{1,2}})(?:[/.-](?P<{0}_year>\d{{4}}))?"


@dataclass(frozen=True, slots=True)
class Period:
    """The first and the last day; `last` None: it was not said."""

    first: date
    last: date | None


def read_period(folded: str, today: date) -> Period:
    """What a folded text, punctuation and all, says; it begins today unless said otherwise."""
    first, open_ended = _first(folded, today)
    last = _last(folded, first, today)
    if last is None and not open_ended:
        last = first
    return Period(first, last if last is None or last >= first else None)


def read_last(folded: str, first: date) -> date | None:
    """The last day alone: "het tuan", "thu sau", "19/4", "3 ngay"; None where none is said."""
    found = _last(folded, first, first) or _last(f"den {folded}", first, first)
    return found if found and found >= first else None


def _first(folded: str, today: date) -> tuple[date, bool]:
    """(the day, whether it only says from when)."""
    since = rf"(?:{_either('appointing.since')})"
    if match := re.search(rf"\b{since} (?:ngay )?{_DATE.format('first')}", folded):
        return _day(match, "first", today) or today, True
    if match := re.search(rf"\b{since} (?P<name>{'|'.join(_weekdays())})\b", folded):
        return _next(today, _weekdays()[match["name"]]), True
    if _says(folded, "appointing.next_week") and not _says(folded, "appointing.week_ends"):
        monday = today + timedelta(days=7 - today.weekday())
        return monday, False
    for days, name in enumerate(_DAYS):
        if match := re.search(rf"\b(?P<since>{since} )?(?:{_either(name)})\b", folded):
            return today + timedelta(days=days), bool(match["since"]) or days == 0
    return today, True


def _last(folded: str, first: date, today: date) -> date | None:
    until = rf"(?:{_either('appointing.until')})"
    if match := re.search(rf"\b{until} (?:ngay )?{_DATE.format('last')}", folded):
        return _day(match, "last", today)
    if match := re.search(rf"\b{until} (?P<name>{'|'.join(_weekdays())})\b", folded):
        return _next(first, _weekdays()[match["name"]])
    if _says(folded, "appointing.week_ends"):
        weeks = 1 if _says(folded, "appointing.next_week") else 0
        return first + timedelta(days=6 - first.weekday() + 7 * weeks)
    if _says(folded, "appointing.month_ends"):
        return first.replace(day=monthrange(first.year, first.month)[1])
    numbers = texts.phrases("joining.numbers")
    of = f"{_either('appointing.days')}|{_either('appointing.weeks')}"
    counted = rf"\b(?P<count>\d{{1,2}}|{'|'.join(numbers)}) (?P<of>{of})\b"
    if match := re.search(counted, folded):
        count = int(match["count"]) if match["count"].isdecimal() else numbers.index(match["count"]) + 1
        days = count * (7 if match["of"] in texts.phrases("appointing.weeks") else 1)
        return first + timedelta(days=max(days, 1) - 1)
    if _says(folded, "appointing.next_week"):
        return first + timedelta(days=6 - first.weekday())
    return None


def _says(folded: str, name: str) -> bool:
    return re.search(rf"\b(?:{_either(name)})\b", folded) is not None


def _either(name: str) -> str:
    return "|".join(sorted(map(re.escape, texts.phrases(name)), key=len, reverse=True))


def _weekdays() -> dict[str, int]:
    """0 is Monday."""
    spoken, short = texts.phrases("appointing.weekdays"), texts.phrases("appointing.weekdays_short")
    return {name: day for names in (spoken, short) for day, name in enumerate(names)}


def _next(since: date, weekday: int) -> date:
    return since + timedelta(days=(weekday - since.weekday()) % 7)


def _day(match: re.Match[str], which: str, today: date) -> date | None:
    """A day without a year is the next one of that name."""
    day, month, year = (match[f"{which}_{part}"] for part in ("day", "month", "year"))
    try:
        found = date(int(year) if year else today.year, int(month), int(day))
        return found if year or found >= today else found.replace(year=today.year + 1)
    except ValueError:
        return None


def spoken(first: date, last: date) -> str:
    """From when to when, in words."""
    if first == last:
        return texts.say("appointing.period_one", first=named(first))
    return texts.say("appointing.period", first=named(first), last=named(last))


def named(day: date) -> str:
    """A day of this year as it is said: its weekday, day and month."""
    weekday = texts.phrases("appointing.weekdays_named")[day.weekday()]
    return texts.say("appointing.day_named", weekday=weekday, day=f"{day.day}/{day.month}")
