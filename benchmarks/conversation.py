"""How many messages a second the whole server answers, and how fast: real processes, real HTTP.

Every person goes through one conversation after another, each time as a new visitor: registers a pledge in
four messages, agrees by a button, says thanks, asks what is running, looks at the own list, asks one thing
that the documents answer. So one message in nine searches the documents. Opening the visit is not counted.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.servers import ROOT, children_mb, folder, postgresql, rss_mb, serving, slow_fsync
from benchmarks.uploads import peak_mb

PEOPLE = (1, 16, 64)
NO_SHIM = "not measured: needs Linux and a C compiler"
SECONDS = {True: (0.2, 0.8), False: (2.0, 8.0)}  # quick or not: warm-up, measured


def measure(quick: bool) -> dict[str, Any]:
    """Messages per second and milliseconds by database and number of people; the server's memory in MB."""
    with folder() as place:
        shim = slow_fsync(place)
        figures: dict[str, Any] = {
            "sqlite": _on_sqlite(place / "fast", None, quick),
            "postgresql": _on_postgresql(None, quick),
            "sqlite_slow_fsync": _on_sqlite(place / "slow", shim, quick) if shim else NO_SHIM,
            "postgresql_slow_fsync": _on_postgresql(shim, quick) if shim else NO_SHIM,
        }
    memory = {name: each.pop("memory") for name, each in figures.items() if isinstance(each, dict)}
    figures["rss_mb"] = memory["sqlite"]["rss_mb"]
    figures["rss_uploads_mb"] = memory["sqlite"]["rss_uploads_mb"]
    figures["memory"] = memory
    return figures


def _on_sqlite(place: Path, shim: Path | None, quick: bool) -> dict[str, Any]:
    place.mkdir()
    return _measured(f"sqlite:///{place / 'union.db'}", shim, quick)


def _on_postgresql(shim: Path | None, quick: bool) -> dict[str, Any]:
    with postgresql(shim) as url:
        return _measured(url, None, quick)


def _measured(database_url: str, shim: Path | None, quick: bool) -> dict[str, Any]:
    with serving(database_url, shim) as (url, pid):
        figures: dict[str, Any] = {str(people): _load(url, people, quick) for people in PEOPLE}
        figures["memory"] = {"rss_mb": rss_mb(pid), "children_mb": children_mb(pid)}
        figures["memory"]["rss_uploads_mb"] = peak_mb(url, pid)
        return figures


def _load(url: str, people: int, quick: bool) -> dict[str, float]:
    times = map(str, SECONDS[quick])
    command = [sys.executable, "-m", "benchmarks.load", url, str(people), *times]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1])
    found: dict[str, float] = json.loads(done.stdout)
    return found


def table(figures: dict[str, Any]) -> str:
    """One line for each database and number of people."""
    lines = [f"{'':24}{'people':>7}{'per s':>9}{'p50 ms':>9}{'p99 ms':>9}"]
    for name, found in figures.items():
        if isinstance(found, str):
            lines.append(f"{name:24}{found}")
        elif name.startswith(("sqlite", "postgresql")):
            lines += [
                f"{name:24}{people:>7}{one['per_s']:>9}{one['p50_ms']:>9}{one['p99_ms']:>9}"
                for people, one in found.items()
            ]
    for name, memory in figures["memory"].items():
        children = ", ".join(f"{size} MB" for size in memory["children_mb"].values()) or "none"
        held = f"{memory['rss_mb']} MB, {memory['rss_uploads_mb']} MB while files come"
        lines.append(f"{name:24}server {held}, child processes: {children}")
    return "\n".join(lines)
