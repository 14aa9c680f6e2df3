"""The parts of the search, each by itself."""

from datetime import date

import pytest

from knowledge import kinds, years
from knowledge.abbreviations import explained
from knowledge.confidence import lacks_quantity
from knowledge.index import Entry, Index, words_of
from knowledge.queries import understood
from knowledge.references import own_reference, references
from storage.papers import HEADER, SIGNATURE
from tests.support.papers import sample


def test_abbreviations_are_learnt_where_the_text_explains_them() -> None:
    texts = [
        "của Liên đoàn Lao động (LĐLĐ) tỉnh và người lao động (sau đây gọi NLĐ)",
        "Ban Chấp hành (BCH); (b/c)",
    ]
    assert explained(texts) == {
        "lđlđ": "liên đoàn lao động",
        "nlđ": "người lao động",
        "bch": "ban chấp hành",
    }


def test_words_are_folded_and_numbers_lose_their_leading_zeros() -> None:
    assert words_of("Đợt 01: dưới 05%") == ["dot", "1", "duoi", "5", "%"]


def test_the_piece_that_holds_the_rarer_word_scores_higher() -> None:
    index = Index(
        [Entry("thi đua yêu nước", ""), Entry("thi đua sáng kiến", ""), Entry("thi đua an toàn", "")]
    )
    scores = index.scores({"thi": 1.0, "sang": 1.0})
    assert max(scores, key=lambda i: scores[i]) == 1


def test_only_the_pieces_of_a_span_are_scored() -> None:
    index = Index([Entry("thi đua", ""), Entry("thi đua", ""), Entry("thi đua", "")])
    assert set(index.scores({"thi": 1.0}, [range(1, 2)])) == {1}


def test_a_heading_counts_for_the_pieces_under_it() -> None:
    index = Index([Entry("90% trở lên", "Chỉ tiêu"), Entry("90% trở lên", "Khác")])
    assert set(index.scores({"chi tieu": 1.0})) == {0}


def test_small_words_stay_where_they_are_half_of_a_pair_in_use() -> None:
    index = Index([Entry("phong trào thi đua; cơ sở; chỉ thị", "")])
    assert {"thi", "co", "chi"} <= set(understood("thi đua cơ sở chỉ thị", index).terms)
    assert "co" not in understood("có ai biết không", index).terms


@pytest.mark.parametrize("asked", ["đợt hai khi nào", "đợt thi đua thứ hai khi nào", "đợt 02 khi nào"])
def test_numbers_in_words_find_numbers_in_digits(asked: str) -> None:
    index = Index([Entry("Đợt 1 từ tháng giêng", ""), Entry("Đợt 2 từ tháng bảy", "")])
    scores = index.scores(understood(asked, index).terms)
    assert max(scores, key=lambda i: scores[i]) == 1


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("bao nhieu phan tram", "percent"),
        ("khi nao het han", "date"),
        ("thuong bao nhieu tien", "money"),
        ("ban nao lo viec nay", "board"),
        ("phong trao nao", "name"),
        ("cho xin duong link", "link"),
        ("bao lau mot lan", "period"),
    ],
)
def test_the_kind_of_answer_wanted_is_seen(question: str, kind: str) -> None:
    assert kind in kinds.wanted(question)


@pytest.mark.parametrize(
    "question", ["uu tien cho ai", "tien do the nao", "cai tien may rang", "dien hinh tien tien"]
)
def test_words_that_fold_like_money_do_not_ask_for_it(question: str) -> None:
    assert "money" not in kinds.wanted(question)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Trên 85 % đơn vị", "percent"),
        ("trước ngày 20/02/2014", "date"),
        ("tháng 04 năm 2021", "date"),
        ("thưởng 1.000.000 đồng", "money"),
        ("Định kỳ 06 tháng", "period"),
        ("phong trào “Giỏi nghề”", "name"),
        ("qua Ban Tuyên giáo", "board"),
    ],
)
def test_the_kind_of_answer_held_is_seen(text: str, kind: str) -> None:
    assert kind in kinds.held(text)


def test_questions_about_the_paper_itself_point_to_its_parts() -> None:
    assert kinds.places_in_paper("ke hoach nay ai ky") == {SIGNATURE}
    assert kinds.places_in_paper("van ban ban hanh ngay nao") == {HEADER}
    assert kinds.places_in_paper("han dang ky") == frozenset()


def test_papers_named_by_number_are_recognised_in_any_spelling() -> None:
    assert (
        references("Chỉ thị số 34-CT/TW ngày 07/4/2014")
        == references("chi thi 34 ngay may")
        == {"chi thi 34"}
    )
    assert references("Kế hoạch năm 2026, kế hoạch 6 tháng") == frozenset()
    assert own_reference("kế hoạch", "048/KH-LĐLĐ") == "ke hoach 48"
    assert own_reference(None, "48/KH") is None


def test_years_are_read_from_words_and_not_from_dates_or_ranges() -> None:
    today = date(2026, 4, 14)
    assert years.asked("chỉ tiêu năm 2027", today) == {2027}
    assert years.asked("từ 12/6/2021, giai đoạn 2021-2030, số 48/2020/NĐ", today) == frozenset()
    assert years.asked("năm sau thế nào", today) == {2027}


def test_a_paper_covers_every_year_of_its_span() -> None:
    paper = sample("tong-lien-doan-07.txt")
    assert {2026, 2027, 2028} <= years.main_years(paper)
    assert 2031 not in years.spoken_of(paper)


def test_how_many_needs_a_number_beside_the_thing() -> None:
    assert lacks_quantity("duoc may dai bieu du dai hoi", "dai bieu du dai hoi toan quoc lan thu x")
    assert not lacks_quantity("mo bao nhieu lop boi duong", "boi duong tu 14 -16 lop boi duong nghiep vu")
    assert not lacks_quantity("may dong tac gia", "ghi toi da 05 dong tac gia")
    assert not lacks_quantity("khi nao het han", "30/4/2026")
