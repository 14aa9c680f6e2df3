"""Text, Word and PDF files give the same paragraphs, and what cannot be read says why."""

import zipfile
from pathlib import Path

import pytest

from knowledge import file_office, files
from knowledge.documents import Unreadable
from knowledge.file_rtf import read_rtf
from knowledge.files import read_document
from tests.support.papers import pdf_file, word_file

LINES = [
    "Số: 05/KH-CĐCS",
    "I. MỤC ĐÍCH",
    "1. Giữ máy sạch, xưởng gọn, lối đi thoáng.",
    "- Ghi lại từng cách làm hay để chia sẻ với tổ khác.",
]


def read_text(folder: Path, data: bytes) -> tuple[str, ...]:
    path = folder / "paper.txt"
    path.write_bytes(data)
    return read_document(path).paragraphs


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_text_is_read_in_any_unicode_encoding(tmp_path: Path, encoding: str) -> None:
    assert read_text(tmp_path, "\n\n".join(LINES).encode(encoding)) == tuple(LINES)


def test_old_windows_text_is_read_too(tmp_path: Path) -> None:
    assert (
        read_text(tmp_path, "Ke\u0302\u0301 hoa\u0323ch nha\u0300 ma\u0301y".encode("cp1258", "ignore")) != ()
    )


def test_a_sentence_torn_by_a_page_break_is_whole_again(tmp_path: Path) -> None:
    text = "1. Chia sẻ cách làm hay với các\n\ntổ khác trong xưởng.\n2. Giữ an toàn."
    assert read_text(tmp_path, text.encode()) == (
        "1. Chia sẻ cách làm hay với các tổ khác trong xưởng.",
        "2. Giữ an toàn.",
    )


def test_word_paragraphs_and_tables_come_in_their_order(tmp_path: Path) -> None:
    path = word_file(
        tmp_path / "paper.docx", ["Trước bảng", [["Chỉ tiêu", "Mức"], ["Đăng ký", "90%"]], "Sau bảng"]
    )
    assert read_document(path).paragraphs == ("Trước bảng", "Chỉ tiêu | Mức", "Đăng ký | 90%", "Sau bảng")


def test_a_letterhead_set_as_a_table_is_read_line_by_line(tmp_path: Path) -> None:
    frame = [
        ["LIÊN ĐOÀN LAO ĐỘNG\nTỈNH THẠCH GIANG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["Số: 12/KH-LĐLĐ", "Thạch Giang, ngày 08 tháng 01 năm 2026"],
    ]
    lines = read_document(word_file(tmp_path / "paper.docx", [frame, "KẾ HOẠCH"])).paragraphs
    assert lines[:2] == ("LIÊN ĐOÀN LAO ĐỘNG", "TỈNH THẠCH GIANG")
    assert lines[-3:] == ("Số: 12/KH-LĐLĐ", "Thạch Giang, ngày 08 tháng 01 năm 2026", "KẾ HOẠCH")


def test_lines_of_a_pdf_are_joined_into_paragraphs_across_pages(tmp_path: Path) -> None:
    first = [
        "I. MỤC ĐÍCH",
        "1. Công đoàn cơ sở vận động đoàn viên giữ máy sạch, xưởng gọn, ghi lại từng cách làm hay",
        "để chia sẻ với các",
        "1",
    ]
    path = pdf_file(tmp_path / "paper.pdf", [first, ["tổ khác trong nhà máy.", "2. Giữ an toàn.", "2"]])
    assert read_document(path).paragraphs == (
        "I. MỤC ĐÍCH",
        "1. Công đoàn cơ sở vận động đoàn viên giữ máy sạch, xưởng gọn, ghi lại từng cách làm hay để chia sẻ với các tổ khác trong nhà máy.",
        "2. Giữ an toàn.",
    )


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("paper.txt", b"", "empty"),
        ("paper.txt", b" \n\n ", "empty"),
        ("paper.txt", "Kế hoạch".encode()[:-1] + b"\xff\xfe\x81", "encoding"),
        ("paper.docx", bytes.fromhex("d0cf11e0a1b11ae1") + b"0" * 600, "encrypted"),
        ("paper.docx", b"PK not really", "damaged"),
        ("paper.pdf", b"%PDF-1.7 nothing", "damaged"),
        ("paper.xyz", b"words", "unknown_type"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(Unreadable) as refused:
        read_document(path)
    assert refused.value.reason == reason


def test_a_pdf_of_blank_pages_is_empty(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as refused:
        read_document(pdf_file(tmp_path / "blank.pdf", [[], []]))
    assert refused.value.reason == "empty"


def test_a_text_as_long_as_a_book_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_LONGEST", 10)
    with pytest.raises(Unreadable) as refused:
        read_text(tmp_path, b"more than ten letters")
    assert refused.value.reason == "too_long"


def test_a_saved_page_and_a_rich_text_give_the_same_paragraphs(tmp_path: Path) -> None:
    (tmp_path / "paper.html").write_text("".join(f"<p>{line}</p>" for line in LINES), encoding="utf-8")
    signs = "".join(c if c.isascii() else f"\\u{ord(c)}?" for c in "\\par ".join(LINES))
    (tmp_path / "paper.doc").write_text(f"{{\\rtf1 {signs}}}", encoding="ascii")
    assert read_document(tmp_path / "paper.html").paragraphs == tuple(LINES)
    assert read_rtf((tmp_path / "paper.doc").read_bytes()).split("\n") == LINES


@pytest.mark.parametrize("garbled", ["KÕ ho¹ch ph¸t ®éng", "Keá hoaïch phaùt ñoäng"])
def test_a_few_words_in_an_old_font_are_enough_to_know_it(tmp_path: Path, garbled: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_document(word_file(tmp_path / "paper.docx", [garbled]))
    assert refused.value.reason == "encoding"


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 10)
    with pytest.raises(Unreadable) as refused:
        read_text(tmp_path, b"more than ten bytes")
    assert refused.value.reason == "too_large"


def test_a_file_that_is_not_there_is_missing(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as refused:
        read_document(tmp_path / "gone.pdf")
    assert refused.value.reason == "missing"


def test_text_in_an_old_font_is_not_taken_for_vietnamese(tmp_path: Path) -> None:
    garbled = "KÕ ho¹ch ph¸t ®éng phong trµo thi ®ua trong c«ng nh©n viªn chøc lao ®éng n¨m häc " * 4
    with pytest.raises(Unreadable) as refused:
        read_text(tmp_path, garbled.encode())
    assert refused.value.reason == "encoding"


def test_a_file_whose_bytes_were_scrambled_is_damaged(tmp_path: Path) -> None:
    path = word_file(tmp_path / "paper.docx", [f"{i}. Giữ máy sạch, xưởng gọn." for i in range(300)])
    with zipfile.ZipFile(path) as archive:
        at = archive.getinfo("word/document.xml").header_offset + 60
    data = path.read_bytes()
    path.write_bytes(data[:at] + bytes(255 - byte for byte in data[at : at + 200]) + data[at + 200 :])
    with pytest.raises(Unreadable) as refused:
        read_document(path)
    assert refused.value.reason == "damaged"


def test_a_paper_nested_beyond_measure_is_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_office, "find", lambda program: None)
    path = tmp_path / "deep.odt"
    nested = "<text:section>" * 5000 + "<text:p>x</text:p>" + "</text:section>" * 5000
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text")
    )
    content = f"<office:d{names}><office:body><office:text>{nested}</office:text></office:body></office:d>"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    with pytest.raises(Unreadable) as refused:
        read_document(path)
    assert refused.value.reason == "damaged"
