"""Reads the demonstration's tables and papers, which stand beside this file."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent


def table(name: str) -> dict[str, Any]:
    """One of the .toml files."""
    return tomllib.loads(paper(f"{name}.toml"))


def paper(file: str) -> str:
    """The text of a file, its blanks unfilled."""
    return (_HERE / file).read_text(encoding="utf-8")
