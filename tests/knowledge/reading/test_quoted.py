"""What a quoted name is, by the words in front of it."""

import pytest

from knowledge.reading.quoted import MOVEMENT, SLOGAN, THEME, TITLE, named, near
from knowledge.reading.sheet import Paragraph


def names(text: str, group: str = MOVEMENT, title: str | None = None) -> list[str]:
    return [each.name for each in named([Paragraph(text, "", ())], title)[group]]


def test_the_members_of_a_list_are_what_its_first_is() -> None:
    text = "các phong trào thi đua: “Lao động giỏi”; “Tổ máy êm” và cuộc vận động “Nói không với rác”."
    assert names(text) == ["Lao động giỏi", "Tổ máy êm", "Nói không với rác"]


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("khẩu hiệu thi đua: “Về đích sớm”", SLOGAN),
        ("Khẩu hiệu của đợt thi đua: “Về đích sớm”", SLOGAN),
        ("đăng ký danh hiệu thi đua “Bàn tay vàng”", TITLE),
        ("Chủ đề Tháng Công nhân năm nay là “Đoàn viên đoàn kết”", THEME),
    ],
)
def test_a_slogan_title_or_theme_is_no_movement(text: str, group: str) -> None:
    assert names(text) == []
    assert len(names(text, group)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Nghị quyết số 02 về “Đổi mới tổ chức và hoạt động”",
        "với tinh thần “Chống dịch như chống giặc”",
        "xây 80 nhà “Mái ấm công đoàn”",
        "quỹ “Đoàn kết tương trợ”",
    ],
)
def test_other_quotes_are_no_movements(text: str) -> None:
    assert names(text) == []


def test_the_launched_movement_stands_in_the_title_or_is_said_to_be_the_core() -> None:
    text = (
        "phong trào “Xanh, sạch” và phong trào thi đua “Ca máy an toàn”; trọng tâm là phong trào “Tay nghề”."
    )
    found = named([Paragraph(text, "", ())], None)[MOVEMENT]
    assert [each.name for each in found if each.primary] == ["Tay nghề"]
    titled = named([Paragraph(text, "", ())], "Phát động phong trào “Ca máy an toàn” năm 2026")[MOVEMENT]
    assert [each.name for each in titled if each.primary] == ["Ca máy an toàn"]


def test_near_spellings_stand_side_by_side() -> None:
    text = "phong trào “Giỏi việc nước, đảm việc nhà” và phong trào “Giỏi việc nước - Đảm việc nhà”"
    (found,) = named([Paragraph(text, "", ())], None)[MOVEMENT]
    assert (found.name, found.variants) == (
        "Giỏi việc nước, đảm việc nhà",
        ("Giỏi việc nước - Đảm việc nhà",),
    )
    assert not near("Đổi mới, sáng tạo trong hoạt động công đoàn", "Lao động giỏi, lao động sáng tạo")


def test_a_quote_that_is_never_closed_ends_with_its_sentence() -> None:
    assert names("cuộc vận động “Nói không với tiêu cực. Chú trọng kỷ cương.") == ["Nói không với tiêu cực"]
