"""Reads a whole workbook of units and people, sheet by sheet. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, islice

from knowledge.documents import Unreadable
from knowledge.rosters import Roster, UnitRef, phrases, plain
from knowledge.rosters_headings import LOOKED, PEOPLE, Heading, find_heading
from knowledge.rosters_people import PeopleSheet
from knowledge.rosters_units import UnitsSheet
from knowledge.rosters_values import text_of
from knowledge.workbooks import Row, Workbook

SAMPLE = 500  # rows by which a sheet's heading and letters are known
_STEP = 5000  # rows between two words of progress

Told = Callable[[int], None]


class TooMany(Exception):
    """More rows than are taken in this way."""


def read_roster(book: Workbook, *, most: int | None = None, told: Told = lambda rows: None) -> Roster:
    """Everything the workbook says. `told` hears how many rows were read so far.

    Raises Unreadable: empty, or no_list where no sheet holds one; TooMany beyond `most` rows.
    """
    found = Roster(tuple(sheet.name for sheet in book.sheets))
    before, is_empty = 0, True
    for index, sheet in enumerate(book.sheets):
        rows = book.rows(sheet)
        sample = list(islice(rows, SAMPLE))
        is_empty = is_empty and not sample
        heading = find_heading(sample)
        if heading is None:
            found.unread += [sheet.name] if sample else []
            continue
        _note(found, heading)
        counted = _counted(chain(sample, rows), before, most, told)
        if heading.what == PEOPLE:
            PeopleSheet(index, heading, found, title_of(sheet.name, heading)).read(counted)
        else:
            UnitsSheet(index, heading, found).read(counted)
        before = found.rows
    if is_empty:
        raise Unreadable("empty")
    if not found.rows:
        raise Unreadable("no_list")
    return found


def _counted(rows: Iterator[Row], before: int, most: int | None, told: Told) -> Iterator[Row]:
    for number, row in enumerate(rows, before):
        if most is not None and number > most + LOOKED:
            raise TooMany
        if number % _STEP == 0:
            told(number)
        yield row


def _note(found: Roster, heading: Heading) -> None:
    """Which columns are not kept, told once each by their headings."""
    known = set(heading.columns.values())
    for column, label in heading.labels.items():
        if column in heading.private:
            found.private[label] = None
        elif column not in known and plain(label):
            found.unknown[label] = None


def title_of(sheet_name: str, heading: Heading) -> UnitRef | None:
    """What may name the unit of all rows: the lines above the heading, and the sheet's own name."""
    if "unit" in heading.columns and "code" in heading.columns:
        return None
    lines = [text_of(line, is_old=heading.is_old) for line in (*heading.above, sheet_name)]
    told = "\n".join(line for line in lines if line)
    return UnitRef(None, None, told) if told else None


def name_keys(name: str) -> Iterator[str]:
    """A unit's name as it may be compared: folded, then without the words that every name begins with."""
    folded = plain(name)
    yield folded
    shorter = True
    while shorter:
        shorter = False
        for words in phrases("unit_names", "before"):
            if folded.startswith(f"{words} "):
                folded, shorter = folded.removeprefix(words).strip(), True
                yield folded
                break


def named_within(text: str, known: Callable[[str], int | None]) -> list[int]:
    """The units whose names stand in the lines of a title; at each place the longest name counts."""
    found: dict[int, None] = {}
    for line in text.split("\n"):
        words = plain(line).split()
        first = 0
        while first < len(words):
            size, unit = _longest(words[first:], known)
            if unit is not None:
                found[unit] = None
            first += size
    return list(found)


def _longest(words: list[str], known: Callable[[str], int | None]) -> tuple[int, int | None]:
    """(how many words, the unit) of the longest name at the beginning; (1, None) where there is none."""
    for size in range(len(words), 0, -1):
        if (unit := known(" ".join(words[:size]))) is not None:
            return size, unit
    return 1, None
