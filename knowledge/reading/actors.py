"""Who a sentence or a heading speaks of: a level, a board, a kind of unit. Pure."""

from __future__ import annotations

import re

from knowledge.reading.sheet import Paragraph
from knowledge.reading.words import any_of, words

_ACTOR = re.compile(rf"^\W*(?:(?:cac|moi|tung|doi voi|giao)\s+)*{any_of(words('deadlines', 'actors'))}(?!\w)")
_LEAD = re.compile(r"^\W*(?:[0-9a-z]{1,3}(?:\.\d+)*[.)]\s*)?(?:doi voi\s+)?")


def is_actor(plain: str) -> bool:
    """Whether an unmarked text begins with somebody who may owe something."""
    return bool(_ACTOR.match(plain))


def addressed(paragraph: Paragraph) -> str | None:
    """Whom the nearest heading speaks to ("Doi voi cong doan co so"); None where it speaks of a thing."""
    above = paragraph.above
    for heading in reversed(paragraph.headings):
        plain = above[len(above) - len(heading) :]
        above = above[: len(above) - len(heading) - len(" / ")]
        if is_actor(_LEAD.sub("", plain, count=1)) or "doi voi" in plain:
            lead = _LEAD.match(plain)
            return heading[lead.end() if lead else 0 :].strip(" .:;") or None
    return None
