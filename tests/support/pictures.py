"""Makes the pictures of the README: a phone conversation and the officer's view, on the demonstration union.

Run from the project's folder after `make setup`: `.venv/bin/python -m tests.support.pictures`. Needs Chromium.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.support.browsing import ARGUMENTS

ROOT = Path(__file__).parent.parent.parent
HERE = ROOT / "docs" / "pictures"
# What is typed and pressed stands in a text file: `worker: words` or `worker! words of the button`.
SCRIPT = (HERE / "conversation.txt").read_text(encoding="utf-8").splitlines()


@contextmanager
def server() -> Iterator[str]:
    """The program on a free port with an empty database of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            "PORT": str(port),
            "DATABASE_URL": f"sqlite:///{folder}/pictures.db",
            "PATH": "/usr/bin:/bin",
        }
        process = subprocess.Popen([sys.executable, "main.py", "serve"], cwd=ROOT, env=settings)
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(f"{address}/readyz")
            yield address
        finally:
            process.kill()
            process.wait(20)


def _wait(address: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(address, timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(address)


def open_as(browser: Browser, address: str, who: str, size: tuple[int, int]) -> Page:
    """The page, on a screen of this size, speaking as one of the cast."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, device_scale_factor=1)
    page = context.new_page()
    page.goto(address)
    page.click(f'[data-as="{who}"]:visible')
    page.wait_for_timeout(800)
    return page


def act(page: Page, line: str) -> None:
    """Types a message, or presses the last button with these words."""
    before = page.locator("#messages > *").count()
    if line.startswith("!"):
        page.locator("#messages .choice:enabled", has_text=line[1:].strip()).last.click()
    else:
        page.fill("#text", line[1:].strip())
        page.click("#send")
    page.locator("#messages > *").nth(before + 1).wait_for(timeout=10_000)
    page.wait_for_timeout(700)


def _lighten(path: Path) -> None:
    """64 colours are enough for a page of text, and a third of the weight."""
    with Image.open(path) as picture:
        light = picture.convert("RGB").quantize(64)
    light.save(path, optimize=True)


def main() -> int:
    """Exit status 0, or 1 where there is no Chromium."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        sys.stderr.write("Chromium is needed to make the pictures.\n")
        return 1
    with server() as address, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        pages = {
            "worker": open_as(browser, address, "worker", (360, 1040)),
            "chair": open_as(browser, address, "chair", (820, 1040)),
        }
        for line in filter(None, SCRIPT):
            who = line[:6].rstrip(":!").strip()
            act(pages[who], line[len(who) :])
        for who, page in pages.items():
            page.screenshot(path=HERE / f"{who}.png")
            _lighten(HERE / f"{who}.png")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
