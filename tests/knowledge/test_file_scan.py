"""Scans and photos are read with Tesseract; what holds no words, or too many pages, is refused."""

from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from knowledge import file_pdf, file_scan
from knowledge.documents import Unreadable
from knowledge.files import read_document
from tests.support.papers import pdf_file
from tests.support.scans import PAGE, photo, printed, scanned

WORDS = " ".join(PAGE).split()


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return printed(tmp_path_factory.mktemp("paper"), PAGE)


def recall(paragraphs: tuple[str, ...]) -> float:
    """How many of the words on the page were read."""
    read = set(" ".join(paragraphs).split())
    return sum(word in read for word in WORDS) / len(WORDS)


def refused(path: Path) -> str:
    with pytest.raises(Unreadable) as why:
        read_document(path)
    return why.value.reason


@pytest.mark.needs("libreoffice", "tesseract")
def test_a_scan_a_slanting_photo_and_a_turned_one_are_read(paper: Path, tmp_path: Path) -> None:
    found = read_document(scanned(tmp_path / "scan.pdf", [photo(paper)])).paragraphs
    assert recall(found) > 0.93
    assert any(line.startswith("II. CHỈ TIÊU") for line in found)
    photo(paper, turned=5).save(tmp_path / "photo.png")
    assert recall(read_document(tmp_path / "photo.png").paragraphs) > 0.9
    exif = Image.Exif()
    exif[0x0112] = 6
    photo(paper, turned=90).save(tmp_path / "photo.jpg", exif=exif)
    assert recall(read_document(tmp_path / "photo.jpg").paragraphs) > 0.93


@pytest.mark.needs("tesseract")
def test_a_picture_without_words_and_an_empty_scan_are_refused(tmp_path: Path) -> None:
    cat = Image.new("L", (600, 500), 235)
    draw = ImageDraw.Draw(cat)
    for shape in [(150, 150, 450, 450), (220, 240, 260, 280), (340, 240, 380, 280)]:
        draw.ellipse(shape, outline=30, width=9)
    draw.line([(160, 210), (180, 80), (260, 165)], fill=30, width=9)
    cat.save(tmp_path / "cat.jpg")
    assert refused(tmp_path / "cat.jpg") == "no_words"
    assert refused(scanned(tmp_path / "white.pdf", [Image.new("L", (900, 1200), 255)])) == "no_words"


def test_a_scan_is_told_where_no_program_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_pdf, "reads_vietnamese", lambda: False)
    monkeypatch.setattr(file_scan, "reads_vietnamese", lambda: False)
    grey = Image.new("L", (300, 400), 200)
    grey.save(tmp_path / "page.png")
    assert refused(tmp_path / "page.png") == "scanned"
    assert refused(scanned(tmp_path / "scan.pdf", [grey])) == "scanned"


def test_a_scan_of_too_many_pages_is_not_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_pdf, "reads_vietnamese", lambda: True)
    monkeypatch.setattr(file_pdf, "MOST_SCANNED", 1)
    pages = [Image.new("L", (30, 40), 200)] * 2
    assert refused(scanned(tmp_path / "scan.pdf", pages)) == "scan_too_long"


def test_what_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_scan, "reads_vietnamese", lambda: True)
    monkeypatch.setattr(file_scan, "find", lambda program: "tesseract")
    monkeypatch.setattr(file_scan, "_PATIENCE", -1.0)
    Image.new("L", (30, 40), 200).save(tmp_path / "page.png")
    assert refused(tmp_path / "page.png") == "too_slow"


def test_a_letterhead_of_two_columns_is_read_one_after_the_other() -> None:
    across = [
        "LIÊN ĐOÀN LAO ĐỘNG      CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "TỈNH THẠCH GIANG",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 12/KH-LĐLĐ        Thạch Giang, ngày 08 tháng 01 năm 2026",
        "KẾ HOẠCH",
    ]
    assert file_scan.by_columns("\n".join(across)).split("\n") == [
        "LIÊN ĐOÀN LAO ĐỘNG",
        "TỈNH THẠCH GIANG",
        "Số: 12/KH-LĐLĐ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Thạch Giang, ngày 08 tháng 01 năm 2026",
        "KẾ HOẠCH",
    ]
    table = "Chỉ tiêu      Mức\nĐăng ký      90%"
    assert file_scan.by_columns(table) == table


def test_few_words_of_noise_are_no_text() -> None:
    file_scan.refuse_wordless([" ".join(WORDS)])
    for noise in ("", "ae (o) 1 || ~ vz kp", "xq zt " * 40 + "nhà máy " * 6):
        with pytest.raises(Unreadable, match="no_words"):
            file_scan.refuse_wordless([noise])


def test_a_page_with_text_is_not_taken_for_a_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_pdf, "read_pages", lambda pages: pytest.fail("no page here is a picture"))
    path = pdf_file(tmp_path / "paper.pdf", [["Kế hoạch ngắn."], []])
    assert read_document(path).paragraphs == ("Kế hoạch ngắn.",)
