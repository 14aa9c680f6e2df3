"""Who of a unit's list a joiner may be: by name, team and phone; near names are only suggestions. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from handlers.teams import settled_team
from storage.members import Known
from storage.vietnamese import fold

SUGGESTED = 2
NATIONAL = 9  # digits of a phone number without its leading 0 or +84


@dataclass(frozen=True, slots=True)
class Joiner:
    """What a newcomer said."""

    name: str
    team: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """`sure`: the one person meant. `several`: of that name, the officer knows which. `near`: perhaps.

    `namesakes` counts all of exactly that name.
    """

    sure: Known | None = None
    several: tuple[Known, ...] = ()
    near: tuple[Known, ...] = ()
    namesakes: int = 0

    @property
    def nobody(self) -> bool:
        return self.sure is None and not self.several and not self.near


def match(joiner: Joiner, namesakes: Sequence[Known]) -> Found:
    """Among people of exactly that name: the one of that phone, or of that team, or the only one."""
    count = len(namesakes)
    by_phone = [each for each in namesakes if same_phone(each.phone, joiner.phone)]
    if len(by_phone) == 1:
        return Found(by_phone[0], namesakes=count)
    in_team = [each for each in namesakes if same_team(each.team, joiner.team)]
    if len(in_team) == 1:
        return Found(in_team[0], namesakes=count)
    unknown = joiner.team is None or not (namesakes and namesakes[0].team)
    if count == 1 and unknown:
        return Found(namesakes[0], namesakes=1)
    return Found(several=tuple(in_team or namesakes), namesakes=count)


def same_team(listed: str | None, said: str | None) -> bool:
    """Whether both name one team: "chuyen 3" is "To may 3"."""
    if listed is None or said is None:
        return False
    return fold(settled_team(said, [listed])) == fold(listed)


def same_phone(one: str | None, other: str | None) -> bool:
    """Whether both are one number, however they are written."""
    first, second = national(one or ""), national(other or "")
    return bool(first) and first == second


def national(phone: str) -> str:
    """The last nine digits; empty for what is no phone number."""
    digits = re.sub(r"\D", "", phone)
    return digits[-NATIONAL:] if NATIONAL <= len(digits) <= NATIONAL + 3 else ""


def near_names(name: str, names: Iterable[tuple[int, str]]) -> list[int]:
    """Ids of people whose folded name is nearly this one: a letter off or swapped, a middle name left out."""
    said, known = fold(name), list(names)
    folded = [each for _, each in known]
    off = process.extract(said, folded, scorer=OSA.distance, score_cutoff=1, limit=SUGGESTED + 1)
    ids = [known[index][0] for _, _, index in off]
    ids += [id for id, each in known if id not in ids and middle_left_out(said, each)]
    return ids if len(said) > len("hoa") else []


def middle_left_out(one: str, other: str) -> bool:
    """Whether two folded names differ only by middle names that one of them leaves out."""
    short, long = sorted((one.split(), other.split()), key=len)
    if not 1 < len(short) < len(long) or short[0] != long[0] or short[-1] != long[-1]:
        return False
    rest = iter(long)
    return all(word in rest for word in short)


def called_in_team(name: str, team: str | None, known: Iterable[Known]) -> list[Known]:
    """Those of a team who are called so in short: "Hoa, chuyen 3"."""
    words = fold(name).split()
    return [
        each
        for each in known
        if fold(each.name).split()[-len(words) :] == words and same_team(each.team, team)
    ]
