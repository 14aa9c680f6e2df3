"""Writes a table as an Excel file: frozen header, widths, formulas that add up. Runs in a child process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

_LINE = Side(style="thin", color="BFBFBF")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_FILL = PatternFill("solid", fgColor="DDEBF7")
_WIDEST = 60


@dataclass(frozen=True, slots=True)
class Share:
    """A column of shares: the figure of one column over that of another (both counted from 0)."""

    of: int
    over: int


Value = str | int | None | Share


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table. `heading` stands above it, a line a row; `total` names the last row, which adds up every
    column of numbers. A value None leaves the cell empty."""

    name: str
    heading: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    total: str | None = None


def write(sheet: Sheet) -> bytes:
    """The Excel file."""
    book = Workbook()
    page = book.active
    if not isinstance(page, Worksheet):
        raise TypeError("a new workbook has one page")
    page.title = sheet.name[:31]
    for number, line in enumerate(sheet.heading, 1):
        cell = _cell(page, number, 1)
        _text(cell, line)
        cell.font = Font(bold=number == 1, size=14 if number == 1 else 11)
    top = len(sheet.heading) + 2
    for column, title in enumerate(sheet.columns, 1):
        cell = _cell(page, top, column)
        _text(cell, title)
        cell.font, cell.fill, cell.border = Font(bold=True), _FILL, _GRID
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    for number, row in enumerate(sheet.rows, top + 1):
        _row(page, number, row)
    if sheet.total and sheet.rows:
        _total(page, sheet, top)
    page.freeze_panes = _cell(page, top + 1, 1)
    _widths(page, sheet)
    _print_setup(page, top)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(page: Worksheet, row: int, column: int) -> Cell:
    cell = page.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError("the page has merged cells")
    return cell


def _row(page: Worksheet, number: int, row: Sequence[Value]) -> None:
    for column, value in enumerate(row, 1):
        cell = _cell(page, number, column)
        cell.border = _GRID
        if isinstance(value, Share):
            over, of = (f"{get_column_letter(each + 1)}{number}" for each in (value.over, value.of))
            cell.value = f'=IF(N({over})=0,"",{of}/{over})'
            cell.number_format = "0.0%"
        elif isinstance(value, int):
            cell.value = value
            cell.number_format = "#,##0"
        elif value is not None:
            _text(cell, value)


def _total(page: Worksheet, sheet: Sheet, top: int) -> None:
    last = top + len(sheet.rows)
    row: list[Value] = []
    for column in range(len(sheet.columns)):
        values = [each[column] for each in sheet.rows]
        share = next((value for value in values if isinstance(value, Share)), None)
        row.append(share)
    _row(page, last + 1, row)
    for column in range(len(sheet.columns)):
        if any(isinstance(each[column], int) for each in sheet.rows):
            letter = get_column_letter(column + 1)
            cell = _cell(page, last + 1, column + 1)
            cell.value = f"=SUM({letter}{top + 1}:{letter}{last})"
            cell.number_format = "#,##0"
    _text(_cell(page, last + 1, 1), sheet.total or "")
    for column in range(len(sheet.columns)):
        _cell(page, last + 1, column + 1).font = Font(bold=True)


def _text(cell: Cell, text: str) -> None:
    """Text stays text: what begins with = + - @ is never a formula, here or after the cell was edited."""
    cell.value = text
    cell.data_type = "s"
    if text[:1] in {"=", "+", "-", "@"}:
        cell.quotePrefix = True


def _widths(page: Worksheet, sheet: Sheet) -> None:
    for column, title in enumerate(sheet.columns):
        found = [len(str(row[column])) for row in sheet.rows if isinstance(row[column], (str, int))]
        widest = max([*found, min(len(title), 14), 10])
        page.column_dimensions[get_column_letter(column + 1)].width = min(widest, _WIDEST) + 2


def _print_setup(page: Worksheet, top: int) -> None:
    page.print_title_rows = f"{top}:{top}"
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
