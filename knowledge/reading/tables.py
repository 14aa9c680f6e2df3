"""Targets in a table that a converter flattened to lines: "2 | Doan vien moi | nguoi | ≥ 350". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge.reading.items import Evidence, Target
from knowledge.reading.quantities import comparison, value
from knowledge.reading.sheet import Paragraph
from knowledge.reading.words import holds, words
from storage.vietnamese import unmarked

_CELL = re.compile(r"\s*\|\s*")
_AMOUNT = re.compile(
    r"(?P<low>\d[\d.]*(?:,\d+)?)\s*%?(?:\s*(?:-|–|—|den)\s*(?P<high>\d[\d.]*(?:,\d+)?))?\s*%?"
)
_FEWEST = 3


def of_tables(paragraphs: Sequence[Paragraph]) -> tuple[list[Target], set[int]]:
    """The targets of the tables, and which paragraphs are their rows."""
    found: list[Target] = []
    rows: set[int] = set()
    columns: tuple[int, int, int] | None = None
    for number, paragraph in enumerate(paragraphs):
        cells = _CELL.split(paragraph.text)
        if len(cells) < _FEWEST:
            columns = None
            continue
        if (head := _columns(cells)) is not None:
            columns = head
        elif columns is not None:
            found += _of_row(paragraph, cells, columns)
        rows.add(number)
    return found, rows


def _columns(cells: Sequence[str]) -> tuple[int, int, int] | None:
    """(what, unit, how much) of a table's head; the unit may stand with the amount: -1."""
    plain = [unmarked(cell) for cell in cells]
    unit = _first(plain, words("targets", "unit_columns"))
    amounts = [
        i for i, cell in enumerate(plain) if holds(cell, words("targets", "amount_columns")) and i != unit
    ]
    if not amounts or any(character.isdigit() for character in plain[0]):
        return None
    what = next((i for i, cell in enumerate(plain) if holds(cell, words("targets", "what_columns"))), None)
    if what is None:
        return None
    amount = next((i for i in reversed(amounts) if i != what), None)
    return None if amount is None else (what, unit, amount)


def _first(cells: Sequence[str], phrases: tuple[str, ...]) -> int:
    return next((i for i, cell in enumerate(cells) if holds(cell, phrases)), -1)


def _of_row(paragraph: Paragraph, cells: Sequence[str], columns: tuple[int, int, int]) -> Iterator[Target]:
    what, unit, amount = columns
    if max(columns) >= len(cells):
        return
    said = unmarked(cells[amount])
    found = _AMOUNT.search(said)
    if found is None:
        return
    low, high = value(found["low"].rstrip(".")), value(found["high"]) if found["high"] else None
    compared = comparison(said[: found.start()])
    comparator = "range" if high is not None else compared[0] if compared else "="
    rest = said[found.end() :]
    if comparator == "=" and holds(rest, words("targets", "and_more")):
        comparator = ">="
    measured = cells[unit] if unit >= 0 else "%" if "%" in said else cells[amount][found.end() :].strip()
    yield Target(cells[what], comparator, low, high, measured, Evidence(paragraph.text, paragraph.section))
