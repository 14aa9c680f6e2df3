"""Folding, sorting and cleaning hold for every way a phone or an old file writes Vietnamese."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.vietnamese import clean, fold, sort_key, unmarked


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Đăng ký thi đua", "dang ky thi dua"),
        ("ĐƯỜNG  BƯỞI\n\tỚT", "duong buoi ot"),
        ("Liên đoàn Lao động tỉnh Đắk Lắk", "lien doan lao dong tinh dak lak"),
        ("kế\u200b hoạch\ufeff", "ke hoach"),
        ("Ｋế　hoạch", "ke hoach"),
        ("48 /KH - LĐLĐ", "48 /kh - ldld"),
        ("👍 ổn", "👍 on"),
        ("", ""),
    ],
)
def test_folding_takes_away_case_marks_and_spare_space(typed: str, folded: str) -> None:
    assert fold(typed) == folded
    assert fold(unicodedata.normalize("NFD", typed)) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_cleaning_keeps_lines_and_drops_what_cannot_be_seen() -> None:
    typed = unicodedata.normalize("NFD", "Đợt\u200b 1\r\nĐợt\u00a02\x00\x07\ud83d")
    assert clean(typed) == "Đợt 1\nĐợt 2"


@given(st.text())
def test_cleaned_text_can_always_be_stored(text: str) -> None:
    clean(text).encode("utf-8")


@pytest.mark.parametrize(
    "ordered",
    [
        ["an", "anh", "ăn", "ân", "ba", "da", "đa", "em", "êm", "on", "ôn", "ơn", "un", "ưn"],
        ["ma", "mà", "mả", "mã", "má", "mạ", "man"],
        ["Lan", "Làn", "Lãn", "Lan Anh", "Lan Ánh"],
        ["Dũng", "Duy", "Đàm", "Đức", "Hà"],
        ["tổ 1", "Tổ may", "tú"],
        ["Nguyễn Thị Hoa", "Nguyễn Thị Hòa", "Nguyễn Thị Hoàng"],
        ["H'Hen", "H'Hoa", "H’Hương"],
    ],
)
def test_names_sort_as_in_a_vietnamese_dictionary(ordered: list[str]) -> None:
    assert sorted(set(ordered), key=lambda name: sort_key(name).encode()) == ordered


@given(st.text())
def test_a_sort_key_is_plain_ascii(text: str) -> None:
    key = sort_key(text)
    assert key.isascii()
    assert key.isprintable()


def test_a_sort_key_is_the_same_for_both_unicode_forms() -> None:
    name = "Đặng Văn Khoa"
    assert sort_key(unicodedata.normalize("NFD", name)) == sort_key(name)


@given(st.text())
def test_unmarked_text_keeps_every_position(text: str) -> None:
    assert len(unmarked(text)) == len(text)


def test_unmarked_text_is_folded_letter_by_letter() -> None:
    assert unmarked("  Đợt 1:  TỪ 01/7") == "  dot 1:  tu 01/7"
