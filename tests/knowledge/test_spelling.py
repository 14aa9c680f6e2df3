"""Messages as people type them are read as they were meant, and good ones are left alone."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.keystrokes import telex, vni
from knowledge.spelling import Speller
from knowledge.syllables import is_syllable

TEXTS = [
    "Công đoàn cơ sở phát động phong trào thi đua, đăng ký danh hiệu công nhân giỏi trước ngày 30 tháng 4.",
    "Kiểm tra, giám sát việc khen thưởng; phát huy sáng kiến cải tiến kỹ thuật trong sản xuất.",
    "Liên đoàn Lao động tỉnh Đắk Lắk gửi kế hoạch, báo cáo kết quả và chỉ tiêu của đoàn viên.",
]


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(TEXTS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ddawng kys coong nhaan gioir", "đăng ký công nhân giỏi"),
        ("Coong ddoanf cow sowr phats ddoongj", "Công đoàn cơ sở phát động"),
        ("d9a8ng ky1 co6ng nha6n gio3i", "đăng ký công nhân giỏi"),
        ("cho dk vs", "cho đăng ký với"),
        ("k dky co bi tru gi k", "không đăng ký co bi tru gi không"),
        ("dky thi dc j", "đăng ký thi được gì"),
        ("dang kí cn giỏi c3", "dang kí công nhân giỏi c3"),
        ("ktra kh 12", "kiểm tra kế hoạch 12"),
        ("gsát sk", "giám sát sáng kiến"),
        ("cải tiến kt", "cải tiến kỹ thuật"),
        ("phog trào thi đuaa", "phong trào thi đua"),
        ("thưởgn", "thưởng"),
        ("văn bảnn", "văn bản"),
        ("dangky congdoan", "đăng ký công đoàn"),
        ("daklak", "đắk lắk"),
        ("nghi sang cn", "nghi sang chủ nhật"),
        ("okkkk duocccc", "okkkk duoc"),
        ("LĐLĐ", "liên đoàn lao động"),
    ],
)
def test_what_was_meant_is_read_from_what_was_typed(speller: Speller, typed: str, meant: str) -> None:
    assert speller.repair(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "DUYỆT HẾT",
        "Trần Thị Mơ, tổ may 3",
        "Y Wăn Niê",
        "em o MAY2, to3, 30k, 8h30",
        "gui file cho zalo nhom",
        "mỗi ngày không quá 2 hàng lỗi",
        "moi ngay khong qua 2 hang loi",
        "Kế hoạch 06/HD-X ngày 25/02/2021",
        "",
        "👍",
    ],
)
def test_what_is_fine_stays_as_typed(speller: Speller, typed: str) -> None:
    assert speller.repair(typed) == typed


def test_both_unicode_forms_are_read_alike(speller: Speller) -> None:
    typed = "Đăg ký côg nhân giỏi"
    assert speller.repair(unicodedata.normalize("NFD", typed)) == speller.repair(typed)


def test_the_folded_form_has_no_marks_and_no_capitals(speller: Speller) -> None:
    assert speller.folded("Cho e ddawng kys CN giỏi") == "cho e dang ky cong nhan gioi"


def test_a_speller_without_any_vocabulary_still_reads_telex_and_chat() -> None:
    assert Speller().repair("ddawng kys dc k") == "đăng ký được không"


@given(st.text(max_size=200))
def test_nothing_typed_can_break_it(text: str) -> None:
    Speller(TEXTS).folded(text)


@pytest.mark.parametrize(
    "word", ["nghieng", "nghiêng", "quyết", "gì", "giêng", "khuya", "đặt", "yên", "ngoèo"]
)
def test_syllables_of_the_language_are_known(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["phog", "ngừoi", "traio", "ktra", "cầc", "bcao", "thì1", "nghe0"])
def test_what_cannot_be_a_syllable_is_seen(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(
    ("keys", "syllable"),
    [
        ("dduwowcj", "được"),
        ("duocwdj", "được"),
        ("hoaf", "hòa"),
        ("thuyr", "thủy"),
        ("quyeets", "quyết"),
        ("tw", "tư"),
        ("gif", "gì"),
        ("giuwax", "giữa"),
        ("ngừoi", "người"),
        ("vieecj", "việc"),
    ],
)
def test_telex_keys_spell_a_syllable(keys: str, syllable: str) -> None:
    assert telex(keys) == syllable


@pytest.mark.parametrize("word", ["ktra", "2026", "zzz", "s", "gsat"])
def test_what_is_not_telex_is_not_decoded(word: str) -> None:
    assert telex(word) is None


def test_vni_keys_spell_a_syllable() -> None:
    assert [vni(word) for word in ("d9u7o7c5", "nu7o71c", "ky1", "thi")] == ["được", "nước", "ký", None]
