"""An in-memory BM25 over pieces of documents: folded words and word pairs, with the headings above them."""

from __future__ import annotations

import math
import re
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from storage.vietnamese import fold

_WORD = re.compile(r"[^\W\d_]+|\d+|%")
_K1, _B = 1.1, 0.35
_HEADING_WEIGHT = 0.4


@dataclass(frozen=True, slots=True)
class Entry:
    """What is indexed of one piece: its text and the headings above it, abbreviations spelt out."""

    text: str
    heading: str


def words_of(text: str) -> list[str]:
    """Folded words and numbers of a text; numbers without leading zeros."""
    return [word.lstrip("0") or "0" if word.isdigit() else word for word in _WORD.findall(fold(text))]


class Index:
    """Scores every piece for a weighted set of terms; a term is a word or a pair ("a b")."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._postings: dict[str, tuple[array[int], array[float]]] = {}
        self.size = len(entries)
        counted = [_count(entry) for entry in entries]
        lengths = [sum(weight for term, weight in count.items() if " " not in term) for count in counted]
        mean = sum(lengths) / len(lengths) if lengths else 1.0
        postings: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for i, count in enumerate(counted):
            norm = _K1 * (1 - _B + _B * lengths[i] / (mean or 1.0))
            for term, times in count.items():
                postings[term].append((i, times * (_K1 + 1) / (times + norm)))
        for term, found in postings.items():
            self._postings[term] = (array("l", [i for i, _ in found]), array("d", [w for _, w in found]))

    def __contains__(self, term: str) -> bool:
        return term in self._postings

    def idf(self, term: str) -> float:
        """How telling a term is; of a term no piece has, as telling as can be."""
        found = self._postings.get(term)
        among = len(found[0]) if found else 0
        return math.log(1 + (self.size - among + 0.5) / (among + 0.5))

    def scores(self, terms: dict[str, float], spans: Sequence[range] | None = None) -> dict[int, float]:
        """Piece → score, for pieces (within `spans`, when given) with at least one of the terms."""
        totals: defaultdict[int, float] = defaultdict(float)
        for term, weight in terms.items():
            found = self._postings.get(term)
            if found is None:
                continue
            pieces, gains = found
            factor = weight * self.idf(term)
            for span in spans if spans is not None else (range(self.size),):
                start, end = bisect_left(pieces, span.start), bisect_left(pieces, span.stop)
                for i, gain in zip(pieces[start:end], gains[start:end], strict=True):
                    totals[i] += factor * gain
        return totals


def _count(entry: Entry) -> dict[str, float]:
    count: defaultdict[str, float] = defaultdict(float)
    for text, weight in ((entry.text, 1.0), (entry.heading, _HEADING_WEIGHT)):
        words = words_of(text)
        for term in (*words, *map(" ".join, pairwise(words))):
            count[term] += weight
    return count
