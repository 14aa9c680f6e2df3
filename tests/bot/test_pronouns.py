"""How a person calls themselves."""

from datetime import UTC, datetime

import pytest

from bot.heard import Heard
from bot.messages import Incoming
from bot.pronouns import heard_pronoun
from knowledge.spelling import Speller
from storage.accounts import Address

AT = datetime(2026, 4, 14, 4, 45, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "pronoun"),
    [
        ("cho chị hỏi hạn đăng ký", "chị"),
        ("chị muốn đăng ký", "chị"),
        ("cho anh xem lại", "anh"),
        ("giúp bác với", "bác"),
        ("nhắc chú hạn nộp nhé", "chú"),
        ("cho co hoi chut", "cô"),
        ("CHO CHỊ HỎI", "chị"),
        ("em muốn đăng ký", None),
        ("chị Hoa ở tổ 3 đăng ký chưa", None),
        ("anh em trong tổ", None),
        ("tên em là Lò Thị Hoa", None),
        ("", None),
        ("em co nghi dau", None),
        ("co nghi dau", None),
        ("co dang ky roi", None),
        ("chỉ muốn đăng ký", None),
        ("em noi the chu nghi gi", None),
        ("bac nghi roi", None),
        ("bác nghỉ rồi", "bác"),
        ("cô muốn hỏi", "cô"),
        ("bác ở tổ 2", "bác"),
        ("the chi dang ky cong nhan gioi", "chị"),
        ("cho chị hỏi, em có biết hạn không", "chị"),
    ],
)
def test_it_is_heard_from_what_they_write_and_never_guessed(text: str, pronoun: str | None) -> None:
    assert heard_pronoun(Heard(Incoming(Address("web", "", "1"), "1", AT, text), Speller())) == pronoun
