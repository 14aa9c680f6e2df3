"""The words official papers are recognised by, folded, from papers.toml."""

import re
import tomllib
from pathlib import Path

from knowledge.syllables import is_syllable
from storage.vietnamese import fold

_WORDS = tomllib.loads((Path(__file__).parent / "papers.toml").read_text(encoding="utf-8"))
KINDS: dict[str, str] = {fold(kind): kind for kind in _WORDS["kinds"]}
LETTER: str = _WORDS["letter"]
LETTERHEAD = tuple(map(fold, _WORDS["letterhead"]))
MOTTO = tuple(map(fold, _WORDS["motto"]))
RECIPIENTS = tuple(map(fold, _WORDS["recipients"]))
SIGNATURES = tuple(_WORDS["signatures"])
SIGNERS = tuple(map(fold, _WORDS["signers"]))
CLOSING = tuple(map(fold, _WORDS["closing"]))
OPENING = tuple(map(fold, _WORDS["opening"]))
NATIONAL = tuple(map(fold, _WORDS["national"]))
PROVINCE = tuple(map(fold, _WORDS["province"]))
LEVELS = tuple(map(fold, _WORDS["levels"]))
FULL_NAMES: dict[str, str] = {fold(short): full for short, full in _WORDS["full_names"].items()}
_COMMON = frozenset(word for phrase in _WORDS["common"] for word in phrase.split())

_BULLET = re.compile(r"^[\s*_]*[-–—+•●○▪·*]+\s*")


def bare(paragraph: str) -> str:
    """A paragraph folded, without its bullet and emphasis marks."""
    return fold(_BULLET.sub("", paragraph).replace("*", ""))


def is_bullet(paragraph: str) -> bool:
    """Whether a paragraph is an item of a list without labels."""
    return bool(re.match(r"\s*[-–—+•●○▪·](?!\d)", paragraph))


def is_frame(text: str) -> bool:
    """Whether a table's cell belongs to a letterhead or a signature, not to a table of facts."""
    folded = fold(text)
    return any(words in folded for words in MOTTO) or folded.startswith((*RECIPIENTS, *SIGNATURES))


def is_capitals(paragraph: str) -> bool:
    """Whether a line is all in capitals, as headings and letterheads are."""
    letters = [c for c in paragraph if c.isalpha()]
    return len(letters) > 2 and sum(c.isupper() for c in letters) >= 0.9 * len(letters)


def is_letterhead(line: str) -> bool:
    """Whether a line only says whose paper it is, or holds the motto of the state or the party."""
    folded = fold(line)
    named = is_capitals(line) and (any(w in folded for w in LETTERHEAD) or folded.startswith(LEVELS))
    return named or any(motto in folded for motto in MOTTO)


def in_lower_case(name: str) -> str:
    """A union's name as sentences write it, from the capitals of a letterhead; abbreviations stay."""
    words = [_as_name(word) for word in name.split()]
    text = " ".join(words)
    for written in _WORDS["names"]:
        text = re.sub(rf"(?<!\w){re.escape(written)}(?!\w)", written, text, flags=re.IGNORECASE)
    return text[:1].upper() + text[1:]


def _as_name(word: str) -> str:
    lower = word.lower()
    if lower in _COMMON:
        return lower
    return word if not is_syllable(lower.strip(".,")) else lower[:1].upper() + lower[1:]
