"""A file is what its first bytes say; what nobody should open is refused by name."""

import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from knowledge import file_kinds
from knowledge.documents import Unreadable
from knowledge.file_kinds import kind_of
from tests.support.papers import pdf_file, word_file

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def named(name: str) -> bytes:
    return name.encode("utf-16-le")


def old_word(flags: int) -> bytes:
    return OLE + bytes(504) + b"\xec\xa5" + bytes(9) + bytes([flags]) + bytes(500) + named("WordDocument")


def refused(path: Path) -> str:
    with pytest.raises(Unreadable) as why:
        kind_of(path)
    return why.value.reason


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.txt", b"words", "plain"),
        ("a.HTM", b"words", "html"),
        ("a.doc", b"{\\rtf1}", "rtf"),
        ("a.doc", b"\n<!DOCTYPE HTML><p>x", "html"),
        ("a.doc", old_word(0), "old_word"),
        ("a.docx", old_word(0), "old_word"),
        ("a.jpg", b"\x89PNG\r\n\x1a\n", "picture"),
        ("a.png", b"\xff\xd8\xff\xe0", "picture"),
        ("a.txt", b"\n%PDF-1.4", "pdf"),
        ("a.txt", b"<html> as an example", "plain"),
    ],
)
def test_the_content_says_what_a_file_is(tmp_path: Path, name: str, data: bytes, kind: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert kind_of(tmp_path / name) == kind


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.xyz", b"words", "unknown_type"),
        ("a.doc", OLE + named("Workbook"), "spreadsheet"),
        ("a.docx", OLE + named("EncryptedPackage"), "encrypted"),
        ("a.doc", old_word(1), "encrypted"),
        ("a.doc", OLE + bytes(600), "damaged"),
        ("a.doc", b"words", "damaged"),
        ("a.pdf", b"words", "damaged"),
        ("a.png", b"words", "damaged"),
        ("a.docx", b"PK\x03\x04", "damaged"),
    ],
)
def test_what_cannot_be_opened_is_refused(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(data)
    assert refused(tmp_path / name) == reason


def test_a_word_file_and_a_pdf_under_other_names(tmp_path: Path) -> None:
    word_file(tmp_path / "a.docx", ["Kế hoạch"]).rename(tmp_path / "a.doc")
    pdf_file(tmp_path / "b.pdf", [["Kế hoạch"]]).rename(tmp_path / "b.docx")
    assert (kind_of(tmp_path / "a.doc"), kind_of(tmp_path / "b.docx")) == ("word", "pdf")


def test_a_spreadsheet_renamed_to_a_word_file_is_a_spreadsheet(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "list.docx")
    assert refused(tmp_path / "list.docx") == "spreadsheet"
    with zipfile.ZipFile(tmp_path / "list.odt", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    assert refused(tmp_path / "list.odt") == "spreadsheet"


def test_an_open_document_with_a_password_is_encrypted(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "paper.odt", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
    assert refused(tmp_path / "paper.odt") == "encrypted"


def test_a_small_file_that_unpacks_to_a_giant_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(65 * 1024 * 1024))
    assert (tmp_path / "bomb.docx").stat().st_size < 100_000
    assert refused(tmp_path / "bomb.docx") == "too_large"
    word_file(tmp_path / "paper.docx", ["Kế hoạch"])
    monkeypatch.setattr(file_kinds, "LARGEST_UNPACKED", 10)
    assert refused(tmp_path / "paper.docx") == "too_large"
