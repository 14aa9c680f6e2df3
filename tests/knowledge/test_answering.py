"""Members' questions are answered from the right paper in its own words, or honestly not at all."""

import dataclasses
import re
import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.answering import Answer, Librarian
from storage.papers import StoredDocument
from tests.support.papers import sample, samples

TODAY = date(2026, 4, 14)
LIBRARIAN = Librarian(samples())
QUESTION_WORDS = [
    "đăng ký",
    "hạn",
    "ngày nào",
    "ai",
    "bao nhiêu",
    "công đoàn cơ sở",
    "phải làm gì",
    "đợt 2",
    "sáng kiến",
    "đồng tác giả",
    "báo cáo",
    "danh hiệu",
    "phong trào",
    "kinh phí",
    "khen thưởng",
    "tai nạn",
    "lớp kèm cặp",
    "Sơn Khê",
    "kế hoạch 12",
    "tự nguyện",
]


def ask(question: str, place: str | None = "Thạch Giang") -> Answer:
    return LIBRARIAN.answer(question, place=place, today=TODAY)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("dky thi dc j", "giấy chứng nhận và 1.000.000 đồng"),
        ("k dky co bi tru gi k", "Đăng ký là tự nguyện"),
        ("Hạn đăng ký đến ngày nào?", "đến hết ngày 30/4/2026"),
        ("ddowtj 2 tuwf ngayf naof", "từ ngày 01/7/2026 đến ngày 31/12/2026"),
        ("đợt hai từ ngày nào", "từ ngày 01/7/2026 đến ngày 31/12/2026"),
        ("ban nao thuong truc phong trao", "Ban Công tác Công đoàn"),
        ("phai dang ky bao nhieu phan tram", "70%"),
        ("bao cao 6 thang truoc ngay nao", "10/6/2026"),
        ("chỉ thị 09 ngày mấy", "03/11/2025"),
    ],
)
def test_the_answer_holds_what_was_asked(question: str, words: str) -> None:
    answer = ask(question)
    assert answer.answered
    assert words in answer.text


def test_an_answer_is_literal_and_short() -> None:
    answer = ask("Hạn đăng ký đến ngày nào?")
    source = answer.sources[0]
    assert all(line in source.text for line in answer.text.split("\n"))
    assert len(answer.text) <= 350


def test_the_first_line_answers_and_the_rest_follows_once() -> None:
    answer = ask("phong trào chia làm mấy đợt")
    assert answer.first.startswith("Phong trào chia làm hai đợt: Đợt 1: từ ngày 01/01/2026")
    assert answer.rest.startswith("Đợt 2: từ ngày 01/7/2026")
    assert answer.continues


def test_an_answer_that_is_one_line_has_no_rest() -> None:
    answer = ask("Hạn đăng ký đến ngày nào?")
    assert "đến hết ngày 30/4/2026" in answer.first
    assert (answer.first, answer.rest) == (answer.text, "")


def test_a_line_out_of_a_passage_is_followed_by_all_of_it() -> None:
    answer = ask("đợt 2 từ ngày nào")
    assert answer.first.startswith("Đợt 2: từ ngày 01/7/2026")
    assert answer.rest == answer.text
    assert not answer.continues


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(QUESTION_WORDS), min_size=1, max_size=8).map(" ".join))
def test_whatever_is_asked_the_first_lines_are_short_and_nothing_is_lost(question: str) -> None:
    answer = ask(question)
    assert all(len(line) <= 120 for line in answer.first.split("\n"))
    told = re.findall(r"[^\W_]+", f"{answer.first} {answer.rest}")
    whole = re.findall(r"[^\W_]+", answer.text)
    several = "\n" in answer.first
    assert several or any(told[i : i + len(whole)] == whole for i in range(len(told) - len(whole) + 1))


def test_an_answer_names_the_paper_and_its_section() -> None:
    source = ask("Hạn đăng ký đến ngày nào?").sources[0]
    assert (source.number, source.issuer) == ("12/KH-LĐLĐ", "Liên đoàn Lao động tỉnh Thạch Giang")
    assert (source.date, source.section) == (date(2026, 1, 8), "III.1")


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("ai ký kế hoạch này", "Hoàng Thị Minh Nguyệt"),
        ("kế hoạch 12 ban hành ngày nào", "ngày 08 tháng 01 năm 2026"),
        ("văn bản này số mấy", "12 /KH - LĐLĐ"),
        ("kế hoạch gửi những đâu, nơi nhận", "Các công đoàn cơ sở"),
    ],
)
def test_the_paper_itself_can_be_asked_about(question: str, words: str) -> None:
    assert words in ask(question).text


def test_what_a_header_lacks_is_not_answered_from_another_paper() -> None:
    assert not ask("văn bản của Sơn Khê số bao nhiêu", None).answered
    assert not ask("hướng dẫn này ban hành ngày nào", "Sơn Khê").answered


