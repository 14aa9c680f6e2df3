"""A message as words that are looked at without marks, taken away once understood, and quoted as typed."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from storage.vietnamese import clean, fold

_TOKEN = re.compile(r"[^\W_]+(?:['’./%+-][^\W_]+)*%?")
_BREAK = re.compile(r"[,;:!?…()“”\"|\n]|\.(?:\s|$)|\s[-–]\s")
_TABLES = tomllib.loads((Path(__file__).parent / "slots.toml").read_text(encoding="utf-8"))


class Phrases:
    """Phrases to look for; one of a single word is only found where its marks agree or none are typed."""

    def __init__(self, written: tuple[str, ...]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for phrase in sorted(written, key=lambda each: -len(each.split())):
            plain = tuple(fold(phrase).split())
            self._by_first.setdefault(plain[0], []).append((plain, phrase))

    def length_at(self, said: Wording, at: int, stop: int) -> int:
        """How many words from `at` (before `stop`) are the longest of the phrases; 0 for none."""
        for plain, phrase in self._by_first.get(said.plain[at], ()):
            size = len(plain)
            if at + size <= stop and tuple(said.plain[at : at + size]) == plain and not said.broken(at, size):
                typed = said.written[at].lower()
                if size > 1 or typed in (phrase, plain[0]):
                    return size
        return 0


def tables() -> dict[str, list[str]]:
    """All lists of slots.toml."""
    return dict(_TABLES)


def listed(*names: str) -> tuple[str, ...]:
    """The phrases of lists of slots.toml, as written there."""
    return tuple(phrase for name in names for phrase in _TABLES[name])


@cache
def phrases(*names: str) -> Phrases:
    """The phrases of one or several lists of slots.toml."""
    return Phrases(listed(*names))


class Wording:
    """The words of a text; positions count words. What was taken reads as the end of a clause."""

    def __init__(self, text: str) -> None:
        self._text = clean(text)
        spans = [match.span() for match in _TOKEN.finditer(self._text)]
        self._spans = spans
        self.written = [self._text[start:end] for start, end in spans]
        self.plain = [fold(word) for word in self.written]
        ends = [0, *(end for _, end in spans)]
        self._breaks = [
            i == 0 or bool(_BREAK.search(self._text[ends[i] : spans[i][0]])) for i in range(len(spans))
        ]
        self._taken: set[int] = set()

    def __len__(self) -> int:
        return len(self.written)

    def ends_at(self, at: int) -> bool:
        """Whether a clause ends before the word at this position."""
        return at >= len(self) or self._breaks[at] or at in self._taken or at - 1 in self._taken

    def broken(self, at: int, size: int) -> bool:
        """Whether a clause ends inside this stretch; a long set phrase may hold one comma."""
        return any(i in self._taken for i in range(at, at + size)) or (
            sum(self._breaks[at + 1 : at + size]) > (1 if size > 4 else 0)
        )

    def taken(self, at: int) -> bool:
        """Whether the word was understood already."""
        return at in self._taken

    def first_taken(self) -> int | None:
        """The position of the first word that was understood."""
        return min(self._taken, default=None)

    def clause_end(self, at: int) -> int:
        """Where the clause of the word at `at` ends."""
        stop = at + 1
        while not self.ends_at(stop):
            stop += 1
        return min(stop, len(self))

    def until(self, at: int, stops: Phrases, most: int = 99) -> int:
        """Where the clause, or the first of `stops` after the first word, ends the words from `at`."""
        end = min(self.clause_end(at), at + most)
        return next((i for i in range(at + 1, end) if stops.length_at(self, i, end)), end)

    def find(self, wanted: Phrases, start: int = 0, stop: int | None = None) -> tuple[int, int] | None:
        """(position, words) of the first of the phrases."""
        last = len(self) if stop is None else stop
        for at in range(start, last):
            if at not in self._taken and (size := wanted.length_at(self, at, last)):
                return at, size
        return None

    def after(self, at: int, leads: Phrases) -> int:
        """The position behind as many of `leads` as stand one after another at `at`."""
        while at < len(self) and at not in self._taken and (size := leads.length_at(self, at, len(self))):
            at += size
        return at

    def before(self, start: int, stop: int, tails: Phrases) -> int:
        """The position in front of as many of `tails` as stand one after another before `stop`."""
        while True:
            size = next((n for n in (3, 2, 1) if stop - n > start and self._is(stop - n, stop, tails)), 0)
            if not size:
                return stop
            stop -= size

    def _is(self, start: int, stop: int, wanted: Phrases) -> bool:
        named = start > 0 and self.written[start][:1].isupper()
        return not named and wanted.length_at(self, start, stop) == stop - start

    def quote(self, start: int, stop: int) -> str:
        """The words as typed, with the signs between them; '' for none."""
        return (
            " ".join(self._text[self._spans[start][0] : self._spans[stop - 1][1]].split())
            if start < stop
            else ""
        )

    def take(self, start: int, stop: int) -> str:
        """Quotes the words and has them count as understood."""
        self._taken.update(range(start, stop))
        return self.quote(start, stop)
