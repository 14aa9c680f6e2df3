"""Numbers, shares and days as Vietnamese readers write them. Pure."""

from __future__ import annotations

from datetime import date, datetime


def number(value: int) -> str:
    """1234 as "1.234"."""
    return f"{value:,}".replace(",", ".")


def percent(share: float, digits: int = 1) -> str:
    """0.566 as "56,6 %"; a whole number without its zero: 0.5 as "50 %"."""
    written = f"{share * 100:.{digits}f}"
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return f"{written.replace('.', ',')} %"


def day(value: date) -> str:
    """dd/mm/yyyy."""
    return f"{value.day:02}/{value.month:02}/{value.year}"


def clock(value: datetime) -> str:
    """HH:MM dd/mm/yyyy of an instant already in the local zone."""
    return f"{value.hour:02}:{value.minute:02} {day(value)}"
