"""Every sentence the bot says and every phrase it listens for, from bot/texts/*.toml, by "journey.name"."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

FOLDER = Path(__file__).parent / "texts"


def _flatten(prefix: str, table: Mapping[str, Any]) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from _flatten(f"{prefix}.{name}", value)
        else:
            yield f"{prefix}.{name}", tuple(value) if isinstance(value, list) else value


@cache
def _all() -> Mapping[str, str | tuple[str, ...]]:
    found: dict[str, str | tuple[str, ...]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        found.update(_flatten(path.stem, tomllib.loads(path.read_text(encoding="utf-8"))))
    return MappingProxyType(found)


def sentence(key: str) -> str:
    """The sentence as written, blanks and all. Raises KeyError."""
    text = _all()[key]
    if not isinstance(text, str):
        raise KeyError(key)
    return text


def phrases(key: str) -> tuple[str, ...]:
    """The list of phrases under a key. Raises KeyError."""
    found = _all()[key]
    if isinstance(found, str):
        raise KeyError(key)
    return found


def has(key: str) -> bool:
    """Whether the bot has such a sentence."""
    return key in _all()


def table(journey: str, name: str) -> dict[str, str]:
    """The sentences of one table of a journey's file, by their names."""
    head = f"{journey}.{name}."
    return {key.removeprefix(head): str(text) for key, text in _all().items() if key.startswith(head)}


def say(key: str, **blanks: object) -> str:
    """The sentence with its blanks filled. {you} and {You} address the person; default: not knowing how."""
    text = sentence(key)
    if "{" not in text:
        return text
    you = str(blanks.pop("you", "") or sentence("common.stranger"))
    return text.format(you=you, You=you[:1].upper() + you[1:], **blanks)
