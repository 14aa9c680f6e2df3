"""How sure we are that a passage answers a question: how much of the question it holds, and of what kind."""

from __future__ import annotations

import math

from knowledge import kinds
from knowledge.queries import Query
from knowledge.search import Hit
from storage.papers import HEADER
from storage.vietnamese import fold

ENOUGH = 0.55
# weights of a logistic regression on labelled questions; the answerable ones weighed as much as the others
_BIAS, _MASS, _SHARE = -1.75, 1.1, 1.35
_LACKS_KIND, _LACKS_SUBJECT, _LACKS_QUANTITY = 3.0, 1.5, 1.6
_LACKS_PLAIN = 0.6
_MOST_SHARE = 1.5
_RARELY_HELD = frozenset({"percent", "money", "link", "phone", "place_of"})
_OFTEN_HELD = frozenset({"date", "number", "period"})
_SAYS, _SILENT = 0.9, 0.1


def confidence(query: Query, hit: Hit, ideal: float, rarest: float) -> float:
    """0..1. `ideal` is the weight of all terms of the question, `rarest` that of a word no document has."""
    if hit.passage.role in query.roles:
        return _SAYS if _paper_says(query, hit) else _SILENT
    paragraph = hit.passage.paragraph
    x = (
        _BIAS
        + _MASS * math.log(1e-6 + hit.score / rarest)
        + _SHARE * min(_MOST_SHARE, hit.score / (ideal or 1.0))
    )
    x -= _LACKS_KIND * len((query.wanted - kinds.held(paragraph)) & _RARELY_HELD)
    folded = fold(paragraph)
    x -= _LACKS_PLAIN * len((query.wanted - kinds.held(paragraph)) & _OFTEN_HELD)
    x -= _LACKS_SUBJECT * sum(subject not in folded for subject in kinds.subjects(query.folded))
    x -= _LACKS_QUANTITY * lacks_quantity(query.folded, folded)
    return 1 / (1 + math.exp(-x))


def _paper_says(query: Query, hit: Hit) -> bool:
    """Whether the header holds what is asked of it: its date or its number."""
    header = hit.document.header
    if hit.passage.role != HEADER:
        return True
    dated = "date" in query.wanted or "ngay" in query.words
    numbered = "so" in query.words or not dated
    return not (dated and header.date is None) and not (numbered and header.number is None)


def lacks_quantity(question: str, passage: str) -> bool:
    """Whether "how many X" is asked of a passage (both folded) that speaks of X without its number."""
    thing = kinds.counted(question)
    return thing is not None and thing in passage and not kinds.gives_number(passage, thing)
