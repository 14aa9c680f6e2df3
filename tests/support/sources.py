"""The project's own files, read once for the tests of architecture."""

import ast
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ("main", "commands", "web", "handlers", "reports", "bot", "knowledge", "storage")


@dataclass(frozen=True)
class Source:
    """One Python file: its path from the root with slashes, and its text."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.path)

    @property
    def top(self) -> str:
        """The package it belongs to, or its own name where it stands at the root."""
        return self.path.partition("/")[0].removesuffix(".py")

    def strings(self) -> Iterator[tuple[int, str]]:
        """Line and value of every string literal, docstrings and parts of f-strings included."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.lineno, node.value

    def imports(self) -> Iterator[tuple[int, str]]:
        """Line and full name of every module imported, wherever in the file."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.lineno, node.module


@cache
def files() -> tuple[Path, ...]:
    """Every file of the checkout, without what is generated or installed (names that begin with a dot)."""
    found: list[Path] = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = sorted(
            name for name in folders if name == ".ci" or not name.startswith((".", "__pycache__"))
        )
        found += [Path(folder, name) for name in sorted(names)]
    return tuple(found)


@cache
def sources() -> tuple[Source, ...]:
    """Every Python file of the checkout, tests and tasks.py included."""
    return tuple(
        Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
        for path in files()
        if path.suffix == ".py"
    )


def program() -> Iterator[Source]:
    """The Python files that make up the running program."""
    return (source for source in sources() if source.top in PROGRAM)
