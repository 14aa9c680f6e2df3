"""Reads an .odt without another program: paragraphs with their automatic labels, tables row by row."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, fromstring

from knowledge.documents import Unreadable
from knowledge.file_numbers import Counter, Level
from knowledge.file_tables import table_lines

_OASIS = "{urn:oasis:names:tc:opendocument:xmlns:"
_TEXT, _TABLE, _STYLE = f"{_OASIS}text:1.0}}", f"{_OASIS}table:1.0}}", f"{_OASIS}style:1.0}}"
_SHAPES = {"i": "lowerRoman", "I": "upperRoman", "a": "lowerLetter", "A": "upperLetter", "": "none"}
_GONE = {f"{_TEXT}{name}" for name in ("tracked-changes", "note", "annotation", "table-of-content")} | {
    f"{_OASIS}office:1.0}}annotation"
}
_BROKEN = (zipfile.BadZipFile, ParseError, KeyError, ValueError, OSError, EOFError)
_MOST_REPEATED = 50  # cells that a file says stand there again


def read_odt(path: Path) -> str:
    """Its lines. Raises Unreadable: damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            content = _tree(archive.read("content.xml"))
            styles = _tree(archive.read("styles.xml")) if "styles.xml" in archive.namelist() else content
        body = content.find(f".//{_OASIS}office:1.0}}text")
        return "" if body is None else "\n".join(_Reader(styles, content).lines(body))
    except _BROKEN as broken:
        raise Unreadable("damaged") from broken


def _tree(data: bytes) -> Element:
    if b"<!DOCTYPE" in data[:2048] or b"<!ENTITY" in data:
        raise Unreadable("damaged")  # no program writes one, and entities can swell without end
    return fromstring(data)  # noqa: S314 - without entities, see above


class _Reader:
    def __init__(self, *trees: Element) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        for tree in trees:
            for style in tree.iter(f"{_TEXT}list-style"):
                self._levels[style.get(f"{_STYLE}name", "")] = dict(map(_level, style))
        self._counters: dict[str, Counter] = {}

    def lines(self, container: Element) -> Iterator[str]:
        for element in container:
            if element.tag in {f"{_TEXT}p", f"{_TEXT}h"}:
                yield from _paragraph(element)
            elif element.tag == f"{_TEXT}list":
                yield from self._list(element, "", 0)
            elif element.tag == f"{_TABLE}table":
                yield from table_lines(list(self._rows(element)))
            elif element.tag not in _GONE:
                yield from self.lines(element)

    def _list(self, element: Element, style: str, depth: int) -> Iterator[str]:
        style = element.get(f"{_TEXT}style-name") or style
        if style not in self._counters:
            self._counters[style] = Counter(self._levels.get(style, {}))
        for item in element:
            labelled = item.tag != f"{_TEXT}list-item"  # a header of the list has no label
            for each in item:
                if each.tag == f"{_TEXT}list":
                    yield from self._list(each, style, depth + 1)
                    continue
                lines = list(_paragraph(each))
                label = "" if labelled else self._counters[style].next(depth)
                labelled = True
                yield from ([f"{label} {lines[0]}".strip(), *lines[1:]] if lines else [])

    def _rows(self, table: Element) -> Iterator[list[str]]:
        for part in table:
            if part.tag in {f"{_TABLE}table-header-rows", f"{_TABLE}table-rows", f"{_TABLE}table-row-group"}:
                yield from self._rows(part)
            elif part.tag == f"{_TABLE}table-row":
                yield [text for cell in part for text in self._cell(cell)]

    def _cell(self, cell: Element) -> list[str]:
        again = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        return ["\n".join(self.lines(cell))] * min(again, _MOST_REPEATED)


def _level(element: Element) -> tuple[int, Level]:
    depth = int(element.get(f"{_TEXT}level", "1"))
    if not element.tag.endswith("number"):
        return depth - 1, Level("bullet", "")
    shown = range(depth - int(element.get(f"{_TEXT}display-levels", "1")), depth)
    before, after = element.get(f"{_STYLE}num-prefix", ""), element.get(f"{_STYLE}num-suffix", "")
    words = before + ".".join(f"%{each + 1}" for each in shown) + after
    shape = _SHAPES.get(element.get(f"{_STYLE}num-format", ""), "decimal")
    return depth - 1, Level(shape, words, int(element.get(f"{_TEXT}start-value", "1")))


def _paragraph(element: Element) -> Iterator[str]:
    text = "".join(_words(element)).strip()
    if text:
        yield text


def _words(element: Element) -> Iterator[str]:
    if element.tag in _GONE:
        return
    yield element.text or ""
    for each in element:
        name = each.tag.removeprefix(_TEXT)
        if name in {"line-break", "soft-page-break", "tab"}:
            yield {"line-break": "\n", "tab": "\t"}.get(name, "")
        elif name == "s":
            yield " "
        else:
            yield from _words(each)
        yield each.tail or ""
