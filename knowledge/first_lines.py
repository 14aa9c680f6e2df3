"""The clause of an extract that answers: one short line in the extract's own words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge import kinds
from knowledge.clauses import LEAD, any_of, pieces
from knowledge.index import words_of
from knowledge.papers import is_capitals
from knowledge.queries import Query
from knowledge.references import references
from storage.vietnamese import fold

LONGEST = 120
CUT = "…"
_TURNING = re.compile(rf"\b(?:{any_of('turning')})\b")
_LIMITING = re.compile(rf"\W*(?:{any_of('limiting')})\b")
_OPENS = re.compile(rf"(?:{any_of('openings')})\b")
_PEOPLE = re.compile(rf"\b(?:{any_of('people')})\b")
_FROM_TO = re.compile(r"\btu (?:.* )?(?:den|toi)\b")
_SPAN = re.compile(r"\btu\b.*\d.*\bden\b.*\d|\d{4}\s*[-–]\s*\d{4}")
_LETTERS = re.compile(r"[^\W\d_]+")
_LETTERS_AND_DIGITS = re.compile(r"[^\W_]+")
_NUMERIC = frozenset({"number", "percent", "date", "money"})
_BRACKETS = (("(", ")"), ("“", "”"))
_OPENING = 40
# What a run of clauses is worth: the question's words, its kind of answer; less for every odd cut.
_KIND, _NAMED, _SURER, _LED, _WHO = 0.35, 0.3, 0.3, 0.1, 1.0
_ENDS = {"": 0.0, "\n": 0.0, ".": 0.0, ";": 0.0, ":": 0.06, ",": 0.08, " ": 0.16}
_TURNED, _CROSSED, _TORN = 0.4, 0.12, 0.1
_LEAPT, _LEAPT_INSIDE = 0.05, 0.25
_FULLER, _FULL, _ENOUGH = 0.1, 0.06, 60


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause and what ends it: "\n", ".", ";", ":", "," or " " where it was cut between words."""

    text: str
    end: str
    terms: frozenset[str]
    kinds: frozenset[str]
    named: bool
    turning: bool
    limiting: bool


@dataclass(frozen=True, slots=True)
class _Run:
    """Clauses first..last, behind the lead-in they stand under when that is told too."""

    text: str
    first: int
    last: int
    lead: int | None


def first_line(
    query: Query,
    text: str,
    weigh: Callable[[str], float],
    repair: Callable[[str], str],
    longest: int = LONGEST,
) -> str:
    """The clause or sentence of `text` that answers best, in at most `longest` characters.

    Words stand as in `text` and in its order; "…" tells where a sentence was cut. `weigh` tells how telling
    a term is, `repair` spells out abbreviations as the query's are.
    """
    whole = _joined(text.split("\n"))
    if len(whole) <= longest:
        return whole.rstrip(" ,;")
    clauses = [_clause(query, piece, end, repair) for piece, end in pieces(text, longest - 2)]
    runs = list(_runs(clauses, longest))
    ideal = sum(weight * weigh(term) for term, weight in query.terms.items()) or 1.0
    gains = {term: weight * weigh(term) / ideal for term, weight in query.terms.items()}
    return max(runs, key=lambda run: _worth(query, clauses, run, gains)).text


def rest_after(first: str, text: str) -> str:
    """What of `text` is still to be told when `first` has been: nothing, what follows it, or all of it."""
    if _LETTERS_AND_DIGITS.findall(first) == _LETTERS_AND_DIGITS.findall(text):
        return ""
    told = first.removesuffix(CUT)
    if not text.startswith(told):
        return text
    after = text[len(told) :].lstrip(" ,;:\n")
    return CUT + after if told != first else after


def _joined(lines: Sequence[str]) -> str:
    """Lines as one: a heading is set off by a dash."""
    return lines[0] + "".join(_gap(before) + after for before, after in pairwise(lines))


def _gap(line: str) -> str:
    return " " if line[-1:] in ".,;:!?…" and not is_capitals(line) else " – "


def _clause(query: Query, text: str, end: str, repair: Callable[[str], str]) -> _Clause:
    repaired = repair(text)
    words = words_of(repaired)
    folded = fold(text)
    return _Clause(
        text,
        end,
        frozenset({*words, *map(" ".join, pairwise(words))} & query.terms.keys()),
        _held(query, text, fold(repaired)),
        bool(query.references & references(repaired)),
        bool(_TURNING.search(folded)),
        bool(_LIMITING.match(folded)),
    )


def _held(query: Query, text: str, folded: str) -> frozenset[str]:
    """The kinds of answer asked for that a clause could give; the question's numbers and names are none."""
    held = set(kinds.held(text) & query.wanted)
    if _NUMERIC & held and not any(word.isdigit() and word not in query.words for word in words_of(text)):
        held -= _NUMERIC
    if "board" in query.wanted and (_PEOPLE.search(folded) or _names_anew(query, text)):
        held.add("board")
    if _FROM_TO.search(query.folded) and _SPAN.search(folded):
        held.add("span")
    thing = kinds.counted(query.folded)
    if thing is not None and kinds.gives_number(folded, thing):
        held.add("counted")
    return frozenset(held)


