"""What a pledge says, read out of one everyday message."""

import pytest

from bot import texts
from handlers.pledges_reading import read_pledge
from knowledge.spelling import Speller
from storage.campaigns import Title

TITLES = [
    Title("Công nhân giỏi Sơn Khê", ("công nhân giỏi",), id=1),
    Title("Lao động tiên tiến", (), id=2),
    Title("Chiến sĩ thi đua cơ sở", ("chiến sĩ thi đua",), id=3),
]
SPELLER = Speller(texts.phrases("common.vocabulary"))
GOOD, ADVANCED, FIGHTER = (title.name for title in TITLES)


def read(text: str) -> object:
    found = read_pledge(SPELLER.repair(text), TITLES, 2026)
    return (found.title.name if found.title else None, found.work, found.team, found.name, found.year)


@pytest.mark.parametrize(
    ("said", "title", "work", "team", "name", "year"),
    [
        ("em đăng ký công nhân giỏi năm nay, tổ may 3", GOOD, None, "tổ may 3", None, 2026),
        ("dang kí cn giỏi c3", GOOD, None, "c3", None, None),
        ("ddawng kys coong nhaan gioir", GOOD, None, None, None, None),
        ("cong nhan gioi", GOOD, None, None, None, None),
        ("e dk ldtt", ADVANCED, None, None, None, None),
        ("dk cstd co so luon", FIGHTER, None, None, None, None),
        ("muon dky lao dong tien tien nam sau", ADVANCED, None, None, None, 2027),
        ("chuyen qua lao dong tien tien", ADVANCED, None, None, None, None),
        ("kèm 1 người mới", None, "kèm 1 người mới", None, None, None),
        ("em đăng ký không quá 2 hàng lỗi một ngày", None, "không quá 2 hàng lỗi một ngày", None, None, None),
        ("cho dk vs", None, None, None, None, None),
        ("Công nhân giỏi, em là Lê Văn Tám, tổ may 3.", GOOD, None, "tổ may 3", "Lê Văn Tám", None),
        (
            "em ten lo thi hoa chuyen 3 may so 2 dk cong nhan gioi",
            GOOD,
            "may so 2",
            "chuyen 3",
            "lo thi hoa",
            None,
        ),
        (
            "the chi dky cong nhan gioi, moi ngay k qua 2 hang loi, chuyen 3",
            GOOD,
            "moi ngay không qua 2 hang loi",
            "chuyen 3",
            None,
            None,
        ),
    ],
)
def test_a_message_says(said: str, title: str, work: str, team: str, name: str, year: int) -> None:
    assert read(said) == (title, work, team, name, year)


def test_not_is_never_lost() -> None:
    """ "không quá 2" without "không" would be a pledge to make mistakes."""
    assert read("lao dong tien tien, khong nghi khong phep") == (
        ADVANCED,
        "khong nghi khong phep",
        None,
        None,
        None,
    )


def test_a_title_that_the_union_does_not_have_brings_the_two_nearest() -> None:
    found = read_pledge("em muốn phấn đấu lao động giỏi", TITLES, 2026)
    assert found.title is None
    assert {title.name for title in found.near} == {GOOD, ADVANCED}


@pytest.mark.parametrize("text", ["", " ", "🙂", "a" * 4000, ", , ,", "\u200b", "1", "-"])
def test_anything_at_all_is_read_without_a_fault(text: str) -> None:
    assert read_pledge(text, TITLES, 2026).title is None
    assert read_pledge(text, [], 2026).near == ()
