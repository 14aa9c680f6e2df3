"""The set-up installs once, keeps what the tests need, and says what is missing in a sentence."""

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from tests.support.sources import ROOT


@pytest.fixture
def tasks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """tasks.py at work in a folder of its own, with small requirement files and a .venv that is there."""
    spec = importlib.util.spec_from_file_location("tasks_under_test", ROOT / "tasks.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("requirements", "requirements-dev", "requirements-uv"):
        (tmp_path / f"{name}.txt").write_text(name, encoding="utf-8")
    python = tmp_path / ".venv" / "python"
    python.parent.mkdir()
    python.touch()
    for name, value in {"ROOT": tmp_path, "PYTHON": str(python), "STAMP": python.parent / "stamp"}.items():
        monkeypatch.setattr(module, name, value)
    monkeypatch.setattr(module, "make_venv", lambda: None)
    return module


@pytest.fixture
def installed(tasks: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The requirement files synced, in order; the commands themselves are not run."""
    synced: list[str] = []

    def call(*command: str) -> int:
        if "sync" in command:
            synced.append(command[-1])
        return 0

    monkeypatch.setattr(tasks, "call", call)
    return synced


def test_a_second_set_up_installs_nothing(tasks: ModuleType, installed: list[str]) -> None:
    tasks.setup("run")
    tasks.setup("run")
    assert installed == ["requirements.txt"]


def test_running_after_testing_keeps_what_the_tests_need(tasks: ModuleType, installed: list[str]) -> None:
    for kind in ("run", "dev", "run", "dev"):
        tasks.setup(kind)
    assert installed == ["requirements.txt", "requirements-dev.txt"]


def test_a_changed_pin_is_installed(tasks: ModuleType, installed: list[str]) -> None:
    tasks.setup("dev")
    (tasks.ROOT / "requirements-dev.txt").write_text("newer", encoding="utf-8")
    tasks.setup("run")
    assert installed == ["requirements-dev.txt"] * 2


def test_an_installation_cut_short_is_done_again(tasks: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    statuses = iter([0, 1, 0, 0])
    monkeypatch.setattr(tasks, "call", lambda *_: next(statuses))
    with pytest.raises(tasks.Stop, match="could not be installed"):
        tasks.setup("run")
    tasks.setup("run")
    assert next(statuses, None) is None


@pytest.mark.parametrize("version", [(3, 10), (3, 15)])
def test_a_python_that_does_not_fit_is_told_so(
    tasks: ModuleType, monkeypatch: pytest.MonkeyPatch, version: tuple[int, int]
) -> None:
    monkeypatch.setattr(tasks.sys, "version_info", version)
    monkeypatch.setattr(tasks.sys, "argv", ["tasks.py", "run"])
    with pytest.raises(tasks.Stop, match=r"Python 3\.11 to 3\.14 is needed, and this is 3\.1[05]\."):
        tasks.check_python()


def test_every_check_runs_even_after_one_that_failed(
    tasks: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tasks, "setup", lambda _: None)
    monkeypatch.setattr(tasks, "call", lambda *command: int("ruff" in command))
    assert tasks.main(["lint"]) == 1
    told = capsys.readouterr()
    assert told.out.splitlines() == [f"==> {name}" for name, _ in tasks.CHECKS]
    assert told.err == "These checks found something: ruff check, ruff format\n"


def test_an_unknown_task_gets_the_list_of_tasks(
    tasks: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    main: Callable[[list[str]], int] = tasks.main
    assert main(["fly"]) == main([]) == 2
    assert "run|test|setup|lint|bench|pins" in capsys.readouterr().err
