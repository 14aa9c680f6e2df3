"""Finds the heading of a list: which row, which column is what, what stands above it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from knowledge import legacy
from knowledge.rosters import begins, is_private, phrases, plain, words
from knowledge.rosters_values import text_of
from knowledge.workbooks import Row

LOOKED = 60  # rows in which a heading is looked for
PEOPLE, UNITS = "people", "units"


@dataclass(frozen=True)
class Heading:
    """`columns`: field -> column from 0. `labels`: column -> what is written above it.

    `above`: the lines over the heading; `rows`: numbers of the heading's own rows.
    """

    what: str
    columns: Mapping[str, int]
    labels: Mapping[int, str]
    above: tuple[str, ...]
    rows: tuple[int, ...]
    is_old: bool
    private: frozenset[int] = field(default_factory=frozenset)

    @property
    def last(self) -> int:
        """The number of the heading's last row."""
        return self.rows[-1]


def writes_old(rows: Sequence[Row]) -> bool:
    """Whether a sheet is written in TCVN3 without saying so by its fonts."""
    texts = [value for _, cells in rows for value in cells if isinstance(value, str)]
    suspect = sum(map(legacy.is_suspect, texts))
    return suspect >= 2 and suspect > 2 * sum(map(legacy.is_unicode, texts))


def find_heading(rows: Sequence[Row]) -> Heading | None:
    """The heading among a sheet's first rows; None where there is no list."""
    is_old = writes_old(rows)
    texts = [(number, [text_of(cell, is_old=is_old) for cell in cells]) for number, cells in rows[:LOOKED]]
    scored = [(_score(cells), -at) for at, (_, cells) in enumerate(texts)]
    if not scored or max(scored)[0] < 1:
        return None
    at = -max(scored)[1]
    for first, last in _spans(texts, at):
        labels = [cells for _, cells in texts[first : last + 1]]
        found = _read(labels)
        if found:
            what, columns, shown, private = found
            above = tuple(line for _, cells in texts[:first] for line in cells if line)
            numbers = tuple(number for number, _ in texts[first : last + 1])
            return Heading(what, columns, shown, above, numbers, is_old, private)
    return None


def _spans(texts: Sequence[Row | tuple[int, list[str]]], at: int) -> list[tuple[int, int]]:
    """The row with the row below, with the row above, alone: in this order the first that makes sense."""
    spans = []
    if at + 1 < len(texts) and _continues(texts[at][1], texts[at + 1][1]):
        spans.append((at, at + 1))
    if at and _score(texts[at - 1][1]) and _continues(texts[at - 1][1], texts[at][1]):
        spans.append((at - 1, at))
    return [*spans, (at, at)]


def _continues(upper: Sequence[object], lower: Sequence[object]) -> bool:
    """Whether the lower row only goes on with the upper one: labels, none of them a value."""
    above = {plain(str(cell)) for cell in upper if cell}
    fresh = [label for cell in lower if cell and (label := plain(str(cell))) not in above]
    return bool(fresh) and all(
        _meaning(label, PEOPLE) or _meaning(label, UNITS) or is_private(label) for label in fresh
    )


def _score(cells: Sequence[object]) -> int:
    labels = [plain(str(cell)) for cell in cells if cell]
    return max(len({m for each in labels if (m := _meaning(each, what))}) for what in (PEOPLE, UNITS))


def _meaning(label: str, what: str) -> str | None:
    """The field that a label names; a label may say more behind it, where the known part has two words."""
    table = words(what)
    if label in table:
        return table[label]
    if is_private(label) or len(label.split()) > 10:
        return None
    longest = sorted((each for each in table if " " in each and label.startswith(f"{each} ")), key=len)
    return table[longest[-1]] if longest else None


Read = tuple[str, dict[str, int], dict[int, str], frozenset[int]]


def _read(labels: Sequence[Sequence[str]]) -> Read | None:
    """What the columns are: people where one of them is a person's name, else units."""
    width = max(map(len, labels))
    stacked = [_stack(labels, column) for column in range(width)]
    shown = {column: " ".join(each) for column, each in enumerate(stacked) if each}
    private = frozenset(column for column, label in shown.items() if is_private(plain(label)))
    for what in (PEOPLE, UNITS):
        columns = _columns(stacked, what)
        if what == PEOPLE and _names_people(columns):
            return what, columns, shown, private
        if what == UNITS and "name" in columns and len(columns) > 1:
            return what, columns, shown, private
    return None


def _names_people(columns: Mapping[str, int]) -> bool:
    return "name" in columns or ("given" in columns and "family" in columns)


def _stack(labels: Sequence[Sequence[str]], column: int) -> list[str]:
    """The labels of one column from above to below; one that is merged over several columns is for all."""
    found: list[str] = []
    for at, row in enumerate(labels):
        own = row[column] if column < len(row) else ""
        has_below = any(column < len(lower) and lower[column] for lower in labels[at + 1 :])
        if not own and has_below:
            own = next((cell for cell in reversed(row[:column]) if cell), "")
        if own and own not in found:
            found.append(own)
    return found


def _columns(stacked: Sequence[Sequence[str]], what: str) -> dict[str, int]:
    """Field -> column; the lowest label that says something counts, the first column of a field."""
    found: dict[str, int] = {}
    for column, labels in enumerate(stacked):
        options = [*reversed(labels), " ".join(labels)]
        meaning = next((m for label in options if (m := _meaning(plain(label), what))), None)
        if meaning and meaning not in found:
            found[meaning] = column
    if not {"male", "female"} <= set(found):
        found.pop("male", None)
        found.pop("female", None)
    if what == PEOPLE and "family" in found and "given" not in found and "name" not in found:
        found["name"] = found.pop("family")
    return found


def is_heading_again(heading: Heading, cells: Sequence[str]) -> bool:
    """Whether a row repeats the heading, as at the top of every printed page, or only numbers the columns."""
    filled = [cell for cell in cells if cell]
    shown = set(map(plain, heading.labels.values()))
    pieces = {plain(piece) for label in heading.labels.values() for piece in (label, *label.split("\n"))}
    if sum(plain(cell) in shown | pieces for cell in filled) * 2 > len(filled):
        return True
    return len(filled) > 2 and all(len(cell.strip("()")) <= 2 for cell in filled)


def is_below(text: str) -> str | None:
    """ "sum" or "signature" for what stands below a list, None for a person."""
    folded = plain(text)
    if any(_sums(folded, each) for each in phrases("below", "sums")):
        return "sum"
    if begins(folded, phrases("below", "signatures")):
        return "signature"
    return "signature" if {"ngay", "thang"} <= set(folded.split()) else None


def _sums(folded: str, phrase: str) -> bool:
    """One word alone is a family name as well, unless a figure follows."""
    if not begins(folded, (phrase,)):
        return False
    following = folded.removeprefix(phrase).split()
    return " " in phrase or not following or following[0].isdecimal()
