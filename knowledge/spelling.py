"""Repairs what hurried thumbs type: undecoded Telex and VNI, chat abbreviations, slips of a letter."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge import lexicon
from knowledge.keystrokes import bare, surely_vni, telex, vni
from knowledge.syllables import is_syllable
from knowledge.vocabulary import Vocabulary, fold_word
from storage.vietnamese import clean, fold

_TOKEN = re.compile(r"[^\W_]+(?:/[^\W_]+)*")
_STRETCHED = re.compile(r"(.)\1{2,}")
_DOUBLED = re.compile(r"(.)\1")
_LONGEST = 2000
_SHORTEST_GUESSED = 4
_LONGEST_GUESSED = 8


class Speller:
    """Reads messages with the words of `vocabulary` (phrases or whole texts) as the likeliest ones, and with
    the abbreviations that texts explain themselves."""

    def __init__(
        self, vocabulary: Vocabulary | Iterable[str] = (), abbreviations: Mapping[str, str] | None = None
    ) -> None:
        self._abbreviations = {key.lower(): value.lower() for key, value in (abbreviations or {}).items()}
        self.vocabulary = vocabulary if isinstance(vocabulary, Vocabulary) else Vocabulary(vocabulary)
        self._choices = lru_cache(16384)(self._find_choices)

    def repair(self, text: str) -> str:
        """The text with slips mended and abbreviations spelt out; what is not understood stays as typed."""
        text = clean(text)
        if len(text) > _LONGEST:
            return text
        tokens = [(m.start(), m.end(), m[0].lower()) for m in _TOKEN.finditer(text)]
        words = [token for _, _, token in tokens]
        typed_vni = any(map(surely_vni, words))
        pieces, at, previous = [], 0, ""
        for i, (start, end, word) in enumerate(tokens):
            following = fold_word(words[i + 1]) if i + 1 < len(words) else ""
            meant = (vni(word) if typed_vni else None) or self._mend(word, previous, following)
            typed = text[start:end]
            pieces += [text[at:start], typed if meant is None else _as_typed(typed, meant)]
            at, previous = end, fold_word(meant or word).rpartition(" ")[2]
        return "".join([*pieces, text[at:]])

    def folded(self, text: str) -> str:
        """The repaired text in lower case without marks: what messages are compared by."""
        return fold(self.repair(text))

    def _mend(self, word: str, previous: str, following: str) -> str | None:
        if beside := lexicon.meaning_beside(word, previous, following):
            return beside
        choices = self._choices(word)
        if len(choices) < 2:
            return choices[0] if choices else None
        return max(choices, key=lambda choice: self._fits(choice, previous, following))

    def _fits(self, choice: str, previous: str, following: str) -> float:
        words = fold(choice).split()
        pairs, known = self.vocabulary.pairs, self.vocabulary.words
        return pairs[previous, words[0]] / (known[previous] or 1) + pairs[words[-1], following] / (
            known[following] or 1
        )

    def _find_choices(self, word: str) -> tuple[str, ...]:
        """What a word may be meant to be, likeliest first; nothing when it is fine as it stands."""
        if meant := lexicon.meanings(word):
            return meant
        if own := self._abbreviations.get(word):
            return (own,)
        plain = fold(word)
        if not plain.isalpha() or plain in lexicon.KEEP or (is_syllable(word) and is_syllable(plain)):
            return ()
        if plain in self.vocabulary and (not word.isascii() or telex(word) is None):
            return ()
        if (shorter := _STRETCHED.sub(r"\1", word)) != word:
            found = self._find_choices(shorter)
            return found or ((shorter,) if is_syllable(shorter) or shorter in self.vocabulary else ())
        if decoded := telex(word) or _slipped(word):
            return (decoded,)
        if is_syllable(plain):
            return ()
        return tuple(self._guesses(plain)) or _loose(plain)

    def _guesses(self, plain: str) -> Sequence[str]:
        known = self.vocabulary
        if joined := [pair for pair in _splits(plain) if pair in known.pairs]:
            return [known.written(" ".join(pair)) for pair in joined]
        if begun := self._abbreviated(plain):
            return begun
        for candidate in (_DOUBLED.sub(r"\1", plain), bare(plain)):
            if candidate != plain and candidate in known:
                return [known.written(candidate)]
        if not _SHORTEST_GUESSED <= len(plain) <= _LONGEST_GUESSED:
            return ()
        alike = known.of_length(len(plain))
        near = process.extract(plain, alike, scorer=OSA.distance, score_cutoff=1, limit=20)
        ranked = sorted(near, key=lambda found: (found[0][0] != plain[0], -known.words[found[0]]))
        return [known.written(found[0]) for found in ranked]

    def _abbreviated(self, plain: str) -> Sequence[str]:
        """Pairs like the ones whose first word is cut to its first letters: "ktra", "bcao"."""
        found: list[str] = []
        for start, rest in ((plain[:cut], plain[cut:]) for cut in (1, 2)):
            if is_syllable(rest) and not is_syllable(start):
                found += [f"{word} {rest}" for word in self.vocabulary.before(rest) if word.startswith(start)]
        return list(map(self.vocabulary.written, found))


def _slipped(word: str) -> str | None:
    """The syllable a word is with a doubled letter struck once, or two letters in their right order."""
    for i in range(len(word) - 1):
        shorter = word[:i] + word[i + 1 :]
        if word[i] == word[i + 1]:
            once = telex(shorter) if word.isascii() else shorter
            if once and is_syllable(once):
                return once
    for i in range(1, len(word) - 1):
        swapped = word[:i] + word[i + 1] + word[i] + word[i + 2 :]
        if not swapped.isascii() and is_syllable(swapped):
            return swapped
        if word.isascii() and len(word) > 4 and (decoded := telex(swapped)):
            return decoded
    return None


def _splits(plain: str) -> list[tuple[str, str]]:
    return [(plain[:i], plain[i:]) for i in range(2, len(plain) - 1)]


def _loose(plain: str) -> tuple[str, ...]:
    stripped = bare(plain)
    return (stripped,) if stripped != plain and len(stripped) > 1 and is_syllable(stripped) else ()


def _as_typed(typed: str, meant: str) -> str:
    return meant[:1].upper() + meant[1:] if typed[:1].isupper() and not typed.isupper() else meant
