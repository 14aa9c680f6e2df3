"""The words by which a paper's parts are told, folded, from words.toml; and how they are looked for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from storage.vietnamese import fold

_WORDS: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "words.toml").read_text(encoding="utf-8")
)

_WORD = re.compile(r"[^\W_]+")


def words(section: str, name: str) -> tuple[str, ...]:
    """The folded words of one list, the longest first."""
    return tuple(sorted(map(fold, _WORDS[section][name]), key=len, reverse=True))


def marked(section: str, name: str) -> tuple[str, ...]:
    """The words of one list as written: for those that without marks are other words."""
    return tuple(_WORDS[section][name])


def meanings(section: str, name: str) -> dict[str, str]:
    """Folded words and what each stands for, the longest first."""
    found = {fold(said): meant for said, meant in _WORDS[section][name].items()}
    return dict(sorted(found.items(), key=lambda pair: len(pair[0]), reverse=True))


@cache
def any_of(phrases: tuple[str, ...]) -> str:
    """A pattern for whole phrases, with any white space between their words."""
    return "(?:" + "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in phrases) + ")"


@cache
def ending(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Whether a text ends with one of the phrases, as when a date or a number follows."""
    return re.compile(rf"(?<!\w){any_of(phrases)}[\s:(“\"]*$")


def holds(plain: str, phrases: Iterable[str]) -> bool:
    """Whether one of the phrases stands in an unmarked text as whole words."""
    spaced = f" {' '.join(_WORD.findall(plain))} "
    return any(f" {phrase} " in spaced for phrase in phrases)
