"""The words of chat: abbreviations and what they stand for, by themselves and beside other words."""

import tomllib
from functools import cache
from pathlib import Path

from knowledge.syllables import is_syllable
from storage.vietnamese import fold

ANY_NUMBER = "#"
_TABLES = tomllib.loads((Path(__file__).parent / "lexicon.toml").read_text(encoding="utf-8"))
KEEP = frozenset(_TABLES["keep"]["words"].split())
NUMBERS: dict[str, int] = {fold(word): value for word, value in _TABLES["numbers"].items()}


def _by_either_spelling(table: dict[str, object]) -> dict[str, object]:
    """Keys as written, and without marks where nothing else is written so."""
    return {plain: value for key, value in table.items() if not is_syllable(plain := fold(key))} | table


_WORDS = _by_either_spelling(_TABLES["words"])
_BEFORE = _by_either_spelling(_TABLES["before"])
_AFTER = _by_either_spelling(_TABLES["after"])


@cache
def meanings(token: str) -> tuple[str, ...]:
    """What a token in lower case may stand for by itself, likeliest first; nothing for an ordinary word."""
    found = _WORDS.get(token) or (_WORDS.get(fold(token)) if token.isascii() else None)
    return () if found is None else (found,) if isinstance(found, str) else tuple(map(str, _listed(found)))


def meaning_beside(token: str, previous: str, following: str) -> str | None:
    """What a token stands for between its (folded) neighbours, when these decide it."""
    for table, neighbour in ((_BEFORE, following), (_AFTER, previous)):
        choices = table.get(token)
        if isinstance(choices, dict):
            meant = choices.get(ANY_NUMBER if neighbour.isdigit() else neighbour)
            if isinstance(meant, str):
                return meant
    return None


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []
