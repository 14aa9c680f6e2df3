"""Dates and stretches as papers write them."""

import pytest

from knowledge.reading.dates import moments, stretches
from storage.vietnamese import unmarked


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("ngày 06/3/2021", "2021-03-06", "2021-03-06"),
        ("ngày 9 tháng 4 năm 2020", "2020-04-09", "2020-04-09"),
        ("28 tháng 02/2026", "2026-02-28", "2026-02-28"),
        ("trong tháng 03 năm 2021", "2021-03", "2021-03"),
        ("tháng 11/2025", "2025-11", "2025-11"),
        ("quý III năm 2026", "2026-07", "2026-09"),
        ("Quý 1/2026", "2026-01", "2026-03"),
        ("năm 2028", "2028", "2028"),
        ("ngày 15/11", "--11-15", "--11-15"),
        ("trước 10 tháng 6", "--06-10", "--06-10"),
    ],
)
def test_a_date_is_read_as_precisely_as_it_is_written(text: str, first: str, last: str) -> None:
    (found,) = moments(unmarked(text))
    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize(
    "text", ["31/02/2026", "ngày 45/13/2026", "số 12/KH-LĐLĐ", "mục 3.1", "1.200 người", "8/2"]
)
def test_what_is_no_date_of_a_calendar_is_none_with_a_year(text: str) -> None:
    assert [each for each in moments(unmarked(text)) if each.year] == []


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Từ ngày 15/01/2014 đến 30/6/2014", "2014-01-15", "2014-06-30"),
        ("(Từ tháng 01/2020 đến 30/6/2020)", "2020-01", "2020-06-30"),
        ("từ 01/4 đến hết ngày 01/5/2026", "2026-04-01", "2026-05-01"),
        ("từ tháng 3 đến tháng 6 năm 2025", "2025-03", "2025-06"),
        ("giai đoạn 2021-2030", "2021", "2030"),
        ("01/02/2026 đến ngày 28/02/2026", "2026-02-01", "2026-02-28"),
    ],
)
def test_a_stretch_goes_from_one_date_to_another(text: str, first: str, last: str) -> None:
    plain = unmarked(text)
    assert [(each.first, each.last) for each in stretches(plain, moments(plain))] == [(first, last)]


def test_two_dates_beside_each_other_are_no_stretch() -> None:
    plain = unmarked("gửi trước ngày 10/4/2025, bổ sung trước ngày 15/11/2025")
    assert stretches(plain, moments(plain)) == []
