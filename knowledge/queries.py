"""From a question to the weighted terms it is searched by."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from knowledge import kinds, lexicon
from knowledge.index import Index, words_of
from knowledge.references import references
from storage.vietnamese import fold

PAIR_WEIGHT, SYNONYM_WEIGHT = 0.8, 0.3
_NUMBERED = frozenset({"dot", "thu", "quy", "lan", "giai", "doan", "khoi", "muc", "phan"})


@dataclass(frozen=True, slots=True)
class Query:
    """A question: the `terms` to score with, the kinds of answer wanted, the parts of a paper pointed to."""

    folded: str
    terms: dict[str, float]
    wanted: frozenset[str]
    roles: frozenset[str]
    references: frozenset[str]
    words: frozenset[str]


def understood(repaired: str, index: Index) -> Query:
    """The query of a question whose spelling is already repaired."""
    folded = fold(repaired)
    words = words_of(repaired)
    kept = _telling(words, index)
    terms: dict[str, float] = dict.fromkeys(kept, 1.0)
    for pair in pairwise(words):
        joined = " ".join(pair)
        if joined in index and not (pair[0] in kinds.STOP and pair[1] in kinds.STOP):
            terms[joined] = PAIR_WEIGHT
    _add_numbers(words, terms)
    _add_synonyms(words, terms)
    return Query(
        folded,
        terms,
        kinds.wanted(folded),
        kinds.places_in_paper(folded),
        references(repaired),
        frozenset(words),
    )


def _telling(words: list[str], index: Index) -> list[str]:
    """The words that are not small talk, and small words that are half of a pair the documents use."""
    kept: dict[str, None] = {}
    for i, word in enumerate(words):
        paired = (i > 0 and words[i - 1] not in kinds.STOP and f"{words[i - 1]} {word}" in index) or (
            i + 1 < len(words) and words[i + 1] not in kinds.STOP and f"{word} {words[i + 1]}" in index
        )
        if word not in kinds.STOP or paired:
            kept[word] = None
    return list(kept)


def _add_numbers(words: list[str], terms: dict[str, float]) -> None:
    """A number in words also finds the number in digits: "phase two" finds "phase 2"."""
    for i, (before, word) in enumerate(pairwise(words), start=1):
        value = lexicon.NUMBERS.get(word)
        if value is not None and before in _NUMBERED:
            terms[str(value)] = 1.0
            terms[f"{before} {value}"] = PAIR_WEIGHT
            if before == "thu":
                terms |= {f"{noun} {value}": PAIR_WEIGHT for noun in words[max(0, i - 4) : i - 1]}


def _add_synonyms(words: list[str], terms: dict[str, float]) -> None:
    for length in range(kinds.LONGEST_SYNONYM, 0, -1):
        for i in range(len(words) - length + 1):
            for other in kinds.SYNONYMS.get(" ".join(words[i : i + length]), ()):
                said = words_of(other)
                for term in (*said, *map(" ".join, pairwise(said))):
                    terms.setdefault(term, SYNONYM_WEIGHT)
