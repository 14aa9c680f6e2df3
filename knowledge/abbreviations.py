"""Finds the abbreviations that texts explain themselves, in brackets after the words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from knowledge.syllables import is_syllable
from storage.vietnamese import clean, fold

_BRACKETED = re.compile(r"\(\s*(?:[^\W\d_]+\s+){0,3}(?P<short>[^\W\d_]{2,10})\s*\)")
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST = 120
_LINKING = frozenset({"va", "cua", "cac", "trong"})


def explained(texts: Iterable[str]) -> dict[str, str]:
    """{abbreviation in lower case: the words in lower case} for those whose initials agree."""
    found: dict[str, Counter[str]] = {}
    for text in texts:
        shown = clean(text)
        for match in _BRACKETED.finditer(shown):
            short = match["short"]
            words = _WORD.findall(shown[max(0, match.start() - _LONGEST) : match.start()].lower())
            if (
                short[1:] != short[1:].lower()
                and not is_syllable(short.lower())
                and (full := _full(short, words))
            ):
                found.setdefault(short.lower(), Counter())[full] += 1
    return {short: fulls.most_common(1)[0][0] for short, fulls in found.items()}


def _full(short: str, words: list[str]) -> str | None:
    """The last words whose initials spell the abbreviation, with or without the linking words."""
    initials = fold(short)
    for start in range(len(words) - 1, -1, -1):
        tail = words[start:]
        if fold("".join(word[0] for word in tail)) == initials:
            return " ".join(tail)
        if fold("".join(word[0] for word in tail if fold(word) not in _LINKING)) == initials:
            return " ".join(tail)
    return None
