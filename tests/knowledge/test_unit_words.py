"""The words of units' names count in one spelling each."""

import pytest

from knowledge.unit_words import without_teams, words_of


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Công ty Cổ phần May số 2", "cty cp may 2"),
        ("CTCP may so hai", "cty cp may 2"),
        ("cty TNHH 1 thành viên Cấp nước", "cty tnhh mtv cap nuoc"),
        ("Trường Trung học cơ sở Nguyễn Trãi", "truong thcs nguyen trai"),
        ("trường cấp 2 nguyễn trãi", "truong thcs nguyen trai"),
        ("Trường mẫu giáo 19/05", "truong mn 19 5"),
        ("th so1 dong ha", "th 1 dong ha"),
        ("BVĐK tỉnh", "bv da khoa tinh"),
        ("LĐLĐ huyện Hòa An", "ldld huyen hoa an"),
        ("cđ p. Bình Minh", "cd phuong binh minh"),
        ("UBND xã", "ubnd xa"),
    ],
)
def test_a_name_is_the_same_however_it_is_shortened(written: str, words: str) -> None:
    assert " ".join(words_of(written)) == words


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("em ở tổ may 3", "em o"),
        ("chuyền 5 may số 2", "may 2"),
        ("may số 2, tổ 3", "may 2"),
        ("ngày 20 tháng 4", ""),
        ("công ty may số 3", "cty may 3"),
    ],
)
def test_the_number_of_a_team_is_not_that_of_a_unit(said: str, left: str) -> None:
    assert " ".join(without_teams(words_of(said))) == left
