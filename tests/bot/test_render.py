"""What one channel can show of a reply."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import Capabilities
from bot.messages import Choice, Outgoing, Reply, Source
from bot.render import as_json, cut, from_json, measure, render


def channel(text: int = 4000, *, buttons: int = 8, label: int = 40, utf16: bool = False) -> Capabilities:
    return Capabilities(buttons, label, text, edits=True, files=True, in_answer=True, utf16=utf16)


WORDS = st.lists(
    st.text(st.sampled_from("aăâđêôơưạếểữ.,!?…-🎉👨‍👩‍👧0"), min_size=1, max_size=12), min_size=0, max_size=80
)
GAPS = st.lists(st.sampled_from([" ", "\n", "\n\n", "  ", ". "]), min_size=80, max_size=80)


@given(WORDS, GAPS, st.booleans(), st.integers(14, 60))
def test_the_parts_hold_every_word_whole_and_in_order(
    words: list[str], gaps: list[str], utf16: bool, room: int
) -> None:
    can = channel(
        max(room, max((measure(w, channel(utf16=True)) for w in words), default=1) + 2), utf16=utf16
    )
    text = "".join(word + gap for word, gap in zip(words, gaps, strict=False))
    parts = cut(text, can)
    assert [word for part in parts for word in part.split()] == text.split()
    assert all(0 < measure(part, can) <= can.text for part in parts)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        (" \n ", []),
        ("mười lăm", ["mười lăm"]),
        ("một hai ba\n\nbốn năm", ["một hai ba", "bốn năm"]),
        ("một hai ba\nbốn năm", ["một hai ba", "bốn năm"]),
        ("một hai. Ba bốn năm", ["một hai.", "Ba bốn năm"]),
        ("một hai ba bốn năm", ["một hai ba", "bốn năm"]),
    ],
)
def test_a_long_text_is_cut_where_a_reader_would_pause(text: str, parts: list[str]) -> None:
    assert cut(text, channel(12)) == parts


@pytest.mark.parametrize("text", ["a " + "b" * 11, "dài " * 3 + "nghiêngngả!", "ab\n" + "c" * 12])
def test_a_word_that_fits_a_message_is_not_cut_however_little_stands_before_it(text: str) -> None:
    assert [word for part in cut(text, channel(12)) for word in part.split()] == text.split()


def test_a_word_longer_than_a_message_is_cut_and_nothing_of_it_lost() -> None:
    parts = cut("x" * 30, channel(12))
    assert [len(part) for part in parts] == [12, 12, 6]


def test_what_the_channel_counts_twice_is_counted_twice() -> None:
    text = " ".join(["🎉"] * 8)  # 15 characters, 23 UTF-16 units
    assert measure(text, channel()) == 15
    assert measure(text, channel(utf16=True)) == 23
    assert cut(text, channel(15)) == [text]
    parts = cut(text, channel(15, utf16=True))
    assert len(parts) == 2
    assert all(measure(part, channel(utf16=True)) <= 15 for part in parts)
    assert " ".join(parts) == text


def test_half_an_emoji_goes_nowhere() -> None:
    parts = cut("🎉" * 20, channel(7, utf16=True))
    assert "".join(parts) == "🎉" * 20
    assert {len(part) for part in parts[:-1]} == {3}


def test_buttons_sources_and_files_go_with_the_last_part() -> None:
    source = Source("12/KH-LĐLĐ", "LĐLĐ tỉnh", "08/01/2026", "II.1", "…")
    reply = Reply("một hai ba bốn năm", (Choice("Gửi", "yes"),), (source,))
    first, last = render(reply, channel(12), 4, [(9, "bang.xlsx")])
    assert first == Outgoing("một hai ba")
    assert last.text == "bốn năm"
    assert last.buttons[0].value == "c4.yes"
    assert (last.sources, last.files) == ((source,), ((9, "bang.xlsx"),))


def test_without_buttons_the_choices_are_numbered_lines() -> None:
    reply = Reply("Gửi nhé?", (Choice("Gửi", "yes"), Choice("Thôi", "no")))
    (shown,) = render(reply, channel(buttons=0), 4)
    assert shown == Outgoing("Gửi nhé?\n1. Gửi\n2. Thôi")


def test_more_choices_than_the_channel_has_buttons_are_all_numbered() -> None:
    reply = Reply("Việc nào?", tuple(Choice(f"Việc {n}", str(n)) for n in range(1, 5)))
    (shown,) = render(reply, channel(buttons=3), 4)
    assert shown.text.split("\n") == ["Việc nào?", "1. Việc 1", "2. Việc 2", "3. Việc 3", "4. Việc 4"]
    assert shown.buttons == ()


def test_without_a_menu_no_digit_stands_before_a_choice_that_is_typed() -> None:
    choices = tuple(Choice(f"Duyệt {n}", action="approve", row=n, version=1) for n in (1, 2))
    (shown,) = render(Reply("Việc nào?", choices), channel(buttons=1), 4, menu=False)
    assert shown == Outgoing("Việc nào?\nDuyệt 1: nhắn DUYỆT 1Y\nDuyệt 2: nhắn DUYỆT 2Z")


def test_where_there_are_buttons_enough_nothing_has_to_be_typed() -> None:
    choices = (Choice("Duyệt", action="approve", row=1, version=1),)
    (shown,) = render(Reply("Có việc.", choices), channel(buttons=1), None, menu=False)
    assert (shown.text, len(shown.buttons)) == ("Có việc.", 1)


def test_a_long_label_ends_in_dots_on_the_button_only() -> None:
    label = "Công đoàn Công ty May Đông Hà (Công đoàn các khu công nghiệp)"
    reply = Reply("Nơi nào?", (Choice(label, "4"),))
    (button,) = render(reply, channel(label=20), 1)[0].buttons
    assert button.label == "Công đoàn Công ty M…"
    assert len(button.label) == 20
    assert label in render(reply, channel(label=20, buttons=0), 1)[0].text


def test_a_reply_without_words_still_goes_out() -> None:
    (shown,) = render(Reply(""), channel(), None, [(1, "qr.png")])
    assert shown == Outgoing("", files=((1, "qr.png"),))


def test_what_lies_in_the_outbox_is_read_back_as_it_was() -> None:
    source = Source(None, None, None, "", "câu")
    reply = Reply("Có ạ.", (Choice("Gửi", "yes"),), (source,), replaces="17")
    (message,) = render(reply, channel(), 3, [(5, "a.png")])
    assert from_json(as_json(message)) == message
    assert as_json(Outgoing("Dạ.")) == {"text": "Dạ."}
    assert re.fullmatch(r"c3\.yes", message.buttons[0].value)
