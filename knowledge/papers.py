"""The words official papers are recognised by, folded, from papers.toml."""

import re
import tomllib
from pathlib import Path

from storage.vietnamese import fold

_WORDS = tomllib.loads((Path(__file__).parent / "papers.toml").read_text(encoding="utf-8"))
KINDS: dict[str, str] = {fold(kind): kind for kind in _WORDS["kinds"]}
LETTERHEAD = tuple(map(fold, _WORDS["letterhead"]))
MOTTO = tuple(map(fold, _WORDS["motto"]))
RECIPIENTS = tuple(map(fold, _WORDS["recipients"]))
SIGNATURES = tuple(_WORDS["signatures"])
SIGNERS = tuple(map(fold, _WORDS["signers"]))
OPENING = tuple(map(fold, _WORDS["opening"]))
NATIONAL = tuple(map(fold, _WORDS["national"]))
PROVINCE = tuple(map(fold, _WORDS["province"]))
FULL_NAMES: dict[str, str] = {fold(short): full for short, full in _WORDS["full_names"].items()}

_BULLET = re.compile(r"^[\s*_]*[-–—+•●○▪·*]+\s*")


def bare(paragraph: str) -> str:
    """A paragraph folded, without its bullet and emphasis marks."""
    return fold(_BULLET.sub("", paragraph).replace("*", ""))


def is_bullet(paragraph: str) -> bool:
    """Whether a paragraph is an item of a list without labels."""
    return bool(re.match(r"\s*[-–—+•●○▪·](?!\d)", paragraph))


def is_capitals(paragraph: str) -> bool:
    """Whether a line is all in capitals, as headings and letterheads are."""
    letters = [c for c in paragraph if c.isalpha()]
    return len(letters) > 2 and sum(c.isupper() for c in letters) >= 0.9 * len(letters)
