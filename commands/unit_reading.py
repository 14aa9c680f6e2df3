"""What is typed behind the tasks of `unit`, read or refused in one line."""

from __future__ import annotations

import re
from datetime import date, datetime

from storage.store import Store
from storage.units import Unit

_CODE = re.compile(r"[A-Za-z0-9-]{2,20}")
_DAY = "%d/%m/%Y"
LONGEST = 300


class Stop(Exception):
    """A sentence for the operator."""


def a_code(store: Store, given: str) -> str:
    """A code that is free. Raises Stop."""
    if not _CODE.fullmatch(given):
        raise Stop("A code has 2 to 20 letters, digits or hyphens, such as MAY2.")
    if held := store.units.ever_coded(given):
        whose = "an ended unit" if held.ended else "another unit"
        raise Stop(f"The code {given} is taken by {whose}: main.py unit show {held.code} shows it.")
    return given


def a_name(given: str) -> str:
    """A name without the spaces around it. Raises Stop."""
    name = " ".join(given.split())
    if not 0 < len(name) <= LONGEST:
        raise Stop(f"A name has 1 to {LONGEST} characters.")
    return name


def a_day(given: str) -> date:
    """A day written dd/mm/yyyy. Raises Stop."""
    try:
        return datetime.strptime(given, _DAY).date()  # noqa: DTZ007 - a calendar day has no zone
    except ValueError:
        raise Stop(f"{given} is no day: write it as 01/07/2025.") from None


def as_day(day: date | None) -> str:
    """A day as it is typed."""
    return day.strftime(_DAY) if day else ""


def by_code(store: Store, code: str) -> Unit:
    """The living unit with this code. Raises Stop."""
    found = store.units.ever_coded(code)
    if found is None:
        raise Stop(f"No unit has the code {code}: main.py unit list shows those there are.")
    if found.ended:
        raise Stop(
            f"{found.code} ended on {as_day(found.valid_to)}: main.py unit show {found.code} says more."
        )
    return found
