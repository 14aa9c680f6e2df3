"""How a person calls themselves, heard from what they write; never guessed from a name. Pure."""

from __future__ import annotations

from functools import cache

from bot import texts
from bot.heard import Heard


def heard_pronoun(heard: Heard) -> str | None:
    """The word a person uses for themselves, if this message shows it."""
    return next((word for phrase, word in _shown_by() if phrase in heard.padded), None)


@cache
def _shown_by() -> tuple[tuple[str, str], ...]:
    """(phrase between spaces, the pronoun it shows)."""
    words, folded = texts.phrases("common.pronouns"), texts.phrases("common.pronouns_folded")
    patterns = texts.phrases("common.pronoun_patterns")
    pairs = zip(words, folded, strict=True)
    return tuple((f" {each.format(p=plain)} ", word) for word, plain in pairs for each in patterns)
