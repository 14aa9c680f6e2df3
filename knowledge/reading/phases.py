"""The phases of a movement: named stretches, the stretch in the title, the time a section gives. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from knowledge.reading.dates import Stretch, moments, stretches
from knowledge.reading.items import Evidence, Phase
from knowledge.reading.sheet import Paragraph
from knowledge.reading.words import any_of, holds, words
from storage.vietnamese import unmarked

_ORDINALS = any_of(words("phases", "ordinals"))
_NUMBER = r"\d{1,2}(?![\d/.]|\s*[-–]\s*\d)"
_NAME = re.compile(rf"(?<!\w){any_of(words('phases', 'names'))}\s+(?:thu\s+)?(?:{_NUMBER}|{_ORDINALS}(?!\w))")
_THEME = re.compile(r"chu de\s*(?:la)?\s*:?\s*[“\"«]([^”\"»]+)[”\"»]")
_NEAR = 60  # letters between a phase's name and its dates


def phases(paragraphs: Sequence[Paragraph], title: str | None) -> tuple[Phase, ...]:
    """In the order of the paper; a stretch is given once."""
    found: list[Phase] = list(_of_title(title))
    for paragraph in paragraphs:
        named = list(_named(paragraph))
        for phase in named or _timed(paragraph):
            if not any((phase.start, phase.end) == (each.start, each.end) for each in found):
                found.append(phase)
    return tuple(found)


def _of_title(title: str | None) -> Iterator[Phase]:
    plain = unmarked(title or "")
    for stretch in stretches(plain, moments(plain)):
        begin = plain.rfind("giai doan", 0, stretch.start)
        start = begin if begin >= 0 and not plain[begin + 9 : stretch.start].strip() else stretch.start
        name = (title or "")[start : stretch.end]
        yield Phase(name, None, stretch.first, stretch.last, Evidence(name))


def _named(paragraph: Paragraph) -> Iterator[Phase]:
    names = list(_NAME.finditer(paragraph.plain))
    if not names:
        return
    found = stretches(paragraph.plain, moments(paragraph.plain))
    for name, following in pairwise([*names, None]):
        if name is None:
            continue
        until = following.start() if following else len(paragraph.text)
        stretch = next(
            (s for s in found if name.end() <= s.start <= name.end() + _NEAR and s.end <= until), None
        )
        if stretch is None:
            continue
        theme = _THEME.search(paragraph.plain[:until], name.end())
        end = _closed(paragraph.text, stretch.end)
        yield Phase(
            paragraph.text[name.start() : name.end()],
            paragraph.text[slice(*theme.span(1))].strip() if theme else None,
            stretch.first,
            stretch.last,
            Evidence(paragraph.text[name.start() : end], paragraph.section),
        )


def _timed(paragraph: Paragraph) -> Iterator[Phase]:
    """A stretch without a name: after "thoi gian", or at the head of a line that says what is done then."""
    for stretch in stretches(paragraph.plain, moments(paragraph.plain)):
        before = paragraph.plain[: stretch.start]
        here = before[max(0, len(before) - _NEAR) :]
        heads = (
            not re.sub(r"^\W*(?:\w{1,3}[.)])?\W*", "", before) and paragraph.plain[stretch.end :][:1] == ":"
        )
        if heads or holds(here, words("phases", "times")) or _under_time(paragraph, before):
            yield Phase(None, None, stretch.first, stretch.last, _evidence(paragraph, stretch))


def _under_time(paragraph: Paragraph, before: str) -> bool:
    return holds(paragraph.above, words("phases", "times")) and len(before) <= _NEAR


def _evidence(paragraph: Paragraph, stretch: Stretch) -> Evidence:
    return Evidence(paragraph.text[stretch.start : stretch.end].strip(), paragraph.section)


def _closed(text: str, end: int) -> int:
    return end + 1 if text[end : end + 1] == ")" else end
