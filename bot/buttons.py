"""Stamps on buttons, so that an old press never does something new. Pure.

c<conversation>.<value>           answers a question of that conversation and no other
a.<action>.<row>.<version>        acts on a row, whatever conversation is open
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.agreeing import without_particles
from bot.messages import WORDED, Button, Choice
from storage.vietnamese import fold

LIMIT = 64  # bytes, Telegram's callback_data
LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Answered:
    """A press that answers conversation `conversation`."""

    conversation: int
    value: str


@dataclass(frozen=True, slots=True)
class Acted:
    """A press that acts on a row as it was at `version`; `typed`: the coded word written instead."""

    action: str
    row: int
    version: int
    typed: str = ""

    @property
    def value(self) -> str:
        """As a button carries it."""
        return f"a.{self.action}.{self.row}.{self.version}"


def stamp(choice: Choice, conversation: int | None) -> Button:
    """The button with its stamp. Raises ValueError for one that no channel could carry."""
    if choice.action is not None:
        value = Acted(choice.action, choice.row, choice.version).value
    elif conversation is not None:
        value = f"c{conversation}.{choice.value}"
    else:
        raise ValueError(f"the choice {choice.label!r} answers no conversation")
    if len(value.encode()) > LIMIT:
        raise ValueError(f"the stamp {value!r} is over {LIMIT} bytes")
    return Button(choice.label, value, choice.by)


def read_press(value: str) -> Answered | Acted | None:
    """What a press says; None for what no button of ours carries."""
    head, _, rest = value.partition(".")
    if head == "a":
        parts = rest.split(".")
        if len(parts) == 3 and _is_id(parts[1]) and _is_id(parts[2]):
            return Acted(parts[0], int(parts[1]), int(parts[2]))
        return None
    if head[:1] == "c" and _is_id(head[1:]) and rest:
        return Answered(int(head[1:]), rest)
    return None


def _is_id(digits: str) -> bool:
    """Whether a database could hold it: anybody can send any press."""
    return digits.isdecimal() and len(digits) <= 19 and int(digits) <= LARGEST


def menu_of(buttons: tuple[Button, ...]) -> list[list[str]]:
    """What an account remembers of the open menu: folded labels, values, a mark where no number counts."""
    return [[fold(b.label), b.value, *([WORDED] if b.by == WORDED else [])] for b in buttons]


def chosen(menu: list[list[str]], plain: str) -> str | None:
    """The value that a typed digit or label chooses from the open menu."""
    if plain.isdecimal() and plain.isascii() and len(plain) <= 2:
        number = int(plain)
        numbered = [entry for entry in menu if len(entry) == 2]
        return numbered[number - 1][1] if 1 <= number <= len(numbered) else None
    labels = {_bare(entry[0]): entry[1] for entry in reversed(menu)}
    words = " ".join(plain.split())
    return labels.get(words) or labels.get(without_particles(words)) if words else None


def _bare(label: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in label).split())
