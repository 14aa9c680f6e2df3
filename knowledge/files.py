"""Reads the paragraphs of a text, Word or PDF file; slow, so meant for a child process."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import docx
import pypdfium2
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from docx.text.paragraph import Paragraph

from knowledge import papers
from knowledge.documents import ReadDocument, Unreadable
from knowledge.paragraphs import from_lines, paragraphs
from knowledge.syllables import is_syllable
from storage.vietnamese import clean

TYPES = (".txt", ".docx", ".pdf")
LARGEST = 50 * 1024 * 1024
_LARGEST_UNPACKED = 400 * 1024 * 1024
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH_WORDS, _ENOUGH_SYLLABLES = 20, 0.5


def read_document(path: Path) -> ReadDocument:
    """The paragraphs of a .txt, .docx or .pdf; raises Unreadable with the reason."""
    reader = {".txt": _text, ".docx": _word, ".pdf": _pdf}.get(path.suffix.lower())
    if reader is None:
        raise Unreadable("unknown_type")
    if not path.is_file():
        raise Unreadable("missing")
    if path.stat().st_size > LARGEST:
        raise Unreadable("too_large")
    if path.stat().st_size == 0:
        raise Unreadable("empty")
    found = reader(path)
    if not found:
        raise Unreadable("scanned" if reader is _pdf else "empty")
    if not _is_vietnamese_unicode(" ".join(found)):
        raise Unreadable("encoding")
    return ReadDocument(path.name, found)


def _text(path: Path) -> tuple[str, ...]:
    data = path.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif data[1:200:2].count(0) > 40:
        encodings = ["utf-16-le"]
    else:
        encodings = ["utf-8-sig", "cp1258"]
    for encoding in encodings:
        try:
            return paragraphs(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise Unreadable("encoding")


def _word(path: Path) -> tuple[str, ...]:
    with path.open("rb") as file:
        if file.read(8) == _OLE:
            raise Unreadable("encrypted")
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _LARGEST_UNPACKED:
                raise Unreadable("too_large")
        document = docx.Document(str(path))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError) as broken:
        raise Unreadable("damaged") from broken
    return paragraphs("\n".join(_blocks(document)))


def _blocks(document: Document) -> Iterator[str]:
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            yield block.text
        else:
            yield from _rows(block)


def _rows(table: Table) -> Iterator[str]:
    """A row as one line; the cells of a letterhead's or signature's frame one after another."""
    framed = any(papers.is_frame(cell.text) for row in table.rows for cell in row.cells)
    for row in table.rows:
        cells = ("\n".join(paragraph.text for paragraph in cell.paragraphs).strip() for cell in row.cells)
        shown = [cell for cell, _ in groupby(cells) if cell]  # a merged cell is given once for each column
        yield from shown if framed else [" | ".join(" ".join(cell.split()) for cell in shown)]


def _pdf(path: Path) -> tuple[str, ...]:
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as broken:
        raise Unreadable("encrypted" if "password" in str(broken).lower() else "damaged") from broken
    try:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    return from_lines(page.replace("\ufffe", "-") for page in pages)


def _is_vietnamese_unicode(text: str) -> bool:
    """Whether the marked words are syllables: text set in an old TCVN3 or VNI font is not."""
    marked = [word.lower() for word in _WORD.findall(clean(text)) if not word.isascii()]
    if len(marked) < _ENOUGH_WORDS:
        return "\ufffd" not in text
    return sum(map(is_syllable, marked)) >= _ENOUGH_SYLLABLES * len(marked)
