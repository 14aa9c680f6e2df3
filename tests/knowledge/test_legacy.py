"""What was typed in fonts from before Unicode is read as it was seen."""

import pytest

from knowledge.legacy import decoded, is_suspect, of_font

TCVN3 = {
    "NguyÔn ThÞ Hoa": "Nguyễn Thị Hoa",
    "TrÇn V¨n §øc": "Trần Văn Đức",
    "Lß ThÞ H\u00adêng": "Lò Thị Hường",
    "Ph¹m Quèc Tr\u00adëng": "Phạm Quốc Trưởng",
    "Bïi ThÞ ¸nh": "Bùi Thị ánh",
}
VNI = {
    "Nguyeãn Thò Hoàng": "Nguyễn Thị Hồng",
    "Traàn Vaên Ñöùc": "Trần Văn Đức",
    "Leâ Thò Höôøng": "Lê Thị Hường",
    "Hoaøng Thuûy": "Hoàng Thủy",
}


@pytest.mark.parametrize(("typed", "seen"), TCVN3.items())
def test_tcvn3_is_read_as_seen_and_known_by_letters_that_no_name_holds(typed: str, seen: str) -> None:
    assert decoded(typed, "tcvn3") == seen
    assert is_suspect(typed)


@pytest.mark.parametrize(("typed", "seen"), VNI.items())
def test_vni_is_read_as_seen(typed: str, seen: str) -> None:
    typed = typed.replace("Hoàng", "Hoàng")
    assert decoded(typed, "vni") == seen


def test_a_font_of_capitals_shows_capitals() -> None:
    assert decoded("NguyÔn ThÞ Hoa", "tcvn3h") == "NGUYỄN THỊ HOA"


@pytest.mark.parametrize(
    ("font", "code"),
    [
        (".VnTime", "tcvn3"),
        (".VnTimeH", "tcvn3h"),
        (".vnarial", "tcvn3"),
        ("VNI-Times", "vni"),
        ("Times New Roman", None),
        ("", None),
    ],
)
def test_the_code_is_known_by_the_font(font: str, code: str | None) -> None:
    assert of_font(font) == code


@pytest.mark.parametrize(
    "name", ["Nguyễn Thị Hoa", "Lê Hà", "H'Hoa Niê", "Ðức Hòa", "Tô Tú", "30°C", "1,5 m²"]
)
def test_unicode_is_left_as_it_is_whatever_the_font_says(name: str) -> None:
    assert not is_suspect(name)


def test_a_unicode_name_in_an_old_font_stays() -> None:
    assert decoded("Nguyễn Thị Hoa", "tcvn3") == "Nguyễn Thị Hoa"
