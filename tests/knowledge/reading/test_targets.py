"""Comparisons, numbers and units."""

import pytest

from knowledge.reading.sheet import Paragraph
from knowledge.reading.targets import targets

IN_TARGETS = ("II. CÁC CHỈ TIÊU",)


def read(text: str, headings: tuple[str, ...] = IN_TARGETS) -> list[tuple[str, float, float | None, str]]:
    found = targets([Paragraph(text, "II.1", headings)], 2026)
    return [(each.comparator, each.value, each.value_max, each.unit) for each in found]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Trên 90% đoàn viên được tuyên truyền", (">", 90, None, "%")),
        ("Ít nhất 15% cá nhân là lao động trực tiếp", (">=", 15, None, "%")),
        ("Không dưới 70 % tổ có cải tiến", (">=", 70, None, "%")),
        ("Hội nghị người lao động đạt 50% trở lên", (">=", 50, None, "%")),
        ("hạ tỷ lệ yếu xuống dưới 01%", ("<", 1, None, "%")),
        ("Tỷ lệ hàng lỗi không quá 2,5%", ("<=", 2.5, None, "%")),
        ("Kết nạp từ 1.800 – 2.000 đoàn viên", ("range", 1800, 2000, "đoàn viên")),
        ("thành lập 25 - 30 CĐCS", ("range", 25, 30, "CĐCS")),
        ("Tiết kiệm điện 4% - 5%", ("range", 4, 5, "%")),
        ("Xây 80 nhà “Mái ấm”", ("=", 80, None, "nhà")),
        ("giá trị làm lợi đạt 1,2 tỷ đồng", ("=", 1.2, None, "tỷ đồng")),
        ("Mỗi tổ có ít nhất 01 sáng kiến", (">=", 1, None, "sáng kiến")),
        ("Mở tối đa 3 lớp", ("<=", 3, None, "lớp")),
        ("Kéo tỷ lệ hàng sửa lại từ 4,2% xuống còn 3%", ("=", 3, None, "%")),
        ("tiết kiệm tối thiểu l0% chi phí", (">=", 10, None, "%")),
        ("Không để quá 01 vụ tai nạn", ("<=", 1, None, "vụ")),
    ],
)
def test_a_target_is_a_comparison_a_number_and_a_unit(
    text: str, wanted: tuple[str, float, float | None, str]
) -> None:
    assert read(text) == [wanted]


def test_two_targets_in_one_sentence_have_each_their_own_words() -> None:
    found = targets([Paragraph("100% tổ đăng ký và 85% tổ trưởng tập huấn.", "", IN_TARGETS)], 2026)
    assert [(each.text, each.value) for each in found] == [("tổ đăng ký", 100), ("tổ trưởng tập huấn", 85)]


@pytest.mark.parametrize(
    "text",
    [
        "Kỷ niệm 93 năm ngày thành lập",
        "Nghị quyết số 02-NQ/TW ngày 12/6/2021",
        "1. Đợt 2 bắt đầu ngày 01/7/2026",
        "Công ty đã trồng 42.000 cây trong 10 năm qua",
        "Điều 23 của Luật",
    ],
)
def test_other_numbers_are_no_targets(text: str) -> None:
    assert read(text) == []


def test_what_was_is_no_target() -> None:
    text = "Năm 2025 các chỉ tiêu trên lần lượt đạt: 96%; 288 sáng kiến; 52%."
    assert read(text) == []
    assert read("Có 17 địa phương đạt dưới 50% chỉ tiêu", ("I. KẾT QUẢ NĂM 2025",)) == []


def test_a_flattened_table_is_read_by_its_columns() -> None:
    lines = [
        "TT | Nội dung chỉ tiêu | Đơn vị tính | Chỉ tiêu năm 2026 | Theo dõi",
        "1 | Sáng kiến được công nhận | sáng kiến | ≥ 350 | Ban Chính sách",
        "2 | Kết nạp đoàn viên mới | đoàn viên | 2.800 - 3.000 | Ban Tổ chức",
        "3 | Công nhân bỏ việc trong 3 tháng đầu | % | Dưới 7 | CĐCS",
    ]
    found = targets([Paragraph(line, "", ()) for line in lines], 2026)
    assert [(each.comparator, each.value, each.value_max, each.unit) for each in found] == [
        (">=", 350, None, "sáng kiến"),
        ("range", 2800, 3000, "đoàn viên"),
        ("<", 7, None, "%"),
    ]
    assert found[2].text == "Công nhân bỏ việc trong 3 tháng đầu"


def test_outside_a_section_on_targets_only_a_wish_is_one() -> None:
    elsewhere = ("III. NỘI DUNG",)
    assert read("Đơn vị có từ 500 lao động trở lên gửi kế hoạch", elsewhere) == []
    assert read("Năm 2025 tỷ lệ hàng lỗi là 3,4%", elsewhere) == []
    assert read("động viên 100% đoàn viên đăng ký", elsewhere) == [("=", 100, None, "%")]
