"""Units that ought to have exactly one officer for emulation."""

from reports.gaps import gaps, in_line, table
from storage.units import Unit


def unit(path: str, standing: str = "line", kind: str = "grassroots") -> Unit:
    id = int(path.strip("/").rpartition("/")[2])
    return Unit(id, None, path, kind, f"Đơn vị {id}", f"U{id}", None, 0, standing=standing)


def ids(units: list[Unit]) -> list[int]:
    return [each.id for each in units]


TREE = [
    unit("/1/"),
    unit("/1/2/"),
    unit("/1/2/3/"),
    unit("/1/4/", "copy"),
    unit("/1/4/5/"),
    unit("/1/4/5/6/"),
    unit("/1/7/", "outside"),
    unit("/1/8/", kind="board"),
    unit("/1/9/"),
]


def test_what_stands_aside_and_all_below_it_is_left_out() -> None:
    assert ids(in_line(TREE)) == [1, 2, 3, 9]


def test_the_first_counts_whatever_its_standing() -> None:
    assert ids(in_line(TREE[3:6])) == [4, 5, 6]


def test_none_and_several_are_told_apart() -> None:
    found = gaps(in_line(TREE), {1: 1, 3: 2, 5: 9})
    assert (found.total, ids(list(found.none)), ids(list(found.several))) == (4, [2, 9], [3])


def test_the_table_names_each_with_what_is_above_it() -> None:
    sheet = table(gaps(in_line(TREE), {1: 1, 3: 2}), {2: "Tỉnh", 3: "Huyện"})
    assert sheet.rows == (
        ("Đơn vị 2", "U2", "Tỉnh", "chưa có ai"),
        ("Đơn vị 9", "U9", None, "chưa có ai"),
        ("Đơn vị 3", "U3", "Huyện", "nhiều hơn một người"),
    )
