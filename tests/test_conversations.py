"""Every conversation of tests/conversations, word for word, on both databases."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.conversations import Clock, Stage, files, program_on
from tests.support.lines import Direct
from tests.support.script import read_script


@pytest.fixture(params=files(), ids=lambda path: path.stem)
def conversation(request: pytest.FixtureRequest) -> Iterator[tuple[str, Callable[[str], None]]]:
    """What a file says, and how to write it anew; only with --write-conversations that is done."""
    path: Path = request.param
    write = request.config.getoption("--write-conversations")
    written = path.read_text(encoding="utf-8")
    played: list[str] = []
    yield written, played.append
    if write and played:
        path.write_text(played[-1], encoding="utf-8")


async def test_the_bot_answers_as_it_is_written(
    conversation: tuple[str, Callable[[str], None]], database_url: str, request: pytest.FixtureRequest
) -> None:
    written, keep = conversation
    clock = Clock()
    async with program_on(database_url, clock) as program:
        played = (await Stage(program, Direct(program), clock).play(read_script(written))).text()
    keep(played)
    assert request.config.getoption("--write-conversations") or played == written
