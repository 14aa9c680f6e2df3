"""How a person calls themselves, heard from what they write; never guessed from a name. Pure."""

from __future__ import annotations

import re
from functools import cache

from bot import texts
from bot.agreeing import marks_agree
from bot.heard import Heard
from storage.vietnamese import fold

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def heard_pronoun(heard: Heard) -> str | None:
    """The word a person uses for themselves, if this message shows it; not where they say "em" before it."""
    written = _WORD.findall(heard.repaired.casefold())
    said = f" {' '.join(map(fold, written))} "
    first: tuple[int, str | None] = (len(said), None)
    for phrase in texts.phrases("common.self_em"):
        if 0 <= (at := said.find(f" {phrase} ")) < first[0]:
            first = at, None
    for phrase, offset, word, clear in _shown_by():
        at = said.find(phrase)
        if 0 <= at < first[0] and _means(written[said[:at].count(" ") + offset], word, clear=clear):
            first = at, word
    return first[1]


def _means(typed: str, word: str, *, clear: bool) -> bool:
    """Typed with its mark, or without one where it can hardly be another word."""
    if typed.isascii():
        return clear or word not in texts.phrases("common.pronouns_doubtful")
    return marks_agree(typed, word)


@cache
def _shown_by() -> tuple[tuple[str, int, str, bool], ...]:
    """(phrase between spaces, which of its words is the pronoun, the pronoun, clear without marks)."""
    words, folded = texts.phrases("common.pronouns"), texts.phrases("common.pronouns_folded")
    clear = texts.phrases("common.pronoun_clear")
    patterns = dict.fromkeys((*clear, *texts.phrases("common.pronoun_patterns")))
    return tuple(
        (f" {each.format(p=plain)} ", each.split().index("{p}"), word, each in clear)
        for word, plain in zip(words, folded, strict=True)
        for each in patterns
    )
