"""The campaign's calendar, so laid around a day that a phase runs and registration is open; pure."""

from __future__ import annotations

from datetime import date, timedelta

# An office asks for things by the tenth, the twentieth or the last of a month.
_ROUND_DAYS = (10, 20)
_SOON, _OPEN_FOR = 5, 16
_SATURDAY = 5


def dates_around(on: date) -> dict[str, date]:
    """The days that plan.txt, guide.txt and campaign.toml name; the campaign began with `on`'s quarter."""
    first = date(on.year, (on.month - 1) // 3 * 3 + 1, 1)
    second = _months_later(first, 6)
    return {
        "plan_issued": _workday(first - timedelta(days=24)),
        "guide_issued": _workday(first - timedelta(days=12)),
        "plans_by": _workday(first - timedelta(days=4)),
        "register_until": _last_of_month(on + timedelta(days=_OPEN_FOR)),
        "launch_by": _round_day(on + timedelta(days=_SOON)),
        "window_opens": _months_later(first, -3),
        "window_closes": _months_later(first, 12) - timedelta(days=1),
        **{f"first_{name}": day for name, day in _half(first).items()},
        **{f"second_{name}": day for name, day in _half(second).items()},
        "ideas_first": _last_of_month(_months_later(first, 4)),
        "ideas_second": _last_of_month(_months_later(second, 4)),
    }


def written(day: date) -> str:
    """As official papers write it: 01/7/2026, 30/4/2026, 28/02/2027."""
    month = f"{day.month:02}" if day.month <= 2 else str(day.month)
    return f"{day.day:02}/{month}/{day.year}"


def _half(first: date) -> dict[str, date]:
    """A phase of six months, and what is reported of it: the figures are those of its first five."""
    last_month = _months_later(first, 5)
    return {
        "starts": first,
        "counted": last_month - timedelta(days=1),
        "report": last_month.replace(day=10),
        "summary": last_month.replace(day=15),
        "ends": _last_of_month(last_month),
    }


def _months_later(first: date, months: int) -> date:
    at = first.year * 12 + first.month - 1 + months
    return date(at // 12, at % 12 + 1, 1)


def _last_of_month(day: date) -> date:
    return _months_later(day, 1) - timedelta(days=1)


def _round_day(day: date) -> date:
    return next((day.replace(day=each) for each in _ROUND_DAYS if each >= day.day), _last_of_month(day))


def _workday(day: date) -> date:
    """The day itself, or the Friday before its weekend."""
    return day - timedelta(days=max(0, day.weekday() - _SATURDAY + 1))
