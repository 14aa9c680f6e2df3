"""How often is to be reported or reviewed. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge.reading.actors import addressed
from knowledge.reading.dates import moments
from knowledge.reading.items import Evidence, Rhythm
from knowledge.reading.sheet import Paragraph
from knowledge.reading.words import any_of, holds, meanings, words

_PERIODS = meanings("rhythms", "periods")
_PERIOD = re.compile(rf"(?<!\w){any_of(tuple(_PERIODS))}(?!\w)")


def rhythms(paragraphs: Sequence[Paragraph]) -> tuple[Rhythm, ...]:
    """Each period once for each who owes it."""
    found: dict[tuple[str, str | None], Rhythm] = {}
    for paragraph in paragraphs:
        for rhythm in _of_paragraph(paragraph):
            found.setdefault((rhythm.period, rhythm.who), rhythm)
    return tuple(found.values())


def _of_paragraph(paragraph: Paragraph) -> Iterator[Rhythm]:
    dated = [(moment.start, moment.end) for moment in moments(paragraph.plain)]
    for start, end in paragraph.clauses():
        plain = paragraph.plain[start:end]
        if not holds(plain, words("rhythms", "reports")):
            continue
        evidence = Evidence(paragraph.text[start:end].strip(" ;"), paragraph.section)
        for match in _PERIOD.finditer(plain):
            a, b = start + match.start(), start + match.end()
            if not any(first < b and a < last for first, last in dated):
                yield Rhythm(_PERIODS[" ".join(match[0].split())], addressed(paragraph), evidence)
