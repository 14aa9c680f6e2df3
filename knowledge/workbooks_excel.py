"""Reads .xlsx as a stream: values as they are shown, old fonts as Unicode, merged cells filled downwards."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from math import isfinite
from posixpath import join, normpath
from typing import IO, Any
from xml.etree.ElementTree import Element, ParseError, iterparse
from xml.parsers.expat import ExpatError, ParserCreate

from knowledge import legacy
from knowledge.documents import Unreadable
from knowledge.workbooks import COLUMNS, LARGEST_WORDS, UNCOUNTED, Row, Sheet, Value, Workbook

_PIECE = 1 << 20
_NOTHING = re.compile(rb'<(?:\w+:)?c r="[A-Z0-9]+"[^<>]*/>')  # cells that are only painted: millions of them
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_MOST_MERGED = 200_000
_MOST_BETWEEN = 4 * _PIECE  # two tags: no cell holds so much text
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_NO_DATE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_BROKEN = (zipfile.BadZipFile, ExpatError, ParseError, LookupError, EOFError, OSError, ValueError)


class Excel(Workbook):
    """A workbook of Office Open XML."""

    def __init__(self, packed: zipfile.ZipFile) -> None:
        self._packed = packed
        try:
            book = _tree(self._part("xl/workbook.xml"))
            self._first_day = _first_day(book)
            self.sheets = tuple(self._listed(book))
            self._styles = _Styles(self._maybe("xl/styles.xml"))
            self._words = list(self._strings())
        except RuntimeError as locked:  # as zipfile says that a password is wanted
            raise Unreadable("encrypted") from locked
        except _BROKEN as error:
            raise Unreadable("damaged") from error
        if not self.sheets:
            raise Unreadable("empty")

    def rows(self, sheet: Sheet) -> Iterator[Row]:
        """Every row that holds anything. Raises Unreadable."""
        try:
            merged = _merged(self._part(sheet.part))
            reader = _Reader(self._words, self._styles, self._first_day)
            yield from _filled(reader.read(self._part(sheet.part)), merged)
        except _BROKEN as error:
            raise Unreadable("damaged") from error

    def _part(self, name: str) -> IO[bytes]:
        return self._packed.open(name)

    def _maybe(self, name: str) -> Element | None:
        return _tree(self._part(name)) if name in self._packed.namelist() else None

    def _listed(self, book: Element) -> Iterator[Sheet]:
        links = self._maybe("xl/_rels/workbook.xml.rels")
        parts = (
            {each.get("Id"): each.get("Target", "") for each in links if links} if links is not None else {}
        )
        for each in book.iter():
            if _name(each) != "sheet" or each.get("state") in {"hidden", "veryHidden"}:
                continue
            link = next((value for key, value in each.attrib.items() if key.rpartition("}")[2] == "id"), "")
            target = parts.get(link, "")
            part = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
            if "worksheets" in part:
                yield Sheet(each.get("name", ""), part)

    def _strings(self) -> Iterator[str]:
        if "xl/sharedStrings.xml" not in self._packed.namelist():
            return
        if self._packed.getinfo("xl/sharedStrings.xml").file_size > LARGEST_WORDS:
            raise Unreadable("too_large")
        for _, each in iterparse(self._part("xl/sharedStrings.xml")):  # noqa: S314 - as below
            if _name(each) == "si":
                yield _shared(each)
                each.clear()


class _Styles:
    """What a cell's style number says of its font's code and of dates."""

    def __init__(self, root: Element | None) -> None:
        groups = {_name(each): each for each in root} if root is not None else {}
        fonts = [_font(each) for each in groups.get("fonts", ())]
        shapes = {each.get("numFmtId"): each.get("formatCode", "") for each in groups.get("numFmts", ())}
        self.codes: list[str | None] = []
        self.dates: list[bool] = []
        for each in groups.get("cellXfs", ()):
            number, shape = int(each.get("fontId", "0")), each.get("numFmtId", "0")
            self.codes.append(legacy.of_font(fonts[number]) if number < len(fonts) else None)
            self.dates.append(int(shape) in _DATES or _shows_dates(shapes.get(shape, "")))


def _shows_dates(shape: str) -> bool:
    plain = _NO_DATE.sub("", shape).lower()
    return "yy" in plain or ("d" in plain and "m" in plain)


def _font(font: Element) -> str:
    return next((each.get("val", "") for each in font if _name(each) in {"name", "rFont"}), "")


def _shared(found: Element) -> str:
    """A text of several cells; its pieces in old fonts as Unicode, what is read aloud left out."""
    text = []
    for each in found:
        name = _name(each)
        if name == "t":
            text.append(each.text or "")
        elif name == "r":
            piece = "".join(part.text or "" for part in each if _name(part) == "t")
            code = next((legacy.of_font(_font(part)) for part in each if _name(part) == "rPr"), None)
            text.append(legacy.decoded(piece, code) if code else piece)
    return _unescaped("".join(text))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


class _Reader:
    """Takes the XML of one sheet and gives its rows; a callback for each tag is the quickest way there is."""

    def __init__(self, words: list[str], styles: _Styles, first_day: date) -> None:
        self._words, self._styles, self._first_day = words, styles, first_day
        self._found: list[Row] = []
        self._row, self._cells = 0, list[Value]()
        self._column, self._kind, self._style = -1, "n", 0
        self._text, self._listening, self._formula = list[str](), False, False
        self._tags: dict[str, str] = {}
        self._seen: dict[tuple[str, str], str] = {}

    def read(self, stream: IO[bytes]) -> Iterator[Row]:
        """Rows as soon as they are complete."""
        parser = ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.StartDoctypeDeclHandler = _refuse_doctype
        rest = b""
        while piece := stream.read(_PIECE):
            whole, mark, tail = (rest + piece).rpartition(b"<")
            parser.Parse(_NOTHING.sub(b"", whole), False)
            rest = mark + tail
            if len(rest) > _MOST_BETWEEN:
                raise ValueError("a text without end")
            yield from self._found
            self._found.clear()
        parser.Parse(rest, True)
        yield from self._found

    def _start(self, name: str, given: dict[str, str]) -> None:
        tag = self._tags.get(name) or self._tags.setdefault(name, name.rpartition(":")[2])
        if tag == "c":
            place = given.get("r")
            self._column = _column(place.rstrip("0123456789")) if place else self._column + 1
            self._kind, self._style = given.get("t", "n"), int(given.get("s", 0))
            self._formula = False
            self._text.clear()
        elif tag in {"v", "t"}:
            self._listening = True
        elif tag == "row":
            self._row = int(given.get("r", self._row + 1))
            self._cells, self._column = [], -1
        elif tag == "f":
            self._formula = True

    def _data(self, text: str) -> None:
        if self._listening:
            self._text.append(text)

    def _end(self, name: str) -> None:
        tag = self._tags[name]
        if tag == "c":
            if (self._text or self._formula) and self._column < COLUMNS:
                self._keep(self._value("".join(self._text)))
        elif tag in {"v", "t"}:
            self._listening = False
        elif tag == "row" and self._cells:
            self._found.append((self._row, self._cells))

    def _keep(self, value: Value) -> None:
        if value is not None and value != "":
            self._cells.extend([None] * (self._column + 1 - len(self._cells)))
            self._cells[self._column] = value

    def _value(self, text: str) -> Value:
        if not text and self._formula:
            return UNCOUNTED
        if self._kind == "s":
            return self._shown(self._words[int(text)])
        if self._kind in {"str", "inlineStr"}:
            return self._shown(_unescaped(text))
        if self._kind == "n":
            return self._number(float(text))
        if self._kind == "d":
            return date.fromisoformat(text[:10])
        return "x" if self._kind == "b" and text == "1" else None

    def _shown(self, text: str) -> str:
        code = self._styles.codes[self._style] if self._style < len(self._styles.codes) else None
        if code is None:
            return text
        known = self._seen.get((text, code))
        return known if known is not None else self._seen.setdefault((text, code), legacy.decoded(text, code))

    def _number(self, number: float) -> Value:
        if (
            self._style < len(self._styles.dates)
            and self._styles.dates[self._style]
            and 1 <= number < 200_000
        ):
            return self._first_day + timedelta(days=int(number))
        if not isfinite(number):
            return None
        return int(number) if number.is_integer() else number


def _refuse_doctype(*about: Any) -> None:
    raise ValueError("a workbook has no document type")


def _tree(stream: IO[bytes]) -> Element:
    root = None
    for _, each in iterparse(stream):  # noqa: S314 - expat itself refuses texts that grow without end
        root = each
    if root is None:
        raise ValueError("nothing in it")
    return root


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _first_day(book: Element) -> date:
    """The day 0: Excel counts 29 February 1900, which never was; workbooks of old Macs begin in 1904."""
    late = any(each.get("date1904") in {"1", "true"} for each in book if _name(each) == "workbookPr")
    return date(1904, 1, 1) if late else date(1899, 12, 30)


@cache
def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


# --- merged cells --------------------------------------------------------------------------------

Merged = dict[int, list[tuple[int, int]]]  # first row -> (last row, column)


def _merged(stream: IO[bytes]) -> Merged:
    """Cells merged over several rows; they are told behind the rows, so the sheet is looked through first."""
    found: Merged = {}
    count, rest = 0, b""
    while piece := stream.read(_PIECE):
        text = rest + piece
        for match in _MERGED.finditer(text):
            first, last = int(match[2]), int(match[4])
            count += 1
            if last > first and count <= _MOST_MERGED:
                found.setdefault(first, []).append((last, _column(match[1].decode())))
        rest = text[text.rfind(b"<") :][-_MOST_BETWEEN:]
    return found


def _filled(rows: Iterator[Row], merged: Merged) -> Iterator[Row]:
    """What stands in a cell merged over several rows stands in each of them."""
    if not merged:
        yield from rows
        return
    held: list[tuple[int, int, Value]] = []  # (until row, column, value)
    for number, cells in rows:
        held = [each for each in held if each[0] >= number]
        for _, column, value in held:
            cells.extend([None] * (column + 1 - len(cells)))
            if cells[column] is None:
                cells[column] = value
        for last, column in merged.get(number, ()):
            if column < len(cells) and cells[column] is not None:
                held.append((last, column, cells[column]))
        yield number, cells
