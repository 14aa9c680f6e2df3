"""The text of a message to everybody, found in the request for it."""

import pytest

from handlers.broadcasts_reading import is_threat, text_in


@pytest.mark.parametrize(
    ("request_", "text"),
    [
        ("gửi tin cho cả công ty: mai 7h họp ở nhà ăn", "mai 7h họp ở nhà ăn"),
        ("Nhắn cho mọi người là mai nghỉ bù nhé, đi làm thứ Bảy", "mai nghỉ bù nhé, đi làm thứ Bảy"),
        ("nhan moi nguoi mai 7:30 hop xuong A", "mai 7:30 hop xuong A"),
        ("gửi thông báo cho mọi người nhé: Họp.\nMang sổ.", "Họp.\nMang sổ."),
        ("nhan tui no di, ai k dky tru diem thi dua", "ai k dky tru diem thi dua"),
        ("nhắn cho mọi người", None),
        ("gửi tin cho cả công ty nhé", None),
        ("gửi tin cho cả công ty:", None),
        ("mai họp: 7h", None),
    ],
)
def test_the_text_stands_behind_the_request(request_: str, text: str | None) -> None:
    assert text_in(request_) == text


def test_a_threat_is_about_registering() -> None:
    assert is_threat("ai k dky tru diem thi dua")
    assert is_threat("Không đăng ký thì bị trừ lương")
    assert not is_threat("mai 7h họp, vắng bị trừ điểm")
    assert not is_threat("Đăng ký tới hết 30/4 nhé mọi người")
