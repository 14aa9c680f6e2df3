"""Old and open formats come through LibreOffice as Word files do; without it, as well as can be."""

import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from docx.document import Document

from knowledge import file_office, file_tools
from knowledge.documents import Unreadable
from knowledge.files import read_document
from tests.support.scans import saved_as
from tests.support.word_lists import PLAN, item, with_lists

EXPECTED = (
    "KẾ HOẠCH",
    "I. MỤC ĐÍCH",
    "1. Giữ máy sạch, xưởng gọn.",
    "2. Ghi lại cách làm hay.",
    "II. CHỈ TIÊU",
    "a) Trên 80% đoàn viên đăng ký.",
    "Chỉ tiêu | Mức",
    "Đăng ký | 90%",
    "Thạch Giang, ngày 08 tháng 01 năm 2026",
)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    document = with_lists(PLAN)
    document.add_paragraph("KẾ HOẠCH")
    for depth, text in [(0, "MỤC ĐÍCH"), (1, "Giữ máy sạch, xưởng gọn."), (1, "Ghi lại cách làm hay.")]:
        item(document, depth, text)
    item(document, 0, "CHỈ TIÊU")
    item(document, 2, "Trên 80% đoàn viên đăng ký.")
    _table(document, [("Chỉ tiêu", "Mức"), ("Đăng ký", "90%")])
    document.add_paragraph("Thạch Giang, ngày 08 tháng 01 năm 2026")
    document.save(str(tmp_path / "paper.docx"))
    return tmp_path / "paper.docx"


def _table(document: Document, rows: list[tuple[str, str]]) -> None:
    table = document.add_table(rows=0, cols=2)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


@pytest.fixture
def without_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        file_office, "find", lambda program: None if program == "soffice" else file_tools.find(program)
    )


@pytest.mark.needs("libreoffice")
@pytest.mark.parametrize("kind", ["doc", "odt", "rtf"])
def test_labels_and_tables_come_through_libreoffice(paper: Path, kind: str) -> None:
    assert read_document(paper).paragraphs == EXPECTED
    assert read_document(saved_as(kind, paper)).paragraphs == EXPECTED


@pytest.mark.needs("libreoffice")
@pytest.mark.parametrize("kind", ["odt", "rtf"])
def test_what_libreoffice_writes_is_read_without_it_too(paper: Path, kind: str, without_office: None) -> None:
    assert read_document(saved_as(kind, paper)).paragraphs == EXPECTED


@pytest.mark.needs("libreoffice")
def test_the_labels_are_those_that_libreoffice_shows(paper: Path) -> None:
    shown = _text(paper)
    labels = [line for line in shown if line[:1] in "I1a2" and line]
    assert labels
    assert set(labels) <= set(EXPECTED)


def _text(paper: Path) -> list[str]:
    saved_as("txt:Text (encoded):UTF8", paper)
    return [line.strip() for line in paper.with_suffix(".txt").read_text("utf-8-sig").split("\n")]


@pytest.mark.needs("libreoffice", "antiword")
def test_antiword_reads_an_old_word_file_without_its_labels(paper: Path, without_office: None) -> None:
    found = read_document(saved_as("doc", paper)).paragraphs
    assert found[:3] == ("KẾ HOẠCH", "MỤC ĐÍCH", "Giữ máy sạch, xưởng gọn.")
    assert "Chỉ tiêu | Mức" in found


def test_an_old_word_file_wants_a_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_office, "find", lambda program: None)
    with pytest.raises(Unreadable, match="wants_libreoffice"):
        file_office.read_old_word(tmp_path / "paper.doc")


def test_a_letterhead_that_antiword_draws_is_read_column_by_column() -> None:
    drawn = [
        "|LIÊN ĐOÀN LAO ĐỘNG |CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |",
        "|TỈNH THẠCH GIANG  |Độc lập |",
        "KẾ",
    ]
    assert [line for line in file_office._without_frames(drawn) if line] == [
        "LIÊN ĐOÀN LAO ĐỘNG",
        "TỈNH THẠCH GIANG",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập",
        "KẾ",
    ]


asked: list[str] = []


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        asked.append(self.path)
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """The address of a picture on a server that remembers who asked."""
    asked.clear()
    server = HTTPServer(("127.0.0.1", 0), _Answers)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/seal.png"
    server.shutdown()
    thread.join()
    server.server_close()


MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" '
    'manifest:media-type="application/vnd.oasis.opendocument.text"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
LINKED = (
    '<?xml version="1.0"?><office:document-content office:version="1.2" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0">'
    '<office:body><office:text><text:p>Xin chào <draw:frame text:anchor-type="as-char" svg:width="1cm" '
    'svg:height="1cm"><draw:image xlink:href="{}" xlink:type="simple" xlink:show="embed" '
    'xlink:actuate="onLoad"/></draw:frame></text:p></office:text></office:body></office:document-content>'
)


@pytest.mark.needs("libreoffice")
def test_nothing_that_a_file_points_to_is_fetched(tmp_path: Path, elsewhere: str) -> None:
    with zipfile.ZipFile(tmp_path / "paper.odt", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", LINKED.format(elsewhere))
    saved_as("docx", tmp_path / "paper.odt")
    assert asked  # as LibreOffice does by itself
    asked.clear()
    assert read_document(tmp_path / "paper.odt").paragraphs == ("Xin chào",)
    assert not asked
