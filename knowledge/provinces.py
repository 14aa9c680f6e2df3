"""The provinces of today and before 2025: their names, other names, and what each became."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from knowledge import papers
from storage.vietnamese import fold

_TABLES = tomllib.loads((Path(__file__).parent / "places.toml").read_text(encoding="utf-8"))
WORDS: dict[str, list[str]] = _TABLES["words"]


def key(name: str) -> str:
    """A province's folded name, whichever of its names is given; of other places the folded name itself."""
    plain = fold(name).strip(" .,*")
    for prefix in sorted(papers.PROVINCE, key=len, reverse=True):
        plain = plain.removeprefix(prefix + " ")
    known = ALIASES.get(joined(plain))
    return known[0] if known else plain


def successor(place: str) -> str | None:
    """The province that the (old) province went into in 2025, as keys; None for one that still is."""
    return _SUCCESSORS.get(place)


def is_province(place: str) -> bool:
    """Whether a key is one of the provinces of today or before 2025."""
    return place in _WRITTEN


def written(place: str) -> str:
    """A province's name with its marks; of other places the key."""
    return _WRITTEN.get(place, place)


def joined(folded: str) -> str:
    """A folded name without the spaces and dashes inside it."""
    return re.sub(r"[\s–—-]+", "", folded)


def _provinces() -> dict[str, str]:
    return {fold(name): name for new, old in _TABLES["provinces"].items() for name in (new, *old)}


def _aliases() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Folded name without spaces → (key, the ways it is written with marks)."""
    table: dict[str, tuple[str, tuple[str, ...]]] = {
        joined(plain): (plain, (name,)) for plain, name in _WRITTEN.items()
    }
    for name, others in _TABLES["aliases"].items():
        for other in others:
            _, known = table.get(joined(fold(other)), ("", ()))
            table[joined(fold(other))] = (fold(name), (*known, other))
    return table


_WRITTEN = _provinces()
ALIASES = _aliases()
_SUCCESSORS = {fold(old): fold(new) for new, olds in _TABLES["provinces"].items() for old in olds}
