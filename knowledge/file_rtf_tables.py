"""Makes lines of the text of an .rtf, in which cells and rows are marked. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.file_tables import table_lines

CELL, ROW, INSIDE = "\ue000", "\ue001", "\ue002"  # ends of cells, of rows, and of lines inside a cell


def rtf_lines(text: str) -> Iterator[str]:
    """Lines outside tables as they are, rows that follow one another as one table."""
    rows: list[list[str]] = []
    for line in text.replace(ROW, f"{ROW}\n").split("\n"):
        if line.endswith(ROW):
            rows.append([cell.replace(INSIDE, "\n") for cell in line.removesuffix(ROW).split(CELL)])
            continue
        if line.strip():
            yield from table_lines(rows)
            rows = []
            yield line.replace(CELL, " ").replace(INSIDE, " ")
    yield from table_lines(rows)
