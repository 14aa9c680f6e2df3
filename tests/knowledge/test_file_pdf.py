"""The text of a PDF comes in the order it is seen, page by page."""

from pathlib import Path

import pypdfium2
import pytest

from knowledge import file_pdf
from knowledge.documents import Unreadable
from knowledge.file_pdf import read_pdf
from tests.support.papers import pdf_file


def refused(path: Path) -> str:
    with pytest.raises(Unreadable) as why:
        read_pdf(path)
    return why.value.reason


def letters(text: str, at: dict[int, float], base: float = 100.0) -> list[file_pdf.Letter]:
    """Letters ten wide, one after another but for those with a place of their own."""
    return [(c, at.get(i, 10.0 * i), at.get(i, 10.0 * i) + 10, base, 12.0) for i, c in enumerate(text)]


def test_letters_of_a_second_font_go_back_to_their_places() -> None:
    line = letters("kho chế", {0: 0, 1: 10, 2: 20, 3: 30, 4: 50, 5: 60, 6: 40})
    assert file_pdf._goes_back(line)
    assert file_pdf._in_order(line) == "kho ếch"


def test_words_apart_are_words_and_lines_below_are_lines() -> None:
    line = [*letters("ab", {1: 30}), *letters("cd", {}, base=80.0)]
    assert not file_pdf._goes_back(letters("ab", {1: 30}))
    assert file_pdf._in_order(line) == "a b\ncd"


def test_a_line_broken_inside_a_word_is_whole_again() -> None:
    broken = [
        letters("k", {}),
        letters("ế", {0: 10}),
        letters("hoạch", {i: 24 + 10.0 * i for i in range(5)}),
    ]
    column, below = letters("Số", {0: 300, 1: 310}), letters("a", {}, base=80.0)
    mended = file_pdf._mended([*broken, column, below])
    assert [file_pdf._in_order(line) for line in mended] == ["kế hoạch", "Số", "a"]
    assert len(mended) == 3


def test_each_page_is_a_text(tmp_path: Path) -> None:
    pages = read_pdf(pdf_file(tmp_path / "paper.pdf", [["Kế hoạch", "năm 2026"], [], ["Hết"]]))
    assert [page.split() for page in pages] == [["Kế", "hoạch", "năm", "2026"], [], ["Hết"]]


def test_a_book_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = pdf_file(tmp_path / "paper.pdf", [["một"], ["hai"], ["ba"]])
    assert len(read_pdf(path)) == 3
    monkeypatch.setattr(file_pdf, "MOST_PAGES", 2)
    assert refused(path) == "too_long"


def test_a_password_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    locked = b"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <%s> /U <%s> >>" % (b"ab" * 32, b"cd" * 32)
    data = pdf_file(tmp_path / "paper.pdf", [["Kế hoạch"]]).read_bytes()
    encrypt = b"/Encrypt %s /ID [<aa> <aa>] /Root" % locked
    (tmp_path / "locked.pdf").write_bytes(data.replace(b"/Root", encrypt))
    assert refused(tmp_path / "locked.pdf") == "encrypted"


def test_a_broken_file_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.7 nothing")
    assert refused(tmp_path / "paper.pdf") == "damaged"


def test_letters_drawn_as_lines_are_a_picture(tmp_path: Path) -> None:
    drawn = "0 0 m 100 100 l S"
    data = pdf_file(tmp_path / "paper.pdf", [[]]).read_bytes()
    (tmp_path / "lines.pdf").write_bytes(
        data.replace(b"BT /F1 10 Tf 14 TL 30 560 Td\nET", drawn.encode().ljust(31))
    )
    for name, is_picture in [("paper.pdf", False), ("lines.pdf", True)]:
        document = pypdfium2.PdfDocument(tmp_path / name)
        assert file_pdf._is_picture(document[0], "") is is_picture
        document.close()
