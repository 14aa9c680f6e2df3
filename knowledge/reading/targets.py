"""Targets: which of a paper's quantities are to be reached, and of what. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge.reading.dates import moments
from knowledge.reading.items import Evidence, Target
from knowledge.reading.quantities import Quantity, quantities
from knowledge.reading.sheet import Paragraph
from knowledge.reading.tables import of_tables
from knowledge.reading.words import any_of, ending, holds, marked, words

_JOINS = "|".join(marked("targets", "joins"))
_LOOSE = re.compile(rf"^(?:{_JOINS})\s|\s(?:{_JOINS})$")
_LABEL = re.compile(r"^\W*(?:\w{1,2}(?:\.\d+)*[.)])\s*|^\W+")
_GOAL = re.compile(rf"(?<!\w){any_of(words('targets', 'goals'))}(?!\w)")
_MAKING = ending(words("targets", "making"))
_EACH = ending(words("targets", "each"))
_MARKS = " ,;.:-–+"
_SEVERAL = 2


def targets(paragraphs: Sequence[Paragraph], year: int | None) -> tuple[Target, ...]:
    """What the paper wants reached; `year` is its own: what it says of the years before is no target."""
    tabled, rows = of_tables(paragraphs)
    found = list(tabled)
    for number, paragraph in enumerate(paragraphs):
        if number not in rows and not paragraph.looks_back:
            found += _of_paragraph(paragraph, year)
    return tuple(dict.fromkeys(found))


def _of_paragraph(paragraph: Paragraph, year: int | None) -> list[Target]:
    """Where a paragraph wants something in so many words, its other numbers are wanted as well."""
    clauses = [each for each in paragraph.clauses() if not _is_past(paragraph, *each, year)]
    wanted = holds(paragraph.above, words("targets", "sections"))
    sure = [target for each in clauses for target in _of_clause(paragraph, *each, wanted=wanted)]
    goal = _GOAL.search(paragraph.plain)
    if wanted or not (goal or len(sure) > 1):
        return sure
    begin = goal.start() if goal and len(sure) < _SEVERAL else 0
    return [
        target for start, end in clauses for target in _of_clause(paragraph, start, end, wanted=end > begin)
    ]


def _is_past(paragraph: Paragraph, start: int, end: int, year: int | None) -> bool:
    """Of a sentence (whose parts share its time) that tells what was."""
    begin = paragraph.text.rfind(". ", 0, start + 1) + 1
    if holds(paragraph.text[begin:end].lower(), marked("targets", "past")):
        return True
    named = moments(paragraph.plain[begin:end])
    return bool(year and named and named[0].start < _OPENING and (named[0].year or year) < year)


_OPENING = 12  # letters: a year at the very beginning of a sentence sets its time


def _of_clause(paragraph: Paragraph, start: int, end: int, *, wanted: bool) -> Iterator[Target]:
    text, plain = paragraph.text[start:end], paragraph.plain[start:end]
    found = list(quantities(plain))
    for i, quantity in enumerate(found):
        if not _is_target(plain, quantity, wanted=wanted) or _is_condition(found[:i], quantity):
            continue
        left = _left(plain, found[i - 1].end if i else 0, quantity.start)
        right = found[i + 1].start if i + 1 < len(found) else len(plain)
        evidence = Evidence(_LOOSE.sub("", text[left:right].strip(_MARKS)), paragraph.section)
        unit = "%" if quantity.percent else text[quantity.end - quantity.unit : quantity.end]
        of_what = _of_what(text, left, right, quantity)
        yield Target(of_what, quantity.comparator, quantity.value, quantity.value_max, unit, evidence)


def _is_condition(before: Sequence[Quantity], quantity: Quantity) -> bool:
    """ "80 % of those with 500 people or more": the second number says of whom."""
    return bool(before) and not quantity.percent and not quantity.said and quantity.comparator in {">=", "<="}


def _left(plain: str, previous: int, start: int) -> int:
    """Where the words about a quantity begin: after the one before it, its unit and the comma behind it."""
    if not previous:
        return len(match[0]) if (match := _LABEL.match(plain)) and match.end() < start else 0
    comma = max(plain.find(mark, previous, start) for mark in (", ", " va "))
    return comma + 1 if comma >= 0 else previous


def _of_what(text: str, left: int, right: int, quantity: Quantity) -> str:
    before = _LABEL.sub("", text[left : quantity.start]).strip(_MARKS)
    after = text[quantity.end : right].strip(_MARKS)
    return _LOOSE.sub("", " ".join(f"{before} {after}".split()))


def _is_target(plain: str, quantity: Quantity, *, wanted: bool) -> bool:
    """In a section on targets all is one; elsewhere it must be wished in words."""
    if wanted:
        return quantity.known or quantity.said or quantity.comparator != "="
    if holds(plain, words("targets", "told")):
        return False
    wished = quantity.comparator != "=" or holds(plain[: quantity.start], words("targets", "wishes"))
    if quantity.percent:
        return wished or quantity.value == 100
    if quantity.known and quantity.value > 1 and _MAKING.search(plain[: quantity.start]):
        return True
    if quantity.known and _EACH.search(plain[: quantity.start]):
        return True
    return quantity.known and quantity.said and quantity.comparator in {">=", "<="}
