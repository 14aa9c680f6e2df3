"""Writes the record of processing as a Word file, A4, ready to print and to fill in by hand."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from bot import texts
from reports.record import Part

FONT = "Times New Roman"


def written(head: tuple[str, str, str], parts: Sequence[Part]) -> bytes:
    """The file."""
    paper = Document()
    _page(paper)
    title, subtitle, made = head
    _centred(paper, title, 14)
    _centred(paper, subtitle, 13)
    paper.add_paragraph(made)
    for part in parts:
        _part(paper, part)
    paper.add_paragraph(texts.say("record.signed")).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    file = BytesIO()
    paper.save(file)
    return file.getvalue()


def _page(paper: Paper) -> None:
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(20)
    section.top_margin = section.bottom_margin = Mm(20)
    font = paper.styles["Normal"].font
    font.name, font.size = FONT, Pt(13)


def _centred(paper: Paper, text: str, size: int) -> None:
    paragraph = paper.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.bold, run.font.size = True, Pt(size)


def _part(paper: Paper, part: Part) -> None:
    heading = paper.add_paragraph()
    heading.paragraph_format.keep_with_next = True
    heading.add_run(part.title).bold = True
    for line in part.lines:
        paper.add_paragraph(line)
    if not part.table:
        return
    table = paper.add_table(rows=0, cols=len(part.table[0]))
    table.style = "Table Grid"
    for number, row in enumerate(part.table):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = ""
            cell.paragraphs[0].add_run(text).bold = number == 0
    paper.add_paragraph()
