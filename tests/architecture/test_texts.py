"""Every sentence the bot says stands in bot/texts, is used, has its blanks filled and is polite."""

import unicodedata

from tests.support import sentences as reading
from tests.support.sentences import Said, sentences
from tests.support.sources import ROOT, Source

# They blame or order about; say instead what is needed and how to write it.
BANNED = ("không hợp lệ", "sai cú pháp", "bắt buộc", "vui lòng nhập")


def journeys() -> set[str]:
    return {path.stem for path in (ROOT / "bot" / "texts").glob("*.toml")}


def rude(texts: dict[str, str]) -> list[str]:
    folded = {key: unicodedata.normalize("NFC", text).casefold() for key, text in texts.items()}
    return [f"{key}: {words}" for key, text in folded.items() for words in BANNED if words in text]


def misfilled(named: list[Said], texts: dict[str, str]) -> list[str]:
    """Calls whose names are not exactly the blanks of the sentence they say."""
    return [
        f"{key.place} {key.key}: {sorted(key.blanks ^ wanted)}"
        for key in named
        if key.blanks is not None
        and key.key in texts
        and key.blanks != (wanted := reading.blanks(texts[key.key]))
    ]


def test_the_bot_has_sentences_to_say() -> None:
    assert sentences()


def test_every_sentence_that_the_code_names_exists() -> None:
    known = set(sentences()) | reading.lists()
    assert [f"{key.place} {key.key}" for key in reading.said(journeys()) if key.key not in known] == []


def test_every_list_of_phrases_is_listened_for() -> None:
    named = {key.key for key in reading.said(journeys())}
    assert sorted(reading.lists() - named) == []


def test_every_sentence_is_used() -> None:
    guesses = [pattern for source in reading.speakers() for pattern in reading.patterns(source)]
    assert reading.unused(sentences(), reading.said(journeys()), guesses) == []


def test_every_blank_is_filled_and_nothing_else_is_handed_over() -> None:
    assert misfilled(reading.said(journeys()), sentences()) == []


def test_every_blank_has_a_plain_name() -> None:
    named = {key: reading.blanks(text) for key, text in sentences().items()}
    assert {key: names for key, names in named.items() if not all(map(str.isidentifier, names))} == {}


def test_no_sentence_blames_or_orders_about() -> None:
    assert rude(sentences()) == []


def test_no_page_blames_or_orders_about() -> None:
    pages = sorted((ROOT / "web").rglob("*.html"))
    assert rude({path.name: path.read_text(encoding="utf-8") for path in pages}) == []


def test_keys_and_blanks_are_read_out_of_code() -> None:
    text = 'say("joining.hello", name=x)\nraise Refused("joining.late")\ntitle = "joining.title"\nsay("joining.all", **b)'
    found = list(reading.keys_in_code(Source("handlers/x.py", text), {"joining"}))
    assert [(key.key, key.blanks) for key in found] == [
        ("joining.hello", frozenset({"name"})),
        ("joining.late", frozenset()),
        ("joining.title", None),
        ("joining.all", None),
    ]
    texts = {"joining.hello": "Chào {name}, {team}", "joining.late": "Chào anh/chị"}
    assert misfilled(found, texts) == ["handlers/x.py:1 joining.hello: ['team']"]


def test_other_dotted_words_are_no_keys() -> None:
    text = 'open("joining.toml")\nx = "unit.id"\ny = "Joining.x"'
    assert list(reading.keys_in_code(Source("handlers/x.py", text), {"joining"})) == []


def test_a_sentence_nobody_says_is_found() -> None:
    texts = {"joining.kind_a": "A", "joining.kind_b": "B", "joining.lost": "C", "menu.title": "D"}
    source = Source("handlers/x.py", 'f"joining.kind_{kind}"\nf"{a}.{b}"')
    named = [Said("bot/x.py:1", "menu.title")]
    assert reading.unused(texts, named, reading.patterns(source)) == ["joining.lost"]


def test_lists_and_tables_of_a_file_are_told_apart() -> None:
    table = {"hello": "Chào", "phrases": ["đăng ký"], "menu": {"title": "Mục lục"}}
    assert dict(reading.flatten("joining", table)) == {
        "joining.hello": "Chào",
        "joining.menu.title": "Mục lục",
    }


def test_rude_words_are_found_however_they_are_typed() -> None:
    typed = unicodedata.normalize("NFD", "Ngày KHÔNG hợp lệ")
    assert rude({"x.y": typed}) == ["x.y: không hợp lệ"]
