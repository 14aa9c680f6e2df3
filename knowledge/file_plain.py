"""Reads a text file in whichever encoding it was saved."""

from __future__ import annotations

from pathlib import Path

from knowledge.documents import Unreadable


def read_plain(path: Path) -> str:
    """The text of the file. Raises Unreadable: encoding."""
    return decoded(path.read_bytes())


def decoded(data: bytes, named: str | None = None) -> str:
    """The text of bytes; `named` is the encoding they say to be in. Raises Unreadable: encoding."""
    for encoding in _encodings(data, named):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    raise Unreadable("encoding")


def _encodings(data: bytes, named: str | None) -> list[str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ["utf-16"]
    if data[1:200:2].count(0) > 40:
        return ["utf-16-le"]
    return ["utf-8-sig", *([named] if named else []), "cp1258"]
