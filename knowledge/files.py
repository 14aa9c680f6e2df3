"""Reads the paragraphs of a document of any kind of file; slow, so meant for a child process."""

from __future__ import annotations

import re
import struct
import zlib
from pathlib import Path

from knowledge import legacy
from knowledge.documents import ReadDocument, Unreadable
from knowledge.file_html import read_html
from knowledge.file_kinds import TYPES, kind_of
from knowledge.file_office import read_old_word, read_open_text, read_rich_text
from knowledge.file_pdf import read_pdf
from knowledge.file_plain import read_plain
from knowledge.file_scan import read_photo
from knowledge.file_word import read_word
from knowledge.paragraphs import from_lines, paragraphs
from knowledge.syllables import is_syllable
from storage.vietnamese import clean

__all__ = ["LARGEST", "TYPES", "read_document"]

LARGEST = 50 * 1024 * 1024
_LONGEST = 2_000_000  # letters: 500 pages
_BROKEN = (zlib.error, struct.error, RecursionError)  # as deep inside the libraries of any kind of file
_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH_WORDS, _ENOUGH_SYLLABLES = 20, 0.5


def read_document(path: Path) -> ReadDocument:
    """The paragraphs of a file of one of TYPES; raises Unreadable with the reason."""
    if path.suffix.lower() not in TYPES:
        raise Unreadable("unknown_type")
    if not path.is_file():
        raise Unreadable("missing")
    size = path.stat().st_size
    if size > LARGEST or size == 0:
        raise Unreadable("too_large" if size else "empty")
    try:
        found = _paragraphs(path, kind_of(path))
    except _BROKEN as broken:
        raise Unreadable("damaged") from broken
    if not found:
        raise Unreadable("empty")
    if sum(map(len, found)) > _LONGEST:
        raise Unreadable("too_long")
    if not _is_vietnamese_unicode(" ".join(found)):
        raise Unreadable("encoding")
    return ReadDocument(path.name, found)


def _paragraphs(path: Path, kind: str) -> tuple[str, ...]:
    if kind == "pdf":
        return from_lines(read_pdf(path))
    if kind == "picture":
        return from_lines([read_photo(path)])
    if kind == "html":
        return paragraphs(read_html(path.read_bytes()))
    readers = {
        "plain": read_plain,
        "word": read_word,
        "old_word": read_old_word,
        "odt": read_open_text,
        "rtf": read_rich_text,
    }
    return paragraphs(readers[kind](path))


def _is_vietnamese_unicode(text: str) -> bool:
    """Whether the marked words are syllables: text set in an old TCVN3 or VNI font is not."""
    if legacy.is_suspect(text):
        return False
    marked = [word.lower() for word in _WORD.findall(clean(text)) if not word.isascii()]
    if len(marked) < _ENOUGH_WORDS:
        return "\ufffd" not in text
    return sum(map(is_syllable, marked)) >= _ENOUGH_SYLLABLES * len(marked)
