"""Units are found by what people call them."""

from itertools import count

import pytest

from knowledge.unit_names import UnitNames
from storage.units import BOARD, Named
from storage.vietnamese import fold

ROOT = 1
TREE = {  # id -> (name, parent, other names)
    1: ("Liên đoàn Lao động tỉnh Vĩnh Lam", None, ()),
    2: ("Công đoàn Khu công nghiệp Đông Bãi", 1, ()),
    3: ("Công đoàn xã Đông Hà", 1, ()),
    4: ("Công đoàn phường Bình Minh", 1, ()),
    10: ("Công ty May số 2", 2, ("may 2",)),
    11: ("Công ty May số 3", 2, ()),
    12: ("Công ty TNHH Giày Bến Trăng", 2, ("Samwon Vina",)),
    13: ("Trường Tiểu học Bến Sim", 3, ()),
    14: ("Bệnh viện Đa khoa Bến Sim", 1, ()),
    15: ("Trường Mầm non Hoa Sen", 3, ()),
    16: ("Trường Mầm non Hoa Sen", 4, ()),
    17: ("Công ty Môi trường đô thị Vĩnh Lam", 4, ()),
}


def names(ended: tuple[int, ...] = (), boards: tuple[int, ...] = ()) -> UnitNames:
    rows = []
    for unit, (name, parent, others) in TREE.items():
        for number, each in zip(count(), (name, *others), strict=False):
            kind = BOARD if unit in boards else "grassroots"
            rows.append(Named(unit, parent, kind, None, unit in ended, fold(each), number > 0))
    return UnitNames(rows)


def found(said: str, tree: UnitNames | None = None) -> list[int]:
    return [match.unit_id for match in (tree or names()).find(fold(said))]


@pytest.mark.parametrize(
    ("called", "unit"),
    [
        ("cty may so 2", 10),
        ("e o may so 2", 10),
        ("may 2", 10),
        ("cong ty tnhh may so ba", 11),
        ("giay ben trag", 12),
        ("giày da bến trăng", 12),
        ("sam won", 12),
        ("th ben sim", 13),
        ("bv bến sim", 14),
        ("trường mầm non Hoa Sen ở Đông Hà", 15),
        ("mn hoasen p binh minh", 16),
        ("mtđt vinh lam", 17),
        ("kcn dong bai", 2),
    ],
)
def test_one_unit_is_meant(called: str, unit: int) -> None:
    assert found(called) == [unit]


def test_when_several_fit_all_are_offered() -> None:
    assert set(found("bến sim")) == {13, 14}
    assert set(found("mầm non hoa sen")) == {15, 16}
    assert set(found("may")) == {10, 11}


def test_the_whole_name_of_one_is_not_asked_about() -> None:
    assert [match.score for match in names().find("cong ty may so 2")] == [100]
    assert names().find("benh vien ben sim")[0].score < 97


def test_another_number_is_another_unit() -> None:
    assert found("may so 3") == [11]
    assert 10 not in found("may so 4")


def test_another_kind_of_school_is_another_school() -> None:
    assert found("thpt hoa sen") == []


@pytest.mark.parametrize(
    "said",
    [
        "",
        "xyz",
        "công ty",
        "tôi không biết nữa",
        "9999",
        "2",
        "em ở tổ may 3",
        "trường học có được đăng ký không",
        "nguyễn thị hoa",
        "môi trường làm việc tốt lắm",
    ],
)
def test_nothing_is_guessed(said: str) -> None:
    assert found(said) == []


def test_an_ended_unit_is_found_and_known_as_such() -> None:
    tree = names(ended=(11,))
    assert [(match.unit_id, match.ended) for match in tree.find("cty may so 3")] == [(11, True)]
    assert tree.named_in("em o cong ty may so 3") is None


def test_of_two_of_one_name_the_living_one_comes_first() -> None:
    assert found("mam non hoa sen", names(ended=(15,)))[0] == 16


def test_nobody_works_at_a_board() -> None:
    assert found("cty may so 3", names(boards=(11,))) == []


def test_only_those_wanted_are_found() -> None:
    assert [match.unit_id for match in names().find("may", wanted={11}.__contains__)] == [11]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("em hoa to 5 may so 2 doi so moi roi", 10),
        ("dk cong nhan gioi, to may 3, may so 2", 10),
        ("em o to may 3", None),
        ("may so 2 hay may so 3", None),
        ("truong mam non hoa sen", None),
    ],
)
def test_a_whole_name_is_heard_in_a_longer_text(text: str, unit: int | None) -> None:
    assert names().named_in(text) == unit


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("cty hoa phat, khu cong nghiep dong bai", 2),
        ("xuong go o dong ha", 3),
        ("o dau do", None),
    ],
)
def test_a_place_leads_to_the_union_that_answers_for_it(text: str, unit: int | None) -> None:
    assert names().located(text, {1, 2, 3, 4}.__contains__) == unit


def test_a_tree_that_closes_a_circle_is_still_read() -> None:
    rows = [Named(1, 2, "x", None, False, "cong ty may", False), Named(2, 1, "x", None, False, "kcn", False)]
    assert [match.unit_id for match in UnitNames(rows).find("cty may")] == [1]


def test_no_names_are_no_units() -> None:
    assert UnitNames([]).find("cong ty may so 2") == []
    assert UnitNames([]).named_in("cong ty may so 2") is None
