"""The first line of an answer is the clause that answers: short, faithful, and the rest still follows."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from knowledge.first_lines import LONGEST, first_line, rest_after
from knowledge.index import Entry, Index
from knowledge.queries import understood

WORDS = re.compile(r"[^\W_]+")
SHORT_WORDS = [
    "thi đua",
    "cơ sở",
    "không",
    "trừ",
    "đăng ký",
    "trước",
    "ngày 30/4/2026",
    "70%",
    "12 lớp",
    "Ban Tuyên giáo",
    "cán bộ",
    "và",
    "để",
    "của",
    "trong",
    "nếu",
    "công nhân",
    "phát động",
    "1.000.000 đồng",
    "“Công nhân giỏi”",
    "(qua công đoàn)",
    "LĐLĐ",
    "Đợt 1:",
    "TM. BAN THƯỜNG VỤ",
    "“chưa đóng",
    "đ/c",
    "v.v.",
    "…",
]
QUESTIONS = (
    "hạn đăng ký ngày nào",
    "ai phát động thi đua",
    "bao nhiêu phần trăm đăng ký",
    "mấy lớp cho công nhân",
    "từ ngày nào đến ngày nào",
    "không đăng ký có sao không",
    "trời mưa không",
    "",
)
TEXTS = st.lists(
    st.tuples(st.sampled_from(SHORT_WORDS), st.sampled_from([" ", " ", " ", ", ", "; ", ". ", ": ", "\n"])),
    min_size=1,
    max_size=80,
).map(lambda parts: "".join(word + gap for word, gap in parts).strip())


def line(question: str, text: str, longest: int = LONGEST) -> str:
    index = Index([Entry(text, "")])
    return first_line(understood(question, index), text, index.idf, str, longest)


def in_order(words: list[str], among: list[str]) -> bool:
    left = iter(among)
    return all(word in left for word in words)


@settings(deadline=None)
@given(st.sampled_from(QUESTIONS), TEXTS, st.integers(60, LONGEST))
@example("ai ký", "TM. BAN THƯỜNG VỤ\nCHỦ TỊCH\nNguyễn Thị Thu", LONGEST)
def test_the_line_is_short_in_the_passages_own_words_and_the_passage_still_follows(
    question: str, text: str, longest: int
) -> None:
    first = line(question, text, longest)
    assert len(first) <= longest
    assert "\n" not in first
    assert in_order(WORDS.findall(first), WORDS.findall(text))
    told = WORDS.findall(f"{first} {rest_after(first, text)}")
    whole = WORDS.findall(text)
    assert any(told[i : i + len(whole)] == whole for i in range(len(told) - len(whole) + 1))


@settings(deadline=None)
@given(st.sampled_from(QUESTIONS), st.text(min_size=1, max_size=500))
def test_any_text_at_all_gives_a_short_line_and_loses_no_letter(question: str, text: str) -> None:
    first = line(question, text)
    assert len(first) <= LONGEST
    told = "".join(WORDS.findall(f"{first} {rest_after(first, text)}"))
    assert "".join(WORDS.findall(text)) in told


def test_a_word_longer_than_a_line_is_the_only_one_that_is_cut() -> None:
    assert len(line("ở đâu", "https://" + "a" * 300)) <= LONGEST


LONG = (
    "Các cấp công đoàn tuyên truyền sâu rộng đến từng tổ, từng chuyền, từng ca máy trong toàn tỉnh; "
    "ai muốn được xét danh hiệu thì đăng ký với tổ trưởng công đoàn, nhận đăng ký đến hết ngày 30/4/2026; "
    "mở 12 lớp kèm cặp tay nghề cho thợ mới, phấn đấu trên 90% tổ sản xuất không để xảy ra tai nạn lao động"
)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("hạn đăng ký đến ngày nào", "đến hết ngày 30/4/2026"),
        ("mở mấy lớp kèm cặp", "12 lớp kèm cặp"),
        ("bao nhiêu phần trăm tổ không có tai nạn", "trên 90% tổ sản xuất không để xảy ra tai nạn"),
        ("đăng ký với ai", "đăng ký với tổ trưởng công đoàn"),
    ],
)
def test_the_clause_of_the_kind_that_is_asked_for_comes_first(question: str, words: str) -> None:
    assert words in line(question, LONG)


def test_what_was_left_away_is_shown() -> None:
    first = line(
        "hạn đăng ký đến ngày nào", LONG.replace("; ai muốn", ", ai muốn").replace("2026; mở", "2026, mở")
    )
    assert first.startswith("…")
    assert first.endswith("…")


def test_a_not_is_never_parted_from_what_it_denies() -> None:
    text = (
        "Không xét khen thưởng cuối năm đối với tập thể để xảy ra tai nạn lao động nghiêm trọng trong kỳ, "
        "cá nhân đang trong thời gian bị kỷ luật theo kết luận của cơ quan có thẩm quyền"
    )
    first = line("cá nhân đang bị kỷ luật có được xét khen thưởng không", text)
    assert first.startswith("Không xét khen thưởng")


def test_an_exception_is_never_parted_from_its_rule() -> None:
    text = (
        "Công đoàn tổ chức tuyên dương cuối năm ở từng đơn vị trong toàn tỉnh theo hướng dẫn của cấp trên; "
        "mọi đoàn viên đều được đăng ký danh hiệu, trừ người đang bị kỷ luật"
    )
    assert "trừ người đang bị kỷ luật" in line("đoàn viên nào được đăng ký danh hiệu", text)


def test_a_line_under_a_heading_says_whose_work_it_is() -> None:
    text = (
        "Ban Tuyên giáo – Nữ công:\n"
        "Tham mưu cho Ban Thường vụ ban hành các văn bản hướng dẫn phong trào đến các cấp công đoàn trong tỉnh.\n"
        "Chủ trì tổng hợp kết quả phong trào;"
    )
    assert line("ai tổng hợp kết quả phong trào", text) == (
        "Ban Tuyên giáo – Nữ công: … Chủ trì tổng hợp kết quả phong trào"
    )


def test_a_short_passage_is_one_line_and_nothing_follows() -> None:
    text = "TM. BAN THƯỜNG VỤ\nCHỦ TỊCH\nNguyễn Thị Thu"
    assert line("ai ký", text) == "TM. BAN THƯỜNG VỤ – CHỦ TỊCH – Nguyễn Thị Thu"
    assert rest_after(line("ai ký", text), text) == ""


def test_what_follows_the_first_line_is_not_said_twice() -> None:
    text = "Đăng ký là tự nguyện. Người đã đăng ký mà chưa đạt thì không bị coi là khuyết điểm."
    assert rest_after("Đăng ký là tự nguyện.", text) == text.removeprefix("Đăng ký là tự nguyện. ")
    assert rest_after("Đăng ký là tự nguyện. Người đã đăng ký mà chưa đạt…", text) == (
        "…thì không bị coi là khuyết điểm."
    )


def test_a_percentage_that_ends_the_line_does_not_open_what_follows() -> None:
    assert rest_after("Hội nghị đạt 100%", "Hội nghị đạt 100%; các xưởng đạt 95%.") == "các xưởng đạt 95%."


def test_what_stood_on_lines_of_its_own_is_followed_by_the_next_line() -> None:
    text = "Phong trào chia làm hai đợt:\nĐợt 1: từ ngày 01/01/2026.\nĐợt 2: từ ngày 01/7/2026."
    assert (
        rest_after("Phong trào chia làm hai đợt: Đợt 1: từ ngày 01/01/2026.", text)
        == "Đợt 2: từ ngày 01/7/2026."
    )


def test_a_heading_alone_is_no_answer() -> None:
    first = line("sáng kiến nào được công nhận", "Sáng kiến được công nhận\n" + LONG)
    assert first.startswith("Sáng kiến được công nhận – Các cấp công đoàn")


def test_what_holds_no_word_gives_an_empty_line() -> None:
    assert line("hạn đăng ký", "\n" * 300) == ""


def test_a_line_from_the_middle_is_followed_by_the_whole_passage() -> None:
    assert rest_after("…nhận đăng ký đến hết ngày 30/4/2026", LONG) == LONG
