"""Writes the Excel files about lists: rows not taken, people missing, what was taken, an empty form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import islice

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from bot import texts
from knowledge import workbooks
from knowledge.rosters import Fault, Member, Place, Roster, Unit
from knowledge.rosters_headings import Heading, find_heading
from knowledge.rosters_reading import SAMPLE
from knowledge.rosters_values import text_of
from reports.lists_plan import ListPlan
from storage.imports import KnownPerson

MOST_REFUSED = 20_000  # rows in the file of what was not taken
_FILL = PatternFill("solid", fgColor="DDEBF7")
_PEOPLE = ("number", "name", "sex", "team", "work", "phone", "unit", "code")
_UNITS = (
    "code",
    "unit",
    "kind",
    "parent",
    "cluster",
    "sector",
    "employer",
    "aliases",
    "place",
    "from",
    "to",
    "successor",
    "standing",
    "size",
)
_WIDE = {"name": 28, "unit": 36, "parent": 36, "aliases": 30, "successor": 30}

Cell = str | int | None


@dataclass(frozen=True)
class Page:
    """One sheet: `above` stands over the heading."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    above: Sequence[str] = ()
    widths: Sequence[int] = ()


def book(pages: Iterable[Page]) -> bytes:
    """The Excel file. Text stays text, whatever it begins with."""
    made = Workbook(write_only=True)
    used: set[str] = set()
    for page in pages:
        sheet = made.create_sheet(_free(page.name, used))
        if not isinstance(sheet, WriteOnlyWorksheet):
            raise TypeError("a book that is only written has other sheets")
        for column, width in enumerate(page.widths, 1):
            sheet.column_dimensions[get_column_letter(column)].width = width  # type: ignore[attr-defined]
        sheet.freeze_panes = f"A{len(page.above) + 2}"
        for line in page.above:
            sheet.append([_cell(sheet, line)])
        sheet.append([_heading(sheet, column) for column in page.columns])
        for row in page.rows:
            sheet.append([_cell(sheet, value) for value in row])
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def _free(name: str, used: set[str]) -> str:
    plain = "".join(" " if letter in "[]:*?/\\" else letter for letter in name).strip(" '")[:25] or "-"
    free = next(each for n in range(1, 1000) if (each := plain if n == 1 else f"{plain} {n}") not in used)
    used.add(free)
    return free


def _cell(sheet: WriteOnlyWorksheet, value: Cell) -> object:
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s"
    cell.quotePrefix = value[:1] in {"=", "+", "-", "@"}
    return cell


def _heading(sheet: WriteOnlyWorksheet, text: str) -> object:
    cell = WriteOnlyCell(sheet, text)
    cell.font, cell.fill = Font(bold=True), _FILL
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    return cell


# --- rows not taken ------------------------------------------------------------------------------


def refused(source: workbooks.Workbook, faults: Sequence[Fault]) -> bytes:
    """The rows as they stand in the file, each with its number, why it was not taken and what to do.

    Columns that are never kept are left out. The file can be mended and handed in itself.
    """
    by_sheet: dict[int, list[Fault]] = {}
    for fault in faults[:MOST_REFUSED]:
        by_sheet.setdefault(fault.place.sheet, []).append(fault)
    return book(_refused(source, index, found) for index, found in by_sheet.items())


def _refused(source: workbooks.Workbook, index: int, faults: list[Fault]) -> Page:
    sheet = source.sheets[index]
    rows = source.rows(sheet)
    sample = list(islice(rows, SAMPLE))
    heading = find_heading(sample)
    if heading is None:
        raise ValueError("the sheet had a heading before")
    kept = [column for column in sorted(heading.labels) if column not in heading.private]
    ours = ("lists.column_row", "lists.column_why", "lists.column_do")
    columns = [*(heading.labels[column] for column in kept), *map(texts.say, ours)]
    wanted = {fault.place.row: fault for fault in faults}
    original = {
        number: cells for number, cells in _both(sample, rows) if number in wanted and number > heading.last
    }
    lines = (_refused_row(heading, kept, original.get(row, []), fault) for row, fault in wanted.items())
    title = [line for line in heading.above if line][:5]
    return Page(sheet.name or texts.say("lists.sheet_refused"), columns, lines, title, [16] * len(columns))


