"""Finds a unit by what people call it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot import texts

SURE = 97.0
ENOUGH = 72.0
CLOSE = 7.0
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


def _score(asked: str, name: str) -> float:
    if not name:
        return 0
    score = 0.55 * fuzz.token_set_ratio(asked, name) + 0.45 * fuzz.token_sort_ratio(asked, name)
    if asked != name and _numbers(asked) != _numbers(name):
        score -= 25
    return score


def _numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+", text))


def _bare(folded: str) -> str:
    """Without the words that say only what kind of place it is, or that somebody works there."""
    words = f" {' '.join(re.findall(r'[a-z0-9]+', folded))} "
    for noise in _noise():
        words = words.replace(f" {noise} ", " ")
    return words.strip()


def _noise() -> Sequence[str]:
    return texts.phrases("joining.noise")
