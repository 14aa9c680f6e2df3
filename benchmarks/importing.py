"""How fast a whole province's list comes in, and how fast questions are answered meanwhile: real processes.

The list is an Excel file. `import-people` reads and writes it beside a running server, while one person asks
questions over HTTP, one after another; every question is written to the database, as its answer is.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.load import FAMILIES, GIVEN, INCIDENT, MIDDLES, QUESTIONS, UNITS, Connection
from benchmarks.servers import ROOT, folder, postgresql, serving
from knowledge.rosters import Member, Place, Unit
from reports.lists_files import filled

SIZES = {True: (10_000, 200), False: (300_000, 4_000)}  # quick or not: members, units
IDLE_S = {True: 2.0, False: 10.0}
BETWEEN_S = 0.05  # one person, who reads as well
TOP = "BENCH"


def measure(quick: bool) -> dict[str, Any]:
    """By database: seconds, rows per second, the import's peak in MB, milliseconds of a question."""
    members, units = SIZES[quick]
    with folder() as place:
        file = place / "list.xlsx"
        file.write_bytes(make(members, units))
        sqlite = _measured(f"sqlite:///{place / 'union.db'}", file, quick)
        with postgresql() as url:
            served = _measured(url, file, quick)
    return {"members": members, "units": units, "sqlite": sqlite, "postgresql": served}


def make(members: int, units: int) -> bytes:
    """A list of so many people, spread over so many units below one province."""
    dice = random.Random(7)
    return filled(_units(units), _members(members, units, dice))


def _units(count: int) -> Iterator[tuple[Unit, str]]:
    yield Unit(Place(0, 1), TOP, kind="province"), TOP
    for number in range(count):
        yield Unit(Place(0, 1), f"{UNITS[0]} {number}", kind="grassroots", parent=TOP), f"B{number}"


def _members(count: int, units: int, dice: random.Random) -> Iterator[tuple[Member, str]]:
    for number in range(count):
        name = " ".join(map(dice.choice, (FAMILIES, MIDDLES, MIDDLES, GIVEN)))
        phone = f"09{dice.randrange(10**8):08}"
        yield (
            Member(Place(0, 1), None, name, f"{dice.randint(1, 9)}", "direct", "female", phone),
            f"B{number % units}",
        )


def _measured(database_url: str, file: Path, quick: bool) -> dict[str, float]:
    with serving(database_url) as (url, _):
        return asyncio.run(_beside(url, database_url, file, IDLE_S[quick]))


async def _beside(url: str, database_url: str, file: Path, idle_s: float) -> dict[str, float]:
    """Asks while nothing else goes on, then while the list comes in."""
    await _ask(url, asyncio.create_task(asyncio.sleep(1)))
    idle = await _ask(url, asyncio.create_task(asyncio.sleep(idle_s)))
    importing = asyncio.create_task(_import(database_url, file))
    meanwhile = await _ask(url, importing)
    seconds, peak_mb, rows = importing.result()
    return {
        "seconds": round(seconds, 1),
        "per_s": round(rows / seconds),
        "peak_mb": round(peak_mb, 1),
        "question_idle_p50_ms": _part(idle, 0.5),
        "question_idle_p99_ms": _part(idle, 0.99),
        "question_p50_ms": _part(meanwhile, 0.5),
        "question_p99_ms": _part(meanwhile, 0.99),
    }


def _part(took: list[float], share: float) -> float:
    return round(1000 * sorted(took)[min(len(took) - 1, int(len(took) * share))], 2)


async def _import(database_url: str, file: Path) -> tuple[float, float, int]:
    """Seconds, the most memory it held in MB, and how many people it says it took."""
    began = time.perf_counter()
    environment = {**os.environ, "DATABASE_URL": database_url}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "main.py",
        "import-people",
        str(file),
        "--yes",
        cwd=ROOT,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    peak = 0.0
    ended = asyncio.create_task(process.communicate())
    while not ended.done():
        peak = max(peak, _peak_mb(process.pid))
        await asyncio.wait({ended}, timeout=0.1)
    told = ended.result()[0].decode(errors="replace")
    if process.returncode:
        raise RuntimeError(f"the list was not taken: {told[-500:]}")
    figures = [int(word) for word in told.replace(".", "").replace(",", " ").split() if word.isdecimal()]
    return time.perf_counter() - began, peak, max(figures)


def _peak_mb(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0.0
    found = [line.split()[1] for line in lines if line.startswith("VmHWM:")]
    return int(found[0]) / 1024 if found else 0.0


async def _ask(url: str, until: asyncio.Task[Any]) -> list[float]:
    """Seconds that each answer took, until the task ends."""
    parts, took, number = urlsplit(url), list[float](), 0
    where = (str(parts.hostname), int(parts.port or 80))
    _, connection = await asyncio.get_running_loop().create_connection(Connection, *where)
    with closing(connection):
        head, _ = await connection.post("/chat/api/session", b"{}", "")
        cookie = head.partition(b"set-cookie: ")[2].partition(b";")[0].decode()
        while not until.done():
            body = json.dumps({"client_id": str(number), "text": QUESTIONS[number % len(QUESTIONS)]}).encode()
            began = time.perf_counter()
            head, answer = await connection.post("/chat/api/messages", body, cookie)
            took.append(time.perf_counter() - began)
            if not head.startswith(b"HTTP/1.1 200") or INCIDENT in answer:
                raise RuntimeError(answer.decode(errors="replace")[:300])
            number += 1
            await asyncio.wait({until}, timeout=BETWEEN_S)
    return took


def table(figures: dict[str, Any]) -> str:
    """One line for each database."""
    lines = [
        f"{figures['members']} members, {figures['units']} units",
        f"{'':12}{'s':>8}{'rows/s':>9}{'peak MB':>9}   question, ms: idle p50, p99; meanwhile p50, p99",
    ]
    for name in ("sqlite", "postgresql"):
        found = figures[name]
        asked = [found[f"question_{each}_ms"] for each in ("idle_p50", "idle_p99", "p50", "p99")]
        shown = "".join(f"{each:>10}" for each in asked)
        lines.append(f"{name:12}{found['seconds']:>8}{found['per_s']:>9}{found['peak_mb']:>9}   {shown}")
    return "\n".join(lines)
