"""When something began, as people say it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.initiatives_when import read_when, shown

TODAY = date(2026, 4, 14)


@pytest.mark.parametrize(
    ("said", "told", "on"),
    [
        ("hình như sau tết", "khoảng cuối tháng 2 năm 2026", date(2026, 2, 27)),
        ("hinh nhu sau tet", "khoảng cuối tháng 2 năm 2026", date(2026, 2, 27)),
        ("trước Tết", "khoảng đầu tháng 2 năm 2026", date(2026, 2, 7)),
        ("sau tết năm ngoái", "khoảng đầu tháng 2 năm 2025", date(2025, 2, 8)),
        ("tháng trước", "tháng 3 năm 2026", date(2026, 3, 5)),
        ("cuoi thang truoc", "khoảng cuối tháng 3 năm 2026", date(2026, 3, 25)),
        ("đầu tháng này", "khoảng đầu tháng 4 năm 2026", date(2026, 4, 5)),
        ("đầu năm", "khoảng đầu năm 2026", date(2026, 1, 1)),
        ("cuối năm ngoái", "khoảng cuối năm 2025", date(2025, 12, 1)),
        ("năm ngoái", "năm 2025", date(2025, 1, 1)),
        ("tháng 3", "tháng 3 năm 2026", date(2026, 3, 1)),
        ("từ tháng 11", "tháng 11 năm 2025", date(2025, 11, 1)),
        ("giữa tháng 9 năm 2024", "khoảng giữa tháng 9 năm 2024", date(2024, 9, 15)),
        ("t3", "tháng 3 năm 2026", date(2026, 3, 1)),
        ("3/2026", "tháng 3 năm 2026", date(2026, 3, 1)),
        ("15/3", "ngày 15/03/2026", date(2026, 3, 15)),
        ("20/12", "ngày 20/12/2025", date(2025, 12, 20)),
        ("05-03-2024", "ngày 05/03/2024", date(2024, 3, 5)),
        ("ngày 8 tháng 3", "ngày 08/03/2026", date(2026, 3, 8)),
        ("hôm qua", "ngày 13/04/2026", date(2026, 4, 13)),
        ("tuần trước", "khoảng ngày 07/04/2026", date(2026, 4, 7)),
        ("2 tháng nay", "tháng 2 năm 2026", date(2026, 2, 5)),
        ("cách đây 3 tuần", "khoảng ngày 24/03/2026", date(2026, 3, 24)),
        ("2 năm trước", "năm 2024", date(2024, 7, 1)),
        ("năm 2023", "năm 2023", date(2023, 1, 1)),
    ],
)
def test_what_people_say_is_understood(said: str, told: str, on: date) -> None:
    assert shown(said, TODAY) == told
    found = read_when(said, TODAY)
    assert found is not None
    assert found.on == on


@pytest.mark.parametrize("said", ["lâu rồi", "không nhớ", "31/2", "tháng 14", "tháng 5 năm 2026", "1/1/2030"])
def test_what_is_not_understood_or_lies_ahead_stays_as_said(said: str) -> None:
    assert read_when(said, TODAY) is None
    assert shown(said, TODAY) == f'"{said}"'


def test_beyond_the_table_of_lunar_years_nothing_is_guessed() -> None:
    assert read_when("sau tết", date(2040, 5, 1)) is None
    assert read_when("sau tết", date(2014, 5, 1)) is None


@given(st.text(max_size=60), st.dates(date(2015, 6, 1), date(2040, 1, 1)))
def test_nothing_anybody_writes_is_an_error_or_lies_ahead(text: str, today: date) -> None:
    found = read_when(text, today)
    assert found is None or found.on <= today
    assert shown(text, today)


@given(
    st.from_regex(r"(cach day )?\d{1,2}[ /-](thang|ngay|nam|tuan|\d{1,2})( truoc| \d{1,4})?", fullmatch=True),
    st.dates(date(2016, 1, 1), date(2035, 1, 1)),
)
def test_numbers_of_any_size_are_read_or_left(text: str, today: date) -> None:
    found = read_when(text, today)
    assert found is None or found.on <= today
