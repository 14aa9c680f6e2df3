"""Targets: a comparison, a number, a unit, and of what. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.reading.dates import moments
from knowledge.reading.items import Evidence, Target
from knowledge.reading.sheet import Paragraph
from knowledge.reading.words import any_of, ending, holds, marked, words

_NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?"
_QUANTITY = re.compile(
    rf"(?<![\w/.,])(?P<low>{_NUMBER})(?:\s*%)?(?:\s*(?:-|–|—|den)\s*(?P<high>{_NUMBER}))?\s*(?P<percent>%)?(?![\d/])"
)
_UNIT = re.compile(
    rf"\s*(?:{any_of(words('targets', 'skipped'))}\s*)?({any_of(words('targets', 'units'))})(?!\w)"
)
_NOUN = re.compile(r"\s*([a-z]+(?:\s+[a-z]+)?)")
_COMPARED = tuple(
    (sign, ending(words("targets", name)))
    for sign, name in (("<=", "at_most"), (">=", "at_least"), ("<", "less"), (">", "more"))
)
_AFTER = tuple(
    (sign, re.compile(rf"[^,;.\d]{{0,40}}?(?<!\w){any_of(words('targets', name))}"))
    for sign, name in ((">=", "and_more"), ("<=", "and_less"))
)
_NOT_COUNTED = ending(words("targets", "not_counted"))
_LEAD = re.compile(r"[\s,;:–+-]*(?:(?:va|tu|dat|den|tu|o muc)\s+)*$")
_JOINS = "|".join(marked("targets", "joins"))
_LOOSE = re.compile(rf"^(?:{_JOINS})\s|\s(?:{_JOINS})$")
_LABEL = re.compile(r"^\W*(?:\w{1,2}(?:\.\d+)*[.)])\s*|^\W+")


@dataclass(frozen=True, slots=True)
class _Quantity:
    start: int
    end: int
    comparator: str
    value: float
    value_max: float | None
    unit: int  # letters of its word, at the end
    percent: bool
    said: bool  # whether the comparison stands in front of the number


def targets(paragraphs: Sequence[Paragraph]) -> tuple[Target, ...]:
    """Every share that the paper wants, and every count that a section on targets or a word of wish sets."""
    found: list[Target] = []
    for paragraph in paragraphs:
        wanted = holds(paragraph.above, words("targets", "sections"))
        for start, end in paragraph.clauses():
            for target in _of_clause(paragraph, start, end, wanted=wanted):
                if target not in found:
                    found.append(target)
    return tuple(found)


def _of_clause(paragraph: Paragraph, start: int, end: int, *, wanted: bool) -> Iterator[Target]:
    plain = paragraph.plain[start:end]
    quantities = list(_quantities(plain))
    for i, quantity in enumerate(quantities):
        if not _is_target(paragraph.text[start:end], plain, quantity, wanted=wanted):
            continue
        left = _left(plain, quantities[i - 1].end if i else 0, quantity.start)
        right = quantities[i + 1].start if i + 1 < len(quantities) else len(plain)
        piece = paragraph.text[start:end][left:right].strip(" ,;.:-–+")
        of_what = _of_what(paragraph.text[start:end], left, right, quantity)
        evidence = Evidence(piece, paragraph.section)
        unit = (
            "%"
            if quantity.percent
            else paragraph.text[start + quantity.end - quantity.unit : start + quantity.end]
        )
        yield Target(of_what, quantity.comparator, quantity.value, quantity.value_max, unit, evidence)


def _left(plain: str, previous: int, start: int) -> int:
    """Where the words about a quantity begin: after the one before it, its unit and the comma behind it."""
    if not previous:
        return len(match[0]) if (match := _LABEL.match(plain)) and match.end() < start else 0
    comma = max(plain.find(mark, previous, start) for mark in (", ", " va "))
    return comma + 1 if comma >= 0 else previous


def _of_what(text: str, left: int, right: int, quantity: _Quantity) -> str:
    before = _LABEL.sub("", text[left : quantity.start]).strip(" ,;.:-–+")
    after = text[quantity.end : right].strip(" ,;.:-–+")
    return _LOOSE.sub("", " ".join(f"{before} {after}".split()))


def _quantities(plain: str) -> Iterator[_Quantity]:
    dated = [(moment.start, moment.end) for moment in moments(plain)]
    for match in _QUANTITY.finditer(plain):
        if any(a < match.end() and match.start() < b for a, b in dated):
            continue
        percent = bool(match["percent"]) or "%" in match[0]
        end, unit = (match.end(), 1) if percent else _unit(plain, match.end())
        if not unit or _NOT_COUNTED.search(plain[: match.start()]) or _labels(plain, match):
            continue
        low, high = _value(match["low"]), _value(match["high"]) if match["high"] else None
        start = match.start()
        comparator, said = "range" if high is not None else "=", False
        lead = _LEAD.search(plain[:start])
        at = lead.start() if lead else start
        if high is None:
            for sign, pattern in _COMPARED:
                if found := pattern.search(plain[:at]) or pattern.search(plain[:start]):
                    comparator, start, said = sign, found.start(), True
                    break
            else:
                after = [(s, p) for s, p in _AFTER if p.match(plain, match.end())]
                comparator = after[0][0] if after else comparator
        yield _Quantity(start, end, comparator, low, high, unit, percent, said)


def _labels(plain: str, match: re.Match[str]) -> bool:
    """The number of the paragraph itself, "1." or "2)"."""
    return not plain[: match.start()].strip(" -–+•") and plain[match.end() : match.end() + 1] in {".", ")"}


def _unit(plain: str, end: int) -> tuple[int, int]:
    """(where the unit's word ends, its length); 0 where there is none."""
    found = _UNIT.match(plain, end)
    return (found.end(), len(found[1])) if found else (end, 0)


def _is_target(text: str, plain: str, quantity: _Quantity, *, wanted: bool) -> bool:
    """In a section on targets all is one that does not look back; elsewhere it must be wished in words."""
    if holds(text.lower(), marked("targets", "past")):
        return False
    if wanted:
        return True
    if holds(plain, words("targets", "told")):
        return False
    wished = quantity.comparator != "=" or holds(plain[: quantity.start], words("targets", "wishes"))
    return (
        wished or quantity.value == 100 if quantity.percent else quantity.said and quantity.comparator == ">="
    )


def _value(text: str) -> float:
    number = float(text.replace(".", "").replace(",", "."))
    return int(number) if number.is_integer() else number
