"""Reads single cells of a list: names, telephone numbers, dates, marks. Pure."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from knowledge import legacy
from knowledge.rosters import phrases, plain, words
from knowledge.workbooks import UNCOUNTED, Value
from storage.vietnamese import clean, fold

LONGEST_NAME = 100
_DAY = re.compile(r"(?:(\d{1,2})[/.\-])?(\d{1,2})[/.\-](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T].*)?")
_NOT_IN_NAMES = re.compile(r"[^\w\s.'’ʼ`\-,()]|_")
_LETTERS = re.compile(r"[^\W\d_]{2,}")


def text_of(value: Value, *, is_old: bool = False) -> str:
    """A cell as one line of Unicode; `is_old`: the sheet is written in TCVN3 without saying so."""
    if value is None or value == UNCOUNTED:
        return ""
    if isinstance(value, str):
        return _line(value, is_old)
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


@lru_cache(1 << 16)
def _line(text: str, is_old: bool) -> str:
    if (is_old and not legacy.is_unicode(text)) or legacy.is_suspect(text):
        text = legacy.decoded(text, "tcvn3")
    return " ".join(clean(text).split())


@lru_cache(1 << 16)
def name_of(text: str) -> str:
    """The name as it is written: capitals at the beginnings where all or none were capitals."""
    name = text.strip(" .,;-*")
    return name.title() if name.isupper() or name.islower() else name


def name_fault(name: str) -> str | None:
    """The reason why this is no name of a person; None where it may be one."""
    if len(name) > LONGEST_NAME:
        return "name_long"
    if any(letter.isdigit() for letter in name):
        return "name_digits"
    if _NOT_IN_NAMES.search(name) or not _LETTERS.search(name):
        return "name_odd"
    return "name_short" if len(name.split()) < 2 else None


def phone_of(value: Value) -> str | None:
    """0912345678; a lost zero at the front and +84 are mended. None for what is no number of Viet Nam."""
    text = str(int(value)) if isinstance(value, float) else text_of(value)
    digits = re.sub(r"\D", "", re.split(r"[;,/]| - ", text)[0])
    if digits.startswith("84") and len(digits) >= 11:
        digits = digits[2:]
    digits = digits if digits.startswith("0") else f"0{digits}"
    is_mobile = len(digits) == 10 and digits[1] in "35789"
    return digits if is_mobile or (len(digits) == 11 and digits[1] == "2") else None


def date_of(value: Value) -> date | None:
    """A day: of a date cell, dd/mm/yyyy, mm/yyyy (its first day), a year, or Excel's serial number."""
    if isinstance(value, date):
        return value
    if isinstance(value, int | float):
        return _by_number(int(value))
    text = text_of(value)
    if match := _ISO.fullmatch(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _DAY.fullmatch(text):
        return _day(int(match[3]), int(match[2]), int(match[1] or 1))
    return _by_number(int(text)) if text.isdecimal() and len(text) <= 5 else None


def _by_number(number: int) -> date | None:
    if 1900 <= number <= 2100:
        return date(number, 1, 1)
    return date.fromordinal(number + 693_594) if 20_000 <= number <= 80_000 else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def sex_of(text: str) -> str | None:
    """ "male", "female" or None."""
    found = words("sexes").get(plain(text))
    return found if found != "yes" else None


def is_marked(text: str) -> bool:
    """Whether a cell says yes: an x, a tick, a year of birth in the column of the men."""
    folded = plain(text)
    return folded in phrases("sexes", "yes") or any(letter.isdigit() and letter != "0" for letter in folded)


@lru_cache(1 << 12)
def work_of(text: str) -> str | None:
    """ "direct" for work at the product or the person served, "office" for the rest; None where unsure."""
    folded = plain(text)
    if folded in phrases("work", "direct"):
        return "direct"
    if folded in phrases("work", "office"):
        return "office"
    for kind in ("office", "direct"):
        if any(folded.startswith(f"{each} ") for each in phrases("work", f"{kind}_beginnings")):
            return kind
    return None


def same_but_marks(kept: str, given: str) -> bool:
    """Whether the given text says no more than the kept one: the same, or the same without any marks."""
    return given == kept or (given.isascii() and not kept.isascii() and fold(given) == fold(kept))
