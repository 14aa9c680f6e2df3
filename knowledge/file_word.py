"""Reads a .docx: paragraphs with their automatic labels, tables row by row, what was struck out left out."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml.etree import XMLSyntaxError

from knowledge.documents import Unreadable
from knowledge.file_tables import table_lines
from knowledge.file_word_lists import Lists

_BROKEN = (zipfile.BadZipFile, PackageNotFoundError, XMLSyntaxError, LookupError, ValueError, EOFError)
_P, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
_RUN, _BOX, _VANISH = qn("w:r"), qn("w:txbxContent"), qn("w:vanish")
_LETTERS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_GONE = {qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:instrText"), qn("w:sectPr")}
_OTHERWISE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # the same text again


def read_word(path: Path) -> str:
    """Its lines, a paragraph or a table's row each. Raises Unreadable: damaged."""
    try:
        document = docx.Document(str(path))
        return "\n".join(_lines(document.element.body, Lists(document)))
    except _BROKEN as broken:
        raise Unreadable("damaged") from broken


def _lines(container: Any, lists: Lists) -> Iterator[str]:
    for element in container:
        if element.tag == _P:
            yield from _paragraph(element, lists)
        elif element.tag == _TABLE:
            yield from table_lines(list(_rows(element, lists)))
        elif element.tag not in _GONE and element.tag != _OTHERWISE:
            yield from _lines(element, lists)  # what stands inside a control or an insertion


def _paragraph(element: Any, lists: Lists) -> Iterator[str]:
    label = lists.label(element)
    text = "".join(_text(element)).strip()
    if text:
        yield f"{label} {text}" if label else text
    for box in element.iter(_BOX):
        if not any(above.tag == _OTHERWISE for above in box.iterancestors()):
            yield from _lines(box, lists)


def _text(element: Any) -> Iterator[str]:
    for each in element:
        if each.tag == qn("w:t"):
            yield each.text or ""
        elif each.tag in _LETTERS:
            yield _LETTERS[each.tag]
        elif each.tag in _GONE or each.tag == _BOX or (each.tag == _RUN and _is_hidden(each)):
            continue
        else:
            yield from _text(each)


def _is_hidden(run: Any) -> bool:
    hidden = run.find(f"{qn('w:rPr')}/{_VANISH}")
    return hidden is not None and hidden.get(qn("w:val"), "1") not in {"0", "false", "off"}


def _rows(table: Any, lists: Lists) -> Iterator[list[str]]:
    """Cells merged downwards are given in each of their rows."""
    above: dict[int, str] = {}
    for row in table.iter(_ROW):
        if next(row.iterancestors(_TABLE)) is not table:
            continue  # of a table inside a cell, which is read with the cell
        column, shown = 0, []
        for cell in _cells(row):
            properties = cell.find(qn("w:tcPr"))
            merged = None if properties is None else properties.find(qn("w:vMerge"))
            goes_on = merged is not None and merged.get(qn("w:val"), "continue") == "continue"
            text = above.get(column, "") if goes_on else "\n".join(_lines(cell, lists))
            above[column] = text
            shown.append(text)
            column += _span(properties)
        yield shown


def _cells(row: Any) -> Iterator[Any]:
    for cell in row.iter(_CELL):
        if next(cell.iterancestors(_ROW)) is row:
            yield cell


def _span(properties: Any) -> int:
    span = None if properties is None else properties.find(qn("w:gridSpan"))
    value = "1" if span is None else span.get(qn("w:val"), "1")
    return max(1, int(value)) if value.isdigit() else 1
