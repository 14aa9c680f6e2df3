"""The kinds of answer: what a question asks for, what a passage holds, where in a paper that stands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from storage.papers import HEADER, RECIPIENTS, SIGNATURE
from storage.vietnamese import fold, unmarked

_TABLES = tomllib.loads((Path(__file__).parent / "answer_kinds.toml").read_text(encoding="utf-8"))
STOP = frozenset(map(fold, _TABLES["stop"]["words"].split()))
SYNONYMS: dict[str, tuple[str, ...]] = {
    fold(word): tuple(map(fold, others)) for word, others in _TABLES["synonyms"].items()
}
LONGEST_SYNONYM = max(len(word.split()) for word in SYNONYMS)


def _any_of(phrases: list[str], not_after: Iterable[str] = ()) -> re.Pattern[str]:
    before = "".join(rf"(?<!{re.escape(fold(word))} )" for word in not_after)
    return re.compile("|".join(rf"(?<!\w){before}{re.escape(fold(phrase))}(?!\w)" for phrase in phrases))


_SUBJECTS = _any_of(sorted(_TABLES["subjects"]["words"], key=len, reverse=True))
_WANTED = {kind: _any_of(phrases) for kind, phrases in _TABLES["wanted"].items()}
_NOT_AFTER = _TABLES["roles"].pop("not_after")
_ROLES = {role: _any_of(phrases, _NOT_AFTER) for role, phrases in _TABLES["roles"].items()}
_QUANTITY = re.compile(r"\b(?:may|bao nhieu)\s+([a-z]+)(?:\s+([a-z]+))?")
TELLING = frozenset({"percent", "money", "reward", "phone", "link"})
_HELD = {
    "percent": re.compile(r"\d\s*%|phan tram"),
    "number": re.compile(r"(?<![/\d.])\d+(?:[.,]\d+)*(?![/\d])"),
    "date": re.compile(
        r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|ngay \d{1,2}|thang\s+\d|quy (?:i|\d)|\d{4}\s*[-–]\s*\d{4}"
    ),
    "period": re.compile(r"dinh ky|hang (?:nam|thang|quy|tuan)|\d+ (?:thang|nam)|moi (?:nam|thang|quy)"),
    "money": re.compile(r"\d[\d.,]*\s*(?:dong|trieu|ty|nghin|vnd|d)\b|muc luong co so"),
    "reward": re.compile(
        r"giay (?:chung nhan|khen)|bang khen|co thi dua|\d dong\b|tien thuong|phan thuong|gan bien"
    ),
    "board": re.compile(r"\b(?:ban [a-z]|cong doan|lien doan|ldld|cdcs|van phong|hoi dong|doan vien)"),
    "name": re.compile(r"[\"“”«]"),
    "link": re.compile(r"https?:|www\.|\.vn\b|\.com\b|bieu mau|mau so"),
    "phone": re.compile(r"\b0\d{8,10}\b|@"),
    "place_of": re.compile(r"dia chi|tai (?:so|hoi truong|phong)|duong "),
}


@lru_cache(4096)
def wanted(folded: str) -> frozenset[str]:
    """The kinds of answer that a folded question asks for."""
    return frozenset(kind for kind, pattern in _WANTED.items() if pattern.search(folded))


@lru_cache(4096)
def held(text: str) -> frozenset[str]:
    """The kinds of answer that a text could give."""
    plain = unmarked(text)
    return frozenset(kind for kind, pattern in _HELD.items() if pattern.search(plain))


def counted(folded: str) -> str | None:
    """The (folded) thing whose number a folded question asks for."""
    found = _QUANTITY.search(folded)
    return " ".join(word for word in found.groups() if word) if found else None


def gives_number(text: str, thing: str) -> bool:
    """Whether a folded text has a number right before or after the thing."""
    name = re.escape(thing)
    return bool(re.search(rf"\d[\d.,\s%–-]*(?:\w+\s+)?{name}|{name}\W+(?:\w+\W+)?\d", text))


def subjects(folded: str) -> frozenset[str]:
    """The subjects a folded question names that an answer to it has to name too."""
    return frozenset(_SUBJECTS.findall(folded))


@lru_cache(4096)
def places_in_paper(folded: str) -> frozenset[str]:
    """The parts of a paper (HEADER, SIGNATURE, RECIPIENTS) that a folded question points to."""
    return frozenset(role for role in (HEADER, SIGNATURE, RECIPIENTS) if _ROLES[role].search(folded))
