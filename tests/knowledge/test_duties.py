"""Who asks what to do is answered with what is spoken to the own level."""

from datetime import date

import pytest

from knowledge import duties
from knowledge.answering import Librarian
from storage.vietnamese import fold
from tests.support.papers import samples

LIBRARIAN = Librarian(samples())


@pytest.mark.parametrize(
    ("question", "level"),
    [
        ("kế hoạch 12 thì cơ sở mình phải làm gì", "base"),
        ("công đoàn cơ sở có nhiệm vụ gì", "base"),
        ("công đoàn cấp trên trực tiếp cơ sở phải làm những gì", "above"),
        ("phong trào này tổ chức ở cơ sở để làm gì", None),
        ("cơ sở báo cáo ngày nào", None),
        ("tôi phải làm gì", None),
    ],
)
def test_a_question_of_duty_names_a_level(question: str, level: str | None) -> None:
    assert duties.asked(fold(question)) == level


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("2. Công đoàn cơ sở tổ chức phát động", {"base"}),
        ("Đối với các công đoàn cơ sở:", {"base"}),
        ("b) CĐCS gửi báo cáo", {"base"}),
        ("Công đoàn cấp trên trực tiếp cơ sở hoàn thành trong tháng 3", {"above"}),
        ("Ban Tuyên giáo hướng dẫn công đoàn cơ sở", set()),
    ],
)
def test_a_paragraph_speaks_to_whom_it_begins_with(text: str, levels: set[str]) -> None:
    assert duties.spoken_to(text) == levels


@pytest.mark.parametrize(
    "question",
    [
        "kh 12 thi co so minh phai lam gi",
        "kh 12 thi co so minh phai lam gi, ngan thoi",
        "cdcs phải làm những việc gì",
    ],
)
def test_the_duties_of_the_base_are_quoted_rather_than_a_preamble(question: str) -> None:
    answer = LIBRARIAN.answer(question, place="Thạch Giang", today=date(2026, 4, 14))
    assert answer.first.startswith("Công đoàn cơ sở tổ chức phát động trước ngày 30/4/2026")
    assert answer.sources[0].section == "V.2"
