"""Reads what the bot says (bot/texts/*.toml) and where the code says it, for the tests of architecture."""

import ast
import re
import string
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.support.sources import ROOT, Source, program

KEY = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)+")
FILE_NAMES = (".toml", ".txt", ".py", ".html", ".json", ".docx", ".xlsx", ".pdf", ".csv", ".zip")
SILENT = ("storage", "knowledge")  # below bot, they say nothing; "unit.id" there is a column
ADDRESS = frozenset({"you", "You"})  # filled by say() itself: how this person is addressed
GUESSED = 3  # letters that must stand fixed in a key put together by an f-string


@dataclass(frozen=True)
class Said:
    """One key written in the code: where, and for a call that names its blanks, which ones."""

    place: str
    key: str
    blanks: frozenset[str] | None = None


def flatten(journey: str, table: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Key and sentence of every string in a file of texts; lists are phrases to recognise, not said."""
    for name, value in table.items():
        if isinstance(value, str):
            yield f"{journey}.{name}", value
        elif isinstance(value, Mapping):
            yield from flatten(f"{journey}.{name}", value)


@cache
def sentences() -> dict[str, str]:
    """Every sentence the bot says by its key."""
    found = sorted((ROOT / "bot" / "texts").glob("*.toml"))
    return {key: text for path in found for key, text in read(path)}


@cache
def lists() -> frozenset[str]:
    """The keys of every list of phrases to recognise."""
    found = sorted((ROOT / "bot" / "texts").glob("*.toml"))
    tables = [(path.stem, tomllib.loads(path.read_text(encoding="utf-8"))) for path in found]
    return frozenset(key for journey, table in tables for key in _lists(journey, table))


def _lists(journey: str, table: Mapping[str, object]) -> Iterator[str]:
    for name, value in table.items():
        if isinstance(value, list):
            yield f"{journey}.{name}"
        elif isinstance(value, Mapping):
            yield from _lists(f"{journey}.{name}", value)


def read(path: Path) -> Iterator[tuple[str, str]]:
    return flatten(path.stem, tomllib.loads(path.read_text(encoding="utf-8")))


def blanks(sentence: str) -> frozenset[str]:
    """Names of the {blanks} in a sentence; ValueError where a brace is open."""
    fields = (name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None)
    return frozenset(re.split(r"[.\[]", name)[0] for name in fields) - ADDRESS


def is_key(text: str, journeys: Iterable[str]) -> bool:
    looks = KEY.fullmatch(text) is not None and not text.endswith(FILE_NAMES)
    return looks and text.partition(".")[0] in journeys


def keys_in_code(source: Source, journeys: Iterable[str]) -> list[Said]:
    """Every string literal that is a key of one of the journeys, with the blanks of its call to say()."""
    pieces = {
        id(part) for node in ast.walk(source.tree) if isinstance(node, ast.JoinedStr) for part in node.values
    }
    filled = {id(call.args[0]): named_blanks(call) for call in calls_of_say(source.tree)}
    found = [
        (node.lineno, node.value, filled.get(id(node)))
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in pieces
        and is_key(node.value, journeys)
    ]
    in_order = sorted(found, key=lambda key: key[0])
    return [Said(f"{source.path}:{line}", key, names) for line, key, names in in_order]


def calls_of_say(tree: ast.Module) -> Iterator[ast.Call]:
    """Calls of say and Refused, by whatever path, that have a first argument."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in {"say", "Refused"}:
                yield node


def named_blanks(call: ast.Call) -> frozenset[str] | None:
    """None where the call hands on a whole mapping, so that its names cannot be seen."""
    names = [keyword.arg for keyword in call.keywords]
    return None if None in names else frozenset(name for name in names if name) - ADDRESS


def patterns(source: Source) -> Iterator[re.Pattern[str]]:
    """f-strings that put a key together, as patterns of the keys they may give."""
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.JoinedStr):
            continue
        parts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
        fixed = "".join(str(part) for part in parts if part)
        if re.fullmatch(r"[a-z0-9_.]+", fixed) and sum(map(str.isalpha, fixed)) >= GUESSED:
            yield re.compile(
                "".join(r"[a-z0-9_.]+" if part is None else re.escape(str(part)) for part in parts)
            )


def keys_in_templates(journeys: Iterable[str]) -> Iterator[Said]:
    """Keys that the pages' templates hand to say()."""
    for path in sorted((ROOT / "web").rglob("*.html")):
        for match in re.finditer(r"""\bsay\(\s*["']([^"']+)["']""", path.read_text(encoding="utf-8")):
            if is_key(match[1], journeys):
                yield Said(path.relative_to(ROOT).as_posix(), match[1])


def speakers() -> list[Source]:
    return [source for source in program() if source.top not in SILENT]


def said(journeys: Iterable[str]) -> list[Said]:
    """Every key the program names, in code and in templates."""
    names = frozenset(journeys)
    in_code = [key for source in speakers() for key in keys_in_code(source, names)]
    return [*in_code, *keys_in_templates(names)]


def unused(texts: Mapping[str, str], named: Iterable[Said], guesses: Iterable[re.Pattern[str]]) -> list[str]:
    """Keys that no literal names and no f-string may give."""
    silent = set(texts) - {key.key for key in named}
    return sorted(silent - {key for guess in guesses for key in silent if guess.fullmatch(key)})
