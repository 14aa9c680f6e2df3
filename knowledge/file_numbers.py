"""Works out the labels of automatic lists ("II.", "3.1", "b)"), which the text of a file does not hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_BLANK = re.compile(r"%(\d)")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"))
_ROMAN_SMALL = ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
BULLET = "-"


@dataclass(frozen=True, slots=True)
class Level:
    """How one level counts: shape as in Word ("decimal", "upperRoman", …), its words with %1 to %9."""

    shape: str
    words: str
    start: int = 1
    plain: bool = False  # numbers of the levels above are shown in Arabic figures


@dataclass(slots=True)
class Counter:
    """One list, from its first item on."""

    levels: Mapping[int, Level]
    _at: dict[int, int] = field(default_factory=dict)

    def next(self, depth: int) -> str:
        """The label of the next item, empty where its level shows none; depth counts from 0."""
        level = self.levels.get(depth)
        if level is None:
            return ""
        self._at = {each: number for each, number in self._at.items() if each <= depth}
        self._at[depth] = self._at.get(depth, level.start - 1) + 1
        if level.shape == "bullet":
            return BULLET
        if level.shape == "none":
            return _BLANK.sub("", level.words).strip()
        return _BLANK.sub(lambda blank: self._shown(int(blank[1]) - 1, level), level.words).strip()

    def _shown(self, depth: int, asking: Level) -> str:
        level = self.levels.get(depth)
        if level is None:
            return ""
        number = self._at.setdefault(depth, level.start)  # a level that was jumped over counts as begun
        return written(number, "decimal" if asking.plain else level.shape)


def written(number: int, shape: str) -> str:
    """A number as a list shows it; a format nobody knows becomes figures."""
    if shape in {"upperRoman", "lowerRoman"} and 0 < number < 4000:
        roman = _roman(number)
        return roman.upper() if shape == "upperRoman" else roman
    if shape in {"upperLetter", "lowerLetter"} and number > 0:
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters.upper() if shape == "upperLetter" else letters
    return f"{number:02d}" if shape == "decimalZero" else str(number)


def _roman(number: int) -> str:
    found = ""
    for value, letters in (*_ROMAN, *_ROMAN_SMALL):
        found += letters * (number // value)
        number %= value
    return found
