"""Who signed: the last lines of a paper. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.papers import SIGNATURES
from knowledge.reading.items import Signer
from knowledge.reading.words import words
from storage.vietnamese import fold

_TAIL = 14
_POSTS = words("signers", "posts")
_DEGREES = words("signers", "degrees")


def signer(paragraphs: Sequence[str]) -> Signer:
    """From the end of the paper upward; what is not there is None."""
    lines = [line.strip(" *_\t") for each in paragraphs for line in each.split("\n") if line.strip(" *_\t")]
    tail = lines[-_TAIL:]
    behalf = [line for line in tail if fold(line).startswith(SIGNATURES)]
    name = next((found for line in reversed(tail) if (found := _name(line))), None)
    post = next((line for line in reversed(tail) if _is_post(line)), None)
    return Signer(name, post, behalf[0] if behalf else None)


def _is_post(line: str) -> bool:
    return fold(line) in _POSTS


def _name(line: str) -> str | None:
    """A line that is only a person's name: two to six capitalised words; a degree before it is dropped."""
    kept = line.split()
    while kept and fold(kept[0]) in _DEGREES:
        kept = kept[1:]
    name = " ".join(kept)
    proper = all(re.fullmatch(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", word) and word[0].isupper() for word in kept)
    shouted = name.isupper() and (_is_post(name) or fold(name).startswith(SIGNATURES))
    return name if 2 <= len(kept) <= 6 and proper and not shouted and not _is_post(name) else None
