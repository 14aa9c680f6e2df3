"""Draws names of people, each once, as the peoples of names.toml give them; pure."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from typing import Any

from commands.demonstration.data import table
from storage.vietnamese import fold

FEMALE, MALE = "female", "male"


class Names:
    """A source of names that never gives the same one twice, diacritics or not."""

    def __init__(self, random: Random, taken: Iterable[str] = ()) -> None:
        self._random = random
        self._taken = set(map(fold, taken))
        self._peoples = table("names")["peoples"]
        self._weights = [people["weight"] for people in self._peoples]

    def draw(self, sex: str) -> str:
        """A name nobody has yet."""
        while True:
            people = self._random.choices(self._peoples, self._weights)[0]
            name = self._name(people, sex)
            if fold(name) not in self._taken:
                self._taken.add(fold(name))
                return name

    def _name(self, people: dict[str, Any], sex: str) -> str:
        parts = people["women" if sex == FEMALE else "men"]
        family = self._random.choice(people["family"])
        middle = self._random.choice(parts["middle"])
        own = self._random.choice([each for each in parts["own"] if each not in middle.split()])
        called = middle + own if middle.endswith("'") else f"{middle} {own}".strip()
        return f"{called} {family}" if people.get("last") else f"{family} {called}"
