"""Which documents a question is about: those of the asker's province, or of the places and years named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from knowledge import papers, provinces, years
from knowledge.places import Places, compares
from storage.papers import HEADER, StoredDocument
from storage.vietnamese import fold


@dataclass(frozen=True, slots=True)
class Group:
    """Where to look, by position: `own` papers of the place, `among` those and the ones for everybody.

    `preferred` are for the year asked about; `name` is the place as written, '' when none was set apart.
    """

    name: str
    among: frozenset[int]
    own: frozenset[int]
    preferred: frozenset[int]


@dataclass(frozen=True, slots=True)
class Scope:
    """The groups to answer from, one after another; none with `problem` "unknown_place" or "unknown_year"."""

    groups: tuple[Group, ...]
    problem: str | None = None


class Scopes:
    """Knows the place and years of every document held."""

    def __init__(self, held: Sequence[StoredDocument], known: Places) -> None:
        self._known = known
        self._everywhere = frozenset(i for i, document in enumerate(held) if is_national(document))
        self._names = {provinces.key(d.header.place): d.header.place for d in held if d.header.place}
        self._at: dict[str, frozenset[int]] = {}
        for i, document in enumerate(held):
            for place in self._of_document(document) if i not in self._everywhere else ():
                self._at[place] = self._at.get(place, frozenset()) | {i}
        self._unplaced = frozenset(i for i, d in enumerate(held) if not d.header.place) | self._everywhere
        self._main = [years.main_years(document) for document in held]
        self._spoken = [years.spoken_of(document) for document in held]
        self._all = frozenset(range(len(held)))

    def _of_document(self, document: StoredDocument) -> set[str]:
        """The place it was signed at, and the province its letterhead names."""
        if not document.header.place:
            return set()
        place = provinces.key(document.header.place)
        heads = (passage.text for passage in document.passages if passage.role == HEADER)
        named = (
            set() if provinces.is_province(place) else {p for text in heads for p in self._known.named(text)}
        )
        return {place} | set(filter(provinces.is_province, named))

    def of(self, question: str, place: str | None, today: date) -> Scope:
        """Where to look for the answer to a question (spelling repaired) of somebody at `place`."""
        asked = years.asked(question, today)
        named = self._known.named(question)
        meant = self._meant(named, self._own(place), question)
        if meant is None:
            return Scope((), "unknown_place")
        groups = [self._group(where, asked, today) for where in meant] or [self._group(None, asked, today)]
        read = [i for group in groups for i in (group.own if named else group.among)]
        if asked and not any(self._spoken[i] & asked for i in read):
            return Scope((), "unknown_year")
        return Scope(tuple(groups))

    def _own(self, place: str | None) -> str | None:
        if not place:
            return None
        own = provinces.key(place)
        if own in self._at or provinces.is_province(own):
            return own
        return next(iter(self._known.named(place)), None)

    def _meant(self, named: list[str], own: str | None, question: str) -> list[str] | None:
        """The places to answer for; empty for all documents, None when no document covers what was named."""
        if not named:
            covered = own is None or own in self._at or bool(self._unplaced)
            return ([own] if own else []) if covered else None
        held = [place for place in named if place in self._at]
        if len(held) > 1 and own in held and not compares(question):
            held = [place for place in held if place != own]
        if not held and own in self._at and any(provinces.successor(own) == place for place in named):
            held = [own]
        return held or None

    def _group(self, place: str | None, asked: frozenset[int], today: date) -> Group:
        own = self._at.get(place, frozenset()) if place is not None else self._all
        among = own | self._unplaced
        wanted = asked or frozenset({today.year})
        preferred = frozenset(i for i in among if self._main[i] & wanted)
        return Group(self._names.get(place or "", "") or "", among, own or among, preferred)


def is_national(document: StoredDocument) -> bool:
    """Whether a paper speaks to all unions, wherever it was signed."""
    issuer = fold(document.header.issuer or "")
    number = fold(document.header.number or "")
    return any(word in issuer for word in papers.NATIONAL) or number.endswith("-tld")
