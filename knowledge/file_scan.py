"""Reads scanned pages and photos with Tesseract and its Vietnamese letters, two at a time."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from knowledge import papers
from knowledge.documents import Unreadable
from knowledge.file_draw import draw
from knowledge.file_photo import drawn_photo
from knowledge.file_tools import find, reads_vietnamese, run
from knowledge.syllables import is_syllable
from storage.vietnamese import clean

MOST_SCANNED = 40
_DPI, _POINTS = 200, 72
_SHARPEST = 3500  # dots along the longer side, however large a page says to be
_PATIENCE_PAGE, _PATIENCE = 60.0, 240.0
# Two pages with a thread each are done sooner than one page with four.
_ALONE = ("env", "OMP_THREAD_LIMIT=1") if os.name == "posix" else ()
_AT_ONCE = max(1, min(2, os.cpu_count() or 1))
_SPECK = re.compile(r"^(\s*(?:\d{1,2}(?:\.\d{1,2})*[.)]?|\w\)|[IVX]{1,5}\.))\s+[_—|]+\s+", re.MULTILINE)
_GAP, _HEAD = re.compile(r" {4,}"), 10  # spaces between columns, and lines of a letterhead
_WORD = re.compile(r"[^\W\d_]{2,}")
_FEWEST_WORDS, _LEAST_VIETNAMESE = 10, 0.4


def read_photo(path: Path) -> str:
    """The text of a .jpg or .png. Raises Unreadable: scanned, no_words, too_large, damaged, too_slow."""
    if not reads_vietnamese():
        raise Unreadable("scanned")
    (text,) = _read_all([lambda: drawn_photo(path)])
    refuse_wordless([text])
    return text


def read_pages(pages: Sequence[Any]) -> list[str]:
    """The text of pages of a PDF. Raises Unreadable: scanned, damaged, too_slow."""
    return _read_all([lambda page=page: draw(page, _scale(page)) for page in pages])  # type: ignore[misc]


def refuse_wordless(texts: Iterable[str]) -> None:
    """Raises Unreadable, no_words, for what Tesseract makes out of a picture without a text."""
    words = _WORD.findall(clean(" ".join(texts)))
    vietnamese = sum(is_syllable(word.lower()) for word in words)
    if vietnamese < max(_FEWEST_WORDS, _LEAST_VIETNAMESE * len(words)):
        raise Unreadable("no_words")


def _scale(page: Any) -> float:
    return min(_DPI / _POINTS, _SHARPEST / float(max(page.get_size())))


def _read_all(pictures: Sequence[Callable[[], bytes]]) -> list[str]:
    """Drawn here, a few at a time: the library that draws is not made for threads."""
    tesseract = find("tesseract")
    if tesseract is None:
        raise Unreadable("scanned")
    until = time.monotonic() + _PATIENCE
    found: list[str] = []
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for i in range(0, len(pictures), _AT_ONCE):
            drawn = [picture() for picture in pictures[i : i + _AT_ONCE]]
            found += pool.map(lambda each: _read(tesseract, each, until), drawn)
    return found


def _read(tesseract: str, picture: bytes, until: float) -> str:
    seconds = min(_PATIENCE_PAGE, until - time.monotonic())
    if seconds <= 0:
        raise Unreadable("too_slow")
    command = [
        *_ALONE,
        tesseract,
        "-",
        "-",
        "-l",
        "vie",
        "--dpi",
        str(_DPI),
        "-c",
        "preserve_interword_spaces=1",
    ]
    told = run(command, seconds=seconds, given=picture)
    return _SPECK.sub(r"\1 ", by_columns(told.decode("utf-8", "replace").replace("\f", "")))


def by_columns(text: str) -> str:
    """A letterhead of two columns, read across by Tesseract, as the left one and then the right one."""
    lines = [line for line in text.split("\n") if line.strip()]
    across = [i for i, line in enumerate(lines[:_HEAD]) if len(_GAP.split(line.strip())) == 2]
    if not any(papers.is_frame(lines[i]) for i in across):
        return text
    left, right = [], []
    for line in lines[: across[-1] + 1]:
        first, *second = _GAP.split(line.strip())
        left += [] if papers.is_frame(first) else [first]
        right += [*second, *([first] if papers.is_frame(first) else [])]
    return "\n".join([*left, *right, *lines[across[-1] + 1 :]])
