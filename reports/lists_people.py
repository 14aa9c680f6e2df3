"""Who of a list is who of a unit: the same person again, somebody new, somebody missing. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from knowledge.rosters import Member
from knowledge.rosters_values import same_but_marks
from storage.imports import KnownPerson
from storage.people import CONFIRMED, LEFT, LISTED
from storage.vietnamese import fold


@dataclass
class Matched:
    """One unit's people and one unit's rows. `elsewhere`: of people who moved on; `twice`: given before."""

    same: list[tuple[KnownPerson, Member]] = field(default_factory=list)
    new: list[Member] = field(default_factory=list)
    missing: list[KnownPerson] = field(default_factory=list)
    elsewhere: list[Member] = field(default_factory=list)
    twice: list[Member] = field(default_factory=list)


def match(people: Iterable[KnownPerson], gone: Iterable[KnownPerson], rows: Sequence[Member]) -> Matched:
    """Pairs a unit's people with the rows that name it.

    Namesakes are told apart by team, then telephone, then their order. First come all pairs that change
    nothing, as many as there can be: so the same list a second time finds everybody as they are.
    """
    found = Matched()
    known, moved = _by_name(people), _by_name(gone)
    for name, given in _rows_by_name(rows, found).items():
        group = _Group(given)
        here = known.pop(name, [])
        ours = [each for each in here if each.status != LEFT]
        ours = group.pair_unchanged(ours)
        ours = group.pair(ours)
        group.pair([each for each in here if each.status == LEFT])
        found.elsewhere += group.drop(moved.get(name, []))
        ours = group.pair_last(ours)
        found.same += group.same
        found.new += group.rows
        found.missing += ours
    found.missing += [each for left in known.values() for each in left if each.status != LEFT]
    return found


def _by_name(people: Iterable[KnownPerson]) -> dict[str, list[KnownPerson]]:
    found: dict[str, list[KnownPerson]] = {}
    for each in people:
        found.setdefault(each.folded, []).append(each)
    return found


def _rows_by_name(rows: Sequence[Member], found: Matched) -> dict[str, list[Member]]:
    """Rows by folded name; the same name with the same telephone once only, the rest is `twice`."""
    by_name: dict[str, list[Member]] = {}
    phones: set[tuple[str, str]] = set()
    for member in rows:
        name = fold(member.name)
        if member.phone and (name, member.phone) in phones:
            found.twice.append(member)
            continue
        if member.phone:
            phones.add((name, member.phone))
        by_name.setdefault(name, []).append(member)
    return by_name


# --- namesakes -----------------------------------------------------------------------------------

_Fits = Callable[[KnownPerson, Member], bool]


def _is_same(person: KnownPerson, row: Member) -> bool:
    return _same_team(person, row) and person.phone == row.phone


def _by_phone(person: KnownPerson, row: Member) -> bool:
    return person.phone is not None and person.phone == row.phone


def _in_team(person: KnownPerson, row: Member) -> bool:
    return _same_team(person, row) and _phones_agree(person, row)


def _teamless(person: KnownPerson, row: Member) -> bool:
    return row.team is None and _phones_agree(person, row)


def _same_team(person: KnownPerson, row: Member) -> bool:
    return person.team == row.team or fold(person.team or "") == fold(row.team or "")


def _phones_agree(person: KnownPerson, row: Member) -> bool:
    return person.phone is None or row.phone is None or person.phone == row.phone


_ROUNDS: tuple[_Fits, ...] = (_is_same, _by_phone, _in_team, _teamless)  # the surest first


class _Group:
    """Rows of one name in one unit, until each is paired."""

    def __init__(self, rows: list[Member]) -> None:
        self.rows = rows
        self.same: list[tuple[KnownPerson, Member]] = []

    def pair(self, people: list[KnownPerson], *, unchanged: bool = False) -> list[KnownPerson]:
        """Pairs row by row, the surest way first; returns the people left over.

        `unchanged`: only where the row tells nothing new.
        """
        for fits in _ROUNDS:
            rest = []
            for row in self.rows:
                fitting = (each for each in people if fits(each, row))
                person = next((each for each in fitting if not (unchanged and changes(each, row))), None)
                if person is None:
                    rest.append(row)
                    continue
                people = [each for each in people if each is not person]
                self.same.append((person, row))
            self.rows = rest
        return people

    def pair_unchanged(self, people: list[KnownPerson]) -> list[KnownPerson]:
        """Makes as many pairs as there can be in which the row tells nothing new."""
        people = self.pair(self._pair_equal(people), unchanged=True)
        if not people or not self.rows:
            return people
        people = [*people, *(person for person, _ in self.same)]
        rows = [*self.rows, *(row for _, row in self.same)]
        fitting = [[at for at, each in enumerate(people) if not changes(each, row)] for row in rows]
        taken = {len(people) - len(self.same) + n: len(self.rows) + n for n in range(len(self.same))}
        for number in range(len(self.rows)):
            _augment(number, fitting, taken)
        self.same = [(people[at], rows[number]) for at, number in taken.items()]
        used = set(taken.values())
        self.rows = [row for number, row in enumerate(rows) if number not in used]
        return [person for at, person in enumerate(people) if at not in taken]

    def _pair_equal(self, people: list[KnownPerson]) -> list[KnownPerson]:
        """Those alike to the letter, in their order; quick where hundreds share a name."""
        waiting: dict[tuple[str, str | None, str | None], list[KnownPerson]] = {}
        for person in reversed(people):
            waiting.setdefault((person.name, person.team, person.phone), []).append(person)
        rest = []
        for row in self.rows:
            alike = waiting.get((row.name, row.team, row.phone))
            if alike and not changes(alike[-1], row):
                self.same.append((alike.pop(), row))
            else:
                rest.append(row)
        self.rows = rest
        left = {person.id for each in waiting.values() for person in each}
        return [person for person in people if person.id in left]

    def drop(self, gone: list[KnownPerson]) -> list[Member]:
        """The rows of people who have moved on; they are no longer looked at."""
        moved = _Group(self.rows)
        moved.pair(list(gone))
        self.rows = moved.rows
        return [row for _, row in moved.same]

    def pair_last(self, people: list[KnownPerson]) -> list[KnownPerson]:
        """One row and one person left over of a name are the same, though something changed."""
        if len(people) != 1 or len(self.rows) != 1:
            return people
        person, row = people[0], self.rows[0]
        if not (_same_team(person, row) or _phones_agree(person, row)):
            return people
        self.same.append((person, row))
        self.rows = []
        return []


def _augment(row: int, fitting: Sequence[Sequence[int]], taken: dict[int, int]) -> bool:
    """Finds a partner for one more row; those paired before may change partners, none loses one."""
    seen: set[int] = set()
    came: dict[int, int] = {}  # partner -> the row that asks for it
    waiting = [row]
    while waiting:
        asking = waiting.pop()
        for partner in fitting[asking]:
            if partner in seen:
                continue
            seen.add(partner)
            came[partner] = asking
            if partner not in taken:
                _hand_over(partner, came, taken, row)
                return True
            waiting.append(taken[partner])
    return False


def _hand_over(partner: int, came: dict[int, int], taken: dict[int, int], first: int) -> None:
    """Goes back the way by which a free partner was found; each row takes the next one's partner."""
    held = {row: at for at, row in taken.items()}
    while True:
        row = came[partner]
        before = held.get(row)
        taken[partner] = row
        if row == first or before is None:
            return
        partner = before


# --- what changes --------------------------------------------------------------------------------


def changes(person: KnownPerson, member: Member) -> dict[str, object]:
    """What the row says otherwise: column -> new value. A mark lost on the way is no change."""
    found: dict[str, object] = {}
    if member.name != person.name and not same_but_marks(person.name, member.name):
        found["name"] = member.name
    if member.team and member.team != person.team and not same_but_marks(person.team or "", member.team):
        found["team"] = member.team
    if member.work and member.work != person.work:
        found["work_kind"] = member.work
    if member.sex and member.sex != person.sex:
        found["sex"] = member.sex
    if member.phone and member.phone != person.phone:
        found["phone"] = member.phone
    if person.status == LEFT:
        found["status"] = CONFIRMED if person.is_confirmed else LISTED
    return found


def whole(person: KnownPerson, changed: dict[str, object]) -> dict[str, object]:
    """All columns of a person as they shall stand."""
    before = {
        "key": person.id,
        "seen": person.version,
        "name": person.name,
        "team": person.team,
        "work_kind": person.work,
        "sex": person.sex,
        "phone": person.phone,
        "status": person.status,
    }
    return before | changed
