"""Dates as Vietnamese papers write them: a day, month, quarter or year, alone or as a stretch. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_FROM = re.compile(r"(?:\btu|\bke tu|\bbat dau tu|[(:,]|^)\s*(?:ngay|dau|het|thang|\s)*$")
_TO = re.compile(r"\s*(?:,?\s*(?:den|toi)(?:\s+(?:het|cuoi|ngay|thang|nam))*|-|–|—)\s*")
_FROM_NOW = re.compile(
    r"(?:\bke\s+)?\btu\s+(?:nay|hom nay|ngay ky|ngay ban hanh)\s*,?\s*"
    r"(?:den|toi)(?:\s+(?:het|cuoi|ngay))*\s*$"
)
NOW = "now"  # the beginning of a stretch that begins with the paper
_BARE_YEARS = re.compile(r"(?<![\d/.])(\d{4})\s*[-–—]\s*(\d{4})(?![\d/])")


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch of the calendar at [start:end] of a text.

    `first` and `last` are ISO, as precise as written ("2026", "2026-03", "2026-03-15"); a quarter has two
    months. `year` is None where none was written: then `first` is "--03-15" or "--03".
    """

    start: int
    end: int
    first: str
    last: str
    year: int | None

    def in_year(self, year: int) -> Moment:
        """With the year it lacks."""
        if self.year is not None:
            return self
        return replace(self, first=f"{year}{self.first[1:]}", last=f"{year}{self.last[1:]}", year=year)


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one moment to another, at [start:end] of a text."""

    start: int
    end: int
    first: str
    last: str


def moments(plain: str) -> list[Moment]:
    """The dates of an unmarked text, in order; what is no date of a calendar is left out."""
    found: list[Moment] = []
    for moment in sorted(_all(plain), key=lambda each: (each.start, each.start - each.end)):
        if not found or moment.start >= found[-1].end:
            found.append(moment)
    return found


def in_years(found: Sequence[Moment], year: int | None) -> list[Moment]:
    """Each with a year where one can be told: the one of the next date that has one, else the paper's."""
    dated: list[Moment] = []
    for moment in reversed(found):
        following = dated[0].year if dated else None
        told = moment.year or following or year
        dated.insert(0, moment.in_year(told) if told else moment)
    return dated


def stretches(plain: str, found: Sequence[Moment]) -> list[Stretch]:
    """What goes "from … to …" among these moments; a year written once holds for both ends."""
    ranges = []
    for one, other in pairwise(found):
        between = plain[one.end : other.start]
        if not _TO.fullmatch(between) or not (_FROM.search(plain[: one.start]) or "den" in between):
            continue
        begin = _FROM.search(plain[: one.start])
        start = begin.start() if begin and plain[begin.start() : begin.start() + 2] == "tu" else one.start
        year = other.year or one.year
        first, last = (one.in_year(year), other.in_year(year)) if year else (one, other)
        ranges.append(Stretch(start, other.end, first.first, last.last))
    now = [(moment, _FROM_NOW.search(plain[: moment.start])) for moment in found]
    ranges += [Stretch(said.start(), moment.end, NOW, moment.last) for moment, said in now if said]
    ranges += [Stretch(m.start(), m.end(), m[1], m[2]) for m in _BARE_YEARS.finditer(plain) if m[1] < m[2]]
    return ranges


def _all(plain: str) -> Iterator[Moment]:
    for pattern, read in _STYLES:
        for match in pattern.finditer(plain):
            if (span := read(match)) is not None:
                first, last, year = span
                yield Moment(match.start(), match.end(), first, last, year)


_Span = tuple[str, str, int | None]


def _day(match: re.Match[str]) -> _Span | None:
    day, month, year = int(match["d"]), int(match["m"]), match["y"]
    try:
        written = date(int(year or 2000), month, day)
    except ValueError:
        return None
    iso = written.isoformat() if year else f"-{written.isoformat()[4:]}"
    return iso, iso, int(year) if year else None


def _month(match: re.Match[str]) -> _Span | None:
    month, year = int(match["m"]), match["y"]
    if not 1 <= month <= 12:
        return None
    iso = f"{year or '-'}-{month:02d}"
    return iso, iso, int(year) if year else None


def _quarter(match: re.Match[str]) -> _Span | None:
    last, year = 3 * _QUARTERS[match["q"]], match["y"]
    before = year or "-"
    return f"{before}-{last - 2:02d}", f"{before}-{last:02d}", int(year) if year else None


def _year(match: re.Match[str]) -> _Span | None:
    return match["y"], match["y"], int(match["y"])


_SLASH, _IN = r"\s*[/.-]\s*", r"(?:\s*[/-]\s*|\s*,?\s+nam\s+|\s+)"
_STYLES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], _Span | None]], ...] = (
    (re.compile(rf"(?<![\d/.])(?P<d>\d{{1,2}}){_SLASH}(?P<m>\d{{1,2}}){_SLASH}(?P<y>\d{{4}})(?!\d)"), _day),
    (re.compile(rf"(?<!\d)(?P<d>\d{{1,2}})\s+thang\s+(?P<m>\d{{1,2}}){_IN}(?P<y>\d{{4}})(?!\d)"), _day),
    (re.compile(r"(?<!\d)(?P<d>\d{1,2})\s+thang\s+(?P<m>\d{1,2})(?P<y>)(?!\d)"), _day),
    (re.compile(r"(?<![\d/.,])(?P<d>\d{1,2})\s*/\s*(?P<m>\d{1,2})(?P<y>)(?![\d/%]|\s*/)"), _day),
    (re.compile(rf"\bthang\s+(?P<m>\d{{1,2}}){_IN}(?P<y>\d{{4}})(?!\d)"), _month),
    (re.compile(r"(?<![\d/.])(?P<m>\d{1,2})/(?P<y>\d{4})(?!\d)"), _month),
    (re.compile(r"\bthang\s+(?P<m>\d{1,2})(?P<y>)(?![\d/])"), _month),
    (re.compile(rf"\bquy\s+(?P<q>iv|i{{1,3}}|[1-4]){_IN}(?P<y>\d{{4}})(?!\d)"), _quarter),
    (re.compile(r"\bquy\s+(?P<q>iv|i{1,3}|[1-4])\b(?P<y>)"), _quarter),
    (re.compile(r"\bnam\s+(?P<y>(?:19|20)\d{2})(?!\d)"), _year),
)
