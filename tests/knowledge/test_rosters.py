"""Lists as unions write them: headings, titles, split names, two-line names, sums and signatures."""

from collections.abc import Sequence
from datetime import date

import pytest

from knowledge.documents import Unreadable
from knowledge.rosters import Member, Roster, is_private, plain
from knowledge.rosters_reading import TooMany, named_within, read_roster
from knowledge.rosters_values import date_of, name_fault, name_of, phone_of, sex_of, work_of
from knowledge.workbooks import Value, open_workbook
from tests.support.rosters import Rows, xlsx

HEAD = ["STT", "Họ và tên", "Tổ"]


def read(rows: Rows, merged: Sequence[str] = (), font: str | None = None) -> Roster:
    return read_roster(open_workbook(xlsx(rows, merged, font), "list.xlsx"))


def names(roster: Roster) -> list[str]:
    return [member.name for member in roster.members]


def only(rows: Rows, **how: str | None) -> Member:
    found = read(rows, font=how.get("font"))
    assert found.faults == []
    assert len(found.members) == 1
    return found.members[0]


def test_a_plain_list_is_read_row_by_row() -> None:
    found = read([HEAD, [1, "Lò Thị Hoa", "Tổ may 3"], [2, "Vàng A Sử", "Tổ bảo trì"]])
    assert [(m.name, m.team, m.place.row) for m in found.members] == [
        ("Lò Thị Hoa", "Tổ may 3", 2),
        ("Vàng A Sử", "Tổ bảo trì", 3),
    ]


def test_a_title_above_and_a_heading_of_two_rows_are_seen_through() -> None:
    found = read(
        [
            ["LIÊN ĐOÀN LAO ĐỘNG TỈNH THẠCH GIANG"],
            ["DANH SÁCH ĐOÀN VIÊN CÔNG ĐOÀN CƠ SỞ CÔNG TY MAY SỐ 2"],
            [],
            ["STT", "Họ và tên", "Giới tính", None, "Năm sinh", "Tổ", "Ghi chú"],
            [None, None, "Nam", "Nữ", None, None, None],
            [1, 2, 3, 4, 5, 6, 7],
            [1, "Lò Thị Hoa", None, "x", 1990, "Tổ may 3", None],
            [2, "Vàng A Sử", "x", None, 1985, "Tổ bảo trì", "mới"],
        ],
        merged=["A4:A5", "B4:B5", "C4:D4", "E4:E5", "F4:F5", "G4:G5"],
    )
    assert [(m.name, m.sex, m.team) for m in found.members] == [
        ("Lò Thị Hoa", "female", "Tổ may 3"),
        ("Vàng A Sử", "male", "Tổ bảo trì"),
    ]
    assert list(found.private) == ["Năm sinh"]
    assert list(found.unknown) == ["Ghi chú"]


def test_years_of_birth_under_men_and_women_tell_the_sex_and_are_not_kept() -> None:
    found = read(
        [
            ["STT", "Họ và tên", "Năm sinh", None, "Tổ"],
            [None, None, "Nam", "Nữ", None],
            [1, "Lò Thị Hoa", None, 1990, "Tổ 1"],
            [2, "Vàng A Sử", 1985, None, "Tổ 1"],
        ],
        merged=["C1:D1"],
    )
    assert [(m.name, m.sex) for m in found.members] == [("Lò Thị Hoa", "female"), ("Vàng A Sử", "male")]
    assert "1990" not in repr(found.members)


def test_a_name_in_two_columns_is_one() -> None:
    assert only([["STT", "Họ đệm", "Tên", "Tổ"], [1, "Nguyễn Thị Hồng", "Thắm", "Tổ 1"]]).name == (
        "Nguyễn Thị Hồng Thắm"
    )


def test_a_heading_over_two_columns_of_a_name_counts_for_both() -> None:
    rows = [["STT", "Họ và tên", None, "Tổ"], [1, "Nguyễn Thị Hồng", "Thắm", "Tổ 1"]]
    assert names(read(rows, merged=["B1:C1"])) == ["Nguyễn Thị Hồng Thắm"]


def test_a_name_goes_on_in_the_cell_or_in_the_next_row() -> None:
    found = read(
        [
            HEAD,
            [1, "Nguyễn Thị\nHồng Thắm", "Tổ 1"],
            [2, "Hoàng Phủ Ngọc", "Tổ 1"],
            [None, "Tường Vi", None],
            [3, "Lê Hà", "Tổ 2"],
        ]
    )
    assert names(found) == ["Nguyễn Thị Hồng Thắm", "Hoàng Phủ Ngọc Tường Vi", "Lê Hà"]


def test_headings_within_a_list_are_the_teams_of_those_below() -> None:
    found = read(
        [
            ["STT", "Họ và tên", "SĐT"],
            ["I", "TỔ MAY 1", None],
            [1, "Lò Thị Hoa", None],
            [2, "Hà Thị Sen", None],
            ["II", "Phòng Kế toán", None],
            [1, "Vàng A Sử", None],
        ]
    )
    assert [(m.name, m.team) for m in found.members] == [
        ("Lò Thị Hoa", "TỔ MAY 1"),
        ("Hà Thị Sen", "TỔ MAY 1"),
        ("Vàng A Sử", "Phòng Kế toán"),
    ]


