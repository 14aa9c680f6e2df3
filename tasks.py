"""Sets the project up, then runs, tests, checks or measures it: `python3 tasks.py run`.

The Makefile calls this file, and it works without make: `py tasks.py run` on Windows. It needs nothing but
Python itself, and is written so that an older Python can read it far enough to say that it is too old.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Dict, List, Optional, Tuple

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = str(VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
STAMP = VENV / "installed.json"
OLDEST, NEWEST = (3, 11), (3, 14)
UV = "requirements-uv.txt"
REQUIREMENTS = {"run": "requirements.txt", "dev": "requirements-dev.txt"}
CHECKS = (
    ("ruff check", ("-m", "ruff", "check", ".")),
    ("ruff format", ("-m", "ruff", "format", "--check", ".")),
    ("mypy", ("-m", "mypy")),
    ("lint-imports", ("-c", "from importlinter.cli import lint_imports_command as check; check()")),
)


class Stop(Exception):
    """Ends the task with a sentence for the person who started it."""


def call(*command: str) -> int:
    """Runs one command in the project's folder; returns its exit status."""
    return subprocess.run(command, cwd=str(ROOT)).returncode


def check_python() -> None:
    """Raises Stop where this Python is not one the pinned packages are built for."""
    here = sys.version_info[:2]
    if not OLDEST <= here <= NEWEST:
        raise Stop(
            f"Python 3.{OLDEST[1]} to 3.{NEWEST[1]} is needed, and this is {here[0]}.{here[1]}. "
            f"Name another one: make {sys.argv[1]} PYTHON=python3.12"
        )


def digest(kind: str) -> str:
    """What .venv depends on: the Python and the requirement files of one kind."""
    total = hashlib.sha256(f"{kind} {sys.version_info[:2]}".encode())
    for name in (UV, REQUIREMENTS[kind]):
        total.update((ROOT / name).read_bytes())
    return total.hexdigest()


def read_stamp() -> Dict[str, str]:
    """What was installed last: {"kind", "digest"}, empty where nothing was or it was cut short."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def venv_python() -> Optional[Tuple[int, ...]]:
    """The (major, minor) of the Python in .venv, None where there is none that starts."""
    try:
        text = subprocess.check_output([PYTHON, "-c", "import sys; print(*sys.version_info[:2])"])
    except (OSError, subprocess.CalledProcessError):
        return None
    return tuple(int(part) for part in text.split())


def make_venv() -> None:
    """Makes .venv with this Python, over again where it holds another one."""
    if venv_python() == sys.version_info[:2]:
        return
    try:
        import ensurepip  # noqa: F401, PLC0415
        import venv  # noqa: F401, PLC0415
    except ImportError:
        raise Stop("This Python lacks venv. On Debian and Ubuntu: apt install python3-venv") from None
    print("Making .venv with Python {}.{}".format(*sys.version_info[:2]), flush=True)
    shutil.rmtree(str(VENV), ignore_errors=True)
    if call(sys.executable, "-m", "venv", str(VENV)):
        raise Stop("Python could not make .venv; what it said stands above.")


def install(kind: str) -> None:
    """Brings .venv to exactly the pinned versions, each checked against its hash."""
    make_venv()
    if STAMP.exists():
        STAMP.unlink()  # a run that is cut short must not look finished
    print(f"Installing the packages of {REQUIREMENTS[kind]}", flush=True)
    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    sync = (PYTHON, "-m", "uv", "pip", "sync", "--quiet", "--system-certs", "--python", PYTHON)
    if call(*pip, "--require-hashes", "-r", UV) or call(*sync, "--require-hashes", REQUIREMENTS[kind]):
        raise Stop("The packages could not be installed. The reason stands above: is there a connection?")
    STAMP.write_text(json.dumps({"kind": kind, "digest": digest(kind)}), encoding="utf-8")


def setup(kind: str) -> None:
    """Installs what is missing. What the tests need includes what the program needs, and is kept."""
    check_python()
    stamp = read_stamp()
    if stamp.get("kind") == "dev":
        kind = "dev"
    if stamp != {"kind": kind, "digest": digest(kind)} or not Path(PYTHON).exists():
        install(kind)


def hand_over(*command: str) -> int:
    """Becomes the command, so that signals reach it; where the system cannot, waits for its exit status."""
    if os.name != "nt":
        os.chdir(str(ROOT))
        os.execv(command[0], command)
    try:
        return call(*command)
    except KeyboardInterrupt:
        return 130


def run(arguments: List[str]) -> int:
    """Serves the program on http://127.0.0.1:8000."""
    setup("run")
    return hand_over(PYTHON, "main.py", "serve", *arguments)


def test(arguments: List[str]) -> int:
    """Runs the tests, all of them or those that the arguments name."""
    setup("dev")
    return hand_over(PYTHON, "-m", "pytest", *arguments)


def only_setup(_: List[str]) -> int:
    """Installs what the tests and the program need."""
    setup("dev")
    print("Ready: .venv holds Python {}.{} and the pinned packages.".format(*sys.version_info[:2]))
    return 0


def lint(_: List[str]) -> int:
    """Checks the code; every check runs even where one before it failed."""
    setup("dev")
    failed = []
    for name, command in CHECKS:
        print(f"==> {name}", flush=True)
        if call(PYTHON, *command):
            failed.append(name)
    if failed:
        raise Stop("These checks found something: " + ", ".join(failed))
    return 0


def bench(arguments: List[str]) -> int:
    """Runs the benchmarks, all of them or the one that the arguments name."""
    setup("dev")
    return hand_over(PYTHON, "-m", "benchmarks", *(arguments or ["all"]))


def pins(arguments: List[str]) -> int:
    """Writes the exact versions anew after a change of a .in file; `pins --upgrade` takes newer ones."""
    setup("dev")
    one = (PYTHON, "-m", "uv", "pip", "compile", "--quiet", "--system-certs", "--universal")
    plain = ("--generate-hashes", "--no-header", "--no-annotate", "--python-version", "{}.{}".format(*OLDEST))
    for name in ("requirements", "requirements-dev", "requirements-uv"):
        if call(*one, *plain, *arguments, f"{name}.in", "-o", f"{name}.txt"):
            raise Stop(f"No set of versions was found for {name}.in; the reason stands above.")
    return 0


TASKS = {"run": run, "test": test, "setup": only_setup, "lint": lint, "bench": bench, "pins": pins}


def main(arguments: List[str]) -> int:
    """Returns the exit status: the task's own, 1 when it was stopped, 2 when no task was named."""
    if not arguments or arguments[0] not in TASKS:
        print(f"usage: python3 tasks.py {'|'.join(TASKS)} [ARGUMENTS]", file=sys.stderr)
        return 2
    try:
        return TASKS[arguments[0]](arguments[1:])
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
