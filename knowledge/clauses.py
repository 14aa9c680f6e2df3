"""A text cut into clauses, as short as a first line needs them and never inside a word that fits."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from storage.vietnamese import fold, unmarked

TABLES = tomllib.loads((Path(__file__).parent / "clauses.toml").read_text(encoding="utf-8"))
LEAD = 60
_LONG, _BIT = 100, 60


def any_of(name: str) -> str:
    """The (folded) phrases of a table as one pattern, the longest first."""
    return "|".join(re.escape(fold(word)) for word in sorted(TABLES[name], key=len, reverse=True))


_BREAK = re.compile(r"(?<=[.!?;:,])\s+(?=\S)|(?<=[\w”)]\.)(?=[^\W\d_])")
_WEAK = re.compile(rf"\s+(?=\(|(?:{any_of('cut_before')})\s)")
_DATED = re.compile(r"(?:ngay|thang|nam)\s+\d")
_JOINED = re.compile(r"[^,;:.]* & ")  # a name such as "Board of laws, policies & labour relations"
_WHOLE = re.compile(r"“[^”]{1,90}”|\([^()]{1,90}\)|\"[^\"]{1,90}\"")


def pieces(text: str, longest: int) -> Iterator[tuple[str, str]]:
    """The clauses of a text, none longer than asked, each with what ends it.

    That is "\\n", ".", ";", ":", ",", or " " where a clause was too long and cut between words.
    """
    for line in filter(None, map(str.strip, text.split("\n"))):
        kept = [found.span() for found in _WHOLE.finditer(line)]
        heads = line.endswith(":") and len(line) <= LEAD
        cuts = [cut for cut in _BREAK.finditer(line) if not heads and _parts(line, cut, kept)]
        marks = [0, *(cut.end() for cut in cuts), len(line)]
        for a, b in pairwise(marks):
            clause = line[a:b].strip()
            end = "\n" if b == len(line) else clause[-1].replace("!", ".").replace("?", ".")
            *before, last = _shortened(clause, longest)
            yield from ((piece, " ") for piece in before)
            yield last, end


def _parts(line: str, cut: re.Match[str], kept: Sequence[tuple[int, int]]) -> bool:
    """Whether a clause ends here: no date follows its paper, no abbreviation or list's number has a dot."""
    stop, before = line[cut.start() - 1], line[: cut.start() - 1].rpartition(" ")[2]
    after = unmarked(line[cut.end() :])
    if _inside(cut.start(), kept) or (stop == "," and (_DATED.match(after) or _JOINED.match(after))):
        return False
    numbers = before.isdigit() and line.startswith(before)
    if not cut[0]:
        return line[cut.end()].isupper() and (before[-1:] in "”)" or before.islower()) and len(before) > 1
    shortened = len(before) < 2 or (len(before) < 4 and before.isupper())
    return stop not in ".!?" or not (line[cut.end()].islower() or numbers or shortened)


def _inside(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start < at < end for start, end in spans)


def _shortened(clause: str, longest: int) -> list[str]:
    """The clause, cut before joining words where it is long, between other words where it must be."""
    if len(clause) <= min(_LONG, longest):
        return [clause]
    kept = [found.span() for found in _WHOLE.finditer(clause)]
    cuts = [found.start() for found in _WEAK.finditer(unmarked(clause)) if not _inside(found.start(), kept)]
    parts = [clause[a:b].strip() for a, b in pairwise([0, *cuts, len(clause)])]
    return [piece for part in parts if part for piece in _broken(part, longest)]


def _broken(text: str, longest: int) -> list[str]:
    """A text cut between words where it is too long; a number stays with what it counts."""
    if len(text) <= longest:
        return [text]
    longest = min(longest, _BIT)
    pieces = [""]
    for word in text.split():
        for bit in (word[i : i + longest] for i in range(0, len(word), longest)):
            if len(pieces[-1]) + len(bit) < longest:
                pieces[-1] = f"{pieces[-1]} {bit}".strip()
                continue
            before, _, last = pieces[-1].rpartition(" ")
            carried = before and last[-1].isdigit() and len(last) + len(bit) < longest
            if carried:
                pieces[-1] = before
            pieces.append(f"{last} {bit}" if carried else bit)
    return list(filter(None, pieces))
