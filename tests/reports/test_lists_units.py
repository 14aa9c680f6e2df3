"""What a list of units changes in the tree, in whatever order its rows come."""

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.rosters import Place, Unit, UnitRef
from reports.lists_directory import SAFE, NotFound, directory_of, new_code
from reports.lists_units import EVERYWHERE, Reach, UnitPlan, plan_units
from storage.imports import KnownUnit

TODAY = date(2026, 4, 14)


def row(number: int, name: str, code: str | None = None, parent: str | None = None, **told: object) -> Unit:
    return replace(Unit(Place(0, number), name, code, parent=parent), **told)  # type: ignore[arg-type]


def unit(id: int, code: str, name: str, parent: int | None = None, **told: object) -> KnownUnit:
    path = f"/{id}/" if parent is None else f"/{parent}/{id}/"
    kind = "province" if parent is None else "grassroots"
    made = KnownUnit(id, parent, path, kind, name, code, None, None, None, None, 0, "line", None, None)
    return replace(made, **told)  # type: ignore[arg-type]


TG = unit(1, "TG", "Liên đoàn Lao động tỉnh Thạch Giang")
MAY2 = unit(2, "MAY2", "Công ty May số 2", 1)
GIAY = unit(3, "GIAY", "Công ty Giày Đông Bãi", 1)


def planned(
    *rows: Unit, known: tuple[KnownUnit, ...] = (TG, MAY2, GIAY), reach: Reach = EVERYWHERE
) -> UnitPlan:
    return plan_units(known, rows, reach, TODAY)


def reasons(plan: UnitPlan) -> list[str]:
    return [fault.reason for fault in sorted(plan.faults, key=lambda fault: fault.place)]


@given(st.randoms(use_true_random=False), st.integers(2, 25))
def test_the_order_of_the_rows_does_not_matter(dice: random.Random, count: int) -> None:
    rows = [row(0, "Liên đoàn Lao động tỉnh A", "A", kind="province")]
    for number in range(1, count):
        above = dice.randrange(number)
        parent = "A" if above == 0 else f"Công ty {above}"
        rows.append(row(number, f"Công ty {number}", None, parent))
    straight = planned(*rows, known=())
    mixed = list(rows)
    dice.shuffle(mixed)
    shuffled = planned(*mixed, known=())

    def tree(plan: UnitPlan) -> dict[str, tuple[str, str | None]]:
        names = {each.spot: each.row.name for each in plan.added}
        return {each.row.name: (each.code, names.get(each.parent or 0)) for each in plan.added}

    assert straight.faults == shuffled.faults == []
    assert tree(shuffled) == tree(straight)
    made = [each.spot for each in shuffled.added]
    assert all(
        each.parent is None or made.index(each.parent) < made.index(each.spot) for each in shuffled.added
    )


def test_a_parent_may_come_later_than_its_children() -> None:
    plan = planned(row(1, "Công ty A", "AA", "KCN"), row(2, "Công đoàn các khu công nghiệp", "KCN", "TG"))
    assert [each.code for each in plan.added] == ["KCN", "AA"]
    assert [each.kind for each in plan.added] == ["upper", "grassroots"]


def test_a_circle_is_refused_with_its_chain_and_what_hangs_on_it_as_well() -> None:
    plan = planned(
        row(1, "A", "A1", "C1"), row(2, "B", "B1", "A1"), row(3, "C", "C1", "B1"), row(4, "D", "D1", "C1")
    )
    assert reasons(plan) == ["circle", "circle", "circle", "parent_refused"]
    assert plan.faults[0].blanks["chain"].split(" → ") in (
        ["A", "C", "B", "A"],
        ["C", "B", "A", "C"],
        ["B", "A", "C", "B"],
    )
    assert plan.added == []


def test_a_circle_through_the_tree_is_seen() -> None:
    below = unit(4, "TO", "Tổ", 2, path="/1/2/4/")
    plan = planned(row(1, "Công ty May số 2", "MAY2", "TO"), known=(TG, MAY2, below))
    assert reasons(plan) == ["circle"]


def test_one_code_for_two_units_is_refused() -> None:
    plan = planned(row(1, "Công ty A", "AA", "TG"), row(2, "Công ty B", "AA", "TG"))
    assert reasons(plan) == ["code_twice"]
    assert [each.row.name for each in plan.added] == ["Công ty A"]


def test_the_same_row_twice_is_taken_once() -> None:
    plan = planned(row(1, "Công ty A", None, "TG"), row(2, "CÔNG TY A", None, "TG"))
    assert (len(plan.added), reasons(plan)) == (1, ["unit_twice"])


def test_a_known_unit_under_another_code_does_not_come_twice() -> None:
    plan = planned(row(1, "Công ty May số 2", "M2", "TG"))
    assert (plan.added, reasons(plan)) == ([], ["code_other"])


