"""Opens a list as people send it, Excel or CSV, and reads it row by row; meant for a child process."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO

from knowledge import legacy
from knowledge.documents import Unreadable
from knowledge.syllables import is_syllable
from storage.vietnamese import clean

TYPES = (".xlsx", ".xlsm", ".xls", ".csv")
LARGEST = 100 * 1024 * 1024
LARGEST_UNPACKED = 1024 * 1024 * 1024
LARGEST_WORDS = 300 * 1024 * 1024  # the texts of all cells, which are held in memory
COLUMNS = 256  # what stands further right is not read

Value = str | int | float | date | None
UNCOUNTED = chr(0xFDD0)  # what a cell holds whose formula nobody has worked out
Row = tuple[int, list[Value]]

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_SIGNS = ((b"\x89PNG", "picture"), (b"\xff\xd8\xff", "picture"), (b"GIF8", "picture"), (b"%PDF", "paper"))
_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH = 0.5  # of the words of a text that is Vietnamese


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of a workbook; `part` is where it lies in the file."""

    name: str
    part: str


class Workbook:
    """A list that was opened: its sheets, and the rows of each, from above to below."""

    sheets: tuple[Sheet, ...]

    def rows(self, sheet: Sheet) -> Iterator[Row]:
        """(number from 1, values from the first column on) of every row that holds anything."""
        raise NotImplementedError


def open_workbook(content: bytes, name: str) -> Workbook:
    """The workbook. Raises Unreadable: empty, too_large, old_excel, encrypted, picture, paper, damaged,
    encoding, unknown_type."""
    if not content.strip(b"\0 \r\n\t"):
        raise Unreadable("empty")
    if len(content) > LARGEST:
        raise Unreadable("too_large")
    if content.startswith(_OLE):
        is_locked = "EncryptedPackage".encode("utf-16-le") in content
        raise Unreadable("encrypted" if is_locked else "old_excel")
    for sign, what in _SIGNS:
        if content.startswith(sign):
            raise Unreadable(what)
    if content.startswith(b"PK"):
        return _excel(content)
    if name.lower().endswith((".csv", ".txt")):
        return _Table(_text(content))
    raise Unreadable("damaged" if name.lower().endswith((".xlsx", ".xlsm")) else "unknown_type")


def _excel(content: bytes) -> Workbook:
    from knowledge.workbooks_excel import Excel  # noqa: PLC0415 - it builds on this module

    try:
        packed = zipfile.ZipFile(BytesIO(content))
    except zipfile.BadZipFile as error:
        raise Unreadable("damaged") from error
    if sum(each.file_size for each in packed.infolist()) > LARGEST_UNPACKED:
        raise Unreadable("too_large")
    return Excel(packed)


# --- text ----------------------------------------------------------------------------------------


class _Table(Workbook):
    """One sheet, from a text with a row a line."""

    def __init__(self, text: str) -> None:
        self.sheets = (Sheet("", ""),)
        self._text = text

    def rows(self, sheet: Sheet) -> Iterator[Row]:
        csv.field_size_limit(1_000_000)
        reader = csv.reader(StringIO(self._text), delimiter=_delimiter(self._text))
        try:
            for number, cells in enumerate(reader, 1):
                if any(cell.strip() for cell in cells):
                    yield number, [cell or None for cell in cells[:COLUMNS]]
        except csv.Error as error:
            raise Unreadable("damaged") from error


def _delimiter(text: str) -> str:
    head = text[:4000]
    return max(";\t,", key=head.count)


def _text(content: bytes) -> str:
    """By its mark, as UTF-8, else as the old code in which it reads as Vietnamese. Raises Unreadable."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return _decoded(content, encoding)
    try:
        return _decoded(content, "utf-8")
    except Unreadable:
        found = [clean(content.decode("cp1258", "replace")), _from_tcvn3(content)]
    best = max(found, key=_share)
    if _share(best) < _ENOUGH:
        raise Unreadable("encoding")
    return best


def _decoded(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable("encoding") from error
    if "\0" in text:
        raise Unreadable("encoding")
    return text


def _from_tcvn3(content: bytes) -> str:
    return legacy.decoded(content.decode("latin-1"), "tcvn3")


def _share(text: str) -> float:
    """How many of the words with a letter beyond ASCII can be Vietnamese."""
    marked = [word.lower() for word in _WORD.findall(text[:20_000]) if not word.isascii()]
    return sum(map(is_syllable, marked)) / len(marked) if marked else 0.0
