"""Provinces are found in questions by any of their names, and words that only look like one are left alone."""

import pytest

from knowledge.places import Places, compares
from knowledge.provinces import is_province, key, successor

PAIRS = {("an", "toan"), ("nghe", "an"), ("binh", "dinh")}


@pytest.fixture(scope="module")
def places() -> Places:
    return Places(["Thạch Giang", "Đắk Lắk", "Bắc Kạn"], lambda first, second: (first, second) in PAIRS)


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("đồng nai có danh sách chưa", ["dong nai"]),
        ("o hai phong han nop ngay nao", ["hai phong"]),
        ("o hai phog han nop ngay nao", ["hai phong"]),
        ("daklak vs bac kan", ["dak lak", "bac kan"]),
        ("bên Đăk Lăk, Đắc Lắc", ["dak lak"]),
        ("thach giang mình sao", ["thach giang"]),
        ("TP HCM thế nào", ["ho chi minh"]),
        ("em ở Bắc Cạn cũ (giờ là Thái Nguyên)", ["bac kan", "thai nguyen"]),
        ("ở vũng tàu", ["ba ria - vung tau"]),
        ("ngoài Huế", ["hue"]),
    ],
)
def test_named_places_are_found(places: Places, question: str, named: list[str]) -> None:
    assert places.named(question) == named


@pytest.mark.parametrize(
    "question",
    [
        "Giỏi nghề, an toàn",
        "gioi nghe an toan",
        "học tập tư tưởng Hồ Chí Minh",
        "ngày sinh Chủ tịch Hồ Chí Minh",
        "thế giới hòa bình",
        "danh hiệu công nhân giỏi xứ Thanh",
        "trí tuệ của cả tổ",
        "",
    ],
)
def test_words_that_only_look_like_places_are_not(places: Places, question: str) -> None:
    assert places.named(question) == []


def test_the_place_named_is_taken_out_of_the_question_with_its_word_for_province(places: Places) -> None:
    assert places.without_names("Hạn tỉnh Đắk Lắk nào").split() == ["Hạn", "nào"]


def test_one_key_for_all_names_of_a_province() -> None:
    assert {key("tỉnh Đắk Lắk"), key("Đăk Lăk"), key("dak lak")} == {"dak lak"}
    assert key("TP. Hồ Chí Minh") == key("Sài Gòn")


def test_an_old_province_knows_what_it_became() -> None:
    assert successor(key("Bắc Kạn")) == key("Thái Nguyên")
    assert successor(key("Cao Bằng")) is None
    assert is_province("ha giang")
    assert not is_province("thach giang")


def test_the_provinces_of_today_are_34_and_those_before_63() -> None:
    from knowledge.provinces import _SUCCESSORS, _WRITTEN

    today = set(_WRITTEN) - set(_SUCCESSORS)
    assert len(today) == 34
    assert len(_WRITTEN) - len([name for name in today if name == "hue"]) == 63


def test_setting_two_things_beside_each_other_is_comparing() -> None:
    assert compares("hai tỉnh giống nhau không")
    assert not compares("chị ở Thạch Giang, Bắc Kạn hạn ngày nào")