def test_a_team_merged_over_its_people_is_the_team_of_each() -> None:
    rows = [HEAD, [1, "Lò Thị Hoa", "Tổ 1"], [2, "Hà Thị Sen", None], [3, "Vàng A Sử", "Tổ 2"]]
    assert [m.team for m in read(rows, merged=["C2:C3"]).members] == ["Tổ 1", "Tổ 1", "Tổ 2"]


def test_sums_signatures_and_headings_of_the_next_page_are_no_people() -> None:
    found = read(
        [
            HEAD,
            [1, "Lò Thị Hoa", "Tổ 1"],
            HEAD,
            [2, "Tống Thị Lan", "Tổ 1"],
            [3, "Công Thị Mến", "Tổ 1"],
            ["Tổng cộng: 3 người"],
            [None, None, "Thạch Giang, ngày 14 tháng 4 năm 2026"],
            [None, "NGƯỜI LẬP BIỂU", "CHỦ TỊCH"],
            [None, "Nguyễn Thị Thu", "Phạm Quốc Bảo"],
        ]
    )
    assert names(found) == ["Lò Thị Hoa", "Tống Thị Lan", "Công Thị Mến"]
    assert found.faults == []


def test_old_fonts_are_read_by_font_and_by_letters() -> None:
    rows = [["STT", "Hä vµ tªn", "Tæ"], [1, "NguyÔn ThÞ ThÕ", "Tæ c¾t"], [2, "TrÇn V¨n §øc", "Tæ c¾t"]]
    for font in (".VnTime", None):
        assert names(read(rows, font=font)) == ["Nguyễn Thị Thế", "Trần Văn Đức"]


def test_letters_in_pieces_become_one() -> None:
    import unicodedata

    rows = [
        [unicodedata.normalize("NFD", text) for text in HEAD],
        [1, unicodedata.normalize("NFD", "Lò Thị Hoà"), None],
    ]
    assert only(rows).name == "Lò Thị Hoà"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Hoa", "name_short"),
        ("Lò Thị Hoa 2", "name_digits"),
        ("Lò @ Hoa", "name_odd"),
        ("x " * 60, "name_long"),
    ],
)
def test_what_is_no_name_is_refused_with_its_row(name: str, reason: str) -> None:
    found = read([HEAD, [1, name, "Tổ 1"], [2, "Lò Thị Hoa", "Tổ 1"]])
    assert [(fault.reason, fault.place.row) for fault in found.faults] == [(reason, 2)]
    assert names(found) == ["Lò Thị Hoa"]


def test_a_row_without_a_name_and_one_that_is_not_worked_out_are_refused() -> None:
    found = read([HEAD, [1, None, "Tổ 1"], [2, "=B2", "Tổ 1"]])
    assert [fault.reason for fault in found.faults] == ["name_missing", "formula"]


def test_each_sheet_may_be_a_unit() -> None:
    book = open_workbook(xlsx({"May số 2": [HEAD, [1, "Lò Thị Hoa", None]], "Bìa": [["Kính gửi"]]}), "x.xlsx")
    found = read_roster(book)
    assert found.members[0].unit
    assert found.members[0].unit.title == "May số 2"
    assert found.unread == ["Bìa"]


def test_units_and_people_may_stand_in_one_workbook() -> None:
    book = open_workbook(
        xlsx(
            {
                "Đơn vị": [
                    [
                        "Mã",
                        "Tên đơn vị",
                        "Cấp",
                        "Cấp trên",
                        "Từ ngày",
                        "Đến ngày",
                        "Nay là",
                        "Cách tính",
                        "Tên khác",
                    ],
                    ["TG", "LĐLĐ tỉnh Thạch Giang", "tỉnh", None, None, None, None, None, None],
                    [
                        "HA",
                        "LĐLĐ huyện Hòa An",
                        "huyện",
                        "TG",
                        "01/2003",
                        "01/7/2025",
                        "Công đoàn xã Hòa An",
                        "ngoài tuyến",
                        "Huyện Hòa An; Hòa An cũ",
                    ],
                ],
                "Người": [["Họ và tên", "Mã đơn vị"], ["Lò Thị Hoa", "HA"]],
            }
        ),
        "x.xlsx",
    )
    found = read_roster(book)
    district = found.units[1]
    assert (district.code, district.kind, district.parent) == ("HA", "upper", "TG")
    assert (district.valid_from, district.valid_to) == (date(2003, 1, 1), date(2025, 7, 1))
    assert (district.successors, district.standing) == (("Công đoàn xã Hòa An",), "outside")
    assert district.aliases == ("Huyện Hòa An", "Hòa An cũ")
    assert found.members[0].unit
    assert found.members[0].unit.code == "HA"


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (["MÃ Ộ", "Công ty A", "cơ sở", None], "code_odd"),
        (["A1", "Công ty A", "liên hiệp", None], "kind_unknown"),
        (["A1", "Công ty A", "cơ sở", "31/02/2026"], "date_odd"),
        (["A1", None, "cơ sở", None], "unit_name_missing"),
    ],
)
def test_what_a_unit_cannot_be_is_refused(cells: list[object], reason: str) -> None:
    found = read([["Mã", "Tên đơn vị", "Cấp", "Từ ngày"], cells, ["B1", "Công ty B", "cơ sở", None]])
    assert [fault.reason for fault in found.faults] == [reason]
    assert len(found.units) == 1