def _names_anew(query: Query, text: str) -> bool:
    """Whether a clause has a name that the question has not: a capital inside it."""
    return any(word[0].isupper() and fold(word) not in query.words for word in _LETTERS.findall(text)[1:])


def _runs(clauses: Sequence[_Clause], longest: int) -> Iterator[_Run]:
    for first in range(len(clauses)):
        lead = _lead(clauses, first)
        for last in range(first, len(clauses)):
            if last > first and clauses[last - 1].end == "\n" and not _opens(clauses[last - 1]):
                break
            text = _shown(clauses, first, last)
            if len(text) > longest:
                break
            yield _Run(text, first, last, None)
            if lead is not None:
                told = f"{clauses[lead].text} {CUT} {text.removeprefix(CUT)}"
                if len(told) <= longest:
                    yield _Run(told, first, last, lead)


def _heads(clause: _Clause) -> bool:
    """Whether a clause is a line by itself that names what stands under it."""
    return clause.end == "\n" and clause.text.endswith(":")


def _opens(clause: _Clause) -> bool:
    """Whether a line announces the following one."""
    return clause.text.endswith(":") or is_capitals(clause.text)


def _lead(clauses: Sequence[_Clause], first: int) -> int | None:
    """What a clause stands under, further up: a short lead-in, or the short opening of its sentence."""
    opening = None
    for at in range(first - 2, -1, -1):
        clause, starts = clauses[at], at == 0 or clauses[at - 1].end in ".;\n"
        if clause.text.endswith(":"):
            return at if len(clause.text) <= LEAD and clauses[first - 1].end != ":" else opening
        if starts and not _same_sentence(clauses, at, first):
            continue
        if starts and clause.end == "," and len(clause.text) <= _OPENING and _OPENS.match(fold(clause.text)):
            opening = at
    return opening


def _same_sentence(clauses: Sequence[_Clause], at: int, first: int) -> bool:
    return all(clause.end in ",: " for clause in clauses[at:first])


def _shown(clauses: Sequence[_Clause], first: int, last: int) -> str:
    run = clauses[first : last + 1]
    text = run[0].text
    for before, after in pairwise(run):
        text += (_gap(before.text) if before.end == "\n" else " ") + after.text
    if first and clauses[first - 1].end in ",: " and not text.startswith(CUT):
        text = CUT + text
    if clauses[last].end in {"\n", "."}:
        return text.rstrip(" ,;")
    text = text.rstrip(" ,;:")
    return text if clauses[last].end == ";" else text.removesuffix(CUT) + CUT


def _worth(query: Query, clauses: Sequence[_Clause], run: _Run, gains: dict[str, float]) -> float:
    told = list(clauses[run.first : run.last + 1])
    if run.lead is not None:
        told.append(clauses[run.lead])
    terms = frozenset().union(*(clause.terms for clause in told))
    held = frozenset().union(*(clause.kinds for clause in told))
    worth = sum(gains[term] for term in terms)
    worth += _KIND * len(held & query.wanted) / (len(query.wanted) or 1) + _SURER * len(held - query.wanted)
    worth += _NAMED * any(clause.named for clause in told)
    if any(_heads(clause) for clause in told):
        worth += _WHO if "board" in query.wanted else _LED
    worth += _FULLER * min(1.0, len(run.text) / _ENOUGH) + _FULL * len(run.text) / LONGEST
    return worth - _oddness(clauses, run)


def _oddness(clauses: Sequence[_Clause], run: _Run) -> float:
    """How much a run's cuts take away from it, most where they could turn what is said."""
    before = clauses[run.first - 1].end if run.first else ""
    after = clauses[run.last].end if run.last < len(clauses) - 1 else ""
    odd = _ENDS[before] + _ENDS[after] / 2
    if run.lead is not None:
        odd += _LEAPT if _heads(clauses[run.lead]) else _LEAPT_INSIDE
    odd += _CROSSED * sum(clause.end in ".;" for clause in clauses[run.first : run.last])
    turned = any(clauses[at].turning for at in _left_before(clauses, run))
    limited = after in {",", " "} and clauses[run.last + 1].limiting
    torn = any(run.text.count(a) != run.text.count(b) for a, b in _BRACKETS)
    return odd + _TURNED * (turned + limited) + _TORN * torn


def _left_before(clauses: Sequence[_Clause], run: _Run) -> Iterator[int]:
    """The clauses of the run's own sentence that are left away before it."""
    for at in range(run.first - 1, -1, -1):
        if clauses[at].end in ".;\n":
            return
        if at != run.lead:
            yield at
