"""A paper cut into sentences that know their section and headings: what every reader of it goes through."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from knowledge.papers import is_capitals
from knowledge.reading.words import holds, words
from knowledge.sections import outline
from storage.vietnamese import unmarked

_STOP = re.compile(r"[.!?;](?=[\s”\"]|$)|;")


@dataclass(frozen=True)
class Paragraph:
    """One paragraph: `text` as written (emphasis marks dropped), its section label and headings."""

    text: str
    section: str
    headings: tuple[str, ...]

    @cached_property
    def plain(self) -> str:
        """Lower case without marks, of the same length as `text`."""
        return unmarked(self.text)

    @cached_property
    def above(self) -> str:
        """The headings, unmarked."""
        return unmarked(" / ".join(self.headings))

    @cached_property
    def looks_back(self) -> bool:
        """Whether it stands under a heading on how things are, and not on what is wanted."""
        past = holds(self.above, words("targets", "past_sections"))
        return past and not holds(self.above, words("targets", "sections"))

    def clauses(self) -> list[tuple[int, int]]:
        """Where its sentences, and the members of its enumerations, begin and end."""
        ends = [match.end() for match in _STOP.finditer(self.text) if self._stops(match.end())]
        cuts = [0, *ends, len(self.text)]
        return [(a, b) for a, b in pairwise(cuts) if self.text[a:b].strip()]

    def _stops(self, end: int) -> bool:
        """A full stop inside a number or an abbreviation ends nothing."""
        following = self.text[end:].lstrip()
        return self.text[end - 1] == ";" or not following[:1].islower()


def sheet(paragraphs: Sequence[str]) -> list[Paragraph]:
    """The paragraphs in their places; a heading carries its own words as a heading too."""
    found = []
    for part in outline([paragraph.replace("*", "") for paragraph in paragraphs]):
        own = (part.text,) if part.is_heading and is_capitals(part.text) else ()
        found.append(Paragraph(" ".join(part.text.split()), part.section, (*part.headings, *own)))
    return found
