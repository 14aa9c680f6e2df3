"""Years: which a question asks about, which a document is for, and which it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from storage.papers import StoredDocument
from storage.vietnamese import fold

_BARE = re.compile(r"(?<![\d/.,-])((?:19|20)\d{2})(?![\d/.,]*\d|\s*[-–/]\s*\d|/)")
_ANY = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_RANGE = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*[-–—]\s*((?:19|20)\d{2})(?!\d)")
_NEXT = re.compile(r"\b(?:nam (?:sau|toi)|sang nam)\b")
_LONGEST_RANGE = 15


def asked(question: str, today: date) -> frozenset[int]:
    """The years a question is about, dates and ranges aside; "next year" is the one after `today`."""
    folded = fold(question)
    years = {int(year) for year in _BARE.findall(folded)}
    return frozenset(years | {today.year + 1} if _NEXT.search(folded) else years)


def main_years(document: StoredDocument) -> frozenset[int]:
    """The years a document is for: those of its title, else of its date."""
    titled = _spoken([document.header.title or ""])
    if titled or document.header.date is None:
        return titled
    return frozenset({document.header.date.year})


def spoken_of(document: StoredDocument) -> frozenset[int]:
    """Every year that a document's text names or spans."""
    own = {document.header.date.year} if document.header.date else set()
    return _spoken(passage.paragraph for passage in document.passages) | own


def _spoken(texts: Iterable[str]) -> frozenset[int]:
    years: set[int] = set()
    for text in texts:
        years.update(map(int, _ANY.findall(text)))
        for first, last in _RANGE.findall(text):
            if 0 < int(last) - int(first) <= _LONGEST_RANGE:
                years.update(range(int(first), int(last) + 1))
    return frozenset(years)
