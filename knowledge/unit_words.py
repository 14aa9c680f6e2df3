"""The words of units' names in one spelling each, and how much each of them tells. Pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from knowledge.lexicon import NUMBERS
from storage.vietnamese import fold

_TABLES = tomllib.loads((Path(__file__).parent / "unit_words.toml").read_text(encoding="utf-8"))
_TOKEN = re.compile(r"[a-z]+|\d+")
_SO = "so"
_LETTERS: dict[str, str] = _TABLES["letters"]
WEIGHTS: dict[str, float] = _TABLES["weights"]
UNSAID = frozenset(_TABLES["unsaid"]["words"])
AROUND = frozenset(_TABLES["around"]["words"])
ALIKE: dict[str, str] = _TABLES["alike"]
EITHER = {word: group for group, words in _TABLES["either"].items() for word in words}
FAMILIES = {word: family for family, words in _TABLES["families"].items() for word in words}
_TEAMS = frozenset(_TABLES["teams"]["words"])
_BETWEEN = frozenset(_TABLES["teams"]["between"])


def _phrases() -> dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]]:
    """By their first word, the longest first: phrases and what they count as."""
    found: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for written, counts in _TABLES["same"].items():
        words = tuple(written.split())
        found.setdefault(words[0], []).append((words, tuple(counts.split())))
    for each in found.values():
        each.sort(key=lambda pair: -len(pair[0]))
    return found


_SAME = _phrases()


@lru_cache(4096)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a name or a message, each in the form that counts: "Cong ty May so hai" is cty may 2."""
    return tuple(_plain_numbers(_replaced(_TOKEN.findall(fold(text)))))


def without_teams(words: Sequence[str]) -> tuple[str, ...]:
    """The words without "to may 3", "chuyen 5": a number there is no unit's."""
    kept: list[str] = []
    for at, word in enumerate(words):
        if word.isdigit() and _ends_in_team(kept):
            while kept and kept[-1] in _BETWEEN:
                kept.pop()
            kept.pop()
        elif word.isdigit() and at and words[at - 1] in _TEAMS:
            kept.pop()
        else:
            kept.append(word)
    return tuple(kept)


def weight(word: str) -> float:
    """How much a word tells by itself of which unit is meant, 0 to 1."""
    return WEIGHTS.get(word, 1.0)


def _ends_in_team(words: Sequence[str]) -> bool:
    for word in reversed(words):
        if word not in _BETWEEN:
            return word in _TEAMS
    return False


def _replaced(words: Sequence[str]) -> list[str]:
    out: list[str] = []
    at = 0
    while at < len(words):
        for phrase, counts in _SAME.get(words[at], ()):
            if tuple(words[at : at + len(phrase)]) == phrase:
                out += counts
                at += len(phrase)
                break
        else:
            word = words[at]
            follows = at + 1 < len(words) and len(words[at + 1]) > 1
            out.append(_LETTERS.get(word, word) if follows else word)
            at += 1
    return out


def _plain_numbers(words: Sequence[str]) -> list[str]:
    """ "so hai" and "so 2" are 2; leading noughts are none."""
    out: list[str] = []
    for word in words:
        after_so = bool(out) and out[-1] == _SO
        if after_so and (word.isdigit() or word in NUMBERS):
            out.pop()
        if word.isdigit():
            out.append(str(int(word[:9])))
        else:
            out.append(str(NUMBERS[word]) if after_so and word in NUMBERS else word)
    return out
