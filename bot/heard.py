"""What was heard, made ready for comparing: cleaned, repaired, folded. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from bot.messages import MAX_HEARD, Attachment, Incoming
from knowledge.spelling import Speller
from storage.vietnamese import clean, fold

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True)
class Heard:
    """One message: `text` as typed, cut and cleaned; `repaired` with slips mended; `folded` for comparing."""

    incoming: Incoming
    speller: Speller

    @cached_property
    def text(self) -> str:
        return clean(self.incoming.text[:MAX_HEARD]).strip()

    @cached_property
    def repaired(self) -> str:
        return self.speller.repair(self.text).strip()

    @cached_property
    def folded(self) -> str:
        """Repaired, lower case, without marks, only words and single spaces."""
        return " ".join(_WORD.findall(fold(self.repaired)))

    @cached_property
    def plain(self) -> str:
        """As typed, only folded."""
        return " ".join(_WORD.findall(fold(self.text)))

    @cached_property
    def padded(self) -> str:
        """`folded` between spaces, to look for phrases between spaces in."""
        return f" {self.folded} "

    def as_press(self, value: str) -> Heard:
        """The same message, had the button been pressed instead of its words typed."""
        return Heard(replace(self.incoming, text="", press=value), self.speller)

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        return self.incoming.attachments

    @property
    def wordless(self) -> bool:
        """Nothing in it that could be read: empty, emoji, dots."""
        return not self.plain


def has_phrase(folded: str, phrase: str) -> bool:
    """Whether the phrase stands in the text as whole words."""
    return f" {phrase} " in f" {folded} "
