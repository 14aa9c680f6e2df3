"""What somebody made, found in the message that opens an initiative."""

import pytest

from handlers.initiatives_reading import is_alone, what_in


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (
            "ad e che cai cu bang mieng nhua canh vai may vien nhanh hon han",
            "che cai cu bang mieng nhua canh vai may vien nhanh hon han",
        ),
        ("em có sáng kiến làm gá kẹp", "làm gá kẹp"),
        ("Gửi sáng kiến: thay dao cắt bằng dao tròn.", "thay dao cắt bằng dao tròn"),
        ("em làm kaizen", None),
        ("gui sang kien", None),
        ("em có sáng kiến mới", None),
        ("đăng ký sáng kiến tiết kiệm điện xưởng B", "tiết kiệm điện xưởng B"),
        ("", None),
    ],
)
def test_the_description_stands_behind_the_wish(text: str, what: str | None) -> None:
    assert what_in(text) == what


def test_nobody_helped_is_said_in_many_ways() -> None:
    assert all(map(is_alone, ("khong co ai", "mot minh em", "khong")))
    assert not is_alone("co anh tuan")
