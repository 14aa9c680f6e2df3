"""A paper is cut into pieces to search and blocks to quote, each with its section and headings."""

from statistics import median

from knowledge.documents import ReadDocument
from knowledge.structure import sentences, structured
from storage.papers import BODY, HEADER, RECIPIENTS, SIGNATURE
from tests.support.papers import sample


def test_every_word_of_the_paper_is_in_some_passage() -> None:
    paper = sample("thach-giang-12.txt")
    text = " ".join(passage.text for passage in paper.passages)
    for words in (
        "Giỏi nghề, an toàn",
        "không đặt thêm sổ sách",
        "1.000.000 đồng",
        "Hoàng Thị Minh Nguyệt",
        "Lưu: VT",
    ):
        assert words in text


def test_header_recipients_and_signature_are_told_apart_from_the_body() -> None:
    paper = sample("thach-giang-12.txt")
    by_role = {passage.role: passage.text for passage in paper.passages}
    assert "ngày 08 tháng 01 năm 2026" in by_role[HEADER]
    assert "Các công đoàn cơ sở" in by_role[RECIPIENTS]
    assert by_role[SIGNATURE].endswith("Hoàng Thị Minh Nguyệt")


def test_a_piece_knows_its_section_and_the_headings_above_it() -> None:
    piece = next(p for p in sample("thach-giang-12.txt").passages if "Đợt 2" in p.text)
    assert piece.section == "V.1"
    assert piece.heading == "TỔ CHỨC THỰC HIỆN / Phong trào chia làm hai đợt:"


def test_neighbours_under_one_heading_are_quoted_together() -> None:
    piece = next(p for p in sample("thach-giang-12.txt").passages if "Đợt 2" in p.text)
    assert "Đợt 1" in piece.paragraph


def test_the_closing_sentence_belongs_to_no_section() -> None:
    closing = next(p for p in sample("thach-giang-12.txt").passages if "vướng mắc" in p.text)
    assert (closing.section, closing.heading) == ("", "")


def test_a_very_long_paragraph_is_never_quoted_whole() -> None:
    long = "1. " + "Công đoàn cơ sở vận động đoàn viên giữ máy sạch, xưởng gọn, lối đi thoáng. " * 80
    paper = structured(ReadDocument("x.txt", ("I. NỘI DUNG", long, "2. " + "từ" * 4000)))
    assert max(len(passage.paragraph) for passage in paper.passages) <= 1500


def test_quotations_are_short_as_a_rule() -> None:
    lengths = [len(p.paragraph) for p in sample("thach-giang-12.txt").passages if p.role == BODY]
    assert median(lengths) <= 600


def test_sentences_end_where_they_end() -> None:
    text = "Đợt 1: từ 01/7/2026. Mức 1.000.000 đồng; giấy chứng nhận. Hết"
    assert sentences(text) == ["Đợt 1:", "từ 01/7/2026.", "Mức 1.000.000 đồng;", "giấy chứng nhận.", "Hết"]


def test_an_empty_paper_has_no_passages() -> None:
    assert structured(ReadDocument("x.txt", ())).passages == ()
