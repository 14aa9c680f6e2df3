"""Teams as people call them, and as the list writes them."""

import pytest

from handlers.teams import is_team, settled_team

LIST = [*(f"Tổ may {n}" for n in range(1, 9)), "Tổ bảo trì", "Tổ cắt 3", "Văn phòng"]


@pytest.mark.parametrize(
    ("said", "team"),
    [
        ("chuyền 3", "Tổ may 3"),
        ("chuyen 3", "Tổ may 3"),
        ("c3", "Tổ may 3"),
        ("to may so 3", "Tổ may 3"),
        ("tổ 8", "Tổ may 8"),
        ("to bao tri", "Tổ bảo trì"),
        ("van phong", "Văn phòng"),
        ("to cat 3", "Tổ cắt 3"),
        ("chuyen 9", "chuyền 9"),
        ("to son 2", "tổ sơn 2"),
        ("tổ <b>3</b>", "tổ <b>3</b>"),
    ],
)
def test_the_lists_own_name_is_taken_where_one_is_meant(said: str, team: str) -> None:
    assert settled_team(said, LIST) == team


def test_where_two_teams_fit_it_stays_as_it_was_said() -> None:
    assert settled_team("chuyen 3", ["Tổ may 3", "Chuyền 3 B", "Tổ 3"]) == "chuyền 3"


def test_another_kind_of_team_of_the_same_number_is_another_team() -> None:
    assert settled_team("chuyen 2", ["Đội chè 2", "Tổ cắt 2"]) == "chuyền 2"


@pytest.mark.parametrize("said", ["tổ may 3", "kho", "c3", "nhà ăn ca đêm", "Hòa Bình"])
def test_a_short_text_may_name_a_team(said: str) -> None:
    assert is_team(said)


def test_a_team_of_the_list_is_one_however_it_is_called() -> None:
    assert is_team("hoa binh", ["Hòa Bình"])
    assert not is_team("hoa binh")


@pytest.mark.parametrize(
    "said",
    [
        "",
        "đăng ký công nhân giỏi",
        "cao thị lành",
        "em không biết nữa đâu ạ",
        "dong y",
        "Dong y",
        "Đồng Ý",
        "dung roi",
        "vang a",
        "chào em",
        "Alo",
        "muon hoi",
        "di lam",
        "khong biet may gi",
    ],
)
def test_other_sentences_name_none(said: str) -> None:
    assert not is_team(said)
