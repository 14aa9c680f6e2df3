"""Name, team and phone out of one message, in any order."""

import pytest

from handlers.joining_reading import read_told

TEAMS = ["Tổ may 1", "Tổ may 2", "Tổ bảo trì", "Kho", "Đội chè 2", "Văn phòng"]
NUMBER = "0912345600"


@pytest.mark.parametrize(
    ("text", "name", "team", "phone"),
    [
        ("Lù Thị Sen, tổ may 2", "Lù Thị Sen", "tổ may 2", None),
        ("Lu Thi Sen to may 2", "Lu Thi Sen", "to may 2", None),
        ("lu thi sen, to may 2", "Lu Thi Sen", "to may 2", None),
        ("e ten la bui thi ngoc huong, to may 1, sdt 0912345600", "Bui Thi Ngoc Huong", "to may 1", NUMBER),
        ("toi ten Ma Thi Nọong, to hai", "Ma Thi Nọong", "to 2", None),
        ("to may 2 lu thi sen 0912345600", "Lu Thi Sen", "to may 2", NUMBER),
        ("0912.345.600 Lù Thị Sen to may hai", "Lù Thị Sen", "to may 2", NUMBER),
        ("tham gia lu thi sen to 2", "Lu Thi Sen", "to 2", None),
        ("em o to may 2 ten la Vàng A Páo ạ", "Vàng A Páo", "to may 2", None),
        ("lù thị sen/tổ may 2", "Lù Thị Sen", "tổ may 2", None),
        ("lu thi sen lam o to 2", "Lu Thi Sen", "to 2", None),
        ("lo thi hoa, kho", "Lo Thi Hoa", "kho", None),
        ("lò thị hoa bao tri", "Lò Thị Hoa", "bao tri", None),
        ("Họ tên: Lò Thị Hoa. Tổ: may 2", "Lò Thị Hoa", "Tổ: may 2", None),
        ("Nguyễn Thị Thu - Tổ may 2 - 0912 345 600", "Nguyễn Thị Thu", "Tổ may 2", NUMBER),
        ("to van hung", "To Van Hung", None, None),
        ("to hai yen", "To Hai Yen", None, None),
        ("Tô Hải Yến", "Tô Hải Yến", None, None),
        ("Hoàng Văn Kho", "Hoàng Văn Kho", None, None),
        ("nguyen thi lam to 2", "Nguyen Thi Lam", "to 2", None),
        ("da thi mo", "Da Thi Mo", None, None),
        ("em la cong nhan to may 2", None, "to may 2", None),
        ("khong biet nua", None, None, None),
    ],
)
def test_all_that_is_told_is_taken(text: str, name: str | None, team: str | None, phone: str | None) -> None:
    told = read_told(text, TEAMS)
    plain = told.team.replace(": ", " ") if told.team else None
    assert (told.name, plain, told.phone) == (name, team.replace(": ", " ") if team else None, phone)


@pytest.mark.parametrize("text", ["Lù Thị Sen, tổ may 2", "lu thi sen", "bui thi ngoc huong", "Vàng A Páo"])
def test_nothing_but_a_name_is_sure(text: str) -> None:
    assert read_told(text, TEAMS).sure


@pytest.mark.parametrize(
    "text", ["dong y", "em muon hoi luong", "sen", "lu thi sen, em muon hoi", "tổ may 2", "to hai yen"]
)
def test_other_words_are_not(text: str) -> None:
    assert not read_told(text, TEAMS).sure
