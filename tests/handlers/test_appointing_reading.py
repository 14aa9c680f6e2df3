"""What officers write of offices, in the ways they write it."""

import pytest

from handlers.appointing_reading import Wish, read_wish

HAI = ("Lê Thị Hải",)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("bổ nhiệm chị Lê Thị Hải làm cán bộ thi đua", Wish("appoint", HAI, "emulation")),
        (
            "Chỉ định đồng chí Lê Thị Hải phụ trách thi đua của Công ty May số 2",
            Wish("appoint", HAI, "emulation", "cong ty may so 2"),
        ),
        ("cử chị Lê Thị Hải làm phó chủ tịch", Wish("appoint", HAI, "deputy")),
        ("bổ nhiệm chị Lê Thị Hải làm chủ tịch công đoàn", Wish("appoint", HAI, "chair")),
        (
            "giao anh Dũng theo dõi Công ty May số 2 và Bệnh viện huyện",
            Wish("follow", ("Dũng",), "follower", "cong ty may so 2 va benh vien huyen"),
        ),
        ("thôi giao", Wish("end", (), "follower")),
        ("thôi giao anh Dũng theo dõi May số 2", Wish("end", ("Dũng",), "follower", "may so 2")),
        ("cho anh Dũng thôi theo dõi", Wish("end", ("Dũng",), "follower")),
        ("miễn nhiệm chị Lê Thị Hải", Wish("end", HAI)),
        ("cho chị Lê Thị Hải thôi làm cán bộ thi đua", Wish("end", HAI, "emulation")),
        ("từ mai chị nghỉ hết tuần, Hải làm thay", Wish("stand_in", ("Hải",), "deputy")),
        ("mai anh đi họp, nhờ chị Hải duyệt thay nhé", Wish("stand_in", ("Hải",), "deputy")),
        ("chị đi làm lại rồi", Wish("back")),
    ],
)
def test_a_wish_is_read_with_its_person_office_and_place(text: str, wish: Wish) -> None:
    assert read_wish(text) == wish


def test_without_a_comma_every_ending_may_be_the_name() -> None:
    wish = read_wish("tu mai chi nghi het tuan Le Thi Hai lam thay")
    assert wish
    assert "Le Thi Hai" in wish.names
    assert wish.names[-1] == "Hai"


@pytest.mark.parametrize(
    "text",
    [
        "cho em đăng ký làm thi đua",
        "cho em hỏi ai làm cán bộ thi đua",
        "bổ nhiệm phó chủ tịch công đoàn thế nào",
        "nhờ anh theo dõi giúp em kết quả",
        "đăng ký công nhân giỏi",
        "tình hình đăng ký",
        "ai là chủ tịch công đoàn",
        "mai em nghỉ",
        "duyệt hết",
        "",
    ],
)
def test_other_messages_hold_no_wish(text: str) -> None:
    assert read_wish(text) is None
