"""Forms: what is asked, in which order, how answers are read. A description, no jumps and no expressions.

A form's sentences are found by its name: `<form>.ask_<field>`, `<form>.label_<field>`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.messages import Choice, Reply, Said
from bot.turn import Turn

Answers = Mapping[str, Any]  # JSON values only: they rest in the database between two messages


def _always(turn: Turn, answers: Answers) -> bool:
    return True


def _no_choices(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    return ()


def _nobody_else(turn: Turn, answers: Answers) -> None:
    return None


def _never(text: str) -> bool:
    return False


def _nothing(turn: Turn) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Field:
    """One question. `read` takes what was heard and gives a JSON value, or raises Unreadable with a hint.

    `pressed` turns a button's value into the answer. `free`: whatever is written is the answer.
    `still` raises Unreadable where an answer given before is true no more; it is asked anew.
    `sure`: whether this message is, though it ends like a question.
    """

    name: str
    read: Callable[[Turn, Answers], Any]
    when: Callable[[Turn, Answers], bool] = _always
    choices: Callable[[Turn, Answers], tuple[Choice, ...]] = _no_choices
    pressed: Callable[[Turn, str], Any] | None = None
    ask: Callable[[Turn, Answers], str] | None = None
    optional: bool = False
    editable: bool = True
    free: bool = False
    still: Callable[[Turn, Any], object] | None = None
    sure: Callable[[str], bool] = _never


@dataclass(frozen=True)
class Form:
    """A journey's questions and what is done with the answers.

    understand   all that a free message already says, by field
    card         the text that shows the answers before they are sent
    submit       keeps them; what it returns is said
    agree        the label key of the button that sends
    files        whether a file without words may be an answer
    left         what to keep or say when the person leaves in the middle ("de sau")
    allow        whether the person may use it at all; asked again whenever it says something
    guard        raises Refused where the row in the answers is not for the person (any more); likewise
    """

    name: str
    fields: tuple[Field, ...]
    card: Callable[[Turn, Answers], str]
    submit: Callable[[Turn, Answers], Said]
    understand: Callable[[Turn], dict[str, Any]] = _nothing
    choices: Callable[[Turn, Answers], tuple[Choice, ...]] = _no_choices
    refused: Callable[[Turn], Said] | None = None
    left: Callable[[Turn, Answers], Said] | None = None
    allow: Callable[[Turn], bool] = field(default=lambda turn: True)
    guard: Callable[[Turn, Answers], None] = _nobody_else
    files: bool = True

    def find(self, name: str) -> Field:
        """The field of this name. Raises LookupError: the form may have changed since it was asked."""
        for each in self.fields:
            if each.name == name:
                return each
        raise LookupError(name)

    def next_field(self, turn: Turn, state: Mapping[str, Any]) -> Field | None:
        """The first relevant field without an answer, or the one corrected; None: the card can be shown."""
        answers, skipped = state.get("answers", {}), state.get("skipped", [])
        for each in self.fields:
            asked_for = each.name == state.get("again") or each.when(turn, answers)
            if each.name not in answers and each.name not in skipped and asked_for:
                return each
        return None

    def question(self, turn: Turn, each: Field, answers: Answers) -> Reply:
        """What is asked for a field."""
        text = each.ask(turn, answers) if each.ask else turn.say(f"{self.name}.ask_{each.name}")
        return Reply(text, choices=each.choices(turn, answers))


@dataclass(frozen=True)
class Confirmation:
    """The buttons under a card."""

    send: str = "yes"
    edit: str = "edit"
    no: str = "no"


CONFIRM = Confirmation()
