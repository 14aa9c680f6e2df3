"""A child process ends with the program, even one that was killed."""

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.support.sources import ROOT

PROGRAM = """
import os, sys
from reports.children import CHILDREN
if __name__ == "__main__":
    print(CHILDREN.run(os.getpid), flush=True)
    sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there a signal 0 is no question")
def test_a_child_ends_when_the_program_is_killed() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    child = int(process.stdout.readline())
    assert child != process.pid
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=10)
    for _ in range(100):
        if not _lives(child):
            return
        time.sleep(0.05)
    raise AssertionError(f"process {child} outlived its program")


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
