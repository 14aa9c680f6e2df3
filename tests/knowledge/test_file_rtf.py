"""The text of an .rtf, with the labels of its lists and the letters of each codepage."""

import pytest

from knowledge.documents import Unreadable
from knowledge.file_rtf import read_rtf

HEAD = (
    r"{\rtf1\ansi\ansicpg1252\uc1\deff0{\fonttbl{\f0\froman Times New Roman;}"
    r"{\f1\fcharset163 Arial;}}{\colortbl;\red0\green0\blue0;}{\stylesheet{\s0 Normal;}}"
    r"{\info{\title Kh\'f4ng hi\u7879?n}}{\*\generator Riched20;}"
)


def lines(body: str) -> list[str]:
    return read_rtf(f"{HEAD}{body}}}".encode("ascii")).split("\n")


def test_letters_paragraphs_and_signs() -> None:
    body = r"\pard\b K\u7870?\b0  HO\u7840?CH\par X\u432?\u7903?ng s\u7841?ch\line \{m\'e1y\} \'ea\'ecm\emdash\par"
    assert lines(body) == ["KẾ HOẠCH", "Xưởng sạch", "{máy} êìm—"]


def test_letters_of_a_font_with_a_codepage_of_its_own() -> None:
    assert lines(r"\pard\f1 \'f0o\'e0n vi\'ean\f0 \'f0\par") == ["đoàn viênð"]


def test_letters_for_older_programs_are_left_out() -> None:
    assert lines(r"\pard\uc2 s\u7889 ??n {\uc0 \u7871 x}\u7889\'3f\'3f.\par") == ["sốn ếxố."]


def test_labels_of_lists_stand_in_the_text() -> None:
    body = r"\pard{\listtext\pard\plain I.\tab}M\u7908?C\par\pard{\*\pntext 1.\tab}Gi\u7919?\par"
    assert [" ".join(line.split()) for line in lines(body)] == ["I. MỤC", "1. Giữ"]


def test_rows_of_a_table_are_lines() -> None:
    row = r"\trowd\cellx3000\cellx6000\pard\intbl {0}\cell {1}\cell\row"
    body = r"\pard Tr\par" + row.format("A", r"B\par C") + row.format("D", "E") + r"\pard Sau\par"
    assert lines(body) == ["Tr", "A | B C", "D | E", "Sau"]


def test_hidden_words_fields_and_pictures_are_left_out() -> None:
    body = r"\pard a{\v hid}b{\field{\*\fldinst PAGE}{\fldrslt 7}}{\*\shppict{\pict 89504e47}}{\footer 3}\par"
    assert lines(body) == ["ab7"]


@pytest.mark.parametrize("data", [b"", b"words", b"{\\html}"])
def test_what_is_no_rtf_is_damaged(data: bytes) -> None:
    with pytest.raises(Unreadable, match="damaged"):
        read_rtf(data)


@pytest.mark.parametrize("body", ["}}}} a", r"{\u", "{{{{", r"\'zz\u99999999? \bin5 \f9"])
def test_broken_groups_do_not_stop_the_reader(body: str) -> None:
    assert read_rtf(("{\\rtf1 xin " + body).encode()).startswith("xin")
