"""A joiner is found on the list by name, team and phone; what is only near is only suggested."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.matching import (
    Found,
    Joiner,
    called_in_team,
    match,
    middle_left_out,
    near_names,
    same_phone,
    same_team,
)
from storage.members import Known
from storage.vietnamese import fold


def known(id: int, team: str | None = None, name: str = "Lò Thị Hoa", phone: str | None = None) -> Known:
    return Known(id, 1, name, team, "direct", phone, "listed")


@pytest.mark.parametrize("said", ["chuyền 3", "Chuyen 3", "tổ may 3", "c3", "to 3", "line 3"])
def test_line_three_is_sewing_team_three(said: str) -> None:
    assert same_team("Tổ may 3", said)
    assert not same_team("Tổ may 4", said)
    assert not same_team(None, said)


def test_the_only_one_of_the_name_is_meant_where_no_team_speaks_against_it() -> None:
    hoa = known(1, "Tổ may 3")
    assert match(Joiner("Lo Thi Hoa"), [hoa]).sure == hoa
    assert match(Joiner("Lo Thi Hoa", "chuyền 3"), [hoa]).sure == hoa
    assert match(Joiner("Lo Thi Hoa", "chuyền 5"), [known(1, None)]).sure == known(1, None)
    assert match(Joiner("Lo Thi Hoa", "chuyền 5"), [hoa]) == Found(several=(hoa,), namesakes=1)


def test_of_several_the_one_of_the_team_is_meant_else_the_officer_knows() -> None:
    three, five, other = known(1, "Tổ may 3"), known(2, "Tổ may 5"), known(3, "Tổ may 5")
    assert match(Joiner("Lò Thị Hoa", "chuyền 3"), [three, five]) == Found(three, namesakes=2)
    assert match(Joiner("Lò Thị Hoa"), [three, five]) == Found(several=(three, five), namesakes=2)
    assert match(Joiner("Lò Thị Hoa", "chuyền 5"), [three, five, other]).several == (five, other)


def test_a_phone_tells_namesakes_apart() -> None:
    one, two = known(1, "Tổ may 3", phone="0912 345 678"), known(2, "Tổ may 3", phone="0987654321")
    assert match(Joiner("Lò Thị Hoa", "Tổ may 3", "+84 912.345.678"), [one, two]).sure == one


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("0912345678", "+84912345678", True),
        ("84912345678", "912345678", True),
        ("0912345678", "0912345679", False),
        ("", "", False),
        ("12", "12", False),
    ],
)
def test_phones_are_one_however_they_are_written(one: str, other: str, same: bool) -> None:
    assert same_phone(one, other) is same


@pytest.mark.parametrize(
    "said", ["Lò Thị Hao", "Lò Thị Ho", "Lo Thi Hoan", "Lò Hoa", "Lo Tho Hoa", "LÒ THỊ HÓA"]
)
def test_a_name_with_one_slip_is_near(said: str) -> None:
    names = [(1, "lo thi hoa"), (2, "pham van duc"), (3, "lo van pao")]
    assert near_names(said, names) == [1]


@pytest.mark.parametrize("said", ["Lò Thị Huệ Anh", "Vàng Thị Mai", "Hoa", "Lo", ""])
def test_another_name_is_not_near(said: str) -> None:
    assert near_names(said, [(1, "lo thi hoa"), (2, "vang thi my linh")]) == []


@given(st.lists(st.sampled_from(["lo", "thi", "kim", "hoa", "van"]), min_size=3, max_size=6), st.data())
def test_leaving_out_middle_names_is_seen_both_ways(words: list[str], data: st.DataObject) -> None:
    middle = [word for word in words[1:-1] if data.draw(st.booleans())]
    short = [words[0], *middle, words[-1]]
    assert middle_left_out(" ".join(short), " ".join(words)) is (len(short) < len(words))
    assert middle_left_out(" ".join(words), " ".join(short)) is (len(short) < len(words))


def test_who_is_called_so_in_a_team_is_found_by_the_given_name() -> None:
    people = [known(1, "Tổ may 3"), known(2, "Tổ may 5"), known(3, "Tổ may 3", "Lê Thị Hoàn")]
    assert called_in_team("hoa", "chuyền 3", people) == [people[0]]
    assert called_in_team("thị hoa", "chuyền 5", people) == [people[1]]


@given(st.text(max_size=400), st.text(max_size=60))
def test_no_name_and_no_team_breaks_the_matching(name: str, team: str) -> None:
    found = match(Joiner(name, team), [known(1, "Tổ may 3")])
    assert found.sure or found.several
    near_names(name, [(1, fold(name)), (2, "lo thi hoa")])
