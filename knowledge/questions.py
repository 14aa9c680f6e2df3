"""Whether a message asks something, however it is typed."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from knowledge.spelling import Speller
from storage.vietnamese import fold

_TABLES = tomllib.loads((Path(__file__).parent / "questions.toml").read_text(encoding="utf-8"))
_LONGEST = 2000


def _phrases(name: str, pattern: str) -> re.Pattern[str]:
    folded = sorted({fold(phrase) for phrase in _TABLES[name]}, key=len, reverse=True)
    return re.compile(pattern % "|".join(map(re.escape, folded)))


_ASKING = _phrases("asking", r"\b(?:%s)(?!\w)")
_PLAIN = _phrases("plain", r"\b(?:%s)\b")
_OPENING = _phrases("opening", r"^(?:da\s+)?(?:%s)\s")
_TRAILING = _phrases("trailing", r"(?:[\s,.!]+(?:%s))+[\s,.!]*$")
_CLOSING = _phrases("closing", r"\S\s+(?:%s)$")
_TELLING = _phrases("telling", r"^(?:da\s+)?(?:%s)\b")
_PLAIN_SPELLER = Speller()


@lru_cache(4096)
def is_question(text: str) -> bool:
    """True for "dky thi dc j", "k dky co bi tru gi k"; False for "dk cong nhan gioi"."""
    said = _PLAIN_SPELLER.folded(text[:_LONGEST])
    if "?" in said:
        return True
    said = _PLAIN.sub(" ", said)
    if _ASKING.search(said) or _OPENING.match(said):
        return True
    ending = _TRAILING.sub("", " " + said).rstrip(" .,!")
    return bool(_CLOSING.search(ending)) and not _TELLING.match(said)
