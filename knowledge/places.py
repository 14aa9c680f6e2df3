"""Which provinces a question names, by their old, new and colloquial names, with or without marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge import papers
from knowledge.provinces import ALIASES, WORDS, joined, key
from knowledge.vocabulary import fold_word
from storage.vietnamese import clean, fold

_BEFORE = frozenset(fold(word).split()[-1] for word in WORDS["before"])
_COMMON = frozenset(map(fold, WORDS["common"]))
_COMPARING = re.compile("|".join(rf"\b{fold(word)}\b" for word in WORDS["comparing"]))
_NOT_AFTER = tuple(map(fold, WORDS["not_after"]))
_TOKEN = re.compile(r"[^\W_]+")
_GAP = re.compile(r"[\s–—-]*")
_LONGEST_NAME = 5
_SHORTEST_GUESSED, _NEAR = 7, 40


def compares(question: str) -> bool:
    """Whether a question sets things beside each other."""
    return bool(_COMPARING.search(fold(question)))


class Places:
    """Finds place names in questions: all provinces, and the places of the documents held."""

    def __init__(self, held: Iterable[str], is_pair: Callable[[str, str], bool]) -> None:
        self._names = dict(ALIASES)
        self._held = set()
        for name in held:
            place = key(name)
            self._held.add(place)
            self._names.setdefault(joined(fold(name)), (place, (name,)))
        self._is_pair = is_pair

    def named(self, text: str) -> list[str]:
        """Keys of the places a question names, in its order, each once."""
        text = clean(text).lower()
        tokens = list(_TOKEN.finditer(text))
        found: dict[str, None] = {}
        at = 0
        while at < len(tokens):
            place, used = self._at(text, tokens, at)
            if place is not None:
                found[place] = None
            at += used
        return list(found)

    def without_names(self, text: str) -> str:
        """The question without the places it names and the word for province before them."""
        text = clean(text)
        tokens = list(_TOKEN.finditer(text.lower()))
        at, kept, last = 0, [], 0
        while at < len(tokens):
            place, used = self._at(text.lower(), tokens, at)
            if place is not None:
                first = at - 1 if at and fold(tokens[at - 1][0]) in papers.PROVINCE else at
                kept.append(text[last : tokens[first].start()])
                last = tokens[at + used - 1].end()
            at += used
        return " ".join([*kept, text[last:]])

    def _at(self, text: str, tokens: list[re.Match[str]], at: int) -> tuple[str | None, int]:
        for length in range(min(_LONGEST_NAME, len(tokens) - at), 0, -1):
            window = tokens[at : at + length]
            if any(not _GAP.fullmatch(text[a.end() : b.start()]) for a, b in pairwise(window)):
                continue
            words = [match[0] for match in window]
            name = "".join(map(fold_word, words))
            if named := self._names.get(name):
                before = fold(text[max(0, window[0].start() - _NEAR) : window[0].start()])
                if self._is_meant(named, words, before, text[window[-1].end() :]):
                    return named[0], length
            announced = at > 0 and fold_word(tokens[at - 1][0]) in _BEFORE
            if announced and length > 1 and (guess := self._guess(name, words)):
                return guess, length
        return None, 1

    def _is_meant(
        self, named: tuple[str, tuple[str, ...]], words: list[str], before: str, after: str
    ) -> bool:
        place, names = named
        if before.endswith(_NOT_AFTER) or not any(_same_marks(words, name) for name in names):
            return False
        announced = before.rpartition(" ")[2] in _BEFORE
        if place in _COMMON and place not in self._held:
            return announced
        if any(not word.isascii() for word in words) or place in self._held or announced:
            return len(words) > 1 or len(words[0]) > 3 or announced
        following = fold(after[:20]).split()
        torn = bool(following) and after[:1] == " " and self._is_pair(fold(words[-1]), following[0])
        return not torn and (len(words) > 1 or len(words[0]) > 3)

    def _guess(self, name: str, words: list[str]) -> str | None:
        """A place one slip away from words that are no pair of the documents."""
        if len(name) < _SHORTEST_GUESSED or self._is_pair(fold_word(words[0]), fold_word(words[1])):
            return None
        near = process.extractOne(name, self._names.keys(), scorer=OSA.distance, score_cutoff=1)
        return self._names[near[0]][0] if near else None


def _same_marks(words: list[str], name: str) -> bool:
    """Whether the marks typed, where any are, are those of the name; the tone may stand on any vowel."""
    parts = _TOKEN.findall(name.lower())
    if len(parts) != len(words):
        return True
    return all(
        word.isascii() or _marks(word) == _marks(part) for word, part in zip(words, parts, strict=True)
    )


def _marks(word: str) -> list[str]:
    return sorted(c for c in unicodedata.normalize("NFD", word) if unicodedata.combining(c))
