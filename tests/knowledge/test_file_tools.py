"""Programs of the machine are given up once their time is over, with all that they started."""

import os
import sys
import time
from pathlib import Path

import pytest

from knowledge import file_tools
from knowledge.documents import Unreadable
from knowledge.file_tools import find, reads_vietnamese, run


def test_what_a_program_writes_comes_back() -> None:
    code = "import sys; sys.stdout.write(sys.stdin.read() * 2)"
    assert run([sys.executable, "-c", code], seconds=60, given=b"in ") == b"in in "


def test_a_program_that_fails_found_a_damaged_file() -> None:
    with pytest.raises(Unreadable, match="damaged"):
        run([sys.executable, "-c", "raise SystemExit(3)"], seconds=60)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no groups of processes")
def test_a_program_that_takes_too_long_ends_with_its_children(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    child = f"import time; f = open({str(pipe)!r}, 'w'); time.sleep(60)"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    with pytest.raises(Unreadable, match="too_slow"):
        run([sys.executable, "-c", code], seconds=2)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        deadline = time.monotonic() + 20
        while not _is_closed(reading) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert _is_closed(reading)  # nobody is left who could write
    finally:
        os.close(reading)


def _is_closed(pipe: int) -> bool:
    try:
        return os.read(pipe, 1) == b""
    except BlockingIOError:
        return False


def test_a_program_off_the_path_is_found_where_installers_put_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda program: None)
    assert find("antiword") is None
    (tmp_path / "soffice").touch()
    monkeypatch.setattr(file_tools, "_ELSEWHERE", {"soffice": ("/nowhere", str(tmp_path / "soffice"))})
    assert find("soffice") == str(tmp_path / "soffice")
    assert not reads_vietnamese()


def test_tesseract_without_vietnamese_letters_is_of_no_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_tools, "find", lambda program: program)
    monkeypatch.setattr(file_tools, "run", lambda command, seconds: b"List of languages\neng\nosd\n")
    assert not reads_vietnamese()
    monkeypatch.setattr(file_tools, "run", lambda command, seconds: b"List of languages\neng\nvie\n")
    assert reads_vietnamese()
