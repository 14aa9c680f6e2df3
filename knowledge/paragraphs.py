"""Joins the lines of a page into paragraphs, across page breaks inside a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from knowledge.sections import starts_paragraph
from storage.vietnamese import clean

_ENDS = re.compile(r"""[.;:!?…/][\s"”’)*_]*$""")
_GOES_ON = re.compile(r"[,(–-][\s*_]*$")
_PAGE_NUMBER = re.compile(r"^\W*(?:\d{1,3}|trang \d+.*)\W*$", re.IGNORECASE)
_COLUMN_GAP = re.compile(r" {4,}|\t+ *\t+ *")
_LONGEST_LABEL = 6
_FULL_LINE, _NARROWEST_PAGE = 0.8, 60


def paragraphs(text: str) -> tuple[str, ...]:
    """Paragraphs of a text whose lines are paragraphs, apart from those a page break tore."""
    return _joined(clean(text).split("\n"), wrapped=False)


def from_lines(pages: Iterable[str]) -> tuple[str, ...]:
    """Paragraphs of pages whose lines are as wide as the paper."""
    lines = [line for page in pages for line in _without_page_number(clean(page).split("\n"))]
    return _joined(lines, wrapped=True)


def _without_page_number(lines: Sequence[str]) -> list[str]:
    kept = [line.strip() for line in lines if line.strip()]
    for edge in (0, -1):
        if len(kept) > 1 and _PAGE_NUMBER.match(kept[edge]):
            kept.pop(edge)
    return kept


def _joined(lines: Sequence[str], *, wrapped: bool) -> tuple[str, ...]:
    shown = [cell for line in lines for cell in _cells(line) if cell.strip(" \t*_")]
    width = max(_NARROWEST_PAGE, *map(len, shown), 0) if wrapped and shown else 0
    found: list[str] = []
    last = ""
    for line in shown:
        if found and _continues(last, line, width):
            found[-1] += " " + line
        else:
            found.append(line)
        last = line
    return tuple(" ".join(paragraph.split()) for paragraph in found)


def _cells(line: str) -> list[str]:
    """Two columns that a converter laid side by side, as in a letterhead; a label is no column."""
    found = _COLUMN_GAP.search(line.strip(), _LONGEST_LABEL)
    if found is None:
        return [line.strip()]
    return [line.strip()[: found.start()], *_cells(line.strip()[found.end() :])]


def _continues(last: str, line: str, width: int) -> bool:
    if starts_paragraph(line):
        return False
    if width and len(last) >= _FULL_LINE * width:
        return not (_ENDS.search(last) and len(last) < 0.93 * width and line[:1].isupper())
    if _ENDS.search(last):
        return False
    return line[:1].islower() or bool(_GOES_ON.search(last) and not last.isupper())
