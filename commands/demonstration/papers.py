"""The demonstration's papers with their dates filled in, read the way every other paper is read."""

from __future__ import annotations

from datetime import date
from typing import Any

from commands.demonstration.data import paper, table
from commands.demonstration.dates import written
from knowledge.documents import ReadDocument
from knowledge.paragraphs import paragraphs
from knowledge.structure import structured
from storage.papers import StoredDocument

PLAN, GUIDE = "ke-hoach-47.txt", "huong-dan-09.txt"
_TEMPLATES = {PLAN: "plan.txt", GUIDE: "guide.txt"}


def papers(dates: dict[str, date], signers: dict[str, str]) -> list[StoredDocument]:
    """The plan and the guide, ready to be kept."""
    return [structured(ReadDocument(file, paragraphs(text))) for file, text in texts(dates, signers).items()]


def texts(dates: dict[str, date], signers: dict[str, str]) -> dict[str, str]:
    """File name -> the paper's text; `signers`: who signs the plan and the guide."""
    blanks = {
        **{name: written(day) for name, day in dates.items()},
        **{f"signer_{which}": name for which, name in signers.items()},
        **_phrases(dates),
    }
    return {file: paper(template).format(**blanks) for file, template in _TEMPLATES.items()}


def _phrases(dates: dict[str, date]) -> dict[str, str]:
    campaign: dict[str, Any] = table("campaign")
    first, last = dates["first_starts"].year, dates["second_ends"].year
    span = campaign["one_year"] if first == last else campaign["two_years"]
    return {
        "span": span.format(first=first, last=last),
        "signed_plan": _signed(campaign["signed"], dates["plan_issued"]),
        "signed_guide": _signed(campaign["signed"], dates["guide_issued"]),
    }


def _signed(phrase: str, on: date) -> str:
    day, month, year = written(on).split("/")
    return phrase.format(day=day, month=month, year=year)
