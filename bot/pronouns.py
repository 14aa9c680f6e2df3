"""How a person calls themselves, heard from what they write; never guessed from a name. Pure."""

from __future__ import annotations

from bot import texts
from bot.heard import Heard, has_phrase


def heard_pronoun(heard: Heard) -> str | None:
    """The word a person uses for themselves, if this message shows it."""
    patterns = texts.phrases("common.pronoun_patterns")
    for word, folded in zip(
        texts.phrases("common.pronouns"), texts.phrases("common.pronouns_folded"), strict=True
    ):
        if any(has_phrase(heard.folded, pattern.format(p=folded)) for pattern in patterns):
            return word
    return None
