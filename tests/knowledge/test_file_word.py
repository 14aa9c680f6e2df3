"""What Word shows is read: the labels of lists, insertions, text boxes; what was struck out is not."""

from pathlib import Path

import docx
import pytest
from docx.document import Document

from knowledge.documents import Unreadable
from knowledge.file_word import read_word
from tests.support.word_lists import NESTED, PLAN, added, begin_anew, item, with_lists


def lines(document: Document, folder: Path) -> list[str]:
    document.save(str(folder / "paper.docx"))
    return read_word(folder / "paper.docx").split("\n")


def test_automatic_labels_are_read_on_every_level(tmp_path: Path) -> None:
    paper = with_lists(PLAN)
    for depth, text in [(0, "MỤC ĐÍCH"), (1, "Giữ máy"), (1, "Giữ xưởng"), (0, "CHỈ TIÊU"), (1, "Hằng năm")]:
        item(paper, depth, text)
    for depth, text in [
        (2, "Trên 80%"),
        (2, "Hai sáng kiến"),
        (3, "Nhỏ cũng ghi"),
        (1, "Cả đợt"),
        (2, "Khác"),
    ]:
        item(paper, depth, text)
    assert lines(paper, tmp_path) == [
        "I. MỤC ĐÍCH",
        "1. Giữ máy",
        "2. Giữ xưởng",
        "II. CHỈ TIÊU",
        "1. Hằng năm",
        "a) Trên 80%",
        "b) Hai sáng kiến",
        "- Nhỏ cũng ghi",
        "2. Cả đợt",
        "a) Khác",
    ]


def test_labels_name_the_levels_above_and_levels_jumped_over(tmp_path: Path) -> None:
    paper = with_lists(NESTED)
    for depth, text in [(1, "sớm"), (1, "nữa"), (0, "mới"), (1, "sau")]:
        item(paper, depth, text)
    assert lines(paper, tmp_path) == ["1.1. sớm", "1.2. nữa", "2. mới", "2.1. sau"]


def test_a_list_goes_on_after_a_paragraph_and_begins_anew_where_it_says_so(tmp_path: Path) -> None:
    paper = with_lists(NESTED, lists=3)
    begin_anew(paper, 73, start=5)
    item(paper, 0, "một", 71)
    paper.add_paragraph("Ở giữa")
    item(paper, 0, "hai", 72)
    item(paper, 0, "năm", 73)
    item(paper, 0, "ba", 71)
    assert lines(paper, tmp_path) == ["1. một", "Ở giữa", "2. hai", "5. năm", "3. ba"]


def test_a_style_brings_its_list(tmp_path: Path) -> None:
    paper = docx.Document()
    for text in ("Một", "Hai"):
        paper.add_paragraph(text, style="List Number")
    paper.add_paragraph("Chấm", style="List Bullet")
    assert lines(paper, tmp_path) == ["1. Một", "2. Hai", "- Chấm"]


def test_an_empty_item_counts_and_is_not_shown(tmp_path: Path) -> None:
    paper = with_lists(NESTED)
    for text in ("một", "", "ba"):
        item(paper, 0, text)
    assert lines(paper, tmp_path) == ["1. một", "3. ba"]


def test_what_was_inserted_is_read_and_what_was_struck_out_or_hidden_is_not(tmp_path: Path) -> None:
    paper = docx.Document()
    paragraph = paper.add_paragraph("Giữ ")._p
    run = "<w:r><w:{0}>{1} </w:{0}></w:r>"
    added(paragraph, "<w:del {} w:id='1' w:author='x'>" + run.format("delText", "cũ") + "</w:del>")
    added(paragraph, "<w:ins {} w:id='2' w:author='x'>" + run.format("t", "mới") + "</w:ins>")
    added(paragraph, "<w:r {}><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>")
    assert lines(paper, tmp_path) == ["Giữ mới"]


def test_a_text_box_and_a_content_control_are_read(tmp_path: Path) -> None:
    paper = docx.Document()
    box = "<w:txbxContent><w:p><w:r><w:t>DỰ THẢO</w:t></w:r></w:p></w:txbxContent>"
    added(paper.add_paragraph("Trước")._p, f"<w:r {{}}><w:pict>{box}</w:pict></w:r>")
    control = "<w:sdt {}><w:sdtContent><w:p><w:r><w:t>Trong ô</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    added(paper.element.body, control)
    assert lines(paper, tmp_path) == ["Trước", "DỰ THẢO", "Trong ô"]


def test_a_cell_merged_downwards_stands_in_each_of_its_rows(tmp_path: Path) -> None:
    paper = docx.Document()
    table = paper.add_table(rows=2, cols=3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "Đăng ký"
    for (row, column), text in {(0, 1): "2026", (0, 2): "90%", (1, 1): "2027", (1, 2): "95%"}.items():
        table.cell(row, column).text = text
    assert lines(paper, tmp_path) == ["Đăng ký | 2026 | 90%", "Đăng ký | 2027 | 95%"]


def test_a_broken_paper_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "paper.docx").write_bytes(b"PK\x03\x04 nothing more")
    with pytest.raises(Unreadable, match="damaged"):
        read_word(tmp_path / "paper.docx")
