"""Posters: one unit's for whoever knows its code, those of a subtree by a link that is good for a while."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import Browser

from bot.links import posters_link
from storage.database import Database
from storage.units import BOARD, Ending, NewUnit
from tests.support.pages import Site, serving
from tests.support.unions import found
from web.posters import PAGE

SECRET = b"k" * 32
BOT = "thidua_bot"


@pytest.fixture
def union(sqlite_database: Database) -> Iterator[Site]:
    """A union's server with a Telegram bot."""
    with sqlite_database.transaction() as store:
        found(store)
    with serving(sqlite_database, secret=SECRET, telegram=lambda: BOT) as site:
        yield site


def unit_id(site: Site, code: str) -> int:
    with site.database.reading() as store:
        unit = store.units.by_code(code)
    assert unit is not None
    return unit.id


def many(site: Site, code: str, days: int = 1) -> str:
    until = datetime.now(UTC) + timedelta(days=days)
    return posters_link(site.url, SECRET, unit_id(site, code), until)


def test_a_poster_shows_the_name_the_code_and_how_to_come_in(union: Site) -> None:
    page = union.client().get("/poster/sk-mdh")
    assert page.status_code == 200
    assert "<h1>Công đoàn Công ty May Đông Hà</h1>" in page.text
    assert '<p class="code">SK-MDH</p>' in page.text
    assert union.url.partition("://")[2] in page.text
    assert "<script" not in page.text
    pictures = re.findall(r'<img src="([^"]+)"', page.text)
    assert pictures == ["/qr/SK-MDH.svg", "/qr/telegram/SK-MDH.svg"]
    for picture in pictures:
        assert union.client().get(picture).headers["content-type"] == "image/svg+xml"


def test_a_poster_tells_nothing_of_members_or_officers(union: Site) -> None:
    page = union.client().get("/poster/SK-MDH").text
    assert "120" not in re.sub(r"<[^>]+>", " ", page)
    assert str(unit_id(union, "SK-MDH")) not in re.findall(r">([^<]+)<", page)


def test_without_a_telegram_bot_there_is_one_picture(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as store:
        found(store)
    with serving(sqlite_database) as site:
        assert "telegram" not in site.client().get("/poster/SK-MDH").text.casefold()
        assert site.client().get("/qr/telegram/SK-MDH.svg").status_code == 404


@pytest.mark.parametrize("code", ["NOWHERE", "SK-GAD", "SK-BAN", "%00", "SK-MDH%00", "%1FSK-MDH", "x" * 300])
def test_what_has_no_poster_is_said_kindly(union: Site, code: str) -> None:
    with union.database.transaction() as store:
        store.units.add(NewUnit("Ban Quan hệ Lao động", BOARD, "SK-BAN"))
        shoes = store.units.by_code("SK-GAD")
        assert shoes is not None
        store.units.end(shoes.id, Ending(date(2026, 1, 1)))
    page = union.client().get(f"/poster/{code}")
    assert page.status_code == 404
    assert "Chưa có áp phích này" in page.text


def test_the_posters_of_a_subtree_stand_on_one_page(union: Site) -> None:
    page = union.client().get(many(union, "SK-KCN"))
    assert page.status_code == 200
    assert re.findall(r'<p class="code">([^<]+)</p>', page.text) == ["SK-KCN", "SK-MDH", "SK-GAD"]


@pytest.mark.parametrize("change", ["unit", "late", "mark", "none", "words"])
def test_a_link_of_another_unit_or_time_opens_nothing(union: Site, change: str) -> None:
    link = many(union, "SK-KCN", days=-1 if change == "late" else 1)
    if change == "unit":
        link = link.replace(f"/posters/{unit_id(union, 'SK-KCN')}?", f"/posters/{unit_id(union, 'SK')}?")
    elif change == "mark":
        link = f"{link[:-1]}{'0' if link[-1] != '0' else '1'}"
    elif change == "none":
        link = link.partition("?")[0]
    elif change == "words":
        link = re.sub(r"until=\d+", "until=x", link)
    page = union.client().get(link)
    assert page.status_code == 403
    assert "SK-" not in page.text
    assert "hết hạn" in page.text


def test_many_posters_stand_on_several_pages(union: Site) -> None:
    with union.database.transaction() as store:
        park = store.units.by_code("SK-KCN")
        assert park is not None
        for number in range(PAGE):
            store.units.add(NewUnit(f"Công ty {number}", "base", f"N{number}", park.id))
    client, codes, link = union.client(), list[str](), many(union, "SK-KCN")
    while link:
        page = client.get(link).text
        codes += re.findall(r'<p class="code">([^<]+)</p>', page)
        more = re.search(r'href="(\?until=[^"]+)"', page)
        link = link.partition("?")[0] + more[1].replace("&amp;", "&") if more else ""
    assert len(codes) == len(set(codes)) == PAGE + 3


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("script", [True, False])
def test_a_poster_fits_a_phone_and_one_sheet_of_paper(union: Site, browser: Browser, script: bool) -> None:
    with union.database.transaction() as store:
        name = "Công đoàn Công ty Trách nhiệm hữu hạn Một thành viên Sản xuất Thương mại Xuất nhập khẩu Trường Thịnh Phát"
        store.units.add(NewUnit(name, "base", "TRUONGTHINHPHAT-0123"))
    context = browser.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=script)
    page = context.new_page()
    for code in ("SK-MDH", "TRUONGTHINHPHAT-0123"):
        page.goto(f"{union.url}/poster/{code}")
        page.wait_for_load_state("networkidle")
        wide = page.locator("html").bounding_box()
        assert wide is not None
        assert wide["width"] == 360
        assert all(
            (each.bounding_box() or {"width": 0})["width"] >= 150 for each in page.locator("img").all()
        )
        assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1
    context.close()
