"""Sentences to workers are short: the first line answers, consent fits on one screen."""

import re

from bot import texts
from tests.support.conversations import FOLDER
from tests.support.sentences import sentences

FIRST_LINE = 120
CONSENT = 450
# Journeys of officers, of the page and of the command line speak to other people.
OTHERS = {
    "reviews",
    "approving",
    "officers",
    "figures",
    "broadcasts",
    "posters",
    "web",
    "demo",
    "answering",
    "own_data",
    "record",
}
# One text, read on purpose: what exactly is agreed to; and what follows under a card.
LONGER = {"joining.privacy", "joining.consent", "privacy.praise"}
TYPICAL = {
    "you": "anh/chị",
    "You": "Anh/chị",
    "officer": "Nguyễn Thị Thu",
    "name": "Nguyễn Thị Hồng Thắm",
    "unit": "Công ty May số 2",
    "what": "Công nhân giỏi 2026, không quá 2 hàng lỗi",
    "title": "Lao động tiên tiến",
    "old": "Công nhân giỏi",
    "new": "Lao động tiên tiến",
    "work": "mỗi ngày không quá 2 hàng lỗi",
    "text": "bên mình có hỗ trợ tiền nhà trọ không",
    "until": "Đợt này đăng ký đến hết ngày 30/4, còn 16 ngày.\n",
    "day": "30/4",
    "year": "2026",
    "example": "Công nhân giỏi",
}


def filled(text: str, blanks: dict[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda blank: blanks.get(blank[1], "công việc"), text)


def long_first_lines(found: dict[str, str]) -> list[str]:
    lines = {key: filled(text, TYPICAL).split("\n")[0] for key, text in found.items()}
    return [f"{key}: {len(line)}" for key, line in lines.items() if len(line) > FIRST_LINE]


def test_the_first_line_of_what_workers_read_is_short() -> None:
    to_workers = {
        key: text
        for key, text in sentences().items()
        if key.partition(".")[0] not in OTHERS and key not in LONGER
    }
    assert len(to_workers) > 100
    assert long_first_lines(to_workers) == []


def quoted_first_lines() -> dict[str, str]:
    """Where in tests/conversations a passage is quoted with its source, and the first line of that message."""
    kinds = "|".join(text for key, text in sentences().items() if key.startswith("asking.kinds."))
    cited = re.compile(rf"\((?:{kinds}) .+\)")
    found = {}
    for path in sorted(FOLDER.rglob("*.txt")):
        lines = path.read_text(encoding="utf-8").split("\n")
        for number, line in enumerate(lines):
            if line.startswith("< ") and cited.fullmatch(line[2:]):
                begin = number
                while lines[begin - 1].startswith("< "):
                    begin -= 1
                found[f"{path.name}:{number + 1}"] = lines[begin][2:]
    return found


def test_the_first_line_of_a_quoted_answer_is_short_in_every_conversation() -> None:
    quoted = quoted_first_lines()
    assert len(quoted) >= 9
    assert long_first_lines(quoted) == []


def test_consent_is_at_most_450_characters_however_the_person_is_called() -> None:
    for you in (*texts.phrases("common.pronouns"), texts.sentence("common.stranger")):
        abroad = texts.say("joining.consent_abroad")
        assert len(texts.say("joining.consent", you=you, abroad=abroad)) <= CONSENT


def test_a_long_first_line_is_found() -> None:
    assert long_first_lines({"x.y": "dài " * 31}) == ["x.y: 124"]
    assert long_first_lines({"x.y": "ngắn\n" + "dài " * 31}) == []


def test_new_sentences_hold_no_abbreviation() -> None:
    short = re.compile(r"\b(?:CNVCLĐ|LĐLĐ|CĐCS|BCH|BTV|NLĐ|ĐVCĐ|SXKD)\b")
    assert [key for key, text in sentences().items() if short.search(text)] == []


def test_nothing_is_called_given_back() -> None:
    assert [key for key, text in sentences().items() if "bị trả lại" in text.casefold()] == []
