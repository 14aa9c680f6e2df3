"""Copies a SQLite file while it is written to, by SQLite's own online backup."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

PAGES = 2000  # copied at a time, so that writers wait little
PAUSE_S = 0.01


def copy(file: Path, target: Path) -> None:
    """A whole copy, as the file is at one moment. Raises FileExistsError, and OSError from the disk."""
    if target.exists():
        raise FileExistsError(target)
    part = target.with_name(f"{target.name}.part")
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(part)) as copied:
        source.backup(copied, pages=PAGES, sleep=PAUSE_S)
        broken = copied.execute("PRAGMA quick_check").fetchone()[0]
    if broken != "ok":
        raise OSError(f"the copy is damaged: {broken}")
    part.replace(target)
