"""Answers a member's question from the documents held, or says that they do not tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from knowledge import duties, kinds
from knowledge.confidence import ENOUGH, confidence
from knowledge.extracts import LONGEST as EXTRACT
from knowledge.extracts import extract
from knowledge.first_lines import LONGEST as FIRST_LINE
from knowledge.first_lines import first_line, rest_after
from knowledge.papers import is_capitals
from knowledge.places import Places
from knowledge.queries import Query
from knowledge.scope import Group, Scope, Scopes
from knowledge.search import Hit, Shelf
from storage.papers import StoredDocument
from storage.vietnamese import clean, fold

_LONGEST_QUESTION = 1500
_MOST_SOURCES, _MOST_NEAREST = 10, 3
_LONGEST_LABEL = 90
_LONGEST_NAME = 50
_ROOMS, _MOST_TOLD = (EXTRACT, 300, 250, 200), 690
_NUMBER = re.compile(r"\A(?:[-–•+]|\d{1,2}[.)])\s+")  # of the paragraph: it would look like a choice


@dataclass(frozen=True, slots=True)
class Source:
    """A passage an answer rests on, and the paper it stands in as that paper calls itself."""

    document_id: int | None
    file: str
    number: str | None
    issuer: str | None
    date: date | None
    section: str
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the documents say, or `reason` why not: "unknown_place", "unknown_year" or "not_found".

    `text` is a literal extract of about 350 characters for each place asked about, '' when not answered;
    `first` the clause of it that answers, a line of at most 120 characters for each place; `rest` what else
    there is to quote, '' when `first` says it all: all of `text`, or what follows where `first` is how it
    begins (`continues`). `sources` come best first, at most 10; `nearest` are up to 3 headings near it.
    """

    answered: bool
    text: str
    confidence: float
    sources: tuple[Source, ...] = ()
    nearest: tuple[str, ...] = ()
    reason: str | None = None
    first: str = ""
    rest: str = ""

    @property
    def continues(self) -> bool:
        """Whether `rest` goes on where `first` ends."""
        return self.rest != self.text and "\n" not in self.first


class Librarian:
    """Answers from one set of documents; immutable and safe to ask from any thread."""

    def __init__(self, held: Sequence[StoredDocument]) -> None:
        self._shelf = Shelf(held)
        pairs = self._shelf.vocabulary.pairs
        known = [document.header.place for document in held if document.header.place]
        self._places = Places(known, lambda a, b: (a, b) in pairs)
        self._scopes = Scopes(held, self._places)
        self.speller = self._shelf.speller

    def answer(self, question: str, *, place: str | None, today: date) -> Answer:
        """The answer for somebody whose unit lies in `place` (a province or a unit's name); never raises."""
        asked = self.speller.repair(clean(question)[:_LONGEST_QUESTION])
        query = self._shelf.understood(self._places.without_names(asked))
        scope = self._scopes.of(asked, place, today)
        if scope.problem or not (query.terms or query.roles):
            return Answer(False, "", 0.0, (), self._nearby(query, scope), scope.problem or "not_found")
        found = [(group, self._shelf.find(query, group)) for group in scope.groups]
        sure = max((self._sure(query, hits) for _, hits in found), default=0.0)
        sources = tuple(map(_source, _in_turns([hits for _, hits in found])))
        if sure < ENOUGH:
            return Answer(False, "", sure, sources, _nearest(found), "not_found")
        text, first, rest = self._told(query, found)
        return Answer(True, text, sure, sources, _nearest(found), first=first, rest=rest)

    def _sure(self, query: Query, hits: Sequence[Hit]) -> float:
        if not hits:
            return 0.0
        best = hits[0]
        ideal = sum(weight * self._shelf.index.idf(term) for term, weight in query.terms.items())
        return confidence(query, best, ideal, self._shelf.index.idf(""))

    def _told(self, query: Query, found: Sequence[tuple[Group, list[Hit]]]) -> tuple[str, str, str]:
        """The extract, the line of it that answers and what else it says."""
        if len(found) == 1:
            text = self._extract(query, found[0][1][0], EXTRACT)
            line = self._line(query, text, FIRST_LINE)
            return text, line, rest_after(line, text)
        told = ("", "", "")
        for room in _ROOMS:
            told = self._several(query, found, room)
            if len(told[1]) + len(told[2]) < _MOST_TOLD:
                break
        return told

    def _several(
        self, query: Query, found: Sequence[tuple[Group, list[Hit]]], room: int
    ) -> tuple[str, str, str]:
        """The same for several places, one after another."""
        texts, lines, rests = [], [], []
        for group, hits in found:
            if hits:
                name = f"{group.name}: " if 0 < len(group.name) <= _LONGEST_NAME else ""
                text = self._extract(query, hits[0], room)
                line = self._line(query, text, FIRST_LINE - len(name))
                texts.append(name + text)
                lines.append(name + line)
                rest = rest_after(line, text)
                rests += [name + rest] if rest else []
        return "\n".join(texts), "\n".join(lines), "\n".join(rests)

    def _line(self, query: Query, text: str, longest: int) -> str:
        return first_line(query, text, self._shelf.index.idf, self.speller.repair, longest)

    def _extract(self, query: Query, hit: Hit, longest: int) -> str:
        """The extract, under its heading when the question is who and the heading tells it."""
        text = extract(query, hit.passage, self._shelf.index.idf, self.speller.repair, longest)
        heading = hit.passage.heading.rpartition(" / ")[2]
        who = "board" in query.wanted and "board" in kinds.held(heading)
        whose = duties.asked(query.folded) in duties.spoken_to(heading)
        tells = (who or whose) and heading not in text
        return f"{heading.rstrip(' .:')}:\n{text}" if tells else _NUMBER.sub("", text)

    def _nearby(self, query: Query, scope: Scope) -> tuple[str, ...]:
        """Headings near to a question that cannot be answered, in whatever documents are in scope."""
        groups = scope.groups or self._scopes.of("", None, date.min).groups
        return _nearest([(group, self._shelf.find(query, group)) for group in groups])


def _nearest(found: Sequence[tuple[Group, Sequence[Hit]]]) -> tuple[str, ...]:
    """Headings of the passages nearest to the question."""
    labels: dict[str, str] = {}
    for hit in (hit for _, hits in found for hit in hits):
        label = _label(hit.passage.heading or hit.document.header.title or "")
        if label:
            labels.setdefault(fold(label), label)
    return tuple(labels.values())[:_MOST_NEAREST]


def _label(heading: str) -> str:
    label = heading.rpartition(" / ")[2].strip(" .:*")
    if not 3 < len(label) <= _LONGEST_LABEL:
        return ""
    return label.capitalize() if is_capitals(label) else label


def _in_turns(lists: Sequence[Sequence[Hit]]) -> list[Hit]:
    """The best of each list, then the second of each."""
    longest = max(map(len, lists), default=0)
    return [hits[i] for i in range(longest) for hits in lists if i < len(hits)][:_MOST_SOURCES]


def _source(hit: Hit) -> Source:
    header = hit.document.header
    return Source(
        hit.document.id,
        hit.document.file,
        header.number,
        header.issuer,
        header.date,
        hit.passage.section,
        hit.passage.paragraph,
    )
