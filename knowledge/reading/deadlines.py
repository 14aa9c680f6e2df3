"""Deadlines: by when, who, what. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge.reading.actors import addressed, is_actor
from knowledge.reading.dates import Moment, moments, stretches
from knowledge.reading.items import Deadline, Evidence
from knowledge.reading.sheet import Paragraph
from knowledge.reading.words import any_of, ending, holds, words

_RELATIONS = tuple((name, ending(words("deadlines", name))) for name in ("before", "by", "within"))
_DAY = re.compile(
    r"(?:\s*(?:vao\s+)?(?:\d{1,2}\s*(?:gio|h|g)\s*\d{0,2},?)?(?:\s*(?:vao\s+)?(?:ngay|thang))?)?\s*$"
)
_EVERY = re.compile(rf"\s*(?:cua\s+)?{any_of(words('deadlines', 'every'))}")
_ACT = re.compile(rf"(?<!\w){any_of(words('deadlines', 'acts'))}(?!\w)")
_LABEL = re.compile(r"^\W*(?:\d{1,2}(?:\.\d+)*[.)]?\s+|\w[.)]\s+)?")
_LOOK_BACK = 45
_MARKS = ' ,;:-–+(“"'


def deadlines(paragraphs: Sequence[Paragraph], year: int | None) -> tuple[Deadline, ...]:
    """In the order of the paper. `year` is the paper's own, for dates written without one."""
    found = [deadline for paragraph in paragraphs for deadline in _of_paragraph(paragraph, year)]
    return tuple(dict.fromkeys(found))


def _of_paragraph(paragraph: Paragraph, year: int | None) -> Iterator[Deadline]:
    plain = paragraph.plain
    dated = [] if paragraph.looks_back else moments(plain)
    ranges = [(each.start, each.end) for each in stretches(plain, dated)]
    last = 0
    for written in dated:
        told = next((each.year for each in reversed(dated) if each.year and each.start < written.start), year)
        moment = written.in_year(told) if told else written
        within_range = any(a <= moment.start < b for a, b in ranges)
        if within_range or moment.year is None or _EVERY.match(plain, moment.end):
            continue
        start, end = next((a, b) for a, b in paragraph.clauses() if a <= moment.start < b)
        said = _relation(plain[start : moment.start], moment)
        if said is None:
            continue
        relation, until = said
        begin = max(start, last)
        who, what = _who_and_what(paragraph, begin, start + until)
        evidence = Evidence(paragraph.text[start:end].strip(" ;"), paragraph.section)
        yield Deadline(what, who, moment.last, relation, evidence)
        last = moment.end


def _relation(before: str, moment: Moment) -> tuple[str, int] | None:
    """How the date bounds what stands before it, and where the words that say so begin."""
    if holds(before[-_LOOK_BACK:], words("deadlines", "counting")):
        return None
    for name, pattern in _RELATIONS:
        found = pattern.search(before) or pattern.search(_DAY.sub("", before))
        if found is None:
            continue
        if name == "before":
            return name, found.start()
        if len(moment.last) > 4:
            return name, found.start()
    return None


def _who_and_what(paragraph: Paragraph, start: int, end: int) -> tuple[str | None, str]:
    """The actor in front of the act, else whom the heading speaks to; and the act."""
    text, plain = paragraph.text[start:end], paragraph.plain[start:end]
    label = _LABEL.match(plain)
    begin = label.end() if label else 0
    act = next((m for m in _ACT.finditer(plain, begin) if is_actor(plain[begin : m.start()])), None)
    if act is not None:
        return text[begin : act.start()].strip(_MARKS), text[act.start() :].strip(_MARKS)
    return addressed(paragraph), text[begin:].strip(_MARKS)
