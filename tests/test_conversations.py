"""Every conversation of tests/conversations, word for word, on both databases."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.conversations import Clock, Stage, console_files, files, program_on
from tests.support.lines import Direct, Screen
from tests.support.script import read_script


@pytest.fixture(params=[*files(), *console_files()], ids=lambda path: path.stem)
def conversation(
    request: pytest.FixtureRequest,
) -> Iterator[tuple[str, type[Direct | Screen], Callable[[str], None]]]:
    """What a file says, where, and how to write it anew; only with --write-conversations that is done."""
    path: Path = request.param
    write = request.config.getoption("--write-conversations")
    written = path.read_text(encoding="utf-8")
    played: list[str] = []
    yield written, Screen if path in console_files() else Direct, played.append
    if write and played:
        path.write_text(played[-1], encoding="utf-8")


async def test_the_bot_answers_as_it_is_written(
    conversation: tuple[str, type[Direct | Screen], Callable[[str], None]],
    database_url: str,
    request: pytest.FixtureRequest,
) -> None:
    written, line, keep = conversation
    clock = Clock()
    async with program_on(database_url, clock) as program:
        played = (await Stage(program, line(program), clock).play(read_script(written))).text()
    keep(played)
    assert request.config.getoption("--write-conversations") or played == written
