"""Reads teams, units, phases, years and telephone numbers out of a message. Pure."""

from __future__ import annotations

import re

from knowledge.wording import Phrases, Wording, phrases

_PHONE = re.compile(r"(?<!\d)(?:\+?84|0)(?:[ .-]?\d){8,9}(?!\d)")
_YEAR = re.compile(r"20[1-4]\d")
_NUMBER = re.compile(r"[a-z]{0,2}\d{1,3}[a-z]?|[ivx]+|[a-h]")
_LONGEST_TEAM, _LONGEST_UNIT = 5, 12
_OF_YEAR = ("nam",)
_HEADS_OF_PEOPLE = tuple([word, "truong"] for word in ("to", "doi", "nhom", "khoa", "xuong", "chuyen"))


def phone(text: str) -> str | None:
    """The digits of a telephone number."""
    found = _PHONE.search(text)
    return re.sub(r"\D", "", found[0]) if found else None


def phase(said: Wording) -> str | None:
    """Takes "phase 2"."""
    start = 0
    while found := said.find(phrases("phases"), start):
        at, start = found[0], found[0] + 1
        if said.ends_at(start):
            continue
        size = phrases("phase_words").length_at(said, start, len(said)) or said.plain[start].isdigit()
        if size:
            return said.take(at, start + int(size))
    return None


def year(said: Wording) -> str | None:
    """Takes "this year", or a year: its figures only."""
    if found := said.find(phrases("years")):
        return said.take(found[0], sum(found))
    for at, word in enumerate(said.plain):
        if _YEAR.fullmatch(word) and not said.taken(at):
            before = at > 0 and said.plain[at - 1] in _OF_YEAR
            said.take(at - before, at + 1)
            return word
    return None


def team(said: Wording) -> str | None:
    """Takes "to may 3", "khoa cap cuu": the first group of people that is told by number or name."""
    start = 0
    while found := said.find(phrases("team_heads"), start):
        at, size = found
        start = at + 1
        stop = _team_end(said, at, at + size)
        if stop > at + size:
            return said.take(at, stop)
    return None


def _team_end(said: Wording, head: int, at: int) -> int:
    """Where the team ends that is named from `at` on; `at` when it is none."""
    if said.ends_at(at) or phrases("no_teams").length_at(said, at, len(said)):
        return at
    stops: Phrases = phrases("stops", "team_heads", "unit_heads")
    stop = at
    while stop < at + _LONGEST_TEAM and not (stop > at and said.ends_at(stop)):
        if _NUMBER.fullmatch(said.plain[stop]) and not said.written[stop].islower() | (stop == at):
            return stop + 1
        if any(c.isdigit() for c in said.plain[stop]):
            return stop + 1
        if stop > at and stops.length_at(said, stop, len(said)):
            break
        stop += 1
    if phrases("number_only").length_at(said, head, at) and stop > at:
        return at
    return _with_second_name(said, at, min(stop, len(said)))


def _with_second_name(said: Wording, at: int, stop: int) -> int:
    """With the subject behind a dash: "To Toan - Tin"."""
    if at < stop < len(said) and said.quote(stop - 1, stop + 1).count(" - "):
        both = said.written[stop - 1][:1].isupper() and said.written[stop][:1].isupper()
        return stop + 1 if both and stop - at == 1 else stop
    return stop


def unit(said: Wording) -> str | None:
    """Takes the unit named: from the word for its kind to where something else begins."""
    start = 0
    while found := said.find(phrases("unit_heads"), start):
        at, size = found
        start = at + 1
        if size == 1 and at and said.plain[at - 1 : at + 1] in _HEADS_OF_PEOPLE:
            continue
        if said.plain[at] == "toan":
            return said.take(at, at + size)
        stop = _unit_end(said, at + size)
        if stop > at + size and not phrases("no_units").length_at(said, at + size, len(said)):
            return said.take(at, stop)
    return None


def _unit_end(said: Wording, at: int) -> int:
    """The first word may not be a verb; a number may follow a name, as in "Ca phe Thang 10"."""
    stops: Phrases = phrases("stops")
    stop = at
    while stop < at + _LONGEST_UNIT and not said.ends_at(stop):
        if size := phrases("unit_heads").length_at(said, stop, len(said)):
            stop += size
            continue
        named = said.written[stop][:1].isupper()
        if not named and stops.length_at(said, stop, len(said)) and not said.plain[stop].isdigit():
            break
        stop += 1
    return stop
