"""The command line: exit statuses, one line for what is refused, and help."""

import re
from pathlib import Path

import pytest

from commands import AS_IT_IS, COMMANDS
from tests.support.servers import ROOT, call, free_port, serving


def test_every_command_has_its_module_and_every_module_is_known() -> None:
    shared = {"__init__", "program", "locking", "casting"}
    modules = {path.stem for path in (ROOT / "commands").glob("*.py")} - shared
    named = {name.replace("-", "_") for name in COMMANDS}
    parts = {each for each in modules if any(each.startswith(f"{name}_") for name in named)}
    assert modules - parts == named
    assert set(AS_IT_IS) <= set(COMMANDS)


async def test_help_names_every_command(tmp_path: Path) -> None:
    status, told, _ = await call("--help", folder=tmp_path)
    assert status == 0
    assert all(re.search(rf"^    {name}\s", told, re.MULTILINE) for name in COMMANDS)
    assert "--stop-at" not in (await call("serve", "--help", folder=tmp_path))[1]


@pytest.mark.parametrize("words", [(), ("dance",), ("officer",), ("migrate", "--fast"), ("ask",)])
async def test_wrong_usage_ends_with_2(words: tuple[str, ...], tmp_path: Path) -> None:
    status, told, complained = await call(*words, folder=tmp_path)
    assert (status, told) == (2, "")
    assert "usage:" in complained


@pytest.mark.parametrize(
    ("words", "settings", "about"),
    [
        (("migrate",), {"PORT": "abc"}, "PORT"),
        (("migrate",), {"DATABASE_URL": "postgresql://a:geheim@127.0.0.1:1/b"}, "DATABASE_URL"),
        (("serve",), {"PRODUCTION": "on"}, "SECRET_KEY"),
        (("worker",), {}, "SQLite"),
    ],
)
async def test_what_is_refused_ends_with_1_and_one_line(
    words: tuple[str, ...], settings: dict[str, str], about: str, tmp_path: Path
) -> None:
    status, told, complained = await call(*words, folder=tmp_path, **settings)
    assert (status, told) == (1, "")
    assert about in complained
    assert complained.count("\n") == 1
    assert "geheim" not in complained


async def test_a_dotenv_file_is_read_and_the_environment_goes_first(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("DATABASE_URL=sqlite:///from-file.db\nPORT=abc\n", encoding="utf-8")
    status, _, complained = await call("migrate", folder=tmp_path)
    assert (status, complained.split()[0]) == (1, "PORT")
    assert (await call("migrate", folder=tmp_path, PORT="8000"))[0] == 0
    assert (tmp_path / "from-file.db").exists()


async def test_an_empty_folder_is_served_with_the_demonstration_and_by_one_process(tmp_path: Path) -> None:
    settings = {"PORT": str(free_port())}
    async with serving(folder=tmp_path, **settings) as server:
        status, _, complained = await call("serve", folder=tmp_path, PORT=str(free_port()))
        assert status == 1
        assert "served by another process" in complained
        elsewhere = {**settings, "DATABASE_URL": "sqlite:///other.db"}
        status, _, complained = await call("serve", folder=tmp_path, **elsewhere)
        assert status == 1
        assert "cannot be listened on" in complained
        server.terminate()
        assert await server.wait() == 0
    status, told, _ = await call("officer", "list", folder=tmp_path)
    assert status == 0
    assert "MAY2" in told
    production = {"PRODUCTION": "on", "SECRET_KEY": "0123456789abcdefghijklmnopqrstuv", **settings}
    status, _, complained = await call("serve", folder=tmp_path, **production)
    assert status == 1
    assert "demonstration" in complained
