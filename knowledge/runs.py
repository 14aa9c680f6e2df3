"""The runs of clauses that could stand as one line, and what each leaves away."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.clauses import LEAD, any_of
from knowledge.papers import is_capitals
from storage.vietnamese import fold

CUT = "…"
_OPENINGS = re.compile(rf"(?:{any_of('openings')})\b")
_DIGIT = re.compile(r"\d")
_ENDING = re.compile(r"\s*\./\.?\s*\Z")
_OPENING = 40


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause and what ends it: "\n", ".", ";", ":", "," or " " where it was cut between words."""

    text: str
    end: str
    terms: frozenset[str]
    kinds: frozenset[str]
    named: bool
    turning: bool
    limiting: bool


@dataclass(frozen=True, slots=True)
class Run:
    """Clauses first..last, behind the lead-in they stand under when that is told too."""

    text: str
    first: int
    last: int
    lead: int | None


def runs_of(clauses: Sequence[Clause], longest: int) -> Iterator[Run]:
    """Every run that fits; each clause by itself does, when it has two characters less."""
    for first in range(len(clauses)):
        lead = _lead(clauses, first)
        for last in range(first, len(clauses)):
            if last > first and clauses[last - 1].end == "\n" and not opens(clauses[last - 1]):
                break
            text = _shown(clauses, first, last)
            if len(text) > longest:
                break
            yield Run(text, first, last, None)
            if lead is not None:
                told = f"{clauses[lead].text} {CUT} {text.removeprefix(CUT)}"
                if len(told) <= longest:
                    yield Run(told, first, last, lead)


def heads(clause: Clause) -> bool:
    """Whether a clause is a line by itself that names what stands under it."""
    return clause.end == "\n" and clause.text.endswith(":")


def opens(clause: Clause) -> bool:
    """Whether a line announces the following one."""
    named = clause.text[-1] not in ".;,!?)”…" and len(clause.text) <= LEAD and not _DIGIT.search(clause.text)
    return clause.text.endswith(":") or is_capitals(clause.text) or named


def _lead(clauses: Sequence[Clause], first: int) -> int | None:
    """What a clause stands under, further up: a short lead-in, or the short opening of its sentence."""
    opening = None
    for at in range(first - 2, -1, -1):
        clause, starts = clauses[at], at == 0 or clauses[at - 1].end in ".;\n"
        if clause.text.endswith(":"):
            return at if len(clause.text) <= LEAD and clauses[first - 1].end != ":" else opening
        if starts and not _same_sentence(clauses, at, first):
            continue
        if (
            starts
            and clause.end == ","
            and len(clause.text) <= _OPENING
            and _OPENINGS.match(fold(clause.text))
        ):
            opening = at
    return opening


def _same_sentence(clauses: Sequence[Clause], at: int, first: int) -> bool:
    return all(clause.end in ",: " for clause in clauses[at:first])


def _shown(clauses: Sequence[Clause], first: int, last: int) -> str:
    run = clauses[first : last + 1]
    text = run[0].text
    for before, after in pairwise(run):
        text += (gap(before.text) if before.end == "\n" else " ") + after.text
    if first and clauses[first - 1].end in ",: " and not text.startswith(CUT):
        text = CUT + text
    if clauses[last].end in {"\n", "."}:
        return ended(text)
    text = text.rstrip(" ,;:")
    return text if clauses[last].end == ";" else text.removesuffix(CUT) + CUT


def ended(text: str) -> str:
    """Without what only shows that a list or a paper goes on or ends there."""
    return _ENDING.sub(".", text).rstrip(" ,;")


def gap(line: str) -> str:
    """What stands between a line and the next when they are put on one."""
    return " " if line[-1:] in ".,;:!?…" and not is_capitals(line) else " – "


def left_before(clauses: Sequence[Clause], run: Run) -> Iterator[int]:
    """The clauses of the run's own sentence that are left away before it."""
    for at in range(run.first - 1, -1, -1):
        if clauses[at].end in ".;\n":
            return
        if at != run.lead:
            yield at
