"""Who of a list is who of a unit: twice the same list is once, and nobody is merged with a namesake."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from knowledge.rosters import Member, Place
from reports.lists_people import changes, match, whole
from storage.imports import KnownPerson
from storage.people import CONFIRMED, LEFT, LISTED
from storage.vietnamese import fold

NAMES = st.sampled_from(["Lò Thị Hoa", "Lo Thi Hoa", "Lồ Thị Hoa"])
TEAMS = st.sampled_from([None, "Tổ 1", "To 1", "Tổ 2"])
PHONES = st.sampled_from([None, "0911111111", "0922222222"])
WORK = st.sampled_from([None, "direct", "office"])


def row(
    name: str = "Lò Thị Hoa", team: str | None = None, phone: str | None = None, number: int = 1
) -> Member:
    return Member(Place(0, number), None, name, team, None, None, phone)


def person(
    number: int = 1,
    name: str = "Lò Thị Hoa",
    team: str | None = None,
    phone: str | None = None,
    status: str = LISTED,
) -> KnownPerson:
    return KnownPerson(number, 1, name, fold(name), team, None, None, phone, status, 1, status == CONFIRMED)


ROWS = st.lists(
    st.builds(lambda n, t, p, w: row(n, t, p)._replace(work=w), NAMES, TEAMS, PHONES, WORK), max_size=6
)
GONE = st.lists(st.builds(lambda n, t: person(n + 900, team=t), st.integers(1, 9), TEAMS), max_size=2)


def taken(
    people: Sequence[KnownPerson], gone: Sequence[KnownPerson], rows: Sequence[Member]
) -> tuple[list[KnownPerson], int]:
    """The people after the list came in, and how many of them it changed or added."""
    found = match(people, gone, rows)
    after = {each.id: each for each in people}
    count = len(found.new)
    for known, member in found.same:
        changed = changes(known, member)
        count += bool(changed)
        told = whole(known, changed)
        after[known.id] = known._replace(
            name=str(told["name"]),
            folded=fold(str(told["name"])),
            team=told["team"],  # type: ignore[arg-type]
            work=told["work_kind"],  # type: ignore[arg-type]
            phone=told["phone"],  # type: ignore[arg-type]
            status=str(told["status"]),
        )
    for member in found.new:
        number = max(after, default=0) + 1
        made = person(number, member.name, member.team, member.phone)
        after[number] = made._replace(work=member.work)
    return [after[number] for number in sorted(after)], count


def lists_of(rows: Sequence[Member]) -> list[Member]:
    return [each._replace(place=Place(0, number)) for number, each in enumerate(rows)]


@given(ROWS, ROWS, GONE, st.sets(st.integers(1, 6)))
def test_the_same_list_a_second_time_changes_nothing(
    first: list[Member], second: list[Member], gone: list[KnownPerson], left: set[int]
) -> None:
    people, _ = taken([], gone, lists_of(first))
    people = [each._replace(status=LEFT) if each.id in left else each for each in people]
    for rows in (lists_of(first), lists_of(second)):
        people, _ = taken(people, gone, rows)
        again, count = taken(people, gone, rows)
        assert (again, count) == (people, 0)


@given(ROWS, ROWS)
def test_nobody_is_paired_twice_and_no_row_is_lost(first: list[Member], second: list[Member]) -> None:
    people, _ = taken([], [], lists_of(first))
    found = match(people, [], lists_of(second))
    paired = [each.id for each, _ in found.same]
    assert len(set(paired)) == len(paired)
    assert sorted([*paired, *(each.id for each in found.missing)]) == [each.id for each in people]
    rows = [member.place for _, member in found.same]
    rows += [each.place for each in (*found.new, *found.twice, *found.elsewhere)]
    assert sorted(rows) == [each.place for each in lists_of(second)]


def test_three_hundred_of_one_name_stay_three_hundred() -> None:
    rows = [row(team=f"Tổ {n % 3}" if n % 2 else None, number=n) for n in range(300)]
    people, added = taken([], [], rows)
    assert (len(people), added) == (300, 300)
    assert taken(people, [], rows) == (people, 0)


def test_three_hundred_of_one_name_are_told_apart_by_telephone() -> None:
    rows = [row(team="Tổ 1", phone=f"09{n:08}", number=n) for n in range(300)]
    people, _ = taken([], [], rows)
    moved = rows[7]._replace(team="Tổ 2")
    after, count = taken(people, [], [*rows[:7], moved, *rows[8:]])
    assert count == 1
    assert [each.team for each in after].count("Tổ 2") == 1
    assert after[7].phone == "0900000007"


def test_corrected_marks_are_a_change_and_lost_ones_are_none() -> None:
    known = [person(name="Lo Thi Hoa", team="Tổ 1")]
    after, count = taken(known, [], [row(team="Tổ 1")])
    assert (count, len(after), after[0].name) == (1, 1, "Lò Thị Hoa")
    assert taken(after, [], [row("Lo Thi Hoa", "to 1")]) == (after, 0)


def test_the_only_one_of_a_name_may_have_changed_teams() -> None:
    after, count = taken([person(team="Tổ 1")], [], [row(team="Tổ 2")])
    assert (count, [each.team for each in after]) == (1, ["Tổ 2"])


def test_another_telephone_in_another_team_is_another_person() -> None:
    found = match([person(team="Tổ 1", phone="0911111111")], [], [row(team="Tổ 2", phone="0922222222")])
    assert (len(found.new), len(found.missing)) == (1, 1)


def test_one_name_with_one_telephone_is_one_person_however_often_it_stands_there() -> None:
    found = match([], [], [row(phone="0911111111", number=1), row(phone="0911111111", number=2)])
    assert (len(found.new), [each.place.row for each in found.twice]) == (1, [2])


def test_what_the_list_does_not_tell_stays() -> None:
    known = person(team="Tổ 1", phone="0911111111")
    assert changes(known, row()) == {}


def test_who_left_comes_back_as_they_were() -> None:
    gone = person(status=LEFT)
    assert changes(gone, row()) == {"status": LISTED}
    assert changes(gone._replace(is_confirmed=True), row()) == {"status": CONFIRMED}


def test_who_moved_on_is_not_put_on_the_old_list_again() -> None:
    found = match([], [person(team="Tổ 1")], [row(team="Tổ 1")])
    assert (found.new, len(found.elsewhere)) == ([], 1)


def test_a_confirmed_person_is_the_one_before_somebody_who_left() -> None:
    people = [person(1, status=LEFT), person(2, status=CONFIRMED)]
    found = match(people, [], [row()])
    assert [each.id for each, _ in found.same] == [2]
