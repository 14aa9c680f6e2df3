"""Lists as unions write them, made for the tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

Rows = Iterable[Any]  # rows of cells, whatever they hold


def xlsx(pages: Mapping[str, Rows] | Rows, merged: Iterable[str] = (), font: str | None = None) -> bytes:
    """A workbook of these sheets; `merged` ranges of the first; `font` of every cell."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    book.remove(first)
    named = pages if isinstance(pages, Mapping) else {"Sheet1": pages}
    for name, rows in named.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(list(row))
        if font:
            for cells in page.iter_rows():
                for cell in cells:
                    cell.font = Font(name=font)
    for each in merged:
        book.worksheets[0].merge_cells(each)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def of_may2() -> bytes:
    """What the officer of MAY2 hands in: some known, some new, some that cannot be taken."""
    return xlsx(
        {
            "Danh sách": [
                ["CÔNG ĐOÀN CƠ SỞ CÔNG TY MAY SỐ 2"],
                ["DANH SÁCH ĐOÀN VIÊN NĂM 2026"],
                [],
                ["STT", "Họ và tên", "Giới tính", "Ngày sinh", "Tổ", "Số điện thoại", "Đơn vị"],
                [1, "Giàng Thị Mỷ", "Nữ", "02/03/1990", "Tổ may 3", None, None],
                [2, "Bùi Thị Yến", "Nữ", "1991", "Tổ may 1", 912345678, None],
                [3, "LÒ VĂN INH", "Nam", "05/1988", "Tổ cắt", "0987.654.321", None],
                [4, "Nông Thị Hiền", "Nữ", None, "Tổ may 5", None, None],
                [5, "Hạnh", "Nữ", None, "Tổ may 5", None, None],
                [6, "Vũ Thị Lan", "Nữ", None, "Tổ may 4", None, "Công ty May số 3"],
                ["Tổng cộng: 6 người"],
                [None, "Ngày 14 tháng 4 năm 2026"],
                [None, "CHỦ TỊCH"],
                [None, "Nguyễn Thị Thu"],
            ]
        }
    )


_BOOK = '<workbook xmlns:r="r"><sheets><sheet name="Trang" sheetId="1" r:id="rId1"/></sheets></workbook>'
_LINKS = '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'


def bare(rows: str, strings: str = "", styles: str = "") -> bytes:
    """A workbook written by hand, as Excel itself lays it out: texts shared by several cells."""
    parts = {
        "xl/workbook.xml": _BOOK,
        "xl/_rels/workbook.xml.rels": _LINKS,
        "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{rows}</sheetData></worksheet>",
        "xl/sharedStrings.xml": f"<sst>{strings}</sst>",
        "xl/styles.xml": f"<styleSheet>{styles}</styleSheet>",
    }
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return file.getvalue()
