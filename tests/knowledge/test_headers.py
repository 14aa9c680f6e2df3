"""The header of a paper is read as it stands; what is missing stays missing."""

from datetime import date

import pytest

from knowledge.headers import normal_number, read_header
from tests.support.papers import sample

DISTRICT = [
    "LIÊN ĐOÀN LAO ĐỘNG TỈNH THẠCH GIANG",
    "LIÊN ĐOÀN LAO ĐỘNG HUYỆN ĐÔNG BÃI",
    "Số: 7-KH/LĐLĐ",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Đông Bãi, ngày 5 tháng 3 năm 2026",
    "KẾ HOẠCH",
    "Tổ chức hội thi tay nghề",
    "cho thợ may trẻ",
    "Căn cứ kế hoạch của cấp trên và tình hình các đơn vị, Ban Thường vụ Liên đoàn Lao động huyện tổ chức hội thi như dưới đây để mọi người cùng tham gia.",
    "I. MỤC ĐÍCH",
]


def test_a_whole_header_is_read() -> None:
    header = sample("thach-giang-12.txt").header
    assert (header.number, header.kind, header.date) == ("12/KH-LĐLĐ", "kế hoạch", date(2026, 1, 8))
    assert (header.place, header.issuer) == ("Thạch Giang", "Liên đoàn Lao động tỉnh Thạch Giang")
    assert header.title == "Tổ chức phong trào thi đua “Giỏi nghề, an toàn, nhiều sáng kiến” năm 2026"
    assert header.inferred == frozenset()


def test_a_paper_without_a_header_gets_none_but_its_place() -> None:
    header = sample("son-khe-2024.txt").header
    assert (header.number, header.date, header.issuer) == (None, None, None)
    assert (header.kind, header.title) == ("hướng dẫn", "PHÁT ĐỘNG THI ĐUA NĂM 2024")
    assert header.place == "Sơn Khê"
    assert "place" in header.inferred


def test_the_lower_of_two_unions_in_the_letterhead_is_the_issuer() -> None:
    header = read_header(DISTRICT)
    assert header.issuer == "Liên đoàn Lao động huyện Đông Bãi"
    assert (header.number, header.place) == ("7-KH/LĐLĐ", "Đông Bãi")


def test_a_title_of_two_lines_ends_where_the_text_begins() -> None:
    assert read_header(DISTRICT).title == "Tổ chức hội thi tay nghề cho thợ may trẻ"


def test_a_name_broken_over_two_lines_is_one_issuer() -> None:
    lines = ["LIÊN ĐOÀN LAO ĐỘNG", "TỈNH THẠCH GIANG", "Số: 3/TB-LĐLĐ", "THÔNG BÁO", "Về việc nghỉ lễ"]
    assert read_header(lines).issuer == "Liên đoàn Lao động tỉnh Thạch Giang"


def test_blanks_left_for_number_and_day_are_not_filled_in() -> None:
    lines = ["Số:      /KH-LĐLĐ", "Thạch Giang, ngày     tháng 3 năm 2026", "KẾ HOẠCH", "Tháng Công nhân"]
    header = read_header(lines)
    assert (header.number, header.date, header.place) == (None, None, "Thạch Giang")


def test_a_date_that_cannot_be_is_no_date() -> None:
    assert read_header(["Thạch Giang, ngày 31 tháng 02 năm 2026", "KẾ HOẠCH"]).date is None


def test_the_number_of_the_paper_above_is_not_taken_for_its_own() -> None:
    assert (
        read_header(
            ["KẾ HOẠCH", "Thi đua", "Thực hiện Kế hoạch số 10/KH-LĐLĐ ngày 12/01/2021 của tỉnh."]
        ).number
        is None
    )


@pytest.mark.parametrize(
    ("written", "normal"),
    [("48 /KH - LĐLĐ", "48/KH-LĐLĐ"), ("0125/KH-UBND", "0125/KH-UBND"), ("25   /KH-PGD&ĐT", "25/KH-PGD&ĐT")],
)
def test_spaces_in_numbers_are_taken_out(written: str, normal: str) -> None:
    assert normal_number(written) == normal


def test_nothing_gives_an_empty_header() -> None:
    header = read_header([])
    assert (header.number, header.kind, header.date, header.issuer, header.place, header.title) == (None,) * 6
