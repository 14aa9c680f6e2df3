"""What is a Vietnamese syllable, and how one is written from its onset, rhyme and tone."""

import tomllib
import unicodedata
from functools import lru_cache
from pathlib import Path

from storage.vietnamese import fold

TONE_KEYS = "sfrxj"
_TONE_MARKS = dict(zip(TONE_KEYS, map(chr, (0x301, 0x300, 0x309, 0x303, 0x323)), strict=True))
_TABLES = tomllib.loads((Path(__file__).parent / "syllables.toml").read_text(encoding="utf-8"))
ONSETS = tuple(sorted(_TABLES["onsets"].split(), key=len, reverse=True))
RHYMES = frozenset(_TABLES["rhymes"].split())
_STOPS = ("c", "ch", "p", "t")
_PLAIN_ONSETS = tuple(sorted({fold(onset) for onset in ONSETS}, key=len, reverse=True))
_PLAIN_RHYMES = frozenset(map(fold, RHYMES))
_VOWELS = frozenset("aeiouy")
_SHAPED = "".join(map(chr, (0x306, 0x302, 0x31B)))


@lru_cache(65536)
def is_syllable(word: str) -> bool:
    """Whether a word in lower case can be a syllable; without marks, whether some marks make it one."""
    if word.isascii():
        return any(rhyme in _PLAIN_RHYMES for _, rhyme in _splits(word, _PLAIN_ONSETS))
    toneless, tone = without_tone(word)
    return any(allowed(rhyme, tone) for _, rhyme in _splits(toneless, ONSETS))


def allowed(rhyme: str, tone: str) -> bool:
    """Whether the rhyme exists and can carry the tone: a stop takes only the two rising or heavy ones."""
    return rhyme in RHYMES and (tone in ("", "s", "j") or not rhyme.endswith(_STOPS))


def split_onset(word: str) -> list[tuple[str, str]]:
    """Every (onset, rest) the word may begin with, longest onset first, the empty onset last."""
    return _splits(word, ONSETS)


def _splits(word: str, onsets: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(o, word[len(o) :]) for o in onsets if word.startswith(o)] + [("", word)]


def without_tone(word: str) -> tuple[str, str]:
    """The word without its tone mark, and the Telex key of that tone ('' for none)."""
    letters = unicodedata.normalize("NFD", word)
    tone = next((key for key, mark in _TONE_MARKS.items() if mark in letters), "")
    kept = "".join(c for c in letters if c not in _TONE_MARKS.values())
    return unicodedata.normalize("NFC", kept), tone


def compose(onset: str, rhyme: str, tone: str) -> str:
    """The written syllable, its tone mark where Vietnamese schoolbooks put it."""
    if not tone:
        return onset + rhyme
    at = _tone_place(rhyme)
    marked = rhyme[: at + 1] + _TONE_MARKS[tone] + rhyme[at + 1 :]
    return onset + unicodedata.normalize("NFC", marked)


def _tone_place(rhyme: str) -> int:
    shaped = [i for i, c in enumerate(rhyme) if any(m in unicodedata.normalize("NFD", c) for m in _SHAPED)]
    if shaped:
        return shaped[-1]
    vowels = [i for i, c in enumerate(rhyme) if fold(c) in _VOWELS]
    if len(vowels) == 3:
        return vowels[1]
    closed = vowels[-1] < len(rhyme) - 1
    return vowels[-1] if closed else vowels[max(0, len(vowels) - 2)]
