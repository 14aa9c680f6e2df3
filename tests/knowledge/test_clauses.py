"""Clauses are cut where a reader would pause, and nothing of a text is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.clauses import pieces


def cut(text: str, longest: int = 118) -> list[str]:
    return [piece for piece, _ in pieces(text, longest)]


def test_a_sentence_is_cut_at_its_commas_and_semicolons() -> None:
    text = "Đăng ký với tổ trưởng; nhận đến hết ngày 30/4/2026, ai cũng được."
    assert list(pieces(text, 118)) == [
        ("Đăng ký với tổ trưởng;", ";"),
        ("nhận đến hết ngày 30/4/2026,", ","),
        ("ai cũng được.", "\n"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "phong trào “Năng suất cao hơn, chất lượng tốt hơn” của khối doanh nghiệp",
        "Chỉ thị số 09-CT/TU, ngày 03/11/2025 của Tỉnh ủy",
        "Thưởng 1.000.000 đồng, ngày 30/4 trao",
        "Ban Chính sách, pháp luật và Quan hệ lao động:",
        "phối hợp với Ban Chính sách, pháp luật & Quan hệ lao động",
        "1. Mở lớp kèm cặp tay nghề",
        "TP. Hồ Chí Minh",
    ],
)
def test_names_dates_and_headings_are_not_cut(text: str) -> None:
    assert cut(text) == [text]


def test_a_sentence_ends_where_the_next_begins_without_a_space() -> None:
    assert cut("Mừng Đảng quang vinh.Các phong trào hướng về cơ sở.") == [
        "Mừng Đảng quang vinh.",
        "Các phong trào hướng về cơ sở.",
    ]


def test_a_long_clause_is_cut_before_a_joining_word() -> None:
    text = "tham mưu cho cấp ủy và chính quyền cùng cấp tổ chức lễ phát động thi đua ở từng chuyền, "
    long = text.rstrip(", ") + " để mỗi người lao động đều biết việc mình cần làm trong năm nay"
    assert cut(long)[0] == "tham mưu cho cấp ủy"
    assert cut(long)[-1] == "trong năm nay"


def test_a_number_stays_with_what_it_counts() -> None:
    text = " ".join(["việc"] * 8) + " 12 lớp kèm cặp tay nghề cho thợ mới vào xưởng may " + "việc " * 20
    for longest in range(40, 60):
        assert not any(piece.endswith("12") for piece in cut(text, longest))


@given(st.text(alphabet="aá ,.;:“”()\n1 ", max_size=400), st.integers(20, 118))
def test_all_letters_stand_in_the_pieces_and_none_is_too_long(text: str, longest: int) -> None:
    found = cut(text, longest)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(0 < len(piece) <= max(longest, 100) for piece in found)
