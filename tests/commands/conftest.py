"""A program on a database that holds the small union of tests/support/scenes.py."""

from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from types import ModuleType

import pytest

from bot.settings import Settings
from commands.program import Program
from tests.support.scenes import may2


@pytest.fixture
def program(database_url: str) -> Iterator[Program]:
    """On each kind of database."""
    made = Program(Settings.from_mapping({"DATABASE_URL": database_url}))
    with made.database.transaction() as store:
        may2(store)
    yield made
    made.close()


Run = Callable[..., int]


@pytest.fixture
def run(program: Program) -> Run:
    """Runs a command with these arguments; its exit status."""

    def called(module: ModuleType, *words: str) -> int:
        parser = ArgumentParser()
        module.add_arguments(parser)
        return int(module.run(parser.parse_args(words), program))

    return called
