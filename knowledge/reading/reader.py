"""Reads a paper whole: header, signer, names, phases, targets, deadlines, contradictions. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.documents import ReadDocument
from knowledge.headers import normal_number, read_header
from knowledge.reading import quoted
from knowledge.reading.deadlines import deadlines
from knowledge.reading.flags import flags
from knowledge.reading.items import Reading
from knowledge.reading.phases import phases
from knowledge.reading.rhythms import rhythms
from knowledge.reading.sheet import Paragraph, sheet
from knowledge.reading.signers import signer
from knowledge.reading.targets import targets
from storage.papers import Header
from storage.vietnamese import unmarked

_CITED = re.compile(
    r"(?:nghi quyet|chi thi|ke hoach|huong dan|chuong trinh|quyet dinh|cong van|thong bao)\s+(?:so\s+)?"
    r"(\d{1,4}\s*[/-]\s*[^\s,;()]+(?:\s*-\s*[a-z]+)?)(?:\s*,?\s*ngay\s+[\d/]+)?"
)
_YEAR = re.compile(r"\bnam\s+(20\d{2})\b")


def read_paper(read: ReadDocument) -> Reading:
    """Everything that the paper says, as it says it; nothing is repaired."""
    header = read_header(read.paragraphs)
    body = sheet(read.paragraphs)
    names = quoted.named(body, header.title)
    year = _year(header)
    spans = phases(body, header.title, year, header.date)
    due = deadlines(body, year)
    return Reading(
        header,
        signer(read.paragraphs),
        names[quoted.MOVEMENT],
        names[quoted.TITLE],
        names[quoted.THEME],
        names[quoted.SLOGAN],
        spans,
        targets(body, year),
        due,
        rhythms(body),
        _parents(body, header),
        flags(header, body, names[quoted.MOVEMENT], spans, due),
    )


def _year(header: Header) -> int | None:
    """The year that the title is about, else that of the paper."""
    named = _YEAR.search(unmarked(header.title or ""))
    return int(named[1]) if named else header.date.year if header.date else None


def _parents(body: Sequence[Paragraph], header: Header) -> tuple[str, ...]:
    """The papers it cites, by kind, number and date, each once."""
    found: dict[str, str] = {}
    for paragraph in body:
        for match in _CITED.finditer(paragraph.plain):
            number = normal_number(paragraph.text[slice(*match.span(1))])
            if number != header.number:
                found.setdefault(number, " ".join(paragraph.text[match.start() : match.end()].split()))
    return tuple(found.values())
