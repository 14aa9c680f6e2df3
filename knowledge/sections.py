"""The outline of an official paper: which label and headings each paragraph stands under."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from knowledge.papers import is_bullet, is_capitals
from storage.vietnamese import unmarked

_CHAPTER, _PART, _ROMAN, _ARTICLE, _DECIMAL, _LETTER = 0, 1, 2, 3, 4, 9
_STYLES = (
    (_CHAPTER, re.compile(r"(?i:(?:phan|chuong)\s+(?:thu\s+)?[\w]{1,6})\b[\s.:–-]*")),
    (_PART, re.compile(r"([A-H])[.-]\s*(?=[A-Z]{2})")),
    (_ROMAN, re.compile(r"(?i:muc\s+)?([IVX]{1,5})\s*(?:[./)](?![a-z])|[-–:](?=\s))\s*")),
    (_ARTICLE, re.compile(r"(?i:dieu\s+(\d{1,3}))\b[\s.:–-]*")),
    (_DECIMAL, re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,3})(?:[.):]\s*|\s+(?=[A-Za-z]))(?!\d)")),
    (_DECIMAL, re.compile(r"(\d{1,2})(?:[.)/](?!\d)|\s?[-–:](?=\s))\s*(?=\D)")),
    (_LETTER, re.compile(r"([a-z]{1,2}(?:\.\d{1,2})?)[.)](?=\s|[A-Z])\s*")),
)
_LONGEST_HEADING, _SHORT = 160, 80
_MARKED = str.maketrans("", "", "*_")


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph with the label of its section and the headings above it."""

    text: str
    section: str
    headings: tuple[str, ...]
    is_heading: bool


@dataclass(frozen=True, slots=True)
class _Level:
    rank: int
    label: str
    heading: str


def outline(paragraphs: Iterable[str]) -> Iterator[Part]:
    """Each paragraph in its place: Roman numbers, articles, 1. 1.1. and letters are followed as they nest."""
    levels: list[_Level] = []
    for text, following in pairwise([*paragraphs, ""]):
        found = label_of(text)
        if found is None:
            if is_capitals(text) and len(text) <= _LONGEST_HEADING:
                levels = [_Level(_ROMAN, "", text)]
                yield Part(text, "", (), True)
            else:
                yield Part(text, _section(levels), _headings(levels), False)
            continue
        rank, label, rest = found
        levels = [level for level in levels if level.rank < rank]
        above = _headings(levels)
        heading = rest if is_heading(rest) or (len(rest) <= _SHORT and is_bullet(following)) else ""
        levels.append(_Level(rank, label, heading))
        yield Part(text, _section(levels), above, bool(heading))


@lru_cache(8192)
def label_of(text: str) -> tuple[int, str, str] | None:
    """(rank, label, the words after it) of a labelled paragraph."""
    shown = text.translate(_MARKED).lstrip()
    plain = "".join(p.upper() if c.isupper() else p for c, p in zip(shown, unmarked(shown), strict=True))
    for rank, pattern in _STYLES:
        if found := pattern.match(plain):
            named = rank in {_CHAPTER, _ARTICLE}
            label = shown[: found.end()].strip(" .:–-") if named else shown[slice(*found.span(1))]
            return rank + (label.count(".") if rank == _DECIMAL else 0), label, shown[found.end() :].strip()
    return None


def starts_paragraph(text: str) -> bool:
    """Whether a line surely opens a paragraph of its own: a label or a bullet."""
    return is_bullet(text) or label_of(text) is not None


def is_heading(words: str) -> bool:
    """Whether the words after a label name what follows, rather than say it."""
    return 0 < len(words) <= _LONGEST_HEADING and (
        words.endswith(":") or words[-1] not in ".;,?!" or is_capitals(words)
    )


def _section(levels: list[_Level]) -> str:
    labels: list[str] = []
    for level in levels:
        if labels and level.label.startswith(labels[-1] + "."):
            labels[-1] = level.label
        elif level.label and level.rank != _CHAPTER:
            labels.append(level.label)
    return ".".join(labels)


def _headings(levels: list[_Level]) -> tuple[str, ...]:
    return tuple(level.heading for level in levels if level.heading)
