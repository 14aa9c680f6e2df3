"""Every conversation says the same on every channel, once what a channel cannot show is put back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot import texts
from commands.program import Program
from tests.doubles.telegram import TOKEN, TelegramDouble
from tests.support.conversations import Clock, Stage, by_person, files, program_on
from tests.support.lines import Direct, Line, Telegram, Terminal, Unplayable, Web
from tests.support.script import Act, Said, Script, read_script


@pytest.fixture(params=files(), ids=lambda path: path.stem)
def script(request: pytest.FixtureRequest) -> Script:
    path: Path = request.param
    return read_script(path.read_text(encoding="utf-8"))


async def played(
    script: Script, program: Program, line: Line, clock: Clock
) -> list[tuple[Act, dict[str, list[Said]]]]:
    stage = Stage(program, line, clock)
    try:
        await stage.play(script)
    except Unplayable:  # up to here it must be the same
        assert stage.heard
    return list(by_person(stage))


async def reference(script: Script, url: str) -> list[tuple[Act, dict[str, list[Said]]]]:
    clock = Clock()
    async with program_on(url, clock) as program:
        return await played(script, program, Direct(program), clock)


@asynccontextmanager
async def telegram_program(url: str, clock: Clock) -> AsyncIterator[tuple[Program, Telegram]]:
    async with TelegramDouble() as double:
        bot = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE_URL": double.url, "RATE_TELEGRAM": "1000"}
        async with program_on(url, clock, **bot) as program:
            assert program.telegram
            await program.telegram.start()
            yield program, Telegram(program, double)


@pytest.mark.parametrize("channel", [Web, Terminal])
async def test_what_is_said_here_is_said_everywhere(
    script: Script, channel: type[Web | Terminal], two_urls: tuple[str, str]
) -> None:
    clock = Clock()
    async with program_on(two_urls[0], clock) as program:
        found = await played(script, program, channel(program), clock)
    expected = await reference(script, two_urls[1])
    assert anywhere(found) == anywhere(expected[: len(found)])


async def test_what_is_said_here_is_said_on_telegram(script: Script, two_urls: tuple[str, str]) -> None:
    clock = Clock()
    async with telegram_program(two_urls[0], clock) as (program, line):
        found = await played(script, program, line, clock)
    expected = await reference(script, two_urls[1])
    told = [(act, at_home(said)) for act, said in found]
    assert anywhere(told) == anywhere(expected[: len(found)])


def at_home(said: dict[str, list[Said]]) -> dict[str, list[Said]]:
    """Without the sentence that the consent text has on Telegram alone: its servers stand abroad."""
    abroad = texts.sentence("joining.consent_abroad")
    return {
        name: [replace(each, text=each.text.replace(abroad, "")) for each in told]
        for name, told in said.items()
    }


def anywhere(
    found: list[tuple[Act, dict[str, list[Said]]]],
) -> list[tuple[Act, dict[str, list[Said]]]]:
    """Where somebody is told on which channel a chat is, every channel is called the same."""
    names = [texts.say(f"joining.channel_{channel}") for channel in ("web", "telegram", "console")]
    return [
        (
            act,
            {
                name: [replace(each, text=_unnamed(each.text, names)) for each in told]
                for name, told in said.items()
            },
        )
        for act, said in found
    ]


def _unnamed(text: str, names: list[str]) -> str:
    for name in names:
        text = text.replace(name, "đây")
    return text


@pytest.fixture
def two_urls(sqlite_template: Path, tmp_path: Path) -> tuple[str, str]:
    """Two migrated SQLite files."""
    paths = [tmp_path / name for name in ("channel.db", "reference.db")]
    for path in paths:
        path.write_bytes(sqlite_template.read_bytes())
    return f"sqlite:///{paths[0]}", f"sqlite:///{paths[1]}"
