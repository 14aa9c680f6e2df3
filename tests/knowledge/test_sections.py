"""Labels, headings and nesting of an official paper are followed as they are written."""

import pytest

from knowledge.sections import label_of, outline


def sections(*paragraphs: str) -> list[str]:
    return [part.section for part in outline(paragraphs)]


def test_roman_arabic_and_letters_nest() -> None:
    assert sections(
        "I. MỤC ĐÍCH",
        "1. Giữ an toàn lao động ở mọi ca.",
        "II. CÁCH LÀM",
        "1. Ở xưởng:",
        "a) Dọn máy mỗi cuối ca.",
        "- Lau bàn.",
    ) == ["I", "I.1", "II", "II.1", "II.1.a", "II.1.a"]


def test_full_numbers_do_not_repeat_what_is_above_them() -> None:
    assert sections(
        "II. NỘI DUNG", "4. Tuyên truyền", "4.2. Hình thức", "4.2.1. Treo khẩu hiệu.", "5. Tổng kết"
    ) == [
        "II",
        "II.4",
        "II.4.2",
        "II.4.2.1",
        "II.5",
    ]


def test_articles_carry_their_word() -> None:
    assert sections("Chương I", "Điều 5. Hồ sơ", "1. Một bản khai.", "Điều 6. Thời hạn") == [
        "",
        "Điều 5",
        "Điều 5.1",
        "Điều 6",
    ]


def test_letters_above_roman_numbers_are_parts() -> None:
    assert sections("A. HƯỚNG DẪN XÉT", "I. ĐỐI TƯỢNG", "1. Cá nhân.", "B. CHẤM ĐIỂM", "I. CÁCH CHẤM") == [
        "A",
        "A.I",
        "A.I.1",
        "B",
        "B.I",
    ]


def test_headings_above_are_carried_along() -> None:
    parts = list(outline(["II. CHỈ TIÊU", "1. Đối với doanh nghiệp:", "- 90% đăng ký."]))
    assert parts[-1].headings == ("CHỈ TIÊU", "Đối với doanh nghiệp:")


@pytest.mark.parametrize(
    "text",
    [
        "100% đoàn viên đăng ký.",
        "1.800 đoàn viên mới.",
        "30/4/2026 là hạn cuối.",
        "15 lớp học nghề.",
        "Đợt 1: từ tháng giêng.",
        "- Một việc nhỏ.",
        "V/v nghỉ lễ",
        "CÔNG ĐOÀN TỈNH",
        "",
    ],
)
def test_what_only_looks_like_a_label_is_none(text: str) -> None:
    assert label_of(text) is None


@pytest.mark.parametrize(
    ("text", "label", "rest"),
    [
        ("III.NỘI DUNG", "III", "NỘI DUNG"),
        ("IV - THỜI GIAN", "IV", "THỜI GIAN"),
        ("2) Cách làm", "2", "Cách làm"),
        ("**1. Mục đích**", "1", "Mục đích"),
        ("đ) Việc khác", "đ", "Việc khác"),
        ("1.1 Nội dung", "1.1", "Nội dung"),
    ],
)
def test_labels_are_read_in_all_their_spellings(text: str, label: str, rest: str) -> None:
    found = label_of(text)
    assert found is not None
    assert found[1:] == (label, rest)
