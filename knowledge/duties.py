"""Questions what a level of the union has to do, and the passages that are spoken to that level."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from storage.vietnamese import fold

_TABLES = tomllib.loads((Path(__file__).parent / "duties.toml").read_text(encoding="utf-8"))


def _any_of(phrases: list[str]) -> str:
    return "|".join(re.escape(fold(phrase)) for phrase in sorted(phrases, key=len, reverse=True))


_NOT_AFTER = "".join(rf"(?<!\b{re.escape(fold(word))} )" for word in _TABLES["not_after"])
_IN_SHORT = rf"{_NOT_AFTER}(?:{_any_of(_TABLES['in_short'])})"
_ASKED = re.compile(rf"\b(?:{_any_of(_TABLES['asked'])}|{_IN_SHORT})\b")
_LEVELS: dict[str, dict[str, list[str]]] = _TABLES["levels"]
_CHAPTERS = re.compile(rf"\b(?:{_any_of(_TABLES['chapters'])})\b")
_SAID = {level: re.compile(rf"\b(?:{_any_of(names['said'])})\b") for level, names in _LEVELS.items()}
_BEFORE = rf"(?:\W|\d|[a-z][.)]|(?:{_any_of(_TABLES['before'])})\b)*"
_SPOKEN_TO = {
    level: re.compile(rf"{_BEFORE}\b(?:{_any_of(names['written'])})\b") for level, names in _LEVELS.items()
}


@lru_cache(4096)
def asked(folded: str) -> str | None:
    """The level whose duties a folded question asks for; None when it asks something else."""
    if not _ASKED.search(folded):
        return None
    named = [(len(found[0]), level) for level, said in _SAID.items() if (found := said.search(folded))]
    return max(named)[1] if named else None


def spoken_to(text: str) -> frozenset[str]:
    """The levels that a paragraph, or its heading, begins by naming."""
    folded = fold(text)
    return frozenset(level for level, pattern in _SPOKEN_TO.items() if pattern.match(folded))


def hands_out_work(headings: str) -> bool:
    """Whether the headings above a paragraph say that here the work is handed out."""
    return bool(_CHAPTERS.search(fold(headings)))
