"""The words of lists of people and units, and what is read out of one. Pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from storage.vietnamese import clean, fold

_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_BETWEEN = re.compile(r"[^a-z0-9✓✔√]+")
_ASIDE = re.compile(r"\([^)]*\)|\*+")


class Place(NamedTuple):
    """Where a row stands: the sheet's index from 0, the row's number from 1."""

    sheet: int
    row: int


class UnitRef(NamedTuple):
    """How a row names a unit: by its code, by a name, by both; or only the lines of the sheet's title do."""

    code: str | None
    name: str | None
    title: str | None = None


class Member(NamedTuple):
    """One person of the list. `unit` None: neither row nor sheet says where; the others None: not told."""

    place: Place
    unit: UnitRef | None
    name: str
    team: str | None
    work: str | None  # "direct", "office"
    sex: str | None  # "male", "female"
    phone: str | None  # 0912345678


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit of the list; what is None or empty was not told, and is left as it is."""

    place: Place
    name: str
    code: str | None = None
    kind: str | None = None
    parent: str | None = None
    cluster: str | None = None
    sector: str | None = None
    employer_type: str | None = None
    aliases: tuple[str, ...] = ()
    where: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    successors: tuple[str, ...] = ()
    standing: str | None = None
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row is not taken: the reason's name, and what fills the blanks of its sentence."""

    place: Place
    reason: str
    blanks: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Roster:
    """All that a workbook says. `sheets` are their names; `unread` those in which no list was found.

    `private`: headings of columns that are never kept; `unknown`: of those nobody asked for.
    `phones`: how many numbers could not be read and were left out.
    """

    sheets: tuple[str, ...] = ()
    members: list[Member] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    private: dict[str, None] = field(default_factory=dict)
    unknown: dict[str, None] = field(default_factory=dict)
    phones: int = 0

    @property
    def rows(self) -> int:
        """How many rows were looked at as people or units."""
        return len(self.members) + len(self.units) + len(self.faults)


@lru_cache(1 << 16)
def plain(text: str) -> str:
    """Folded, without what stands in brackets, letters and digits alone: for comparing words."""
    return _BETWEEN.sub(" ", fold(_ASIDE.sub(" ", text))).strip()


@cache
def words(table: str) -> Mapping[str, str]:
    """Word -> what it means, of one table of the vocabulary."""
    return {plain(word): meaning for meaning, listed in _WORDS[table].items() for word in listed}


@cache
def phrases(table: str, name: str) -> tuple[str, ...]:
    """One list of the vocabulary, folded, the longest first."""
    return tuple(sorted(map(plain, _WORDS[table][name]), key=len, reverse=True))


@cache
def _as_written(table: str, name: str) -> tuple[str, ...]:
    return tuple(_WORDS[table][name])


def names_group(text: str) -> bool:
    """Whether a text names a team. With its marks, for some words are family names without them; a text
    typed without any marks needs a number."""
    written = clean(text).lower()
    if text.isascii():
        numbered = any(letter.isdigit() for letter in text)
        return numbered and begins(plain(text), phrases("groups", "words"))
    return begins(written, _as_written("groups", "words"))


def begins(text: str, listed: Sequence[str]) -> bool:
    """Whether a folded text begins with one of the phrases, whole words alone."""
    return any(text == each or text.startswith(f"{each} ") for each in listed)


def is_private(heading: str) -> bool:
    """Whether a heading names what is never kept: birth, papers of identity, home, pay."""
    padded = f" {heading} "
    return any(f" {each} " in padded for each in phrases("private", "words"))
