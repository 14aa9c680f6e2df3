"""Turns the rows of a table, however they were stored, into lines of text. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from knowledge import papers


def table_lines(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A row as one line; the cells of a letterhead's or signature's frame one after another."""
    framed = any(papers.is_frame(cell) for row in rows for cell in row)
    for row in rows:
        cells = (cell.strip() for cell in row)
        shown = [cell for cell, _ in groupby(cells) if cell]  # a merged cell is given once for each column
        if framed:
            yield from shown
        elif shown:
            yield " | ".join(" ".join(cell.split()) for cell in shown)
