"""Wraps a .png into a PDF of one page, as both hold a picture's dots in the same way. Pure."""

from __future__ import annotations

import struct
from collections.abc import Iterator

_SIGN = 8
_GREY, _COLOURS, _PALETTE = 0, 2, 3
_SPACES = {_GREY: "/DeviceGray", _COLOURS: "/DeviceRGB"}


def size(data: bytes) -> tuple[int, int]:
    """Width and height in dots, (0, 0) where the file is cut off."""
    if len(data) < _SIGN + 16:
        return 0, 0
    width, height = struct.unpack_from(">II", data, _SIGN + 8)
    return width, height


def as_pdf(data: bytes) -> bytes | None:
    """The PDF; None for a picture that is woven or can be seen through, which PDF stores otherwise.

    Source: PNG, 11.2.2 (IHDR); PDF 32000-1, 7.4.4.4 (predictor 15 is PNG's).
    """
    parts: dict[bytes, list[bytes]] = {}
    for name, part in _chunks(data):
        parts.setdefault(name, []).append(part)
    head = b"".join(parts.get(b"IHDR", [])).ljust(13, b"\0")
    width, height, depth, kind, _, _, woven = struct.unpack_from(">IIBBBBB", head)
    space = _palette(b"".join(parts.get(b"PLTE", []))) if kind == _PALETTE else _SPACES.get(kind)
    if space is None or woven or not width:
        return None
    colours = 3 if kind == _COLOURS else 1
    picture = (
        f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /BitsPerComponent {depth} "
        f"/ColorSpace {space} /Filter /FlateDecode "
        f"/DecodeParms << /Predictor 15 /Colors {colours} /BitsPerComponent {depth} /Columns {width} >>"
    )
    drawing = f"{width} 0 0 {height} 0 0 cm /P Do".encode()
    return _assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Contents 4 0 R "
            "/Resources << /XObject << /P 5 0 R >> >> >>".encode(),
            _stream("", drawing),
            _stream(picture, b"".join(parts.get(b"IDAT", []))),
        ]
    )


def _palette(colours: bytes) -> str:
    return f"[/Indexed /DeviceRGB {len(colours) // 3 - 1} <{colours.hex()}>]"


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = _SIGN
    while at + 8 <= len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        yield name, data[at + 8 : at + 8 + length]
        at += 12 + length


def _stream(about: str, data: bytes) -> bytes:
    return f"<< {about} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream"


def _assembled(objects: list[bytes]) -> bytes:
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count, start = len(objects) + 1, len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table)
    return data + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (count, start)
