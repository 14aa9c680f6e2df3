"""What in a paper contradicts itself: shown to the officer, never repaired. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from knowledge import papers
from knowledge.reading.items import Deadline, Named, Phase
from knowledge.reading.sheet import Paragraph
from storage.papers import Header
from storage.vietnamese import fold

TWO_KINDS, OVERLAP, BACKWARD, BEFORE_PAPER, NEAR_NAMES = (
    "two_kinds",
    "phases_overlap",
    "phase_backward",
    "deadline_before_paper",
    "names_near",
)


def flags(
    header: Header,
    body: Sequence[Paragraph],
    movements: Sequence[Named],
    phases: Sequence[Phase],
    due: Sequence[Deadline],
) -> tuple[str, ...]:
    """Names of what a person has to settle, with what it concerns: "phases_overlap: Dot 1 / Dot 2"."""
    return tuple(
        dict.fromkeys(
            [
                *_kinds(header, body),
                *_phases(phases),
                *(f"{BEFORE_PAPER}: {each.evidence.text}" for each in due if _early(header, each)),
                *(f"{NEAR_NAMES}: {' / '.join((m.name, *m.variants))}" for m in movements if m.variants),
            ]
        )
    )


def _kinds(header: Header, body: Sequence[Paragraph]) -> Iterator[str]:
    """The paper calls itself otherwise than its heading does: "theo ke hoach nay" in a guidance."""
    own = fold(header.kind or "")
    for paragraph in body:
        for folded, kind in papers.KINDS.items():
            if own and folded != own and f"{folded} nay" in paragraph.plain:
                yield f"{TWO_KINDS}: {header.kind} / {kind}"


def _phases(phases: Sequence[Phase]) -> Iterator[str]:
    for phase in phases:
        if phase.start and phase.end and phase.end < phase.start[: len(phase.end)]:
            yield f"{BACKWARD}: {phase.evidence.text}"
    named = [phase for phase in phases if phase.name and len(phase.start or "") > 4]
    for one, other in combinations(named, 2):
        if one.start and other.start and one.end and other.end and _meet(one, other):
            yield f"{OVERLAP}: {one.name} / {other.name}"


def _meet(one: Phase, other: Phase) -> bool:
    first, second = sorted((one, other), key=lambda phase: phase.start or "")
    end, start = first.end or "", second.start or ""
    size = min(len(end), len(start))
    return start[:size] < end[:size] or (start == end and size == 10)


def _early(header: Header, deadline: Deadline) -> bool:
    if header.date is None:
        return False
    return deadline.date < header.date.isoformat()[: len(deadline.date)]
