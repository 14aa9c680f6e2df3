"""Draws a page of a PDF in grey, its lines level, as a file that other programs read."""

from __future__ import annotations

import math
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from knowledge.file_skew import skew

_LEVEL = 0.4  # degrees that do no harm


def draw(page: Any, scale: float) -> bytes:
    """The page as a PGM file; `scale` is dots for each point."""
    grey, width, height = _drawn(page, scale, 0.0)
    turned = skew(grey, width, height)
    if abs(turned) > _LEVEL:
        grey, width, height = _drawn(page, scale, turned)
    return b"P5 %d %d 255\n%s" % (width, height, grey)


def _drawn(page: Any, scale: float, turned: float) -> tuple[bytes, int, int]:
    """A byte for each dot, width and height, with lines that fall by `turned` degrees brought level."""
    width, height = (math.ceil(side * scale) for side in page.get_size())
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, pdfium.FPDFBitmap_Gray)
    try:
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
        across, along = math.cos(math.radians(turned)) * scale, math.sin(math.radians(turned)) * scale
        middle, centre = (side / 2 for side in page.get_size())
        matrix = pdfium.FS_MATRIX(
            across,
            -along,
            along,
            across,
            width / 2 - across * middle - along * centre,
            height / 2 + along * middle - across * centre,
        )
        clip = pdfium.FS_RECTF(0, 0, width, height)
        pdfium.FPDF_RenderPageBitmapWithMatrix(bitmap, page, matrix, clip, pdfium.FPDF_ANNOT)
        rows, stride = bytes(bitmap.buffer), bitmap.stride
    finally:
        bitmap.close()
    return b"".join(rows[y * stride : y * stride + width] for y in range(height)), width, height
