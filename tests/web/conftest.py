"""A served chat, and a browser where there is one."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from storage.database import Database
from tests.support.browsing import ARGUMENTS, opened
from tests.support.pages import DEMONSTRATION, Site, serving
from tests.support.programs import find


@pytest.fixture
def site(sqlite_database: Database) -> Iterator[Site]:
    """A chat without the demonstration union."""
    with serving(sqlite_database) as found:
        yield found


@pytest.fixture
def demonstration_site(sqlite_database: Database) -> Iterator[Site]:
    """A chat with the demonstration union."""
    with serving(sqlite_database, demonstration=DEMONSTRATION) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser without a window. Tests that use it are marked needs("chromium")."""
    path = find("chromium")
    assert path is not None
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A narrow phone's page; an error in a script fails the test."""
    yield from opened(browser, viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True)


@pytest.fixture
def desk(browser: Browser) -> Iterator[Page]:
    """A page on a desk: a mouse, a keyboard, a wide screen."""
    yield from opened(browser, viewport={"width": 1280, "height": 800})
