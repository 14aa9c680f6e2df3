"""A name is found in other people's texts however it is written, and taken out."""

import pytest

from storage.scrubbing import mentions, needles, scrubbed, without


@pytest.mark.parametrize("text", ["chị Lò Thị Hoa, tổ 3", "LO THI HOA", "lò  thị\nhoa", "Lò Thị Hoa"])
def test_a_name_is_found_however_it_is_written(text: str) -> None:
    assert mentions({"text": ["x", {"deep": text}]}, needles(["Lò Thị Hoa", None]))


def test_what_is_too_short_is_not_looked_for() -> None:
    assert needles(["An", "", None, "2 hàng"]) == ["2 hang"]
    assert not mentions("An toàn", needles(["An"]))


def test_a_long_text_is_found_where_it_was_cut_short() -> None:
    work = "mỗi ngày không quá hai hàng lỗi và kèm thêm một người mới vào nghề"
    assert mentions(f"đăng ký: {work[:45]}…", needles([work]))


def test_texts_that_name_somebody_are_emptied_and_the_rest_stays() -> None:
    memory = {"said": "Đã duyệt cho Lò Thị Hoa.", "menu": [["duyet", "a.approve.1.1"]], "undo": {"rows": [1]}}
    assert scrubbed(memory, needles(["Lò Thị Hoa"])) == {**memory, "said": ""}


def test_a_name_is_taken_out_of_a_decision_and_the_rest_of_it_stays() -> None:
    assert without("Lò Thị Hoa kèm 2 người, lo thi hoa lo", "Lò Thị Hoa") == "… kèm 2 người, … lo"
    assert without(None, "Lò Thị Hoa") is None
    assert without("kèm 2 người", "") == "kèm 2 người"
