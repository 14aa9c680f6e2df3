"""Excel files that add up, open anywhere and run nothing."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from reports.spreadsheet import Share, Sheet, write

SHEET = Sheet(
    "Đăng ký",
    ("Tình hình", "Đơn vị: X"),
    ("Đơn vị", "Đoàn viên", "Đã đăng ký", "Tỷ lệ"),
    (
        ("Tổ 1", 40, 10, Share(2, 1)),
        ("Tổ 2", 0, 0, Share(2, 1)),
        ("Tổ 3", None, None, "chưa có danh sách"),
    ),
    "Cộng",
)


def page(sheet: Sheet) -> Worksheet:
    found = load_workbook(BytesIO(write(sheet))).active
    assert isinstance(found, Worksheet)
    return found


def test_the_header_stays_in_sight_and_shares_are_formulas() -> None:
    found = page(SHEET)
    assert found.freeze_panes == "A5"
    assert [cell.value for cell in found[4]] == ["Đơn vị", "Đoàn viên", "Đã đăng ký", "Tỷ lệ"]
    assert found["D5"].value == '=IF(N(B5)=0,"",C5/B5)'
    assert found["D5"].number_format == "0.0%"


def test_the_last_row_adds_up_what_stands_above_it() -> None:
    found = page(SHEET)
    assert [cell.value for cell in found[8]] == [
        "Cộng",
        "=SUM(B5:B7)",
        "=SUM(C5:C7)",
        '=IF(N(B8)=0,"",C8/B8)',
    ]


@pytest.mark.parametrize("text", ["=1+1", "+84912", "-x", "@SUM(A1)", '=HYPERLINK("http://x")'])
def test_what_looks_like_a_formula_stays_text(text: str) -> None:
    found = page(Sheet("x", (text,), (text,), ((text, 1),)))
    for place in ("A1", "A3", "A4"):
        assert found[place].data_type == "s"
        assert found[place].value == text
        assert found[place].quotePrefix


def test_what_is_not_known_stays_empty() -> None:
    found = page(SHEET)
    assert found["B7"].value is None
    assert found["D7"].value == "chưa có danh sách"


def test_a_table_without_rows_is_still_a_file() -> None:
    assert page(Sheet("x", ("t",), ("a",), (), "Cộng"))["A3"].value == "a"
