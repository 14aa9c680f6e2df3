"""Turns a photo the way up it was taken, and refuses one larger than the machine can hold."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import pypdfium2

from knowledge import file_png
from knowledge.documents import Unreadable
from knowledge.file_draw import draw

_MOST_DOTS = 60_000_000
_SHARPEST = 2800  # dots along the longer side: a page of A4 at 240 dpi
_PNG = b"\x89PNG"
_TURNS = {3: 180, 6: 90, 8: 270}  # what EXIF calls the orientation -> degrees clockwise to set it right
_APP1, _ORIENTATION = 0xE1, 0x0112


def drawn_photo(path: Path) -> bytes:
    """As a PGM file, a .png that PDF cannot hold as it is. Raises Unreadable: too_large, damaged."""
    data = path.read_bytes()
    try:
        return _from_png(data) if data.startswith(_PNG) else _from_jpeg(path, orientation(data))
    except pypdfium2.PdfiumError as broken:
        raise Unreadable("damaged") from broken


def _from_png(data: bytes) -> bytes:
    _refuse_huge(*file_png.size(data))
    paper = file_png.as_pdf(data)
    if paper is None:
        return data
    document = pypdfium2.PdfDocument(paper)
    try:
        return _drawn(document[0])
    finally:
        document.close()


def _from_jpeg(path: Path, taken: int) -> bytes:
    document = pypdfium2.PdfDocument.new()
    try:
        image = pypdfium2.PdfImage.new(document)
        image.load_jpeg(path, inline=True)
        width, height = image.get_px_size()
        _refuse_huge(width, height)
        image.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
        page = document.new_page(width, height)
        page.insert_obj(image)
        page.gen_content()
        page.set_rotation(_TURNS.get(taken, 0))
        return _drawn(page)
    finally:
        document.close()


def _drawn(page: Any) -> bytes:
    return draw(page, min(1.0, _SHARPEST / float(max(page.get_size()))))


def _refuse_huge(width: int, height: int) -> None:
    if not width or not height:
        raise Unreadable("damaged")
    if width * height > _MOST_DOTS:
        raise Unreadable("too_large")


def orientation(data: bytes) -> int:
    """What the camera wrote into a .jpg: 1 upright, 3, 6 or 8 turned. Source: Exif 2.3, 4.6.4."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        segment = data[at + 4 : at + 2 + length]
        if data[at + 1] == _APP1 and segment.startswith(b"Exif\0\0"):
            return _in_exif(segment[6:])
        at += 2 + length
    return 1


def _in_exif(tiff: bytes) -> int:
    order = "<" if tiff.startswith(b"II") else ">"
    try:
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, first)
        for i in range(count):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * i)
            if tag == _ORIENTATION:
                return int(value)
    except struct.error:
        return 1
    return 1
