"""Coded words: what is typed for a button where a channel shows none. Pure.

<word> <row><letter><version>     acts on a row as the button would; version 1 is not written
<word>                            opens a journey, which hears the word anyway

The letter checks word, row and version against one another, so that a slip of the thumb names no other row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot import texts
from bot.buttons import LARGEST, Acted
from bot.messages import Choice
from storage.vietnamese import fold

# A prime number of letters finds every wrong digit and every two that changed places. None is read as a digit
# or stands behind a number in a sentence: "12m", "2h", "5S", "12A", "7v2" are no codes.
LETTERS = "BFJPQRTUXYZ"


@dataclass(frozen=True, slots=True)
class Mistyped:
    """It looks like a code, and is none."""

    code: str


def code_of(action: str, row: int, version: int) -> str:
    """What is typed for this action on this row. Raises KeyError for an action without a word."""
    word = texts.sentence(f"codewords.actions.{action}")
    return f"{word} {row}{_letter(word, row, version)}{'' if version == 1 else version}"


def lines(text: str, choices: Sequence[Choice]) -> list[str]:
    """A line for each choice of a message without buttons, except where its text says the word already."""
    found = []
    for choice in choices:
        code = _typed(choice)
        if code and code not in text:
            itself = fold(choice.label) == fold(code)
            key = "codewords.line_itself" if itself else "codewords.line"
            found.append(texts.say(key, **({} if itself else {"label": choice.label}), code=code))
    return found


def _typed(choice: Choice) -> str:
    name = choice.action or ""
    if texts.has(f"codewords.actions.{name}"):
        return code_of(name, choice.row, choice.version)
    route = f"codewords.routes.{name}"
    return texts.sentence(route) if texts.has(route) else ""


def read(plain: str) -> Acted | Mistyped | None:
    """What a whole message, folded, does as a code; None where it is none."""
    match = _reader().fullmatch(plain)
    if match is None:
        return None
    word, row, letter = match["word"].replace(" ", ""), int(match["row"]), match["letter"].upper()
    action, version = _actions()[word], int(match["version"] or 1)
    if letter == _letter(word, row, version) and row <= LARGEST:
        return Acted(action, row, version, code_of(action, row, version))
    typed = f"{match['row']}{match['letter']}{match['version'] or ''}".upper()
    word = texts.sentence(f"codewords.actions.{action}")
    return Mistyped(f"{word} {typed}") if letter in LETTERS and not match["gap"] else None


def opens_journey(plain: str) -> bool:
    """Whether a whole message, folded, is the word of a journey."""
    return plain in {fold(word) for word in texts.table("codewords", "routes").values()}


def offers(body: Mapping[str, Any], plain: str, action: str) -> bool:
    """Whether a message of the outbox has a button of this label, or the coded word of the action."""
    word = f"codewords.actions.{action}"
    labelled = any(fold(button["label"]) == plain for button in body.get("buttons", ()))
    return texts.has(word) and (labelled or f" {texts.sentence(word)} " in body["text"])


def _letter(word: str, row: int, version: int) -> str:
    return LETTERS[(_weight(word) + row + 3 * version) % len(LETTERS)]


def _weight(word: str) -> int:
    return sum(map(ord, fold(word).replace(" ", "")))


@cache
def _actions() -> Mapping[str, str]:
    """Action by its folded word without spaces."""
    return distinct(texts.table("codewords", "actions"))


def distinct(words: Mapping[str, str]) -> dict[str, str]:
    """The names by their folded words. Raises ValueError where one could be taken for another.

    That is: the same word twice, or one that is left of a longer one and has the same letters for its rows.
    """
    found: dict[str, str] = {}
    for name, word in words.items():
        plain = fold(word).replace(" ", "")
        if plain in found:
            raise ValueError(f"{name} and {found[plain]} are both typed {word}")
        for other, called in found.items():
            if _part_left(plain, other):
                raise ValueError(f"{name} and {called} differ in nothing but a word left out")
        found[plain] = name
    return found


def _part_left(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    within = long.startswith(short) or long.endswith(short)
    return within and (_weight(short) - _weight(long)) % len(LETTERS) == 0


@cache
def _reader() -> re.Pattern[str]:
    words = _either(fold(word) for word in texts.table("codewords", "actions").values()).replace(" ", " ?")
    lead = _either(texts.phrases("codewords.leads"))
    between = _either(texts.phrases("codewords.between"))
    tail = _either(texts.phrases("codewords.tails"))
    number = r"(?P<row>[0-9]{1,19})(?P<gap> ?)(?P<letter>[a-z]) ?(?P<version>[0-9]{1,9})?"
    return re.compile(f"(?:{lead} )*(?P<word>{words}) ?(?:{between} ?)?{number}(?: {tail})*")


def _either(phrases: Iterable[str]) -> str:
    return f"(?:{'|'.join(sorted(map(re.escape, phrases), key=len, reverse=True))})"
