"""An extract is a short literal part of a passage that can be understood by itself."""

import pytest

from knowledge.extracts import extract
from knowledge.index import Entry, Index
from knowledge.queries import understood
from storage.papers import StoredPassage

PHASES = (
    "Phong trào chia làm hai đợt:\n"
    "- Đợt 1: từ ngày 01/01/2026 đến ngày 30/6/2026, chào mừng Tháng Công nhân.\n"
    "- Đợt 2: từ ngày 01/7/2026 đến ngày 31/12/2026, kỷ niệm ngày thành lập Công đoàn Việt Nam."
)
LONG = "Các cấp công đoàn tuyên truyền đến từng tổ, " * 12 + "nhận đăng ký đến hết ngày 30/4/2026."


def extracted(question: str, text: str, longest: int = 350) -> str:
    index = Index([Entry(text, "")])
    passage = StoredPassage("V.1", "", text, text)
    return extract(understood(question, index), passage, index.idf, str, longest)


@pytest.mark.parametrize("longest", [350, 100])
def test_a_label_stays_with_what_it_labels(longest: int) -> None:
    lines = extracted("đợt 2 từ ngày nào", PHASES, longest).split("\n")
    assert all(line.startswith(("Phong trào", "Đợt 1: từ", "Đợt 2: từ")) for line in lines)
    assert any(line.startswith("Đợt 2: từ ngày 01/7/2026") for line in lines)


@pytest.mark.parametrize("longest", [350, 200, 120])
def test_an_extract_is_as_short_as_asked_and_holds_what_was_asked(longest: int) -> None:
    text = extracted("nhận đăng ký đến hết ngày nào", LONG, longest)
    assert len(text) <= longest + 2
    assert "nhận đăng ký đến hết ngày 30/4/2026" in text
