"""The link by which people come to the chat of their unit, and its QR picture. Pure."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from urllib.parse import quote

import segno

QUIET = 4  # modules of white around it, as readers expect


@lru_cache(maxsize=256)
def draw(link: str, kind: str) -> bytes:
    """The link as a QR code, PNG (some 400 pixels wide, 2 kB, to be printed) or SVG."""
    picture = BytesIO()
    code = segno.make(link, error="m", micro=False)
    code.save(picture, kind=kind, scale=12 if kind == "png" else 8, border=QUIET)
    return picture.getvalue()


def link_to(public_url: str, code: str) -> str:
    """The address that is printed and passed on."""
    return f"{public_url}/join/{quote(code, safe='')}"
