"""Finds the text of a message to everybody in the request for it, and hears a threat. Pure."""

from __future__ import annotations

import re

from bot import texts
from bot.heard import has_phrase
from storage.vietnamese import fold

_WORD = re.compile(r"[^\W_]+")
FEWEST = 3  # words that make a text worth sending


def text_in(request: str) -> str | None:
    """What stands behind the colon, or behind the words that ask for a message; None when nothing does."""
    words = [(match.start(), match.end(), fold(match[0])) for match in _WORD.finditer(request)]
    end = _end_of_lead(words)
    if end is None:
        return None
    after = _past_fillers(request, words, end)
    colon = request.find(":", end, after)
    if colon >= 0:
        return request[colon + 1 :].strip() or None
    rest = request[after:].strip(" ,.-–;\n")
    return rest if len(_WORD.findall(rest)) >= FEWEST else None


def _end_of_lead(words: list[tuple[int, int, str]]) -> int | None:
    """Where the longest phrase that asks for a message ends."""
    for phrase in sorted(texts.phrases("broadcasts.phrases"), key=len, reverse=True):
        asked = phrase.split()
        for at in range(len(words) - len(asked) + 1):
            if [word for _, _, word in words[at : at + len(asked)]] == asked:
                return words[at + len(asked) - 1][1]
    return None


def _past_fillers(request: str, words: list[tuple[int, int, str]], end: int) -> int:
    """Where the text begins: past the small words that lead to it."""
    fillers = {word for phrase in texts.phrases("broadcasts.leads") for word in phrase.split()}
    for start, _, word in words:
        if start >= end and word not in fillers:
            return start
    return len(request)


def is_threat(text: str) -> bool:
    """Whether the text makes people register by fear."""
    folded = " ".join(_WORD.findall(fold(text)))
    about = any(has_phrase(folded, phrase) for phrase in texts.phrases("broadcasts.registering"))
    return about and any(has_phrase(folded, phrase) for phrase in texts.phrases("broadcasts.threats"))
