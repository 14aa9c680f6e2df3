"""Finds what somebody is called and what they wrote in other people's texts, and takes it out. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from storage.vietnamese import clean, fold, unmarked

SHORTEST = 4  # letters of a text worth looking for
LOOKED_FOR = 40  # its first letters: others may quote it cut short
GONE = "…"


def needles(texts: Iterable[str | None]) -> list[str]:
    """What to look for, folded; what is too short would be found everywhere."""
    folded = {fold(text)[:LOOKED_FOR].strip() for text in texts if text}
    return sorted(text for text in folded if len(text) >= SHORTEST)


def mentions(value: Any, wanted: Iterable[str]) -> bool:
    """Whether any text within a JSON value holds one of the needles, however it is written."""
    if isinstance(value, str):
        folded = fold(value)
        return any(needle in folded for needle in wanted)
    if isinstance(value, dict):
        return any(mentions(each, wanted) for each in value.values())
    return isinstance(value, (list, tuple)) and any(mentions(each, wanted) for each in value)


def scrubbed(value: Any, wanted: Iterable[str]) -> Any:
    """The same JSON value, every text that holds one of the needles left empty."""
    if isinstance(value, str):
        return "" if mentions(value, wanted) else value
    if isinstance(value, dict):
        return {name: scrubbed(each, wanted) for name, each in value.items()}
    return [scrubbed(each, wanted) for each in value] if isinstance(value, (list, tuple)) else value


def without(text: str | None, name: str) -> str | None:
    """The text with the name taken out wherever it stands, marks or not."""
    if not text or not (wanted := unmarked(clean(name))):
        return text
    written, plain = clean(text), unmarked(clean(text))
    at = plain.find(wanted)
    while at >= 0:
        written = f"{written[:at]}{GONE}{written[at + len(wanted) :]}"
        plain = unmarked(written)
        at = plain.find(wanted, at + 1)
    return written
