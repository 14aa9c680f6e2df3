"""backup: a copy of the whole database, made while the program runs; attachments lie in it too."""

from __future__ import annotations

import shlex
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from bot.turn import local
from commands.program import Program
from storage.backup import copy


def add_arguments(parser: ArgumentParser) -> None:
    """Where to."""
    parser.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help="the copy; .data/backup-DATE.db unless given"
    )


def run(arguments: Namespace, program: Program) -> int:
    """0 when the copy is whole; 1 when there is none."""
    at = local(program.now())
    source = program.database.file
    if source is None:
        dump = f"union-{at:%Y%m%d-%H%M}.dump"
        command = [
            "pg_dump",
            "--format=custom",
            f"--file={arguments.file or dump}",
            program.database.for_tools,
        ]
        print(f"PostgreSQL copies itself: {shlex.join(command)}", file=sys.stderr)
        return 1
    target = arguments.file or source.with_name(f"backup-{at:%Y%m%d-%H%M%S}.db")
    if not source.exists():
        print(f"{source} is not there: is DATABASE_URL right?", file=sys.stderr)
        return 1
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        copy(source, target)
    except FileExistsError:
        print(f"{target} is there already: name another file.", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{target} cannot be written ({error}): is there room on the disk?", file=sys.stderr)
        return 1
    print(f"Copied {source} to {target} ({target.stat().st_size / 1e6:.1f} MB). Keep it on another machine.")
    return 0
