"""The demonstration's papers and calendar: any day will do, and what the papers say is what the campaign has."""

import itertools
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from commands.demonstration.dates import dates_around, written
from commands.demonstration.movement import campaign
from commands.demonstration.papers import PLAN, papers, texts
from knowledge.answering import Librarian
from storage.vietnamese import fold

DAY = date(2026, 4, 14)
SIGNERS = {"plan": "Tạ Quốc Vượng", "guide": "Lương Bích Loan"}


def a_year() -> Iterator[date]:
    """Every day of a leap year and the one after."""
    return (date(2028, 1, 1) + timedelta(days=i) for i in range(366 + 365))


@pytest.fixture(scope="module")
def librarian() -> Librarian:
    return Librarian(papers(dates_around(DAY), SIGNERS))


def test_its_deadlines_and_titles_stand_in_the_sections_they_name() -> None:
    dates = dates_around(DAY)
    launched = campaign(1, 1, dates)
    plan = next(paper for paper in papers(dates, SIGNERS) if paper.file == PLAN)
    sections: dict[str, str] = {}
    for passage in plan.passages:
        sections[passage.section] = sections.get(passage.section, "") + passage.paragraph
    for deadline in launched.deadlines:
        assert written(deadline.on) in sections[str(deadline.section)]
    for title in launched.titles:
        assert title.name in sections[str(title.section)]
        money = [word for word in (title.reward or "").split() if word[0].isdigit()]
        assert all(amount in sections[str(title.section)] for amount in money)
    for phase in launched.phases:
        assert phase.starts_on is not None
        assert phase.ends_on is not None
        assert f"từ ngày {written(phase.starts_on)} đến hết ngày {written(phase.ends_on)}" in sections["IV.1"]
    for target in launched.targets:
        figure = f"{target.value}{'' if target.unit_of_measure == '%' else ' '}{target.unit_of_measure}"
        assert figure in sections["IV.3.a"]


def test_the_papers_say_their_number_date_issuer_and_place() -> None:
    dates = dates_around(DAY)
    plan, guide = papers(dates, SIGNERS)
    assert (plan.header.number, plan.header.kind) == ("47/KH-LĐLĐ", "kế hoạch")
    assert (guide.header.number, guide.header.kind) == ("09/HD-LĐLĐ", "hướng dẫn")
    assert (plan.header.date, guide.header.date) == (dates["plan_issued"], dates["guide_issued"])
    for paper in (plan, guide):
        assert paper.header.issuer == "Liên đoàn Lao động tỉnh Vĩnh Lam"
        assert paper.header.place == "Vĩnh Lam"
        assert not paper.header.inferred
        assert paper.header.title is not None


def test_the_papers_speak_of_the_union_as_it_is_since_2025() -> None:
    for text in texts(dates_around(DAY), SIGNERS).values():
        folded = fold(text)
        assert "{" not in text
        assert "doan vien, nguoi lao dong" in folded
        assert not any(
            gone in folded for gone in ("cnvcld", "ldld huyen", "lien doan lao dong huyen", "cong chuc")
        )


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Hạn đăng ký đến ngày nào?", "nhận đăng ký đến hết ngày 30/4/2026"),
        ("dky thi dc j", "giấy chứng nhận kèm 1.200.000 đồng"),
        ("k dky co bi tru gi k", "không bị trừ điểm"),
        ("cong nhan gioi duoc thuong bao nhieu", "1.200.000 đồng"),
        ("tổ lao động an toàn được thưởng gì", "cờ kèm 5.000.000 đồng"),
        ("co so phat dong truoc ngay nao", "chậm nhất ngày 20/4/2026"),
        ("bao cao dot 1 han nao", "công đoàn cơ sở gửi chậm nhất ngày 10/9/2026"),
        ("sang kien ap dung tu bao gio thi duoc gui", "từ ngày 01/01/2026 đến hết ngày 31/3/2027"),
        ("gửi sáng kiến cần ghi những gì", "tên sáng kiến; tên tác giả"),
        ("ban nao thuong truc phong trao", "Ban Công tác Công đoàn LĐLĐ tỉnh"),
        ("ai ky ke hoach 47", "Tạ Quốc Vượng"),
    ],
)
def test_the_papers_answer_a_members_question(librarian: Librarian, question: str, words: str) -> None:
    answer = librarian.answer(question, place="Vĩnh Lam", today=DAY)
    assert answer.answered
    assert words in answer.text


def test_what_the_papers_do_not_tell_is_not_answered(librarian: Librarian) -> None:
    answer = librarian.answer("có hỗ trợ tiền nhà trọ không", place="Vĩnh Lam", today=DAY)
    assert not answer.answered


def test_on_every_day_a_phase_runs_registration_is_open_and_deadlines_lie_before_and_after() -> None:
    for day in a_year():
        dates = dates_around(day)
        launched = campaign(1, 1, dates)
        first, second = launched.phases
        assert dates["first_starts"] <= day <= dates["first_ends"] - timedelta(days=80), day
        assert 16 <= (dates["register_until"] - day).days <= 46, day
        assert 5 <= (dates["launch_by"] - day).days <= 16, day
        assert dates["launch_by"] <= dates["register_until"] < dates["first_report"], day
        assert any(deadline.on < day for deadline in launched.deadlines), day
        assert first.ends_on is not None
        assert second.starts_on == first.ends_on + timedelta(days=1), day
        assert second.ends_on == launched.ends_on, day


def test_on_every_day_the_papers_were_signed_on_a_working_day_before_the_campaign_began() -> None:
    for day in a_year():
        dates = dates_around(day)
        order = [dates[name] for name in ("plan_issued", "guide_issued", "plans_by", "first_starts")]
        assert all(earlier < later for earlier, later in itertools.pairwise(order)), day
        assert all(signed.weekday() < 5 for signed in order[:3]), day


def test_a_month_of_one_digit_is_written_as_official_papers_do() -> None:
    assert written(date(2027, 2, 8)) == "08/02/2027"
    assert written(date(2026, 4, 30)) == "30/4/2026"
    assert written(date(2026, 11, 5)) == "05/11/2026"


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 11, 21), date(2027, 12, 31), date(2028, 2, 29)])
def test_a_campaign_over_two_years_answers_as_one_within_a_year(day: date) -> None:
    dates = dates_around(day)
    answer = Librarian(papers(dates, SIGNERS)).answer("han dang ky den ngay nao", place="Vĩnh Lam", today=day)
    assert f"đến hết ngày {written(dates['register_until'])}" in answer.text
