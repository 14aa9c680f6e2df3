"""Finds a unit by what people call it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz

from bot import texts
from storage.vietnamese import fold

SURE = 97.0
ENOUGH = 72.0
CLOSE = 7.0
ANOTHER, OPEN = 25, 10  # less sure: another number was said; the name has one and none was said
SHOWN = 3


@dataclass(frozen=True, slots=True)
class Match:
    """A unit and how well its name fits, 0 to 100."""

    unit_id: int
    score: float


def find_units(folded: str, names: Iterable[tuple[int, str]]) -> list[Match]:
    """The units a folded text may mean, best first, at most three; several only when none stands out."""
    words = _bare(folded)
    if not words:
        return []
    best: dict[int, float] = {}
    for unit_id, name in names:
        score = _score(words, _bare(name))
        if score > best.get(unit_id, 0):
            best[unit_id] = score
    ranked = sorted((Match(unit_id, score) for unit_id, score in best.items()), key=lambda m: -m.score)
    good = [match for match in ranked if match.score >= ENOUGH]
    if good and good[0].score >= SURE and (len(good) == 1 or good[1].score < good[0].score):
        return good[:1]
    return [match for match in good if match.score >= good[0].score - CLOSE][:SHOWN] if good else []


def named_in(folded: str, names: Iterable[tuple[int, str]]) -> int | None:
    """The one unit whose whole name stands in a longer text; the longest name counts."""
    said = f" {_bare(fold(folded))} "
    found = [(len(bare), unit_id) for unit_id, name in names if (bare := _bare(name)) and f" {bare} " in said]
    longest = max((size for size, _ in found), default=0)
    best = {unit_id for size, unit_id in found if size == longest}
    return best.pop() if len(best) == 1 else None


def _score(asked: str, name: str) -> float:
    if not name:
        return 0
    score = 0.55 * fuzz.token_set_ratio(asked, name) + 0.45 * fuzz.token_sort_ratio(asked, name)
    if asked != name and _numbers(asked) != _numbers(name):
        score -= ANOTHER if _numbers(asked) else OPEN
    return score


@lru_cache(16384)
def _numbers(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\d+", text))


@lru_cache(16384)  # the names of all units, again and again
def _bare(folded: str) -> str:
    """Without the words that say only what kind of place it is, or that somebody works there."""
    words = f" {' '.join(in_digits(re.findall(r'[a-z0-9]+', folded)))} "
    for noise in _noise():
        words = words.replace(f" {noise} ", " ")
    return words.strip()


def in_digits(words: Sequence[str]) -> list[str]:
    """Numbers in words as digits, where they can be nothing else: "may so hai" is "may so 2"."""
    numbers = {word: str(n) for n, word in enumerate(texts.phrases("joining.numbers"), 1)}
    before = texts.phrases("joining.before_numbers")
    return [numbers.get(word, word) if last in before else word for last, word in pairwise(["", *words])]


def _noise() -> Sequence[str]:
    return texts.phrases("joining.noise")
