"""By when, who, what; and how often."""

import pytest

from knowledge.reading.deadlines import deadlines
from knowledge.reading.rhythms import rhythms
from knowledge.reading.sheet import Paragraph


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Gửi kế hoạch trước ngày 20/02/2014 để theo dõi.", ("2014-02-20", "before")),
        ("Công đoàn cơ sở hoàn thành trong tháng 04 năm 2021.", ("2021-04", "within")),
        ("Nộp danh sách chậm nhất ngày 05/02/2026.", ("2026-02-05", "by")),
        ("Nhận đăng ký đến hết ngày 30/4/2026.", ("2026-04-30", "by")),
        ("Hạn cuối nộp hồ sơ: muộn nhất là 15 tháng 11 năm 2025.", ("2025-11-15", "by")),
        ("Gửi báo cáo trước 10/6.", ("2026-06-10", "before")),
    ],
)
def test_a_deadline_has_its_date_and_how_it_bounds(text: str, wanted: tuple[str, str]) -> None:
    (found,) = deadlines([Paragraph(text, "V.1", ())], 2026)
    assert (found.date, found.relation) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Đợt 1: từ ngày 15/01/2014 đến hết ngày 30/6/2014",
        "Số liệu tính đến hết ngày 31/12/2025",
        "Báo cáo trước ngày 10/6 hằng năm",
        "Căn cứ Kế hoạch số 10/KH-LĐLĐ ngày 12/01/2021",
        "Hội nghị tổ chức ngày 08/3/2026",
    ],
)
def test_other_dates_are_no_deadlines(text: str) -> None:
    assert deadlines([Paragraph(text, "", ())], 2026) == ()


def test_who_owes_it_stands_in_front_or_in_the_heading() -> None:
    own = "1.2. Công đoàn bộ phận phổ biến kế hoạch trước ngày 30/01/2026, gửi danh sách chậm nhất ngày 05/02/2026."
    first, second = deadlines([Paragraph(own, "1.2", ())], 2026)
    assert (first.who, first.what) == ("Công đoàn bộ phận", "phổ biến kế hoạch")
    assert second.what == "gửi danh sách"
    headed = Paragraph(
        "- Gửi kế hoạch trước ngày 20/02/2014.", "VI.2", ("VI. TỔ CHỨC", "Công đoàn cấp trên cơ sở:")
    )
    (found,) = deadlines([headed], 2014)
    assert found.who == "Công đoàn cấp trên cơ sở"


def test_rhythms_are_read_once_for_each_who_reports() -> None:
    text = "Định kỳ 06 tháng và hằng năm báo cáo công đoàn cấp trên; tổng kết trong tháng 5 năm 2026."
    for heading in ("Đối với công đoàn cơ sở", "TỔ CHỨC"):
        found = rhythms([Paragraph(text, "", (heading,))] * 2)
        assert [each.period for each in found] == ["06 tháng", "hằng năm"]
        assert {each.who for each in found} == {"công đoàn cơ sở" if heading.startswith("Đ") else None}
