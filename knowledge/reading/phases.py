"""The phases of a movement: named stretches, the stretch in the title, the time a section gives. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from knowledge.reading.dates import NOW, Moment, Stretch, in_years, moments, stretches
from knowledge.reading.items import Evidence, Phase
from knowledge.reading.sheet import Paragraph
from knowledge.reading.words import any_of, holds, words
from storage.vietnamese import unmarked

_NUMBER = r"\d{1,2}(?![\d/.]|\s*[-–]\s*\d)"
_ORDINAL = rf"(?:thu\s+)?(?:{_NUMBER}|{any_of(words('phases', 'ordinals'))}(?!\w))"
_WORDED = rf"{any_of(words('phases', 'worded'))}(?=\s*[:(,])"
_NAME = re.compile(rf"(?<!\w){any_of(words('phases', 'names'))}\s+(?:{_ORDINAL}|{_WORDED})")
_THEME = re.compile(rf"{any_of(words('phases', 'themes'))}\s*(?:la)?\s*:?\s*[“\"«]([^”\"»]+)[”\"»]")
_MONTHS = re.compile(
    r"^\W*((?:thang\s+\d{1,2}|quy\s+(?:iv|i{1,3}|[1-4]))(?:\s*[/,-]?\s*(?:nam\s+)?20\d\d)?"
    r"(?:\s*(?:-|–|den|va)\s*(?:thang|quy)?\s*(?:\d{1,2}|iv|i{1,3}))?)\s*[:(]"
)
_BEFORE = re.compile(r"^\W*(?:\w{1,3}[.)])?\W*")
_PERIOD = re.compile(r"(?:giai doan|thoi gian)\s*:?\s*$")
_JOINED = re.compile(r"\s*(?:va|,)\s*")
_NEAR = 60  # letters between a phase's name and its dates


def phases(
    paragraphs: Sequence[Paragraph], title: str | None, year: int | None, issued: date | None
) -> tuple[Phase, ...]:
    """In the order of the paper; a stretch is given once. "From now on" begins on the day it was issued."""
    found: list[Phase] = []
    for phase in (*_of_title(title), *(each for one in paragraphs for each in _of_paragraph(one, year))):
        start = issued.isoformat() if phase.start == NOW and issued else phase.start
        dated = replace(phase, start=None if start == NOW else start)
        if not any((dated.start, dated.end) == (each.start, each.end) for each in found):
            found.append(dated)
    return tuple(found)


def _of_title(title: str | None) -> Iterator[Phase]:
    """Not the years of a term of office or of school."""
    plain = unmarked(title or "")
    for stretch in stretches(plain, moments(plain)):
        begin = _PERIOD.search(plain[: stretch.start])
        if begin is None and len(stretch.first) == 4 and not plain[stretch.start :].startswith("tu"):
            continue
        name = (title or "")[begin.start() if begin else stretch.start : stretch.end]
        yield Phase(name, None, stretch.first, stretch.last, Evidence(name))


def _of_paragraph(paragraph: Paragraph, year: int | None) -> Iterator[Phase]:
    written = moments(paragraph.plain)
    dated = in_years(written, year)
    found = stretches(paragraph.plain, dated)
    named = list(_named(paragraph, [each for each in dated if each.year], found))
    if not named and (months := _MONTHS.match(paragraph.plain)) and _under_time(paragraph):
        named = list(_of_months(paragraph, months, dated, year))
    yield from named or _timed(paragraph, found)


def _named(paragraph: Paragraph, dated: Sequence[Moment], found: Sequence[Stretch]) -> Iterator[Phase]:
    names = list(_NAME.finditer(paragraph.plain))
    for name, following in pairwise([*names, None]):
        if name is None:
            continue
        until = following.start() if following else len(paragraph.text)
        when = _when(paragraph.plain, name.end(), until, dated, found)
        if when is None:
            continue
        text = paragraph.text
        evidence = Evidence(text[name.start() : _closed(text, when.end)], paragraph.section)
        yield Phase(
            text[name.start() : name.end()],
            _theme(paragraph, name.end(), until),
            when.first,
            when.last,
            evidence,
        )


def _when(
    plain: str, start: int, until: int, dated: Sequence[Moment], found: Sequence[Stretch]
) -> Stretch | None:
    """The first stretch after a phase's name, else the month, quarter or year right behind it."""
    stretch = next((s for s in found if start <= s.start <= start + _NEAR and s.end <= until), None)
    alone = next((m for m in dated if start <= m.start and m.end <= until), None)
    if stretch is not None and (alone is None or stretch.start <= alone.start):
        return stretch
    if alone is None or alone.start - start > _NEAR // 3 or len(alone.first) > 7:
        return stretch
    after = next((m for m in dated if m.start >= alone.end), None)
    if after is not None and _JOINED.fullmatch(plain[alone.end : after.start]):
        return Stretch(alone.start, after.end, alone.first, after.last)
    return Stretch(alone.start, alone.end, alone.first, alone.last)


def _of_months(
    paragraph: Paragraph, months: re.Match[str], dated: Sequence[Moment], year: int | None
) -> Iterator[Phase]:
    """A line of a calendar: "Thang 3: ...", "Thang 6 - thang 8: ..."."""
    inside = [each for each in dated if each.end <= months.end() and each.year]
    if not inside or year is None:
        return
    name = paragraph.text[slice(*months.span(1))]
    last = inside[-1].last
    theme = _theme(paragraph, months.end(), len(paragraph.text))
    yield Phase(name, theme, inside[0].first, last, Evidence(name, paragraph.section))


def _theme(paragraph: Paragraph, start: int, until: int) -> str | None:
    found = _THEME.search(paragraph.plain[:until], start)
    return paragraph.text[slice(*found.span(1))].strip() if found else None


def _timed(paragraph: Paragraph, found: Sequence[Stretch]) -> Iterator[Phase]:
    """A stretch without a name: after "thoi gian", or at the head of a line that says what is done then."""
    for stretch in found:
        before = paragraph.plain[: stretch.start]
        heads = not _BEFORE.sub("", before) and paragraph.plain[stretch.end :][:1] == ":"
        under = _under_time(paragraph) and len(before) <= _NEAR
        if heads or under or holds(before[-_NEAR:], words("phases", "times")):
            evidence = Evidence(paragraph.text[stretch.start : stretch.end].strip(), paragraph.section)
            yield Phase(None, None, stretch.first, stretch.last, evidence)


def _under_time(paragraph: Paragraph) -> bool:
    return holds(paragraph.above, words("phases", "times"))


def _closed(text: str, end: int) -> int:
    return end + 1 if text[end : end + 1] == ")" else end
