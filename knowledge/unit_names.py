"""Finds units by what people call them, over all names at once. Made once for a state of the tree; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest
from itertools import pairwise
from math import log2

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.syllables import is_syllable
from knowledge.unit_scores import SURE, Scored, Word, score
from knowledge.unit_words import AROUND, EITHER, UNSAID, WEIGHTS, weight, without_teams, words_of
from storage.units import BOARD, Named

ENOUGH = 60.0
CLOSE, PART = 6.0, 15.0  # not much less than the best; and where what was said is a part of both names
SHOWN = 3
_MOST_WORDS = 40  # of a message that are looked at
_TRIED = 48  # names looked at closely
_COMMON = 300  # a word for a kind of place that leads to more names than this leads to none by itself
_SHORTEST_GUESSED = 3
_INITIALS = range(2, 5)


@dataclass(frozen=True, slots=True)
class Match:
    """A unit and how well its name fits, 0 to 100. `ended`: it is no more. `part`: only a part was said."""

    unit_id: int
    score: float
    ended: bool = False
    part: bool = False


class UnitNames:
    """All names of a tree, ready to be looked for. Boards are left out: nobody works there."""

    def __init__(self, named: Iterable[Named]) -> None:
        kept = [each for each in named if each.kind != BOARD]
        self._names: list[Scored] = []
        self._having: dict[str, list[int]] = {}
        self._joined: dict[str, tuple[str, ...]] = {}
        self._initials: dict[str, list[int]] = {}
        self._whole: dict[str, list[tuple[tuple[str, ...], int]]] = {}
        above = _ways_up(kept)
        units_with: dict[str, set[int]] = {}
        written = [words_of(each.name) for each in kept]
        for each, words in zip(kept, written, strict=True):
            for word in words:
                units_with.setdefault(word, set()).add(each.unit_id)
        self._tells = {word: WEIGHTS.get(word) or _rarity(len(units)) for word, units in units_with.items()}
        for each, words in zip(kept, written, strict=True):
            self._add(each, words, above)
        self._by_length: dict[int, list[str]] = {}
        for word in self._having:
            self._by_length.setdefault(len(word), []).append(word)
        self._meant = lru_cache(8192)(self._find_meant)

    def _add(self, each: Named, words: tuple[str, ...], above: dict[int, frozenset[str]]) -> None:
        number = len(self._names)
        tells = tuple(self._tells[word] for word in words)
        around = above.get(each.unit_id, frozenset()) | frozenset(words_of(each.place or ""))
        self._names.append(Scored(each.unit_id, each.ended, words, tells, around))
        for word in set(words):
            self._having.setdefault(word, []).append(number)
        for first, second in pairwise(words):
            self._joined.setdefault(first + second, (first, second))
        for size in _INITIALS:
            for at in range(len(words) - size + 1):
                self._initials.setdefault("".join(word[0] for word in words[at : at + size]), []).append(
                    number
                )
        bare = tuple(word for word in words if word not in UNSAID)
        if not each.ended and (len(bare) > 1 or any(len(word) > 5 for word in bare)):
            self._whole.setdefault(bare[0], []).append((bare, each.unit_id))

    def find(self, *texts: str, wanted: Callable[[int], bool] | None = None) -> list[Match]:
        """The units that a message may mean, best first, at most three; several only when none stands out.

        `texts` are ways to read the same message; `wanted` leaves out units by their ids.
        """
        best: dict[int, Match] = {}
        for said in {without_teams(words_of(text))[:_MOST_WORDS] for text in texts}:
            for found in self._scored(self._heard(said)):
                known = best.get(found.unit_id)
                if (wanted is None or wanted(found.unit_id)) and (known is None or known.score < found.score):
                    best[found.unit_id] = found
        ranked = sorted(best.values(), key=lambda match: (-match.score, match.ended, match.unit_id))
        if not ranked:
            return []
        first = ranked[0]
        if first.score >= SURE and (len(ranked) == 1 or ranked[1].score < first.score):
            return ranked[:1]
        near = (match for match in ranked if match.score >= first.score - (PART if match.part else CLOSE))
        return list(near)[:SHOWN]

    def named_in(self, text: str) -> int | None:
        """The one living unit whose whole name stands in a longer text; the longest name counts."""
        said = [word for word in without_teams(words_of(text)) if word not in UNSAID]
        found = [
            (len(bare), unit_id)
            for at, word in enumerate(said)
            for bare, unit_id in self._whole.get(word, ())
            if tuple(said[at : at + len(bare)]) == bare
        ]
        longest = max((size for size, _ in found), default=0)
        units = {unit_id for size, unit_id in found if size == longest}
        return units.pop() if len(units) == 1 else None

    def located(self, text: str, wanted: Callable[[int], bool]) -> int | None:
        """The unit, of those wanted, whose commune, zone or district a text names; the longest name."""
        said = " ".join(["", *words_of(text), ""])
        best, found = 0, None
        for name in self._names:
            place = " ".join(word for word in name.words if _tells_place(word))
            if len(place) > best and wanted(name.unit_id) and f" {place} " in said:
                best, found = len(place), name.unit_id
        return found

    def _scored(self, said: tuple[Word, ...]) -> Iterator[Match]:
        for number in self._likely(said):
            name = self._names[number]
            points, part = score(said, name)
            if points >= ENOUGH:
                yield Match(name.unit_id, points, name.ended, part)

    def _likely(self, said: tuple[Word, ...]) -> list[int]:
        """Names that share the most telling words with what was said."""
        points: dict[int, float] = {}
        leading: list[tuple[list[int], float, bool]] = []
        for word in said:
            if word.initials:
                leading.append((self._initials[word.written], 0.5, True))
            leading += [
                (self._having[meant], self._tells[meant] * like, meant not in WEIGHTS)
                for meant, like in word.meant
            ]
        rare = [each for each in leading if each[2] or len(each[0]) <= _COMMON]
        for names, tells, _ in rare or leading:
            for number in names:
                points[number] = points.get(number, 0.0) + tells
        names_of = self._names
        return nlargest(_TRIED, points, key=lambda number: (points[number], -len(names_of[number].words)))

    def _heard(self, words: Sequence[str]) -> tuple[Word, ...]:
        found: list[Word] = []
        for word in self._parted(words):
            meant = self._meant(word) if len(words) <= _MOST_WORDS else self._exactly(word)
            initials = not meant and word in self._initials and not is_syllable(word)
            tells = self._tells.get(word) or weight(word)
            found.append(Word(word, meant, tells, word in AROUND, initials))
        return tuple(found)

    def _parted(self, words: Sequence[str]) -> Iterator[str]:
        """ "sam won" is the "samwon" of a name, "vanloc" its "van loc"."""
        at = 0
        while at < len(words):
            pair = words[at] + words[at + 1] if at + 1 < len(words) else ""
            if pair in self._having and not (words[at] in self._having and words[at + 1] in self._having):
                yield pair
                at += 2
                continue
            word = words[at]
            yield from (word,) if word in self._having else self._joined.get(word, (word,))
            at += 1

    def _exactly(self, word: str) -> tuple[tuple[str, float], ...]:
        return ((word, 1.0),) if word in self._having else ()

    def _find_meant(self, word: str) -> tuple[tuple[str, float], ...]:
        """Words of names that this one may be, and how like it is to each."""
        if word in self._having:
            return ((word, 1.0),)
        if word in AROUND or not word.isalpha() or len(word) < _SHORTEST_GUESSED:
            return ()
        alike = [each for size in range(-1, 2) for each in self._by_length.get(len(word) + size, ())]
        near = process.extract(word, alike, scorer=OSA.distance, score_cutoff=1, limit=6)
        like = 0.85 if len(word) > _SHORTEST_GUESSED and not is_syllable(word) else 0.55
        return tuple((found[0], like) for found in near if found[0].isalpha())


def _tells_place(word: str) -> bool:
    return word not in UNSAID and word != "ldld" and EITHER.get(word) != "area"


def _rarity(units: int) -> float:
    return max(0.35, 1 - 0.1 * log2(units))


def _ways_up(named: Sequence[Named]) -> dict[int, frozenset[str]]:
    """By unit, the words of the names above it: where people say that it lies."""
    parents = {each.unit_id: each.parent_id for each in named}
    own: dict[int, set[str]] = {}
    for each in named:
        own.setdefault(each.unit_id, set()).update(words_of(each.name))
    found: dict[int | None, frozenset[str]] = {None: frozenset()}

    def way(unit_id: int | None) -> frozenset[str]:
        if unit_id not in found:
            parent = parents.get(unit_id) if unit_id is not None else None
            found[unit_id] = frozenset()  # a circle would end here
            here = own.get(parent, set()) if parent is not None else set()
            found[unit_id] = way(parent) | here
        return found[unit_id]

    return {unit_id: way(unit_id) for unit_id in parents}
