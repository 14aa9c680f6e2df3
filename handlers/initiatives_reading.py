"""Finds what somebody made in the message that opens an initiative. Pure."""

from __future__ import annotations

import re

from bot import texts
from storage.vietnamese import fold

FEWEST = 3  # words that make a description
_WORD = re.compile(r"[^\W_]+")


def what_in(text: str) -> str | None:
    """The description behind "em co sang kien", "gui sang kien:", as typed; None when there is none."""
    words = [(match.start(), fold(match[0])) for match in _WORD.finditer(text)]
    openers = sorted(
        (phrase.split() for phrase in texts.phrases("initiatives.openers")), key=len, reverse=True
    )
    at = 0
    while at < len(words):
        rest = [word for _, word in words[at:]]
        opener = next((each for each in openers if rest[: len(each)] == each), None)
        if opener is None:
            break
        at += len(opener)
    if len(words) - at < FEWEST:
        return None
    return text[words[at][0] :].strip(" .,;\n")


def is_alone(folded: str) -> bool:
    """Whether an answer to "who helped" says: nobody."""
    return folded in texts.phrases("initiatives.nobody")
