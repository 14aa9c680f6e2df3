"""Reads a pledge out of one everyday message: title aimed at, piece of work, team, name, year. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot import texts
from bot.heard import has_phrase
from storage.campaigns import Title
from storage.vietnamese import fold

_CLAUSE = re.compile(r"(\s*[,;\n]+\s*|\.\s+|\s+[-–]\s+)(?=.*\w)", re.DOTALL)
_TOKEN = re.compile(r"[^\W_]+(?:['’./%][^\W_]+)*%?")
SURE = 88
LONGEST_NAME = 5  # words


@dataclass(frozen=True, slots=True)
class Words:
    """A text as written, and folded word by word, so that what is recognised can be quoted as typed.

    `gaps` are the signs before, between and after the words: one more than there are words.
    """

    written: tuple[str, ...]
    folded: tuple[str, ...]
    gaps: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Words:
        spans = [match.span() for match in _TOKEN.finditer(text)]
        written = tuple(text[start:stop] for start, stop in spans)
        edges = [0, *(edge for span in spans for edge in span), len(text)]
        gaps = tuple(text[edges[i] : edges[i + 1]] for i in range(0, len(edges), 2))
        return cls(written, tuple(fold(word) for word in written), gaps)

    def find(self, phrase: str) -> int:
        """Where the folded phrase begins; -1 when it is not there."""
        wanted = tuple(phrase.split())
        size = len(wanted)
        return next(
            (i for i in range(len(self.folded) - size + 1) if self.folded[i : i + size] == wanted), -1
        )

    def without(self, start: int, stop: int) -> Words:
        """The rest, put together again by a space."""
        if start == stop:
            return self
        between = " " if start > 0 and stop < len(self.written) else ""
        return Words(
            self.written[:start] + self.written[stop:],
            self.folded[:start] + self.folded[stop:],
            (*self.gaps[:start], between, *self.gaps[stop + 1 :]),
        )

    def __str__(self) -> str:
        parts = [part for pair in zip(self.gaps, (*self.written, ""), strict=True) for part in pair]
        return " ".join("".join(parts).split()).rstrip(".!?… ")


@dataclass(frozen=True, slots=True)
class Pledge:
    """What one message says. `title` is sure; `near` are titles it may mean when none is sure."""

    title: Title | None = None
    near: tuple[Title, ...] = ()
    work: str | None = None
    team: str | None = None
    name: str | None = None
    year: int | None = None


def read_pledge(repaired: str, titles: Sequence[Title], this_year: int) -> Pledge:
    """Reads what the (spelling-repaired) message says, and only that."""
    title: Title | None = None
    near: tuple[Title, ...] = ()
    team, name, year = None, None, None
    work = ""
    for sign, clause in _clauses(repaired):
        words, named = _take_name(Words.of(clause))
        name = name or named
        words = _without_lead(words)
        year = year or _year(" ".join(words.folded), this_year)
        words = _drop_phrases(words, "pledges.years")
        words, found = _take_team(words)
        team = team or found
        words, hit, close = _take_title(words, titles)
        title, near = title or hit, near or close
        rest = _drop_noise(_without_tail(words))
        if len(rest.folded) > 1 and not close and not _is_no_work(rest.folded):
            work += (sign if work else "") + str(rest)
    return Pledge(title, () if title else near, work or None, team, name, year)


def tells_no_work(repaired: str) -> bool:
    """Whether nothing in the message can be a piece of work: joining, protest, a greeting, yes or no."""
    left = [_drop_noise(_without_lead(Words.of(clause))).folded for _, clause in _clauses(repaired)]
    return all(_is_no_work(folded) for folded in left)


def _is_no_work(folded: Sequence[str]) -> bool:
    if set(folded) <= set(texts.phrases("pledges.no_work_words")):
        return True
    return any(re.fullmatch(each, " ".join(folded)) for each in texts.phrases("pledges.no_work"))


def _clauses(text: str) -> list[tuple[str, str]]:
    """Clauses, each with the sign that stands before it."""
    first, *others = _CLAUSE.split(text)
    pairs = [("", first), *zip(others[::2], others[1::2], strict=True)]
    return [(sign, clause) for sign, clause in pairs if clause]


def _without_lead(words: Words) -> Words:
    """Without "em dang ky phan dau dat": the wish itself is no content."""
    changed = True
    while changed:
        changed = False
        for lead in texts.phrases("pledges.leads"):
            size = len(lead.split())
            if words.folded[:size] == tuple(lead.split()):
                words, changed = words.without(0, size), True
    return words


def _without_tail(words: Words) -> Words:
    """Without the wish at the end, where the title stood behind it: "may so 2 dang ky [cong nhan gioi]"."""
    for tail in texts.phrases("pledges.tails"):
        size = len(tail.split())
        if words.folded[-size:] == tuple(tail.split()):
            return words.without(len(words.folded) - size, len(words.folded))
    return words


def _take_name(words: Words) -> tuple[Words, str | None]:
    """Cuts "em ten Lo Thi Hoa" out of a clause: the words after such a lead, until something else begins."""
    for lead in sorted(texts.phrases("joining.name_leads"), key=len, reverse=True):
        size = len(lead.split())
        if words.folded[:size] != tuple(lead.split()):
            continue
        stop = size
        while stop < min(len(words.folded), size + LONGEST_NAME) and _may_be_name(words.folded[stop]):
            stop += 1
        name = words.written[size:stop]
        if len(name) >= 2 and _is_name(name):
            return words.without(0, stop), " ".join(name)
    return words, None


def _may_be_name(folded: str) -> bool:
    return not any(c.isdigit() for c in folded) and folded not in texts.phrases("pledges.name_stops")


def _is_name(words: Sequence[str]) -> bool:
    folded = fold(" ".join(words))
    if any(has_phrase(folded, word) for word in texts.phrases("pledges.no_names")):
        return False
    return all(re.fullmatch(r"[^\W\d_]+(?:['’][^\W\d_]+)*", word) for word in words)


def _year(folded: str, this_year: int) -> int | None:
    found = re.search(r"\b(20[2-4]\d)\b", folded)
    if found:
        return int(found[1])
    if any(has_phrase(folded, phrase) for phrase in texts.phrases("pledges.next_year")):
        return this_year + 1
    return this_year if any(has_phrase(folded, p) for p in texts.phrases("pledges.this_year")) else None


def _take_team(words: Words) -> tuple[Words, str | None]:
    """Cuts "to may 3", "chuyen 5", "c3" out of a clause."""
    text = " ".join(words.folded)
    for pattern in texts.phrases("pledges.team_patterns"):
        found = re.search(rf"(?:^|(?<= )){pattern}(?= |$)", text)
        if found:
            start = text[: found.start()].count(" ")
            stop = start + found[0].count(" ") + 1
            return words.without(start, stop), " ".join(words.written[start:stop])
    return words, None


def _take_title(words: Words, titles: Sequence[Title]) -> tuple[Words, Title | None, tuple[Title, ...]]:
    """Cuts a title out of a clause: exactly as the catalogue or people call it, else the nearest ones."""
    called = [(fold(name), title) for title in titles for name in (title.name, *title.aliases)]
    for name, title in sorted(called, key=lambda pair: -len(pair[0])):
        start = words.find(name)
        if start >= 0:
            return words.without(start, start + len(name.split())), title, ()
    text = " ".join(words.folded)
    if not any(has_phrase(text, word) for word in texts.phrases("pledges.title_words")):
        return words, None, ()
    best: dict[str, tuple[float, Title]] = {}
    names = [name for name, _ in called]
    for _, score, index in process.extract(text, names, scorer=fuzz.token_sort_ratio, limit=8):
        title = called[index][1]
        best.setdefault(title.name, (score, title))
    ranked = sorted(best.values(), key=lambda pair: -pair[0])
    if ranked and ranked[0][0] >= SURE and (len(ranked) < 2 or ranked[1][0] < ranked[0][0] - 4):
        return words.without(0, len(words.folded)), ranked[0][1], ()
    short = len(words.folded) <= 7
    close = tuple(title for score, title in ranked[:2]) if short else ()
    return words, None, close


def _drop_phrases(words: Words, key: str) -> Words:
    for phrase in texts.phrases(key):
        start = words.find(phrase)
        if start >= 0:
            words = words.without(start, start + len(phrase.split()))
    return words


def _drop_noise(words: Words) -> Words:
    """Without the particles that only soften."""
    noise = set(texts.phrases("pledges.noise"))
    stop = len(words.folded)
    while stop and words.folded[stop - 1] in noise:
        stop -= 1
    start = 0
    while start < stop and words.folded[start] in noise:
        start += 1
    return words.without(stop, len(words.folded)).without(0, start)
