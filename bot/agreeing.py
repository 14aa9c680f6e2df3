"""A plain yes or no, with the small words around it; marks that say another word count. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from bot import texts
from bot.heard import Heard
from storage.vietnamese import fold

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def says_yes(heard: Heard) -> bool:
    """Whether the whole message is a yes: "u dong y", "dung roi a"; never a question."""
    return _says(heard, "common.yes")


def says_no(heard: Heard) -> bool:
    """Whether the whole message is a no: "khong", "da khong dong y a"."""
    return _says(heard, "common.no")


def says_stop(heard: Heard) -> bool:
    """Whether the whole message tells to stop or not to, with its mark: without one it may be "right"."""
    return not heard.text.isascii() and _says(heard, "common.stop_words")


def without_particles(plain: str) -> str:
    """Folded words without the small words around them."""
    words = plain.split()
    return " ".join(_core(words))


def marks_agree(typed: str, meant: str) -> bool:
    """Whether a word as typed may be this one: marks may be missing, none may differ."""
    first, second = _letters(typed), _letters(meant)
    return len(first) == len(second) and all(
        one[0] == other[0] and set(one) <= set(other) for one, other in zip(first, second, strict=True)
    )


def _says(heard: Heard, key: str) -> bool:
    if "?" in heard.text:
        return False
    return any(_is_one(text, key) for text in (heard.text, heard.repaired))


def _is_one(text: str, key: str) -> bool:
    words = _WORD.findall(text.casefold())
    phrases = _phrases(key)
    return any(_means(said, phrases) for said in (words, _core(words)) if said)


def _means(words: Sequence[str], phrases: Sequence[tuple[str, ...]]) -> bool:
    return any(len(words) == len(each) and all(map(marks_agree, words, each)) for each in phrases)


def _core(words: Sequence[str]) -> list[str]:
    """Without "u", "da", "a" around them; around several words more may go: "em dong y nhe"."""
    polite = _stripped(words, "common.yes_openings", "common.yes_endings")
    wide = _stripped(polite, "common.yes_more_openings", "common.yes_more_endings")
    return wide if len(wide) > 1 else polite


def _stripped(words: Sequence[str], openings: str, endings: str) -> list[str]:
    """One word always stays."""
    start, stop = 0, len(words)
    while stop > 1 and _means(words[stop - 1 : stop], _phrases(endings)):
        stop -= 1
    while start < stop - 1 and _means(words[start : start + 1], _phrases(openings)):
        start += 1
    return list(words[start:stop])


@cache
def _phrases(key: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.casefold().split()) for phrase in texts.phrases(key))


def _letters(word: str) -> list[str]:
    """Each letter with its marks; the crossed d is a d with a mark."""
    found: list[str] = []
    for sign in unicodedata.normalize("NFD", word):
        if unicodedata.combining(sign) and found:
            found[-1] += sign
        else:
            plain = fold(sign)
            found.append(sign if plain == sign else f"{plain}-")
    return found
