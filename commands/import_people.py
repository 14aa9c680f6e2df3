"""import-people: takes a list of units and members out of Excel; the same list again changes nothing."""

from __future__ import annotations

import os
import secrets
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from datetime import time as clock_time
from pathlib import Path
from typing import Protocol

from bot import texts
from bot.numbers import number
from bot.settings import Settings
from reports import lists, lists_files
from reports.lists import ZONE, Letting, Opened, RefusedList
from reports.lists_plan import ListPlan
from reports.lists_preview import preview, refused_file, summary
from reports.lists_units import Reach
from reports.lists_writing import Busy
from storage.database import Database

_OFTEN_S = 1.0  # between two lines of progress


class Program(Protocol):
    """What this command needs of the program."""

    @property
    def database(self) -> Database: ...

    @property
    def settings(self) -> Settings: ...

    def now(self) -> datetime: ...


class Stop(Exception):
    """A sentence for the operator."""


def add_arguments(parser: ArgumentParser) -> None:
    """FILE, and how it is taken; or --template FILE for an empty form."""
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE.xlsx", help="Excel (.xlsx) or .csv")
    parser.add_argument("--unit", metavar="CODE", help="take only this unit and those below it")
    parser.add_argument("--yes", action="store_true", help="write without asking")
    parser.add_argument("--refused", type=Path, metavar="FILE.xlsx", help="where the rows not taken go")
    parser.add_argument(
        "--missing", type=Path, metavar="FILE.xlsx", help="where the names go that only the database holds"
    )
    parser.add_argument(
        "--close-missing",
        nargs="?",
        const="today",
        metavar="YYYY-MM-DD",
        help="those on the units' lists whom the file does not name have left, since that day",
    )
    parser.add_argument("--template", type=Path, metavar="FILE.xlsx", help="write an empty form and end")


def run(arguments: Namespace, program: Program) -> int:
    """0 when done or when there was nothing to do; 1 when the file is refused or nobody said yes; 2 usage."""
    if (arguments.file is None) == (arguments.template is None):
        print("import-people: give FILE.xlsx, or --template FILE.xlsx.", file=sys.stderr)
        return 2
    try:
        close = _day(arguments.close_missing, program)
        return _template(arguments.template) if arguments.template else _import(arguments, program, close)
    except ValueError as wrong:
        print(f"--close-missing: {wrong}", file=sys.stderr)
        return 2
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1


def _day(given: str | None, program: Program) -> datetime | None:
    if given is None:
        return None
    now = program.now()
    return now if given == "today" else datetime.combine(date.fromisoformat(given), clock_time(), ZONE)


def _template(path: Path) -> int:
    _write(path, lists_files.template())
    print(texts.say("lists.template_kept", path=path))
    return 0


def _import(arguments: Namespace, program: Program, close: datetime | None) -> int:
    path: Path = arguments.file
    told = Progress()
    reach = replace(_reach(arguments.unit, program), key=program.settings.secret_key.encode())
    opened = _open(path, told)
    with program.database.reading() as store:
        today = program.now().astimezone(ZONE).date()
        found = lists.plan(store, opened, reach, today, told.compared)
        missing = lists.missing(store, found) if found.missing and arguments.missing else None
    told.end()
    print("\n".join(preview(opened.file, opened.roster, found)))
    _keep_refused(arguments.refused, opened, found)
    if missing is not None:
        _write(arguments.missing, missing)
        print(texts.say("lists.missing_kept", path=arguments.missing))
    if close and found.faults:
        raise Stop(texts.say("lists.close_first"))
    if found.is_empty and not (close and found.missing):
        return 0 if found.counts["people_same"] + found.counts["units_same"] else 1
    if not arguments.yes and not _agreed():
        raise Stop(texts.say("lists.stopped"))
    holder = f"import-people:{os.getpid()}:{secrets.token_hex(4)}"
    how = Letting(holder, program.now, told.written, told.said, close)
    try:
        counts = lists.let_in(program.database, opened, reach, how)
    except Busy:
        raise Stop(_refusal(path.name, "busy")) from None
    told.end()
    print(summary(counts))
    return 0


def _reach(code: str | None, program: Program) -> Reach:
    if code is None:
        return lists.everywhere()
    with program.database.reading() as store:
        unit = store.units.by_code(code)
    if unit is None:
        raise Stop(texts.say("lists.unit_unknown", code=code))
    return lists.everywhere(unit.id, unit.path)


def _open(path: Path, told: Progress) -> Opened:
    try:
        content = path.read_bytes()
    except OSError:
        raise Stop(texts.say("lists.file_missing", path=path)) from None
    try:
        return lists.open_list(content, path.name, told=told.read)
    except RefusedList as refused:
        told.end()
        raise Stop(_refusal(path.name, refused.reason)) from None


def _refusal(file: str, reason: str) -> str:
    why, what_to_do = refused_file(reason)
    return texts.say("lists.refused_book", file=file, why=why, what_to_do=what_to_do)


def _keep_refused(path: Path | None, opened: Opened, found: ListPlan) -> None:
    if not found.faults:
        return
    if path is None:
        print(texts.say("lists.refused_hint"))
        return
    _write(path, lists.refused(opened, found))
    print(texts.say("lists.refused_kept", path=path))


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError:
        raise Stop(texts.say("lists.not_written", path=path)) from None


def _agreed() -> bool:
    try:
        answer = input(texts.say("lists.ask"))
    except EOFError:
        return False
    return answer.strip().lower()[:1] in {"c", "y"}


class Progress:
    """One line on standard error that is written over again and again; on a file, a line each ten seconds."""

    def __init__(self, ticks: Callable[[], float] = time.monotonic) -> None:
        self._ticks = ticks
        self._last = ticks()
        self._begun: float | None = None
        self._open = False

    def said(self, key: str, rows: int) -> None:
        """So many rows were read or compared; `key` names the sentence."""
        self._show(texts.say(f"lists.{key}", rows=number(rows)))

    def read(self, rows: int) -> None:
        """So many rows were read."""
        self.said("told_read", rows)

    def compared(self, rows: int) -> None:
        """So many rows were compared."""
        self.said("told_compared", rows)

    def written(self, done: int, total: int) -> None:
        """So many rows of how many are in: with how many a second, and how long it takes yet."""
        now = self._ticks()
        if self._begun is None:
            self._begun = now
        per_s = done / max(now - self._begun, 0.1)
        left = (total - done) / per_s if per_s else 0
        told = {"done": number(done), "total": number(total), "per_s": number(round(per_s))}
        self._show(texts.say("lists.told_written", left=number(round(left)), **told), is_last=done == total)

    def _show(self, line: str, *, is_last: bool = False) -> None:
        is_terminal = sys.stderr.isatty()
        if not (is_last and self._open) and self._ticks() - self._last < (
            _OFTEN_S if is_terminal else 10 * _OFTEN_S
        ):
            return
        self._last = self._ticks()
        print(f"\r{line:<70}" if is_terminal else line, end="" if is_terminal else "\n", file=sys.stderr)
        sys.stderr.flush()
        self._open = is_terminal

    def end(self) -> None:
        """What follows begins on a line of its own."""
        if self._open:
            print(file=sys.stderr)
            self._open = False
