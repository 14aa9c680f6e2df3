"""Which journey a message is for. Pure: phrases over what was heard."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from bot.forms import Form
from bot.heard import Heard
from bot.messages import Said
from bot.turn import Turn

EXACT, SURE = 1000, 999  # strengths: the whole message is known; the whole message has a known form


def _everybody(turn: Turn) -> bool:
    return True


def _nothing_unwanted(turn: Turn) -> Said | None:
    return None


def _nothing_waits(turn: Turn) -> Said:
    return []


@dataclass(frozen=True)
class Route:
    """One thing a message can ask for.

    exact    whole messages that mean this route
    phrases  words anywhere in a message that mean it, unless the message is a question
    asks     phrases that mean it even in a question
    patterns whole messages that mean it, as regular expressions over the folded text
    handle   answers at once; without it `form` is opened. With both, `form` is the one that `handle` opens.
    prepare  reads before the writer, on a read-only store; its result is `turn.prepared`
    """

    name: str
    exact: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    handle: Callable[[Turn], Said] | None = None
    form: Form | None = None
    prepare: Callable[[Turn], Any] | None = None
    allow: Callable[[Turn], bool] = _everybody
    menu: bool = True  # may be opened by a button of its name

    def strength(self, heard: Heard, question: bool) -> int:
        """How surely the message means this route; 0: it does not. Longer phrases weigh more."""
        if heard.folded in self._whole or heard.plain in self._whole:
            return EXACT
        if any(re.fullmatch(pattern, heard.folded) for pattern in self.patterns):
            return SURE
        return next((len(p) - 2 for p in self._listened[question] if p in heard.padded), 0)

    @cached_property
    def _whole(self) -> frozenset[str]:
        return frozenset(self.exact)

    @cached_property
    def _listened(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Phrases between spaces, the longest first: heard in what is no question, and in a question."""
        return _longest_first(self.phrases + self.asks), _longest_first(self.asks)


def _longest_first(phrases: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted((f" {phrase} " for phrase in phrases), key=len, reverse=True))


@dataclass(frozen=True)
class Action:
    """What a button on a row does. `handle` gets the row's id and the version the button was made for."""

    name: str
    handle: Callable[[Turn, int, int], Said]
    allow: Callable[[Turn], bool] = _everybody


@dataclass(frozen=True)
class Routes:
    """Everything the bot can do, as explicit lists; `fallback` answers what nothing else takes.

    `came_back` is said before the answer to whoever was away for long.
    """

    routes: Sequence[Route]
    actions: Sequence[Action]
    fallback: Route
    welcome: Callable[[Turn], Said]
    wordless: Callable[[Turn], Said]
    attached: Callable[[Turn], Said]
    courtesy: Callable[[Turn], Said | None]
    more_forms: Sequence[Form] = ()
    unwanted: Callable[[Turn], Said | None] = _nothing_unwanted
    came_back: Callable[[Turn], Said] = _nothing_waits
    _forms: dict[str, Form] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Raises ValueError where a button's name would mean two things."""
        names = [*(route.name for route in self.routes), *(action.name for action in self.actions)]
        if twice := {name for name in names if names.count(name) > 1}:
            raise ValueError(f"two routes or actions are called {', '.join(sorted(twice))}")
        for form in (*self.more_forms, *(r.form for r in self.routes if r.form)):
            if self._forms.setdefault(form.name, form) is not form:
                raise ValueError(f"two forms are called {form.name}")

    def form(self, name: str) -> Form | None:
        """The form of this name; None when a new version no longer has it."""
        return self._forms.get(name)

    def route(self, name: str) -> Route | None:
        """The route a menu button opens."""
        return next((route for route in self.routes if route.name == name and route.menu), None)

    def action(self, name: str) -> Action | None:
        """The row action of this name."""
        return next((action for action in self.actions if action.name == name), None)

    def match(self, turn: Turn, question: bool) -> Route | None:
        """The route that the message means most surely, among those the person may use."""
        scored = [(route.strength(turn.heard, question), route) for route in self.routes]
        hits = sorted((hit for hit in scored if hit[0]), key=lambda hit: -hit[0])
        allowed = next((route for _, route in hits if route.allow(turn)), None)
        return allowed or (hits[0][1] if hits and hits[0][0] >= SURE else None)
