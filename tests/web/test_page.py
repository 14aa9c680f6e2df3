"""The page itself: small, cached by content, and nothing in it from elsewhere."""

import gzip
import re

import httpx
import pytest

from tests.support.pages import Site
from tests.support.sources import ROOT

STATIC = ROOT / "web" / "static"
LINK = re.compile(r'(?:src|href)="([^"#]+)"')


def fetched(client: httpx.Client, path: str, encoding: str = "gzip") -> httpx.Response:
    answer = client.get(path, headers={"accept-encoding": encoding})
    assert answer.status_code == 200
    return answer


def test_all_that_the_first_visit_loads_is_under_60_kilobytes(demonstration_site: Site) -> None:
    client = demonstration_site.client()
    page = fetched(client, "/")
    links = set(LINK.findall(page.text))
    assert len(links) == 3
    answers = [page, *(fetched(client, link) for link in links)]
    assert all(answer.headers["content-encoding"] == "gzip" for answer in answers)
    assert sum(int(answer.headers["content-length"]) for answer in answers) < 60_000


def test_a_browser_without_gzip_gets_the_same(site: Site) -> None:
    client = site.client()
    for path in ("/", *LINK.findall(client.get("/").text)):
        plain = fetched(client, path, "identity")
        assert "content-encoding" not in plain.headers
        assert plain.content == fetched(client, path).content


def test_files_are_named_by_their_content_and_kept_for_ever(site: Site) -> None:
    client = site.client()
    for link in LINK.findall(client.get("/").text):
        assert re.fullmatch(r"/static/\w+\.[0-9a-f]{12}\.\w+", link)
        assert "immutable" in fetched(client, link).headers["cache-control"]
    assert client.get("/static/chat.js").status_code == 404


def test_the_page_is_asked_for_again_and_not_sent_twice(site: Site) -> None:
    client = site.client()
    first = client.get("/")
    assert "no-cache" in first.headers["cache-control"]
    again = client.get("/", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_demonstration_is_shown_only_where_it_is(site: Site, demonstration_site: Site) -> None:
    assert "công đoàn mẫu" not in site.client().get("/").text
    page = demonstration_site.client().get("/").text
    assert "Đây là công đoàn mẫu" in page
    assert page.count('data-as="hoa"') == 2


@pytest.mark.parametrize("name", ["chat.js", "chat.css"])
def test_words_stand_in_the_page_and_not_in_code(name: str) -> None:
    text = (STATIC / name).read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if not line.isascii()] == []


def test_no_script_turns_text_into_markup() -> None:
    text = (STATIC / "chat.js").read_text(encoding="utf-8")
    assert (
        re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", text)
        == []
    )


def test_nothing_comes_from_another_site() -> None:
    for path in (*STATIC.iterdir(), *(ROOT / "web" / "templates").iterdir()):
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert re.findall(r"(?:https?:)?//[a-z0-9]+\.[a-z]", text) == [], path


def test_every_word_of_the_script_stands_in_the_page() -> None:
    script = (STATIC / "chat.js").read_text(encoding="utf-8")
    page = (ROOT / "web" / "templates" / "chat.html").read_text(encoding="utf-8")
    block = page.partition('id="words">')[2].partition("</script>")[0]
    assert set(re.findall(r"\bwords\.(\w+)", script)) == set(re.findall(r'^  "(\w+)":', block, re.MULTILINE))


def test_what_is_packed_is_packed_right(site: Site) -> None:
    with site.client().stream("GET", "/", headers={"accept-encoding": "gzip"}) as answer:
        raw = b"".join(answer.iter_raw())
    assert "Thi đua công đoàn" in gzip.decompress(raw).decode()
