"""Writing to the bot is not joining the union: no sentence of ours says so. That is for people to settle."""

import re

from storage.vietnamese import fold
from tests.support.sentences import sentences
from tests.support.sources import ROOT

# Folded. Becoming a member of the union is never what a press or a code does.
MEMBERSHIP = re.compile(
    r"\b(?:gia nhap|ket nap|tham gia|xin vao|duoc vao|ghi ten vao|nhan vao|vao) (?:to chuc )?cong doan\b(?! co so)"
    r"|\bket nap\b|\bgia nhap\b|\b(?:thanh|lam) doan vien\b"
)


def claims(texts: dict[str, str]) -> list[str]:
    """Texts that call something joining the union."""
    return [key for key, text in texts.items() if MEMBERSHIP.search(fold(text))]


def test_no_sentence_calls_joining_the_bot_joining_the_union() -> None:
    assert claims(sentences()) == []


def test_no_page_calls_it_so_either() -> None:
    pages = [*(ROOT / "web").rglob("*.html"), *(ROOT / "web").rglob("*.js")]
    assert len(pages) > 3
    assert claims({path.name: path.read_text(encoding="utf-8") for path in pages}) == []


def test_such_a_sentence_is_found() -> None:
    said = {
        "a": "Bấm Đồng ý để gia nhập Công đoàn.",
        "b": "Anh/chị đã vào công đoàn rồi ạ.",
        "c": "Từ nay anh/chị thành đoàn viên.",
        "d": "Em đã ghi tên anh/chị ở Công ty May số 2.",
        "e": "Ai quét là vào đúng đơn vị của công đoàn.",
    }
    assert claims(said) == ["a", "b", "c"]
