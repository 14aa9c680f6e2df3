"""Papers that a text names by their kind and number."""

from __future__ import annotations

import re

from knowledge.papers import KINDS
from storage.vietnamese import fold

_KINDS = "|".join(sorted(KINDS, key=len, reverse=True))
_NAMED = re.compile(rf"\b({_KINDS})(?:\s+(?:so|cua))?\s+0*(\d{{1,4}})(?![\d%.,]|\s*(?:thang|nam|%))")


def references(text: str) -> frozenset[str]:
    """Like {"chi thi 34"}, folded, without leading zeros."""
    return frozenset(f"{kind} {number}" for kind, number in _NAMED.findall(fold(text)))


def own_reference(kind: str | None, number: str | None) -> str | None:
    """The reference by which a paper itself would be named."""
    digits = re.match(r"0*(\d+)", number or "")
    return f"{fold(kind)} {digits[1]}" if kind and digits else None
