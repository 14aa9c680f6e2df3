"""Vietnamese stands in texts, vocabularies, templates and tests, and never in code."""

import unicodedata

from tests.support.sources import Source, sources

MARKS = set("\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b")  # five tones; hats, breve and horn


def is_vietnamese(letter: str) -> bool:
    """True for a letter that English is not written with: đ, and vowels with a tone, hat, breve or horn."""
    return letter in "đĐ" or not MARKS.isdisjoint(unicodedata.normalize("NFD", letter))


def vietnamese_lines(source: Source) -> list[str]:
    """Lines of code, comments or strings (escapes read) that hold a Vietnamese letter."""
    written = enumerate(source.text.splitlines(), start=1)
    found = {number for number, text in [*written, *source.strings()] if any(map(is_vietnamese, text))}
    return [f"{source.path}:{number}" for number in sorted(found)]


def test_no_code_holds_vietnamese() -> None:
    code = [source for source in sources() if source.top != "tests"]
    assert [line for source in code for line in vietnamese_lines(source)] == []


def test_vietnamese_is_found_in_strings_comments_and_escapes() -> None:
    text = 'a = "Chào"\nb = 1  # đã xong\nc = "\\u01b0"\nd = "e\\u0309"\ne = "naive, façade"\n'
    assert vietnamese_lines(Source("bot/x.py", text)) == [f"bot/x.py:{line}" for line in (1, 2, 3, 4)]
