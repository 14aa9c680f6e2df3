"""Reads the units of one sheet. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from knowledge.rosters import Fault, Place, Roster, Unit, begins, phrases, plain, words
from knowledge.rosters_headings import Heading, is_below, is_heading_again
from knowledge.rosters_values import date_of, text_of
from knowledge.workbooks import UNCOUNTED, Row, Value

CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,19}")
LONGEST_NAME = 300
_LENGTHS = {"cluster": 80, "sector": 80, "employer_type": 80, "place": 120}


class _Wrong(Exception):
    """A cell that says something, and not what is asked."""

    def __init__(self, reason: str, text: str) -> None:
        super().__init__(reason)
        self.reason, self.text = reason, text


@dataclass
class UnitsSheet:
    """One sheet of units: `found` takes what it says."""

    index: int
    heading: Heading
    found: Roster

    def read(self, rows: Iterable[Row]) -> None:
        """Every row below the heading."""
        for number, cells in rows:
            if number > self.heading.last:
                self._row(Place(self.index, number), cells)

    def _row(self, place: Place, cells: list[Value]) -> None:
        texts = [text_of(cell, is_old=self.heading.is_old) for cell in cells]
        told = {each: texts[at] for each, at in self.heading.columns.items() if at < len(texts) and texts[at]}
        values = {each: cells[at] for each, at in self.heading.columns.items() if each in told}
        if UNCOUNTED in cells and "name" not in told:
            self.found.faults.append(Fault(place, "formula"))
            return
        filled = [text for text in texts if text]
        if not filled or is_heading_again(self.heading, texts):
            return
        if "name" not in told or (len(told) <= 2 and any(map(is_below, filled))):
            if "code" in told:
                self.found.faults.append(Fault(place, "unit_name_missing"))
            return
        try:
            self.found.units.append(_unit(place, told, values))
        except _Wrong as wrong:
            self.found.faults.append(Fault(place, wrong.reason, {"text": wrong.text}))


def _unit(place: Place, told: dict[str, str], values: dict[str, Value]) -> Unit:
    name = told["name"]
    if len(name) > LONGEST_NAME:
        raise _Wrong("unit_name_long", name[:60])
    begun, ended = _date(values.get("valid_from")), _date(values.get("valid_to"))
    if begun and ended and ended < begun:
        raise _Wrong("dates_crossed", f"{begun:%d/%m/%Y} – {ended:%d/%m/%Y}")
    return Unit(
        place,
        name,
        _code(told.get("code")),
        _kind(told.get("kind")),
        told.get("parent"),
        _short(told, "cluster"),
        _short(told, "sector"),
        _short(told, "employer_type"),
        _several(told.get("aliases")),
        _short(told, "place"),
        begun,
        ended,
        _several(told.get("successor")),
        _standing(told.get("standing")),
        _size(values.get("size")),
    )


def _code(text: str | None) -> str | None:
    if text is None:
        return None
    code = text.upper().replace(" ", "")
    if not CODE.fullmatch(code):
        raise _Wrong("code_odd", text)
    return code


def _kind(text: str | None) -> str | None:
    if text is None:
        return None
    found = words("kinds").get(plain(text))
    if found is None:
        raise _Wrong("kind_unknown", text)
    return found


def kind_by_name(name: str) -> str | None:
    """The kind that a unit's name begins with; None where it tells none."""
    folded = plain(name)
    for kind in ("province", "upper", "board"):
        if begins(folded, phrases("kinds_by_name", kind)):
            return kind
    return None


def _short(told: dict[str, str], what: str) -> str | None:
    text = told.get(what)
    return text[: _LENGTHS[what]] if text else None


def _several(text: str | None) -> tuple[str, ...]:
    pieces = re.split(r"[;\n|]", text) if text else []
    return tuple(dict.fromkeys(piece.strip()[:LONGEST_NAME] for piece in pieces if piece.strip()))


def _date(value: Value) -> date | None:
    if value is None:
        return None
    found = date_of(value)
    if found is None:
        raise _Wrong("date_odd", text_of(value))
    return found


def _standing(text: str | None) -> str | None:
    if text is None:
        return None
    found = words("standings").get(plain(text))
    if found is None:
        raise _Wrong("standing_unknown", text)
    return found


def _size(value: Value) -> int | None:
    digits = re.sub(r"\D", "", text_of(value))
    return int(digits) if digits and len(digits) < 8 else None
