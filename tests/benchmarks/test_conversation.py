"""The conversation benchmark tells what it promises to tell."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from benchmarks import conversation, servers
from benchmarks.__main__ import main

FIGURES = {"per_s": 700.0, "p50_ms": 18.0, "p99_ms": 60.0}


@pytest.fixture
def without_servers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The databases on which a server was asked for."""
    asked: list[str] = []

    @contextmanager
    def serving(database_url: str, preload: Path | None = None) -> Iterator[tuple[str, int]]:
        asked.append(database_url.partition(":")[0] + ("+slow" if preload else ""))
        yield "http://127.0.0.1:1", 1

    @contextmanager
    def postgresql(preload: Path | None = None) -> Iterator[str]:
        yield f"postgresql{'slow' if preload else ''}://"

    def load(url: str, people: int, quick: bool) -> dict[str, Any]:
        return dict(FIGURES)

    monkeypatch.setattr(conversation, "serving", serving)
    monkeypatch.setattr(conversation, "postgresql", postgresql)
    monkeypatch.setattr(conversation, "_load", load)
    monkeypatch.setattr(conversation, "rss_mb", lambda pid: 108.0)
    monkeypatch.setattr(conversation, "peak_mb", lambda url, pid: 140.0)
    monkeypatch.setattr(conversation, "children_mb", lambda pid: {})
    return asked


def test_its_figures_have_the_keys_that_others_read(
    without_servers: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(conversation, "slow_fsync", lambda place: tmp_path)
    figures = conversation.measure(quick=True)
    for database in ("sqlite", "postgresql", "sqlite_slow_fsync", "postgresql_slow_fsync"):
        assert figures[database] == {"1": FIGURES, "16": FIGURES, "64": FIGURES}
    assert figures["rss_mb"] == 108.0
    assert figures["rss_uploads_mb"] == 140.0
    assert without_servers == ["sqlite", "postgresql", "sqlite+slow", "postgresqlslow"]


def test_where_disks_cannot_be_slowed_it_says_so(
    without_servers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "slow_fsync", lambda place: None)
    figures = conversation.measure(quick=True)
    assert "not measured" in figures["sqlite_slow_fsync"]
    shown = conversation.table(figures)
    assert "not measured" in shown
    assert "108.0 MB" in shown
    assert len(without_servers) == 2


def test_an_unknown_benchmark_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["walking"])
    assert ended.value.code == 2
    assert "walking" in capsys.readouterr().err


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the shim is for Linux")
def test_this_process_holds_memory_and_a_process_that_is_gone_none() -> None:
    assert (servers.rss_mb(os.getpid()) or 0) > 5
    assert servers.rss_mb(2**22 + 1) is None
    assert servers.children_mb(2**22 + 1) == {}


def test_slowing_disks_needs_a_compiler(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert servers.slow_fsync(tmp_path) is None
