"""Says what a file is by its first bytes, whatever its name says, and refuses what should not be opened."""

from __future__ import annotations

import zipfile
from pathlib import Path

from knowledge.documents import Unreadable

_OF_SUFFIX = {
    ".txt": "plain",
    ".docx": "word",
    ".doc": "old_word",
    ".odt": "odt",
    ".rtf": "rtf",
    ".pdf": "pdf",
    ".html": "html",
    ".htm": "html",
    ".jpg": "picture",
    ".jpeg": "picture",
    ".png": "picture",
}
TYPES = tuple(_OF_SUFFIX)
LARGEST_UNPACKED = 400 * 1024 * 1024
_LARGEST_PART = 64 * 1024 * 1024  # of XML, which is taken in whole
_HEAD = 4096
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_FIRST = ((b"\x89PNG\r\n", "picture"), (b"\xff\xd8\xff", "picture"), (b"{\\rt", "rtf"))
_HTML = (b"<!doctype html", b"<html", b"<head", b"<body")
_ODF = b"application/vnd.oasis.opendocument."
_FIB, _FIB_FLAGS, _FIB_LOCKED = b"\xec\xa5", 11, 1  # [MS-DOC] 2.5.2: wIdent, and fEncrypted in its flags


def kind_of(path: Path) -> str:
    """plain, word, old_word, odt, rtf, pdf, html or picture.

    Raises Unreadable: unknown_type, spreadsheet, encrypted, too_large, damaged.
    """
    named = _OF_SUFFIX.get(path.suffix.lower())
    if named is None:
        raise Unreadable("unknown_type")
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(_OLE):
        return _in_ole(path.read_bytes(), named)
    if head.startswith(b"PK"):
        return _in_zip(path)
    if b"%PDF" in head[:1024]:
        return "pdf"
    for first, kind in _FIRST:
        if head.startswith(first):
            return kind
    if named != "plain" and any(sign in head.lower() for sign in _HTML):
        return "html"  # as web pages are often saved under the name of a Word file
    if named not in {"plain", "html"}:
        raise Unreadable("damaged")
    return named


def _in_ole(data: bytes, named: str) -> str:
    if _utf16("EncryptedPackage") in data:
        raise Unreadable("encrypted")
    if _utf16("WordDocument") in data:
        start = data.find(_FIB, 512)
        if start % 512 == 0 and data[start + _FIB_FLAGS : start + _FIB_FLAGS + 1] >= b"\1":
            _refuse_locked(data[start + _FIB_FLAGS])
        return "old_word"
    if _utf16("Workbook") in data or _utf16("Book\0") in data:
        raise Unreadable("spreadsheet")
    if named == "word":
        raise Unreadable("encrypted")
    raise Unreadable("damaged" if named == "old_word" else "unknown_type")


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-le")


def _refuse_locked(flags: int) -> None:
    if flags & _FIB_LOCKED:
        raise Unreadable("encrypted")


def _in_zip(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_bombs(archive)
            return _office_kind(archive)
    except RuntimeError as locked:  # as zipfile says that a password is wanted
        raise Unreadable("encrypted") from locked
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as broken:
        raise Unreadable("damaged") from broken


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    largest = max((each.file_size for each in entries if each.filename.endswith(".xml")), default=0)
    if largest > _LARGEST_PART or sum(each.file_size for each in entries) > LARGEST_UNPACKED:
        raise Unreadable("too_large")


def _office_kind(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    if "mimetype" in names and (declared := archive.read("mimetype")).startswith(_ODF):
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise Unreadable("encrypted")
        return _of_odf(declared.removeprefix(_ODF))
    if any(name.startswith("word/") for name in names):
        return "word"
    if any(name.startswith("xl/") for name in names):
        raise Unreadable("spreadsheet")
    raise Unreadable("unknown_type" if "[Content_Types].xml" in names else "damaged")


def _of_odf(kind: bytes) -> str:
    if kind.startswith(b"text"):
        return "odt"
    raise Unreadable("spreadsheet" if kind.startswith(b"spreadsheet") else "unknown_type")
