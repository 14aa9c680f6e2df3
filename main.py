"""Starts the program: reads the environment, then runs the command that was asked for."""

from __future__ import annotations

import importlib
import os
import sys
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from types import ModuleType

from dotenv import dotenv_values

from bot import logs
from bot.settings import BadSetting, Settings
from commands import AS_IT_IS, COMMANDS
from commands.program import Program
from storage.database import UNREACHABLE, reason


def environment() -> Mapping[str, str]:
    """The environment, and .env for what it does not name."""
    return {name: text for name, text in {**dotenv_values(".env"), **os.environ}.items() if text is not None}


def parse(arguments: Sequence[str]) -> tuple[ArgumentParser, ModuleType | None]:
    """The parser, and the module of the command named; only that one is imported."""
    parser = ArgumentParser(prog="main.py", description="A chatbot for Vietnamese trade unions.")
    choices = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    named = next((word for word in arguments if word in COMMANDS), None)
    module = importlib.import_module(f"commands.{named.replace('-', '_')}") if named else None
    for name, help_ in COMMANDS.items():
        command = choices.add_parser(name, help=help_, description=f"{help_[0].upper()}{help_[1:]}.")
        if module and name == named:
            module.add_arguments(command)
    return parser, module


def main(arguments: Sequence[str]) -> int:
    """Exit status: 0 done, 1 refused with a line on standard error, 2 wrong usage."""
    parser, module = parse(arguments)
    given = parser.parse_args(arguments)
    if module is None:
        parser.error("name a command")
    try:
        settings = Settings.from_mapping(environment())
    except BadSetting as bad:
        print(bad, file=sys.stderr)
        return 1
    logs.set_up(settings.log_format, settings.tz, settings.secrets)
    program = Program(settings)
    try:
        if given.command not in AS_IT_IS:
            program.database.migrate()
        return int(module.run(given, program))
    except UNREACHABLE as error:
        print(f"DATABASE_URL: the database does not answer ({reason(error)}).", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    finally:
        program.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