def _both(sample: list[workbooks.Row], rows: Iterator[workbooks.Row]) -> Iterator[workbooks.Row]:
    yield from sample
    yield from rows


def _refused_row(
    heading: Heading, kept: Sequence[int], cells: Sequence[workbooks.Value], fault: Fault
) -> list[Cell]:
    texts_of = [
        text_of(cells[column], is_old=heading.is_old) if column < len(cells) else "" for column in kept
    ]
    return [*(text or None for text in texts_of), fault.place.row, why(fault), what_to_do(fault)]


def why(fault: Fault) -> str:
    """The reason why a row is not taken, as a sentence without its end."""
    return texts.say(f"lists.why.{fault.reason}", **fault.blanks)


def what_to_do(fault: Fault) -> str:
    """How the row can be mended."""
    return texts.say(f"lists.do.{fault.reason}")


def where(fault: Fault, sheets: Sequence[str]) -> str:
    """Which row it is: sheet and number."""
    place: Place = fault.place
    if len(sheets) > 1:
        return texts.say("lists.where", sheet=sheets[place.sheet], row=place.row)
    return texts.say("lists.where_only", row=place.row)


# --- people missing ------------------------------------------------------------------------------


def missing(people: Sequence[KnownPerson], units: dict[int, str]) -> bytes:
    """Who stands on the units' present lists and not in the file."""
    columns = [texts.say(f"lists.column_{each}") for each in ("unit", "name", "team")]
    rows = ((units.get(each.unit_id, ""), each.name, each.team) for each in people)
    return book([Page(texts.say("lists.sheet_missing"), columns, rows, widths=(36, 28, 18))])


# --- our own shape -------------------------------------------------------------------------------


def template() -> bytes:
    """An empty form with both sheets."""
    return book([_people_page(()), _units_page(())])


def filled(units: Iterable[tuple[Unit, str | None]], people: Iterable[tuple[Member, str]]) -> bytes:
    """The form filled in: units with their codes, people with the codes of their units."""
    return book([_units_page(units), _people_page(people)])


def taken(plan: ListPlan, roster: Roster) -> bytes:
    """What was taken of a list, in our own shape: it can be handed in again, and holds nothing else."""
    refused_places = {fault.place for fault in plan.faults}
    codes = {each.row.place: each.code for each in plan.units.added}
    units = [unit for unit in roster.units if unit.place not in refused_places]
    people = [
        (member, plan.codes[spot])
        for spot, members in plan.accepted.items()
        for member in members
        if member.place not in refused_places
    ]
    people.sort(key=lambda each: each[0].place)
    return filled([(unit, codes.get(unit.place, unit.code)) for unit in units], people)


def _people_page(rows: Iterable[tuple[Member, str]]) -> Page:
    columns = [texts.say(f"lists.column_{each}") for each in _PEOPLE]
    lines = (_person(number, member, code) for number, (member, code) in enumerate(rows, 1))
    widths = [_WIDE.get(each, 16) for each in _PEOPLE]
    return Page(texts.say("lists.sheet_people"), columns, lines, widths=widths)


def _person(number: int, member: Member, code: str) -> list[Cell]:
    sex = texts.say(f"lists.sex_{member.sex}") if member.sex else None
    work = texts.say(f"lists.work_{member.work}") if member.work else None
    return [number, member.name, sex, member.team, work, member.phone, None, code]


def _units_page(rows: Iterable[tuple[Unit, str | None]]) -> Page:
    columns = [texts.say(f"lists.column_{each}") for each in _UNITS]
    widths = [_WIDE.get(each, 16) for each in _UNITS]
    lines = (_unit(unit, code) for unit, code in rows)
    return Page(texts.say("lists.sheet_units"), columns, lines, widths=widths)


def _unit(unit: Unit, code: str | None) -> list[Cell]:
    return [
        code,
        unit.name,
        texts.say(f"lists.kind_{unit.kind}") if unit.kind else None,
        unit.parent,
        unit.cluster,
        unit.sector,
        unit.employer_type,
        "; ".join(unit.aliases) or None,
        unit.where,
        _day(unit.valid_from),
        _day(unit.valid_to),
        "; ".join(unit.successors) or None,
        texts.say(f"lists.standing_{unit.standing}") if unit.standing else None,
        unit.size,
    ]


def _day(day: date | None) -> str | None:
    return f"{day:%d/%m/%Y}" if day else None
