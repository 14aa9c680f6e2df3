"""Links that open for a while, and only what they were made for."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.links import opens, poster_link, posters_link, telegram_link

NOW = datetime(2026, 4, 14, 5, 0, tzinfo=UTC)
SECRET = b"k" * 32


def read(link: str) -> tuple[int, str]:
    asked = parse_qs(urlsplit(link).query)
    return int(asked["until"][0]), asked["mark"][0]


def test_a_link_to_posters_opens_until_its_day() -> None:
    stamp, mark = read(posters_link("https://x.vn", SECRET, 7, NOW + timedelta(days=7)))
    assert opens(SECRET, 7, stamp, mark, NOW)
    assert not opens(SECRET, 7, stamp, mark, NOW + timedelta(days=7))


def test_a_changed_link_opens_nothing() -> None:
    stamp, mark = read(posters_link("https://x.vn", SECRET, 7, NOW + timedelta(days=7)))
    assert not opens(SECRET, 8, stamp, mark, NOW)
    assert not opens(SECRET, 7, stamp + 1, mark, NOW)
    assert not opens(SECRET, 7, stamp, f"{mark[:-1]}g", NOW)
    assert not opens(SECRET, 7, stamp, "", NOW)
    assert not opens(SECRET, 7, stamp, "đ", NOW)
    assert not opens(b"another" * 8, 7, stamp, mark, NOW)


@pytest.mark.parametrize(
    ("code", "carried"), [("MAY2", True), ("A-B_9", True), ("MÃ", False), ("x" * 65, False)]
)
def test_telegram_carries_codes_of_plain_letters(code: str, carried: bool) -> None:
    assert telegram_link("thidua_bot", code) == (f"https://t.me/thidua_bot?start={code}" if carried else None)


def test_the_page_of_a_poster_is_named_by_the_code() -> None:
    assert poster_link("https://x.vn", "A/B") == "https://x.vn/poster/A%2FB"
