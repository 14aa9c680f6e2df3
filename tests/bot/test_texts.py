"""Sentences by their keys."""

from pathlib import Path

import pytest

from bot import texts


def test_the_blanks_of_a_sentence_are_filled() -> None:
    assert texts.say("reviews.asked_more", name="Lò Thị Hoa") == "Đã gửi Lò Thị Hoa."


@pytest.mark.parametrize(
    ("you", "said"),
    [
        ("chị", "Dạ, em dừng ở đây. Lúc nào cần chị cứ nhắn."),
        ("", "Dạ, em dừng ở đây. Lúc nào cần anh/chị cứ nhắn."),
    ],
)
def test_a_person_is_addressed_as_they_call_themselves_or_both_ways(you: str, said: str) -> None:
    assert texts.say("common.left", you=you) == said


def test_a_sentence_begins_with_a_capital_for_whoever_it_is() -> None:
    assert texts.say("common.which_edit", you="bác") == "Bác muốn sửa chỗ nào?"
    assert texts.say("common.which_edit") == "Anh/chị muốn sửa chỗ nào?"


@pytest.mark.parametrize(
    "name", ["{you}", "{0}", "%s", "{", "{{name}}", "<b>Hoa</b>", "'; DROP TABLE person"]
)
def test_what_people_write_into_a_blank_stays_as_they_wrote_it(name: str) -> None:
    assert texts.say("reviews.asked_more", name=name) == f"Đã gửi {name}."


@pytest.mark.parametrize("key", ["common.unheard_of", "common", "", "common.leave"])
def test_a_sentence_that_does_not_exist_is_a_mistake_of_the_program(key: str) -> None:
    with pytest.raises(KeyError):
        texts.say(key)


def test_phrases_to_listen_for_are_no_sentences() -> None:
    assert "thoi" in texts.phrases("common.leave")
    with pytest.raises(KeyError):
        texts.phrases("common.left")


def test_a_missing_blank_is_a_mistake_of_the_program() -> None:
    with pytest.raises(KeyError):
        texts.say("reviews.asked_more")


def test_tables_in_a_file_are_part_of_the_key() -> None:
    assert texts.has("asking.kinds.kh")
    assert not texts.has("asking.kinds")


def test_a_new_file_is_read_under_its_own_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "zoo.toml").write_text('hello = "Chào {name}"\nwords = ["a"]\n', encoding="utf-8")
    monkeypatch.setattr(texts, "FOLDER", tmp_path)
    found = texts._all.__wrapped__()
    assert dict(found) == {"zoo.hello": "Chào {name}", "zoo.words": ("a",)}
