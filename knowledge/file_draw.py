"""Draws a page of a PDF in grey, as a file that other programs read."""

from __future__ import annotations

from typing import Any


def draw(page: Any, scale: float) -> bytes:
    """The page as a PGM file; `scale` is dots for each point."""
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        rows, stride, width, height = bytes(bitmap.buffer), bitmap.stride, bitmap.width, bitmap.height
    finally:
        bitmap.close()
    grey = b"".join(rows[y * stride : y * stride + width] for y in range(height))
    return b"P5 %d %d 255\n%s" % (width, height, grey)
