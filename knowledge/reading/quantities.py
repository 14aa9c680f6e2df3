"""Quantities as papers write them: a comparison, a number or two, a unit. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.reading.dates import moments
from knowledge.reading.words import any_of, ending, words

_NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?|[lI]\d(?=\s*%)"
_TO = r"(?P<to>-|–|—|den|(?:giam\s+)?xuong(?:\s+con)?|con|len)"
_QUANTITY = re.compile(
    rf"(?<![\w/.,])(?P<low>{_NUMBER})(?P<share>\s*%)?(?:\s*{_TO}\s*(?P<high>{_NUMBER}))?\s*(?P<percent>%)?(?![\d/])"
)
_UNIT = re.compile(
    rf"\s*(?:{any_of(words('targets', 'skipped'))}\s*)?"
    rf"(?:({any_of(words('targets', 'units'))})|([a-z]{{2,}}))(?!\w)"
)
_RATE = re.compile(r"\s*/\s*\w+(?:\s\w+)?")
_SIGNS = {"≥": ">=", "≤": "<=", ">": ">", "<": "<", "⩾": ">=", "⩽": "<="}
_SIGN = re.compile(rf"([{''.join(_SIGNS)}])\s*$")
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
_NO_UNIT = frozenset(words("targets", "no_units"))
_SPANS = frozenset(words("targets", "spans"))


@dataclass(frozen=True, slots=True)
class Quantity:
    """At [start:end] of a clause, comparison and unit included.

    `unit` is how many letters its word has, at the end; `known` says that the word is one of units;
    `said` that the comparison stands in front.
    """

    start: int
    end: int
    comparator: str
    value: float
    value_max: float | None
    unit: int
    percent: bool
    said: bool
    known: bool


def quantities(plain: str) -> Iterator[Quantity]:
    """Those of an unmarked clause; dates, labels, ordinals and the numbers of papers are none."""
    dated = [(moment.start, moment.end) for moment in moments(plain)]
    for match in _QUANTITY.finditer(plain):
        if any(a < match.end() and match.start() < b for a, b in dated):
            continue
        if _NOT_COUNTED.search(plain[: match.start()]) or _labels(plain, match):
            continue
        if (found := _quantity(plain, match)) is not None:
            yield found


def value(text: str) -> float:
    """ "1.200" is 1200, "2,5" is 2.5; a letter that a scanner read for a one is one."""
    number = float(text.replace("l", "1").replace("I", "1").replace(".", "").replace(",", "."))
    return int(number) if number.is_integer() else number


def comparison(before: str) -> tuple[str, int] | None:
    """The comparison that a text ends with, and where it begins."""
    if found := _SIGN.search(before):
        return _SIGNS[found[1]], found.start()
    lead = _LEAD.search(before)
    bare = before[: lead.start()] if lead else before
    for sign, pattern in _COMPARED:
        if said := pattern.search(bare) or pattern.search(before):
            return sign, said.start()
    return None


def _quantity(plain: str, match: re.Match[str]) -> Quantity | None:
    percent = bool(match["percent"] or match["share"])
    end, unit, known = (match.end(), 1, True) if percent else _unit(plain, match.end())
    if not unit:
        return None
    low, high = value(match["low"]), value(match["high"]) if match["high"] else None
    if high is not None and match["to"] not in {"-", "–", "—", "den"}:  # from one down or up to the other
        return Quantity(match.start(), end, "=", high, None, unit, percent, said=False, known=known)
    if high is not None:
        return Quantity(match.start(), end, "range", low, high, unit, percent, said=False, known=known)
    said = comparison(plain[: match.start()])
    if said is None and not known and plain[end - unit : end] in _SPANS:
        return None
    after = next((sign for sign, pattern in _AFTER if pattern.match(plain, match.end())), "=")
    comparator, start = said or (after, match.start())
    return Quantity(start, end, comparator, low, None, unit, percent, said=said is not None, known=known)


def _labels(plain: str, match: re.Match[str]) -> bool:
    """The number of the paragraph itself, "1." or "2)"."""
    return not plain[: match.start()].strip(" -–+•") and plain[match.end() : match.end() + 1] in {".", ")"}


def _unit(plain: str, end: int) -> tuple[int, int, bool]:
    """(where the unit's word ends, its length, whether it is a known one); 0 where there is none."""
    found = _UNIT.match(plain, end)
    if found is None or _RATE.match(plain, found.end()):
        return end, 0, False
    if found[1]:
        return found.end(), len(found[1]), True
    return (end, 0, False) if found[2] in _NO_UNIT else (found.end(), len(found[2]), False)
