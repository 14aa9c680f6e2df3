"""The short literal extract of a passage that answers a question best."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from knowledge import kinds
from knowledge.documents import StoredPassage
from knowledge.index import words_of
from knowledge.papers import is_bullet
from knowledge.queries import Query
from knowledge.structure import sentences
from storage.vietnamese import unmarked

LONGEST = 350
_CLAUSE = re.compile(r"(?<=[,;])\s+(?=\S)")
_KIND_GAIN = 0.3
_CUT = "…"
_EMPHASIS = str.maketrans("", "", "*")


def extract(
    query: Query, found: StoredPassage, weigh: Callable[[str], float], repair: Callable[[str], str]
) -> str:
    """The best sentence of the piece found, with neighbours while there is room; cut at a clause if too long.

    `weigh` tells how telling a term is, `repair` spells out abbreviations as the query's are.
    """
    lines = [shown for line in found.paragraph.split("\n") if (shown := _shown(line))]
    whole = "\n".join(lines)
    if len(whole) <= LONGEST:
        return whole
    parts = [(i, sentence) for i, line in enumerate(lines) for sentence in sentences(line)]
    gains = [_gain(query, repair(text), text, weigh) for _, text in parts]
    piece = _shown(found.text)
    within = [i for i, (_, text) in enumerate(parts) if text in piece] or range(len(parts))
    first, last = _grown([len(text) for _, text in parts], gains, within)
    if first == last and len(parts[first][1]) > LONGEST:
        return _clauses(query, parts[first][1], weigh, repair)
    return _joined(parts[first : last + 1])


def _shown(line: str) -> str:
    line = line.translate(_EMPHASIS).strip()
    return line.lstrip("-–—+•●○▪· ") if is_bullet(line) else line


def _gain(query: Query, repaired: str, text: str, weigh: Callable[[str], float]) -> float:
    words = words_of(repaired)
    held = {*words, *map(" ".join, pairwise(words))}
    score = sum(weight * weigh(term) for term, weight in query.terms.items() if term in held)
    return score * (1 + _KIND_GAIN * bool(query.wanted & kinds.held(text)))


def _grown(lengths: Sequence[int], gains: Sequence[float], within: Iterable[int]) -> tuple[int, int]:
    """The best run of sentences, from the best one of `within` on while there is room."""
    first = last = max(within, key=lambda i: gains[i])
    room = LONGEST - lengths[first]
    while True:
        sides = [i for i in (first - 1, last + 1) if 0 <= i < len(gains) and lengths[i] + 1 <= room]
        if not sides:
            return first, last
        side = max(sides, key=lambda i: gains[i])
        first, last = min(first, side), max(last, side)
        room -= lengths[side] + 1


def _clauses(query: Query, text: str, weigh: Callable[[str], float], repair: Callable[[str], str]) -> str:
    cuts = [0, *(found.end() for found in _CLAUSE.finditer(unmarked(text))), len(text)]
    clauses = [piece for a, b in pairwise(cuts) for piece in _short(text[a:b].strip())]
    gains = [_gain(query, repair(clause), clause, weigh) for clause in clauses]
    first, last = _grown([len(clause) + 1 for clause in clauses], gains, range(len(clauses)))
    shown = " ".join(clauses[first : last + 1])
    return (_CUT if first else "") + shown + (_CUT if last < len(clauses) - 1 else "")


def _short(clause: str) -> list[str]:
    """A clause cut between words where it is longer than an extract may be."""
    pieces: list[str] = []
    for word in clause.split():
        if pieces and len(pieces[-1]) + len(word) < LONGEST - 10:
            pieces[-1] += " " + word
        else:
            pieces.append(word[: LONGEST - 10])
    return pieces


def _joined(parts: Sequence[tuple[int, str]]) -> str:
    text = parts[0][1]
    for (line, _), (next_line, sentence) in pairwise(parts):
        text += (" " if line == next_line else "\n") + sentence
    return text