def test_a_workbook_without_a_list_says_so() -> None:
    for rows, reason in (([["Kính gửi"], ["Nội dung"]], "no_list"), ([], "empty"), ([HEAD], "no_list")):
        with pytest.raises(Unreadable) as refused:
            read(rows)
        assert refused.value.reason == reason


def test_more_rows_than_are_taken_stop_the_reading() -> None:
    rows = [HEAD, *([n, "Lò Thị Hoa", None] for n in range(200))]
    with pytest.raises(TooMany):
        read_roster(open_workbook(xlsx(rows), "x.xlsx"), most=100)


@pytest.mark.parametrize(
    ("given", "phone"),
    [
        ("0912345678", "0912345678"),
        (912345678, "0912345678"),
        (912345678.0, "0912345678"),
        ("+84 912 345 678", "0912345678"),
        ("84912345678", "0912345678"),
        ("0912.345.678", "0912345678"),
        ("0912345678 / 0987654321", "0912345678"),
        ("02438251234", "02438251234"),
        ("12345", None),
        ("không có", None),
    ],
)
def test_telephone_numbers_are_mended_or_left_out(given: Value, phone: str | None) -> None:
    assert phone_of(given) == phone


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("14/4/2026", date(2026, 4, 14)),
        ("14-04-2026", date(2026, 4, 14)),
        ("04/2026", date(2026, 4, 1)),
        (2026, date(2026, 1, 1)),
        (46126, date(2026, 4, 14)),
        ("46126", date(2026, 4, 14)),
        (date(2026, 4, 14), date(2026, 4, 14)),
        ("2026-04-14 00:00:00", date(2026, 4, 14)),
        ("31/02/2026", None),
        ("hôm qua", None),
    ],
)
def test_days_are_read_as_they_are_written(given: Value, day: date | None) -> None:
    assert date_of(given) == day


def test_names_in_capitals_are_written_as_names() -> None:
    assert name_of("LÒ THỊ HOA") == "Lò Thị Hoa"
    assert name_of("H'HOA NIÊ") == "H'Hoa Niê"
    assert name_of("Y Wăn Niê") == "Y Wăn Niê"
    assert name_fault("H'Hoa Niê") is None


def test_marks_of_sex_and_work_are_understood() -> None:
    assert [sex_of(text) for text in ("Nam", "NỮ", "nu", "x", "")] == ["male", "female", "female", None, None]
    kinds = [work_of(text) for text in ("Trực tiếp", "công nhân may", "Kế toán trưởng", "nhân viên", "bí ẩn")]
    assert kinds == ["direct", "direct", "office", "office", None]


def test_what_tells_who_somebody_is_outside_the_union_is_never_kept() -> None:
    for heading in ("Ngày, tháng, năm sinh", "Số CCCD", "Số CMND/CCCD", "Địa chỉ thường trú", "Dân tộc"):
        assert is_private(plain(heading))
    for heading in ("Họ và tên", "Tổ", "Số điện thoại", "Đơn vị"):
        assert not is_private(plain(heading))


def test_units_are_found_in_a_title_by_their_longest_names() -> None:
    known = {"cong ty may so 2": 1, "cong ty may so 20": 2, "tinh a": 3}
    assert named_within("TỈNH A\nCông ty May số 20 năm 2026", known.get) == [3, 2]
    assert named_within("Bìa", known.get) == []


def test_a_list_that_leaves_its_numbers_empty_has_a_person_a_row() -> None:
    found = read([["STT", "Họ và tên"], [None, "Lò Thị Hoa"], [None, "Lê Hà"], [None, "Vàng A Sử"]])
    assert names(found) == ["Lò Thị Hoa", "Lê Hà", "Vàng A Sử"]


def test_numbers_that_are_formulas_are_numbers() -> None:
    found = read([["STT", "Họ và tên"], [1, "Lò Thị Hoa"], ["=A2+1", "Lê Hà"], ["=A3+1", "Vàng A Sử"]])
    assert names(found) == ["Lò Thị Hoa", "Lê Hà", "Vàng A Sử"]


def test_family_names_that_sound_like_teams_and_sums_are_people() -> None:
    found = read(
        [
            ["Họ và tên", "Đơn vị"],
            ["Cà Văn Ín", None],
            ["Tô Thị Hoa", None],
            ["Lò Thị Hoa", "Công ty May số 3"],
        ]
    )
    assert names(found) == ["Cà Văn Ín", "Tô Thị Hoa", "Lò Thị Hoa"]
    assert [member.team for member in found.members] == [None, None, None]
