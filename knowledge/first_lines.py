"""The clause of an extract that answers: one short line in the extract's own words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from knowledge import kinds
from knowledge.clauses import any_of, pieces
from knowledge.index import words_of
from knowledge.papers import is_capitals
from knowledge.queries import Query
from knowledge.references import references
from knowledge.runs import CUT, Clause, Run, ended, gap, heads, left_before, opens, runs_of
from storage.vietnamese import fold

LONGEST = 120
_TURNING = re.compile(rf"\b(?:{any_of('turning')})\b")
_LIMITING = re.compile(rf"\W*(?:{any_of('limiting')})\b")
_PEOPLE = re.compile(rf"\b(?:{any_of('people')})\b")
_FROM_TO = re.compile(r"\btu (?:.* )?(?:den|toi)\b")
_SPAN = re.compile(r"\btu\b.*\d.*\bden\b.*\d|\d{4}\s*[-–]\s*\d{4}")
_LETTERS = re.compile(r"[^\W\d_]+")
_STOPS = ' ,;:.!?…/)”"\n'
_LETTERS_AND_DIGITS = re.compile(r"[^\W_]+")
_NUMERIC = frozenset({"number", "percent", "date", "money"})
_BRACKETS = (("(", ")"), ("“", "”"))
# What a run of clauses is worth: the question's words, its kind of answer; less for every odd cut.
_KIND, _NAMED, _SURER, _LED, _WHO = 0.35, 0.3, 0.3, 0.1, 1.0
_ENDS = {"": 0.0, "\n": 0.0, ".": 0.0, ";": 0.0, ":": 0.06, ",": 0.08, " ": 0.16}
_TURNED, _CROSSED, _TORN, _BARE = 0.4, 0.12, 0.1, 0.4
_LEAPT, _LEAPT_INSIDE = 0.05, 0.25
_FULLER, _FULL, _ENOUGH = 0.1, 0.06, 60


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
    whole = _joined([line for line in map(str.strip, text.split("\n")) if line])
    if len(whole) <= longest:
        return ended(whole)
    clauses = [_clause(query, piece, end, repair) for piece, end in pieces(text, longest - 2)]
    runs = runs_of(clauses, longest)
    ideal = sum(weight * weigh(term) for term, weight in query.terms.items()) or 1.0
    gains = {term: weight * weigh(term) / ideal for term, weight in query.terms.items()}
    return max(runs, key=lambda run: _worth(query, clauses, run, gains)).text


def rest_after(first: str, text: str) -> str:
    """What of `text` is still to be told when `first` has been: nothing, what follows it, or all of it."""
    told, whole = _LETTERS_AND_DIGITS.findall(first), list(_LETTERS_AND_DIGITS.finditer(text))
    if [word[0] for word in whole[: len(told)]] != told:
        return text
    if len(told) == len(whole):
        return ""
    after = text[whole[len(told) - 1].end() if told else 0 :]
    ending = re.split(_LETTERS_AND_DIGITS, first)[-1].removesuffix(CUT)
    after = after.removeprefix(ending).lstrip(_STOPS)
    return CUT + after if first.endswith(CUT) else after


def _joined(lines: Sequence[str]) -> str:
    """Lines as one: a heading is set off by a dash."""
    return "".join(lines[:1]) + "".join(gap(before) + after for before, after in pairwise(lines))


def _clause(query: Query, text: str, end: str, repair: Callable[[str], str]) -> Clause:
    repaired = repair(text)
    words = words_of(repaired)
    folded = fold(text)
    return Clause(
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


def _worth(query: Query, clauses: Sequence[Clause], run: Run, gains: dict[str, float]) -> float:
    told = list(clauses[run.first : run.last + 1])
    if run.lead is not None:
        told.append(clauses[run.lead])
    terms = frozenset().union(*(clause.terms for clause in told))
    held = frozenset().union(*(clause.kinds for clause in told))
    worth = sum(gains[term] for term in terms)
    worth += _KIND * len(held & query.wanted) / (len(query.wanted) or 1) + _SURER * len(held - query.wanted)
    worth += _NAMED * any(clause.named for clause in told)
    if any(heads(clause) for clause in told):
        worth += _WHO if "board" in query.wanted else _LED
    worth += _FULLER * min(1.0, len(run.text) / _ENOUGH) + _FULL * len(run.text) / LONGEST
    return worth - _oddness(clauses, run)


def _oddness(clauses: Sequence[Clause], run: Run) -> float:
    """How much a run's cuts take away from it, most where they could turn what is said."""
    before = clauses[run.first - 1].end if run.first else ""
    after = clauses[run.last].end if run.last < len(clauses) - 1 else ""
    odd = _ENDS[before] + _ENDS[after] / 2
    if run.lead is not None:
        odd += _LEAPT if heads(clauses[run.lead]) else _LEAPT_INSIDE
    odd += _CROSSED * sum(clause.end in ".;" for clause in clauses[run.first : run.last])
    turned = any(clauses[at].turning for at in left_before(clauses, run))
    limited = after in {",", " "} and clauses[run.last + 1].limiting
    last = clauses[run.last]
    bare = run.last < len(clauses) - 1 and last.end == "\n" and opens(last) and not is_capitals(last.text)
    torn = any(run.text.count(a) != run.text.count(b) for a, b in _BRACKETS)
    return odd + _TURNED * (turned + limited) + _TORN * torn + _BARE * bare
