"""Reads the people of one sheet: rows to members, whatever stands between and below them left out. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from knowledge.rosters import Fault, Member, Place, Roster, UnitRef, names_group
from knowledge.rosters_headings import Heading, is_below, is_heading_again
from knowledge.rosters_values import (
    is_marked,
    name_fault,
    name_of,
    phone_of,
    sex_of,
    text_of,
    work_of,
)
from knowledge.workbooks import UNCOUNTED, Row, Value

_NUMBER = re.compile(r"\d{1,7}\.?")
_ROMAN = re.compile(r"[IVXLC]{1,6}\.?|[A-H]\.?")
LONGEST_TEAM = 120


@dataclass
class PeopleSheet:
    """One sheet of people: `found` takes what it says. `title` is the unit that its name or title tells."""

    index: int
    heading: Heading
    found: Roster
    title: UnitRef | None = None
    _group: str | None = None
    _signed: bool = False
    _refs: dict[UnitRef, UnitRef] = field(default_factory=dict)
    _pending: Member | None = None
    _numbered: bool = False

    def read(self, rows: Iterable[Row]) -> None:
        """Every row below the heading."""
        for number, cells in rows:
            if number > self.heading.last:
                self._row(number, cells)
        self._settle()

    def _row(self, number: int, cells: list[Value]) -> None:
        texts = [text_of(cell, is_old=self.heading.is_old) for cell in cells]
        filled = [text for text in texts if text]
        place = Place(self.index, number)
        if UNCOUNTED in cells and self._holds_formula(cells):
            self._settle()
            self.found.faults.append(Fault(place, "formula"))
            return
        name = self._name(texts)
        if not filled or is_heading_again(self.heading, texts) or self._is_below(name, texts, filled):
            return
        is_numbered = self._is_numbered(cells, texts)
        if not is_numbered and len(filled) <= 2 and self._takes_group(filled):
            return
        if not is_numbered and self._goes_on(name, texts, filled):
            return
        self._settle()
        self._person(place, name, cells, texts)
        self._numbered = is_numbered

    def _is_numbered(self, cells: list[Value], texts: list[str]) -> bool:
        """Whether the row has a number of its own, though nobody may have worked it out."""
        at = self.heading.columns.get("number", -1)
        is_formula = 0 <= at < len(cells) and cells[at] == UNCOUNTED
        return is_formula or _NUMBER.fullmatch(self._text(texts, "number")) is not None

    def _holds_formula(self, cells: list[Value]) -> bool:
        wanted = {self.heading.columns.get(each) for each in ("name", "family", "given", "unit", "code")}
        return any(cell == UNCOUNTED and at in wanted for at, cell in enumerate(cells))

    def _text(self, texts: list[str], what: str) -> str:
        column = self.heading.columns.get(what, -1)
        return texts[column] if 0 <= column < len(texts) else ""

    def _name(self, texts: list[str]) -> str:
        if "family" in self.heading.columns and "given" in self.heading.columns:
            return f"{self._text(texts, 'family')} {self._text(texts, 'given')}".strip()
        name = self._text(texts, "name")
        rest = self.heading.columns.get("name", -1) + 1
        beside = texts[rest] if 0 < rest < len(texts) and rest not in self.heading.labels else ""
        return f"{name} {beside}".strip()  # a heading merged over two columns: "Ho va ten" above both

    def _is_below(self, name: str, texts: list[str], filled: list[str]) -> bool:
        if _NUMBER.fullmatch(self._text(texts, "number")) and name:
            return False
        what = next((w for text in filled if (w := is_below(text))), None)
        if what is None and not self._signed:
            return False
        self._settle()
        self._signed = self._signed or what == "signature"
        return what is not None or len(filled) <= 2

    def _takes_group(self, filled: list[str]) -> bool:
        """ "To may 1" or "II. Phan xuong cat" alone in a row: those below belong there."""
        texts = [text for text in filled if not _ROMAN.fullmatch(text)]
        text = re.sub(r"^(?:[IVXLC]{1,6}|\d{1,2}|[A-H])[.)/]\s*", "", texts[0]) if texts else ""
        if len(texts) != 1 or not (names_group(text) or len(texts) < len(filled)):
            return False
        self._settle()
        self._group = text[:LONGEST_TEAM]
        return True

    def _goes_on(self, name: str, texts: list[str], filled: list[str]) -> bool:
        """A row with nothing but a piece of a name ends the name of the numbered row before."""
        if not self._pending or not self._numbered or not name:
            return False
        most = 4 if len(self._pending.name.split()) == 1 else 2
        pieces = sum(bool(self._text(texts, each)) for each in ("name", "family", "given"))
        if pieces != len(filled) or len(name.split()) > most or name_fault(f"A {name}"):
            return False
        self._pending = self._pending._replace(name=name_of(f"{self._pending.name} {name}"))
        return True

    def _person(self, place: Place, name: str, cells: list[Value], texts: list[str]) -> None:
        if not name:
            told = sum(bool(self._text(texts, each)) for each in self.heading.columns)
            if told > 1:
                self.found.faults.append(Fault(place, "name_missing"))
            return
        team = self._text(texts, "team") or self._group
        self._pending = Member(
            place,
            self._unit(texts),
            name_of(name),
            team[:LONGEST_TEAM] if team else None,
            self._work(texts),
            self._sex(texts),
            self._phone(cells, texts),
        )
        if "number" not in self.heading.columns:
            self._settle()

    def _settle(self) -> None:
        """The person read last is complete: no second line of the name can come any more."""
        person, self._pending = self._pending, None
        if person is None:
            return
        fault = name_fault(person.name)
        if fault:
            self.found.faults.append(Fault(person.place, fault, {"name": person.name}))
        else:
            self.found.members.append(person)

    def _unit(self, texts: list[str]) -> UnitRef | None:
        code, name = self._text(texts, "code") or None, self._text(texts, "unit") or None
        if code is None and name is None:
            return self.title
        ref = UnitRef(code, name)
        return self._refs.setdefault(ref, ref)

    def _work(self, texts: list[str]) -> str | None:
        for kind in ("direct", "office"):
            if is_marked(self._text(texts, kind)):
                return kind
        return work_of(self._text(texts, "work"))

    def _sex(self, texts: list[str]) -> str | None:
        for sex in ("male", "female"):
            if is_marked(self._text(texts, sex)):
                return sex
        return sex_of(self._text(texts, "sex"))

    def _phone(self, cells: list[Value], texts: list[str]) -> str | None:
        if not self._text(texts, "phone"):
            return None
        phone = phone_of(cells[self.heading.columns["phone"]])
        self.found.phones += phone is None
        return phone
