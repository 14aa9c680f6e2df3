"""Ranks the passages of the documents held: by words, headings, kind of answer and part of the paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest

from knowledge import duties, kinds
from knowledge.abbreviations import explained
from knowledge.index import Entry, Index, words_of
from knowledge.queries import Query, understood
from knowledge.references import own_reference, references
from knowledge.scope import Group
from knowledge.spelling import Speller
from knowledge.vocabulary import Vocabulary
from storage.papers import BODY, HEADER, StoredDocument, StoredPassage

_ROLE, _TITLE, _TELLING_KIND = 1.6, 0.3, 1.5
_LOOKED_AT = 200
_WHOLE, _KIND, _HEADING, _REFERENCE, _ASIDE, _YEAR = 0.4, 1.15, 0.25, 1.5, 0.8, 1.25
_DUTY, _CHAPTER = 2.0, 1.3
_MOST = 10


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, and how well it fits the question."""

    document: StoredDocument
    passage: StoredPassage
    score: float


@dataclass(frozen=True, slots=True)
class _Piece:
    document: int
    block: int
    passage: StoredPassage
    held: frozenset[str]
    references: frozenset[str]
    heading: frozenset[str]
    spoken_to: frozenset[str]


class Shelf:
    """The documents held, ready to be searched; immutable, so any thread may ask."""

    def __init__(self, held: Sequence[StoredDocument]) -> None:
        self.documents = tuple(held)
        texts = [passage.text for document in held for passage in document.passages]
        self.vocabulary = Vocabulary([*texts, *(document.header.title or "" for document in held)])
        self.speller = Speller(self.vocabulary, explained(texts))
        blocks: dict[tuple[int, str], int] = {}
        self._pieces: list[_Piece] = []
        self._spans: list[range] = []
        self._block_spans: list[range] = []
        for i, document in enumerate(held):
            first_piece, first_block = len(self._pieces), len(blocks)
            for passage in document.passages:
                block = blocks.setdefault((i, passage.paragraph), len(blocks))
                self._pieces.append(self._piece(i, block, passage))
            self._spans.append(range(first_piece, len(self._pieces)))
            self._block_spans.append(range(first_block, len(blocks)))
        self.index = Index([self._entry(piece.passage.text, piece.passage.heading) for piece in self._pieces])
        self._blocks = Index([self._entry(paragraph, "") for _, paragraph in blocks])
        self._titles = Index([self._entry(document.header.title or "", "") for document in held])
        self._with_role = [i for i, piece in enumerate(self._pieces) if piece.passage.role != BODY]
        self._own = [own_reference(document.header.kind, document.header.number) for document in held]

    def understood(self, question: str) -> Query:
        """The query that a question is; its spelling must be repaired already."""
        return understood(question, self.index)

    def find(self, query: Query, group: Group) -> list[Hit]:
        """The best passages of the group's documents, one of a paragraph, best first."""
        scored = self._scores(query, group)
        for i in scored:
            if self._pieces[i].document in group.preferred:
                scored[i] *= _YEAR
        hits: dict[int, int] = {}
        for i in sorted(scored, key=lambda i: -scored[i]):
            hits.setdefault(self._pieces[i].block, i)
            if len(hits) == _MOST:
                break
        found = [(self._pieces[i], scored[i]) for i in hits.values()]
        return [Hit(self.documents[piece.document], piece.passage, score) for piece, score in found]

    def _scores(self, query: Query, group: Group) -> dict[int, float]:
        places = sorted(group.among)
        whole = self._blocks.scores(query.terms, [self._block_spans[i] for i in places])
        raw = self.index.scores(query.terms, [self._spans[i] for i in places])
        titles = self._titles.scores(query.terms)
        scored: dict[int, float] = {}
        for score, i in nlargest(_LOOKED_AT, [(score, i) for i, score in raw.items()]):
            piece = self._pieces[i]
            around = _WHOLE * whole.get(piece.block, 0.0) + _TITLE * titles.get(piece.document, 0.0)
            scored[i] = (score + around) * self._fitness(query, piece)
        best = max(scored.values(), default=1.0)
        for i in self._with_role if query.roles else ():
            piece = self._pieces[i]
            pointed_to = piece.passage.role in query.roles and self._own_paper(query, piece)
            if pointed_to and piece.document in group.own:
                scored[i] = raw.get(i, 0.0) + titles.get(piece.document, 0.0) + _ROLE * best
        return scored

    def _fitness(self, query: Query, piece: _Piece) -> float:
        factor = 1.0
        if query.wanted & piece.held:
            factor *= _KIND
        if telling := query.wanted & kinds.TELLING:
            factor *= _TELLING_KIND if telling & piece.held else 1 / _TELLING_KIND
        if piece.heading:
            factor *= 1 + _HEADING * len(piece.heading & query.words) / len(piece.heading)
        if query.references & piece.references:
            factor *= _REFERENCE
        if duties.asked(query.folded) in piece.spoken_to and self._own_paper(query, piece):
            factor *= _DUTY * (_CHAPTER if duties.hands_out_work(piece.passage.heading) else 1.0)
        if piece.passage.role == HEADER and "name" in query.wanted:
            factor *= _KIND
        elif piece.passage.role != BODY and piece.passage.role not in query.roles:
            factor *= _ASIDE
        return factor

    def _own_paper(self, query: Query, piece: _Piece) -> bool:
        """Whether the question is about the paper itself and not about another one that it names."""
        return not query.references or self._own[piece.document] in query.references

    def _piece(self, document: int, block: int, passage: StoredPassage) -> _Piece:
        last = passage.heading.rpartition(" / ")[2]
        heading = frozenset(words_of(self.speller.repair(last))) - kinds.STOP
        named = references(passage.text)
        held = kinds.held(f"{last}: {passage.text}")
        spoken_to = duties.spoken_to(last) | duties.spoken_to(passage.text)
        return _Piece(document, block, passage, held, named, heading, spoken_to)

    def _entry(self, text: str, heading: str) -> Entry:
        return Entry(self.speller.repair(text), self.speller.repair(heading))
