"""What every test shares; each plug-in stands in a module of tests/support."""

import pytest
from hypothesis import settings

pytest_plugins = [
    "tests.support.programs",
    "tests.support.loopback",
    "tests.support.postgresql",
    "tests.support.databases",
]

# How long an example takes depends on the machine, and no test of this project is about that.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    about = "write what the bot answers into tests/conversations, to be read and committed"
    parser.addoption("--write-conversations", action="store_true", help=about)