def test_each_member_is_answered_from_the_papers_of_the_own_place() -> None:
    assert ask("gửi bản đăng ký trước ngày nào", "Sơn Khê").sources[0].file == "son-khe-2024.txt"
    assert ask("hạn đăng ký ngày nào", "Thạch Giang").sources[0].file == "thach-giang-12.txt"


def test_a_unit_is_placed_by_the_province_in_its_name() -> None:
    assert ask("hạn đăng ký ngày nào", "LĐLĐ tỉnh Thạch Giang").sources[0].file == "thach-giang-12.txt"


def test_a_place_named_in_the_question_overrides_the_own() -> None:
    answer = ask("bên Sơn Khê kết nạp bao nhiêu đoàn viên", "Thạch Giang")
    assert "300 – 350" in answer.text


def test_a_national_paper_answers_everywhere() -> None:
    for place in ("Thạch Giang", "Sơn Khê", "Hà Nội"):
        assert "tối đa 05 đồng tác giả" in ask("mấy đồng tác giả thì được", place).text


def test_two_places_are_answered_one_by_one() -> None:
    lines = ask("chỉ tiêu đoàn viên của Thạch Giang và Sơn Khê khác nhau sao").text.split("\n")
    assert lines[0].startswith("Thạch Giang: ")
    assert any(line.startswith("Sơn Khê: ") for line in lines)


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("ở Hải Phòng hạn đăng ký ngày nào", "unknown_place"),
        ("năm 2031 có mấy đợt", "unknown_year"),
        ("năm sau đăng ký danh hiệu tới khi nào", "unknown_year"),
        ("bao h co luong v ad", "not_found"),
        ("ben minh co ho tro tien nha tro k", "not_found"),
        ("mai trời có mưa không", "not_found"),
        ("mở lớp kèm cặp tốn bao nhiêu tiền", "not_found"),
    ],
)
def test_what_the_papers_do_not_tell_is_said_so(question: str, reason: str) -> None:
    answer = Librarian([sample("thach-giang-12.txt"), sample("son-khe-2024.txt")]).answer(
        question, place="Thạch Giang", today=TODAY
    )
    assert (answer.answered, answer.text, answer.reason) == (False, "", reason)


def test_a_year_is_looked_for_in_the_papers_of_the_place_named() -> None:
    assert ask("kế hoạch năm 2027 của Sơn Khê có gì mới", None).reason == "unknown_year"
    assert ask("năm 2027 mấy đồng tác giả thì được", "Sơn Khê").answered


def test_a_question_about_a_header_is_not_answered_with_mottos() -> None:
    assert ask("kế hoạch 12 ban hành ngày nào").text.startswith("Số: 12 /KH - LĐLĐ")


def test_a_refusal_offers_up_to_three_topics_that_can_be_answered() -> None:
    nearest = ask("mở lớp kèm cặp tốn bao nhiêu tiền").nearest
    assert 1 <= len(nearest) <= 3
    assert "Chỉ tiêu" in nearest


def test_a_member_of_a_province_without_papers_is_told_so() -> None:
    only = Librarian([sample("son-khe-2024.txt")])
    assert only.answer("hạn đăng ký ngày nào", place="Cao Bằng", today=TODAY).reason == "unknown_place"


def test_a_paper_of_the_year_asked_about_comes_before_an_older_one() -> None:
    new = sample("thach-giang-12.txt")
    old = dataclasses.replace(
        new,
        file="old.txt",
        header=dataclasses.replace(new.header, title="Thi đua năm 2025", date=date(2025, 1, 5)),
        passages=tuple(
            dataclasses.replace(
                p, text=p.text.replace("2026", "2025"), paragraph=p.paragraph.replace("2026", "2025")
            )
            for p in new.passages
        ),
    )
    librarian = Librarian([old, new])
    assert "30/4/2025" in librarian.answer("hạn đăng ký năm 2025 ngày nào", place=None, today=TODAY).text
    assert "30/4/2026" in librarian.answer("hạn đăng ký ngày nào", place=None, today=TODAY).text


@pytest.mark.parametrize(
    "question",
    ["", "   ", "👍", "🙏🙏🙏", "\u200b\u200b", "?", "x" * 10_000, "đăng ký " * 1500, "\x00\x01", "12", "%"],
)
def test_no_message_is_too_odd_to_ask(question: str) -> None:
    assert isinstance(ask(question), Answer)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.one_of(st.none(), st.text(max_size=40)))
def test_no_message_and_no_place_can_break_it(question: str, place: str | None) -> None:
    answer = ask(question, place)
    assert 0 <= answer.confidence <= 1


def test_both_unicode_forms_get_the_same_answer() -> None:
    question = "Hạn đăng ký đến ngày nào?"
    assert ask(unicodedata.normalize("NFD", question)) == ask(question)


def test_without_any_papers_nothing_is_answered() -> None:
    nothing: list[StoredDocument] = []
    assert Librarian(nothing).answer("hạn đăng ký?", place=None, today=TODAY).reason == "not_found"


def test_quotations_are_never_longer_than_a_passage_may_be() -> None:
    assert all(len(source.text) <= 1500 for source in ask("đăng ký thi đua sáng kiến báo cáo").sources)
