"""The short literal extract of a passage that answers a question best."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from knowledge import kinds
from knowledge.index import words_of
from knowledge.papers import is_bullet, is_capitals, is_letterhead
from knowledge.queries import Query
from knowledge.references import references
from knowledge.sections import is_heading, label_of
from knowledge.structure import sentences
from storage.papers import BODY, HEADER, StoredPassage
from storage.vietnamese import fold, unmarked

LONGEST = 350
_CLAUSE = re.compile(r"(?<=[,;])\s+(?=\S)")
_KIND_GAIN, _PIECE_GAIN = 0.3, 1.5
_WORTH, _SHORT, _LABEL = 0.3, 80, 40
_CUT = "…"
_EMPHASIS = str.maketrans("", "", "*")


def extract(
    query: Query,
    found: StoredPassage,
    weigh: Callable[[str], float],
    repair: Callable[[str], str],
    longest: int = LONGEST,
) -> str:
    """The best sentence of the piece found, with neighbours while there is room; cut at a clause if too long.

    `weigh` tells how telling a term is, `repair` spells out abbreviations as the query's are.
    """
    lines = [line for line in found.paragraph.split("\n") if _shown(line)]
    if found.role == HEADER:
        lines = [line for line in lines if not is_letterhead(line)]
    whole = "\n".join(map(_shown, lines))
    if found.role != BODY and len(whole) <= longest:
        return whole
    parts = [(i, sentence) for i, line in enumerate(lines) for sentence in _told(_shown(line))]
    gains = [gain_of(query, repair(text), text, weigh) for _, text in parts]
    for at, (i, _) in enumerate(parts[:-1]):
        if _opens(lines[i], lines[parts[at + 1][0]]):
            gains[at + 1] = max(gains[at + 1], gains[at])
            gains[at] *= _WORTH
    piece = _shown(found.text)
    found_here = [
        gain * (_PIECE_GAIN if text in piece else 1.0) for gain, (_, text) in zip(gains, parts, strict=True)
    ]
    best = found_here.index(max(found_here))
    if _opens(lines[parts[best][0]], "") and best + 1 < len(parts):
        best += 1
    worth = [
        max(gain, _WORTH * gains[best]) if i == parts[best][0] and " " in text else gain
        for gain, (i, text) in zip(gains, parts, strict=True)
    ]  # the sentences of one line belong together; its number does not
    first, last = _grown([len(text) for _, text in parts], worth, best, longest, _WORTH)
    if first == last and len(parts[first][1]) > longest:
        return _clauses(query, parts[first][1], weigh, repair, longest)
    return _completed(parts, first, last, longest)


def _told(line: str) -> list[str]:
    """The sentences of a line; a short label ("Phase 2:") stays with what it labels."""
    told: list[str] = []
    for sentence in sentences(line):
        labelled = told and told[-1].endswith(":") and len(told[-1]) <= _LABEL
        told[-1:] = [f"{told[-1]} {sentence}"] if labelled else [*told[-1:], sentence]
    return told


def _completed(parts: Sequence[tuple[int, str]], first: int, last: int, longest: int) -> str:
    """The run, and as much as fits of the list that its last words announce."""
    text = _joined(parts[first : last + 1])
    if not parts[last][1].endswith(":"):
        return text
    for before, after in pairwise(parts[last:]):
        listed = _beginning(after[1], longest - len(text) - 1)
        text += (" " if before[0] == after[0] else "\n") + listed if listed else ""
        if listed != after[1]:
            break
    return text


def _beginning(text: str, room: int) -> str:
    """As much of a text as fits, cut between clauses."""
    if len(text) <= room:
        return text
    cuts = [found.start() for found in _CLAUSE.finditer(text) if found.start() < room]
    return text[: cuts[-1]] + _CUT if cuts else ""


def _opens(line: str, following: str) -> bool:
    """Whether a line only announces the following one."""
    labelled = label_of(line)
    if labelled is None:
        return is_capitals(line) or (line.endswith(":") and len(line) <= _SHORT)
    return is_heading(labelled[2]) or (is_bullet(following) and len(line) <= _SHORT)


def _shown(line: str) -> str:
    line = line.translate(_EMPHASIS).strip()
    return line.lstrip("-–—+•●○▪· ") if is_bullet(line) else line


def gain_of(query: Query, repaired: str, text: str, weigh: Callable[[str], float]) -> float:
    words = words_of(repaired)
    held = {*words, *map(" ".join, pairwise(words))}
    score = sum(weight * weigh(term) for term, weight in query.terms.items() if term in held)
    named = bool(query.references & references(repaired))
    thing = kinds.counted(query.folded)
    counts = thing is not None and kinds.gives_number(fold(repaired), thing)
    return score * (1 + _KIND_GAIN * bool(query.wanted & kinds.held(text)) + named + counts)


def _grown(
    lengths: Sequence[int], gains: Sequence[float], best: int, longest: int, worth: float = 0.0
) -> tuple[int, int]:
    """The run around the best sentence, of neighbours worth a share of it, while there is room."""
    first = last = best
    room, least = longest - lengths[best], worth * gains[best]
    while True:
        sides = [
            i
            for i in (first - 1, last + 1)
            if 0 <= i < len(gains) and lengths[i] + 1 <= room and gains[i] >= least
        ]
        if not sides:
            return first, last
        side = max(sides, key=lambda i: gains[i])
        first, last = min(first, side), max(last, side)
        room -= lengths[side] + 1


def _clauses(
    query: Query, text: str, weigh: Callable[[str], float], repair: Callable[[str], str], longest: int
) -> str:
    cuts = [0, *(found.end() for found in _CLAUSE.finditer(unmarked(text))), len(text)]
    clauses = [piece for a, b in pairwise(cuts) for piece in _short(text[a:b].strip(), longest - 10)]
    gains = [gain_of(query, repair(clause), clause, weigh) for clause in clauses]
    first, last = _grown([len(clause) + 1 for clause in clauses], gains, gains.index(max(gains)), longest)
    shown = " ".join(clauses[first : last + 1])
    return (_CUT if first else "") + shown + (_CUT if last < len(clauses) - 1 else "")


def _short(clause: str, longest: int) -> list[str]:
    """A clause cut between words where it is longer than an extract may be."""
    pieces: list[str] = []
    for word in clause.split():
        if pieces and len(pieces[-1]) + len(word) < longest:
            pieces[-1] += " " + word
        else:
            pieces.append(word[:longest])
    return pieces


def _joined(parts: Sequence[tuple[int, str]]) -> str:
    text = parts[0][1]
    for (line, _), (next_line, sentence) in pairwise(parts):
        text += (" " if line == next_line else "\n") + sentence
    return text