def test_what_a_known_unit_says_of_itself_is_left_or_changed() -> None:
    plan = planned(row(1, "Công ty May số 2"), row(2, "Công ty Giày Đông Bãi", "GIAY", sector="giày"))
    assert plan.same == 1
    assert [(each.id, dict(each.values)) for each in plan.changed] == [(3, {"sector": "giày"})]


def test_a_name_with_its_code_is_renamed_but_an_old_list_brings_no_old_name_back() -> None:
    assert [each.name for each in planned(row(1, "Công ty May Hai", "MAY2")).changed] == ["Công ty May Hai"]
    renamed = replace(MAY2, name="Công ty May Hai", aliases=("Công ty May số 2",))
    plan = planned(
        row(1, "Công ty May số 2", "MAY2"), row(2, "Cong ty Giay Dong Bai"), known=(TG, renamed, GIAY)
    )
    assert (plan.changed, plan.same) == ([], 2)


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        (row(1, "Công ty A", "AA", "XYZ"), "parent_unknown"),
        (row(1, "Công ty A", "AA"), "parent_missing"),
        (row(1, "Công ty May số 2", "MAY2", valid_to=date(2027, 1, 1)), "ends_later"),
        (row(1, "Công ty May số 2", "MAY2", valid_to=TODAY, successors=("Ai đó",)), "successor_unknown"),
        (row(1, "Liên đoàn Lao động tỉnh Thạch Giang", "TG", valid_to=TODAY), "still_below"),
    ],
)
def test_what_cannot_be_is_refused(told: Unit, reason: str) -> None:
    assert reasons(planned(told)) == [reason]


def test_a_unit_ends_in_what_it_became() -> None:
    plan = planned(row(1, "Công ty May số 2", "MAY2", valid_to=TODAY, successors=("GIAY",)))
    ended = plan.ended[0]
    assert (ended.spot, ended.ending({}).into, ended.ending({}).how) == (2, (3,), "merge")
    after = replace(MAY2, valid_to=TODAY, successors=(3,))
    again = planned(plan.ended[0].row, known=(TG, after, GIAY))
    assert (again.ended, again.changed, again.same) == ([], [], 1)


def test_an_officer_reaches_no_further_than_the_own_subtree() -> None:
    reach = Reach(("/1/2/",), 2, 2)
    plan = planned(
        row(1, "Công ty Giày Đông Bãi", "GIAY", sector="giày"),
        row(2, "Tổ một", "T1", "GIAY"),
        row(3, "Tổ hai", "T2"),
        row(4, "Công ty May số 2", "MAY2", "GIAY"),
        reach=reach,
    )
    assert reasons(plan) == ["out_of_reach", "out_of_reach", "out_of_reach"]
    assert [(each.code, each.parent) for each in plan.added] == [("T2", 2)]


def test_units_are_found_by_code_by_name_and_by_what_they_became() -> None:
    ended = unit(4, "HA", "LĐLĐ huyện Hòa An", 1, valid_to=TODAY, successors=(3,))
    found = directory_of([TG, MAY2, GIAY, ended])
    assert found.find(UnitRef("may2", None)) == 2
    assert found.find(UnitRef(None, "Công đoàn cơ sở công ty may số 2")) == 2
    assert found.find(UnitRef(None, None, "DANH SÁCH ĐOÀN VIÊN\nCÔNG TY MAY SỐ 2 NĂM 2026")) == 2
    assert found.find(UnitRef(None, "LĐLĐ huyện Hòa An")) == 3
    with pytest.raises(NotFound, match="unit_unknown"):
        found.find(UnitRef(None, "Công ty Không Có"))


def test_a_title_means_the_lowest_unit_it_names_and_never_one_above_others() -> None:
    found = directory_of([TG, MAY2, GIAY])
    above = "LIÊN ĐOÀN LAO ĐỘNG TỈNH THẠCH GIANG"
    assert found.find(UnitRef(None, None, f"{above}\nCĐCS CÔNG TY MAY SỐ 2")) == 2
    assert found.find(UnitRef(None, None, f"{above}\nmay2")) == 2
    for title in (f"{above}\nCĐCS CÔNG TY MAY SỐ 9", "Công ty May số 2 và Công ty Giày Đông Bãi"):
        with pytest.raises(NotFound, match="unit_missing"):
            found.find(UnitRef(None, None, title))


def test_one_name_of_two_units_is_not_guessed() -> None:
    twin = unit(4, "MAY9", "Công ty May số 2", 3)
    with pytest.raises(NotFound, match="unit_ambiguous"):
        directory_of([TG, MAY2, GIAY, twin]).find(UnitRef(None, "Công ty May số 2"))


@given(st.lists(st.sampled_from(["Công ty May Đông Hà", "Trường An Bình", "Ô", "Công ty TNHH"]), max_size=40))
def test_codes_are_short_free_and_without_letters_that_look_alike(names: list[str]) -> None:
    taken: dict[str, int] = {}
    for name in names:
        code = new_code(name, "TG", taken)
        assert code not in taken
        assert 5 <= len(code) <= 8
        assert set(code) <= set(SAFE)
        taken[code] = 1
