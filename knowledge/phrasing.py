"""Patterns of words in a small language that people can write in TOML, over text without marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from storage.vietnamese import fold

_SIGNS = re.compile(r"[^\w%'’/]+|(?<!\d)/|/(?!\d)")
_TURNS = re.compile(
    r" (?=(?:nen|nhung ma|nhung (?:em|toi|gio|nay)|gio (?:em|toi|nghi|minh|cho|muon)|roi em|xin loi) )"
)
_GROUP = re.compile(r"\{(\w+)\}")
_GAPS = {"…": r"(?:[^| ]+ ){0,6}?", "~": r"(?:\S+ ){0,25}?"}
_MOST_LEADS = 9


def in_clauses(folded: str) -> str:
    """ "| dang ky | to may 3 | ": every word followed by a space, every clause begun and ended by a bar."""
    parts = re.split(r"[^\w\s%'’/“”\"()–-]+(?:\s|$)|[\n:;?!|()“”\"]", folded)
    clauses = (" ".join(_SIGNS.sub(" ", part).split()) for part in parts)
    return "| " + "".join(_TURNS.sub(" | ", f"{clause} | ") for clause in clauses if clause)


def alternatives(phrases: Iterable[str]) -> str:
    """A regular expression for one of the phrases, each word followed by a space; longer ones first."""
    folded = sorted({fold(phrase) for phrase in phrases}, key=len, reverse=True)
    each = "|".join(re.escape(phrase).replace(r"\ ", " ") + " " for phrase in folded)
    return f"(?:{each})"


class Phrasing:
    """Compiles patterns with groups of words; `leads`, `tails`, `names`, `barred` serve ^, = and @."""

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        self._groups = {name: alternatives(phrases) for name, phrases in words.items()}
        leads = f"(?:{self._groups['leads']}){{0,{_MOST_LEADS}}}"
        named = rf"(?:{self._groups['names']}(?:(?!{self._groups['barred']})[^| ]+ ){{0,14}}?)"
        self._marks = {
            "^": rf"\| {leads}",
            "@": rf"\| {leads}{named}{leads}",
            "=": rf"^\| {leads}",
            "<": rf"^\| {leads}",
        }
        self._end = rf"(?:{self._groups['tails']}|\| )*$"

    def compiled(self, patterns: Iterable[str]) -> re.Pattern[str]:
        """One expression for any of the patterns; it never matches when there are none."""
        return re.compile("|".join(map(self._expression, patterns)) or r"(?!)")

    def _expression(self, pattern: str) -> str:
        mark = pattern[0] if pattern[0] in self._marks else ""
        body = "".join(map(self._piece, pattern[len(mark) :].replace("{", " {").replace("}", "} ").split()))
        if mark == "=":
            return f"(?:{self._marks[mark]}{body}{self._end})"
        return f"(?:{self._marks[mark] if mark else '(?<= )'}{body})"

    def _piece(self, word: str) -> str:
        if word in _GAPS:
            return _GAPS[word]
        group = _GROUP.fullmatch(word)
        return self._groups[group[1]] if group else re.escape(fold(word)) + " "
