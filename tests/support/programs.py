"""Tests that need a program of the machine: left out where it is absent, and counted at the end."""

import os
import shutil
from collections import Counter

import pytest

from knowledge.file_tools import reads_vietnamese

# What a test names -> what people call it, and the commands it may be installed as.
PROGRAMS = {
    "chromium": ("Chromium", ("chromium", "chromium-browser", "google-chrome", "chrome")),
    "libreoffice": ("LibreOffice", ("soffice", "libreoffice")),
    "tesseract": ("Tesseract with Vietnamese", ("tesseract",)),
    "antiword": ("antiword", ("antiword",)),
}

_left_out = pytest.StashKey[Counter[str]]()


def find(program: str) -> str | None:
    """The path of a program in PROGRAMS, None where it is absent; KeyError for a name not listed."""
    _, commands = PROGRAMS[program]
    if program == "tesseract" and not reads_vietnamese():
        return None
    return next((path for command in commands if (path := shutil.which(command))), None)


def absent(item: pytest.Item) -> list[str]:
    """What people call the programs this test needs and the machine has not."""
    wanted = [str(name) for mark in item.iter_markers("needs") for name in mark.args]
    return [PROGRAMS[name][0] for name in wanted if find(name) is None]


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_left_out] = Counter()


def pytest_runtest_setup(item: pytest.Item) -> None:
    missing = absent(item)
    if not missing:
        return
    item.config.stash[_left_out].update(missing[:1])
    reason = f"{missing[0]} is absent"
    if os.environ.get("NOTHING_LEFT_OUT") == "1":
        pytest.fail(f"{reason}, and NOTHING_LEFT_OUT=1 allows no test to be left out", pytrace=False)
    pytest.skip(reason)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for name, count in sorted(config.stash[_left_out].items()):
        terminalreporter.write_line(f"left out: {count} test{'s'[: count != 1]} because {name} is absent")
