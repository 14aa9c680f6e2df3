"""Finds and starts the programs of the machine that read files, each with a time limit."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from knowledge.documents import Unreadable

# Where the installers of macOS and Windows put LibreOffice and Tesseract without naming them on the path.
_ELSEWHERE = {
    "soffice": (
        "/Applications/LibreOffice.app/Contents/MacOS/soffice",
        r"C:\Program Files\LibreOffice\program\soffice.exe",
    ),
    "tesseract": (r"C:\Program Files\Tesseract-OCR\tesseract.exe",),
}


def find(program: str) -> str | None:
    """The path of "soffice", "tesseract" or "antiword"; None where it is not installed."""
    found = shutil.which(program)
    return found or next((path for path in _ELSEWHERE.get(program, ()) if Path(path).is_file()), None)


def reads_vietnamese() -> bool:
    """Whether Tesseract is installed together with its Vietnamese letters."""
    tesseract = find("tesseract")
    if tesseract is None:
        return False
    try:
        return "vie" in run([tesseract, "--list-langs"], seconds=20).decode("utf-8", "replace").split()
    except Unreadable:
        return False


def run(command: Sequence[str], *, seconds: float, given: bytes = b"") -> bytes:
    """What a program writes.

    Raises Unreadable: too_slow once `seconds` are over, damaged where the program fails.
    """
    own_group = os.name == "posix"
    with subprocess.Popen(  # noqa: S603 - the command is a list, and names a program found above
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=own_group,
    ) as process:
        try:
            written, _ = process.communicate(given, timeout=seconds)
        except subprocess.TimeoutExpired as late:
            raise Unreadable("too_slow") from late
        finally:
            _end(process)
    if process.returncode:
        raise Unreadable("damaged")
    return written


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends it together with what it started: LibreOffice is a script that starts the program itself."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
