"""migrate: brings the database's tables up to date; harmless when they are."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from commands.program import Program


def add_arguments(parser: ArgumentParser) -> None:
    """Takes no arguments."""


def run(arguments: Namespace, program: Program) -> int:
    """0 when the tables are as this version needs them."""
    program.database.migrate()
    print(f"The tables of {program.where} are up to date.")
    return 0
