"""Reads the pages of a PDF: their text in the order it is seen, pictures of pages by way of Tesseract."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from knowledge.documents import Unreadable
from knowledge.file_scan import MOST_SCANNED, read_pages, refuse_wordless
from knowledge.file_tools import reads_vietnamese

MOST_PAGES = 500
_FEW_WORDS = 40  # a stamp or an electronic signature over a scanned page has fewer
_LARGE = 0.5  # of the page, from which on pictures are the page
_BACK = 1.0  # points to the left, against the direction of writing
_SPACE, _SAME_LINE, _LEVEL, _NEAR = 0.18, 0.6, 0.1, 0.5  # of the height of a letter
_DEEPEST = 2  # levels of forms in which a picture may lie


def read_pdf(path: Path) -> list[str]:
    """A text for each page.

    Raises Unreadable: encrypted, damaged, too_long, scanned, scan_too_long, no_words, too_slow.
    """
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as broken:
        raise Unreadable("encrypted" if "password" in str(broken).lower() else "damaged") from broken
    try:
        if len(document) > MOST_PAGES:
            raise Unreadable("too_long")
        pages = [_text(page) for page in document]
        wanted = [i for i, text in enumerate(pages) if _is_picture(document[i], text)]
        return _with_scans(document, pages, wanted)
    except pypdfium2.PdfiumError as broken:
        raise Unreadable("damaged") from broken
    finally:
        document.close()


def _with_scans(document: Any, pages: list[str], wanted: Sequence[int]) -> list[str]:
    """Without a program for scans a few pages of pictures are left out, as an appendix may be one."""
    if not wanted:
        return pages
    if not reads_vietnamese():
        if 2 * len(wanted) >= sum(bool(text.strip()) or i in wanted for i, text in enumerate(pages)):
            raise Unreadable("scanned")
        return pages
    if len(wanted) > MOST_SCANNED:
        raise Unreadable("scan_too_long")
    for i, text in zip(wanted, read_pages([document[i] for i in wanted]), strict=True):
        pages[i] = max(pages[i], text, key=lambda each: len(each.split()))
    refuse_wordless(pages)
    return pages


def _is_picture(page: Any, text: str) -> bool:
    """Whether a page is a picture, or its letters were drawn as lines; a scan may come in strips."""
    words = len(text.split())
    if words >= _FEW_WORDS:
        return False
    whole = page.get_width() * page.get_height()
    covered = sum(_area(each) for each in _objects(page, [pdfium.FPDF_PAGEOBJ_IMAGE]))
    return covered >= _LARGE * whole or (not words and any(_objects(page, None)))


def _objects(page: Any, kinds: list[int] | None) -> Iterator[Any]:
    yield from page.get_objects(filter=kinds, max_depth=_DEEPEST)


def _area(image: Any) -> float:
    left, bottom, right, top = image.get_bounds()
    return float(abs((right - left) * (top - bottom)))


def _text(page: Any) -> str:
    """The text of a page; letters of a second font, put behind their line or on one of their own, go back."""
    layer = page.get_textpage()
    whole: str = layer.get_text_bounded()
    lines = list(filter(None, _letters(layer)))
    mended = _mended(lines)
    if len(mended) < len(lines) or any(map(_goes_back, lines)):
        whole = "\n".join(map(_in_order, mended))
    return whole.replace("\ufffe", "-")


Letter = tuple[str, float, float, float, float]  # itself; left, right, base line, height


def _letters(layer: Any) -> Iterator[list[Letter]]:
    """The letters of each line without the spaces and line ends that the library made up."""
    line: list[Letter] = []
    for i in range(layer.count_chars()):
        letter = chr(pdfium.FPDFText_GetUnicode(layer, i))
        if letter == "\n":
            yield line
            line = []
        elif pdfium.FPDFText_IsGenerated(layer, i) != 1 and letter != "\r":
            line.append((letter, *_place(layer, i)))
    yield line


def _mended(lines: Sequence[list[Letter]]) -> list[list[Letter]]:
    """Lines that the library broke between two letters of a word or two words, whole again."""
    found: list[list[Letter]] = []
    for line in lines:
        if found and _goes_on(found[-1][-1], line[0]):
            found[-1] += line
        else:
            found.append(list(line))
    return found


def _goes_on(before: Letter, after: Letter) -> bool:
    _, _, right, base, height = before
    return abs(after[3] - base) < _LEVEL * height and -_BACK <= after[1] - right < _NEAR * height


def _place(layer: Any, i: int) -> tuple[float, float, float, float]:
    x, y, box = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF()
    pdfium.FPDFText_GetCharOrigin(layer, i, ctypes.byref(x), ctypes.byref(y))
    pdfium.FPDFText_GetLooseCharBox(layer, i, ctypes.byref(box))
    return box.left, box.right, y.value, box.top - box.bottom


def _goes_back(line: Sequence[Letter]) -> bool:
    return any(
        after[1] < before[1] - _BACK and abs(after[3] - before[3]) < _SAME_LINE * before[4]
        for before, after in pairwise(line)
    )


def _in_order(line: Sequence[Letter]) -> str:
    """From the left to the right, line under line where the library took several for one."""
    rows: list[list[Letter]] = []
    for letter in sorted(line, key=lambda each: -each[3]):
        if rows and abs(rows[-1][0][3] - letter[3]) < _SAME_LINE * letter[4]:
            rows[-1].append(letter)
        else:
            rows.append([letter])
    return "\n".join("".join(_spaced(sorted(row, key=lambda each: each[1]))) for row in rows)


def _spaced(row: Sequence[Letter]) -> Iterator[str]:
    right = row[0][1] if row else 0.0
    for letter, left, end, _, height in row:
        yield f" {letter}" if left - right > _SPACE * height else letter
        right = end
