"""What those who run the server ask, and the links and codes people come by."""

import http.client
import io
import json

import httpx
import pytest
from PIL import Image

from bot.arrivals import Arrivals
from bot.qr import draw, link_to
from storage.database import Database
from tests.support.pages import Site, parts, serving
from web.app import create_app
from web.metrics import BOUNDS, Histogram


def test_a_server_says_that_it_is_alive_and_ready(site: Site) -> None:
    client = site.client()
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ready"}


def test_a_server_without_its_tables_is_alive_and_not_ready(tmp_path: object) -> None:
    database = Database(f"sqlite:///{tmp_path}/empty.db")
    with serving(database) as site:
        assert site.client().get("/healthz").status_code == 200
        assert site.client().get("/readyz").status_code == 503
    database.close()


def test_metrics_count_messages_and_name_nobody(site: Site) -> None:
    visitor = site.visitor()
    for number in range(3):
        visitor.post("/chat/api/messages", json={"client_id": str(number % 2), "text": "bí mật"})
    text = visitor.get("/metrics").text
    lines = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    assert lines["thidua_messages_received_total"] == "3"
    assert lines["thidua_messages_repeated_total"] == "1"
    assert lines["thidua_inbox_waiting"] == lines["thidua_outbox_waiting"] == "0"
    assert lines["thidua_answer_seconds_count"] == lines['thidua_answer_seconds_bucket{le="+Inf"}'] == "3"
    assert "# TYPE thidua_answer_seconds histogram" in text
    assert "bí mật" not in text


def test_a_histogram_adds_up() -> None:
    took = Histogram()
    for seconds in (0.001, 0.005, 0.3, 60.0):
        took.add(seconds)
    lines = took.lines("x", "About")
    assert 'x_bucket{le="0.005"} 2' in lines
    assert 'x_bucket{le="0.5"} 3' in lines
    assert lines[-2:] == ["x_sum 60.306000", "x_count 4"]
    assert len(lines) == len(BOUNDS) + 5


def test_a_link_leads_to_the_page_with_its_code(site: Site) -> None:
    answer = site.client().get("/join/MAY2")
    assert (answer.status_code, answer.headers["location"]) == (302, "/?start=MAY2")
    strange = site.client().get("/join/a%26b=%3Cx")
    assert strange.headers["location"] == "/?start=a%26b%3D%3Cx"
    assert site.client().get(f"/join/{'x' * 65}").headers["location"] == "/"


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_a_code_s_picture_is_small_and_drawn_for_its_link(site: Site, kind: str) -> None:
    answer = site.client().get(f"/qr/MAY2.{kind}")
    assert answer.status_code == 200
    assert len(answer.content) <= 100_000
    assert answer.content == draw(f"{site.url}/join/MAY2", kind)
    assert answer.headers["content-type"].startswith("image/")


def test_a_code_can_be_printed() -> None:
    picture = Image.open(io.BytesIO(draw(link_to("https://thi-dua.example.org", "MAY2"), "png")))
    assert picture.width == picture.height >= 300


@pytest.mark.parametrize("name", ["MAY2.gif", "MAY2", ".png", f"{'x' * 65}.png"])
def test_no_other_picture_is_drawn(site: Site, name: str) -> None:
    assert site.client().get(f"/qr/{name}").status_code == 404


def test_a_host_too_long_for_a_code_gets_none(site: Site) -> None:
    assert site.client().get("/qr/MAY2.png", headers={"host": "h" * 4000}).status_code == 404


def test_a_page_that_is_not_there_says_so_to_people_and_to_programs(site: Site) -> None:
    page = site.client().get("/nowhere", headers={"accept": "text/html"})
    assert page.status_code == 404
    assert "Về trang trò chuyện" in page.text
    assert site.client().get("/nowhere").json()["error"].startswith("Không có trang này")
    assert site.client().get("/chat/api/session").status_code == 405


async def test_the_chat_stands_in_the_program_s_openapi(sqlite_database: Database) -> None:
    app = create_app(parts(sqlite_database, Arrivals()))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        described = (await client.get("/openapi.json")).json()
    assert set(described["paths"]) >= {"/chat/api/session", "/chat/api/messages", "/chat/api/stream"}
    names = set(described["components"]["schemas"])
    used = {
        part.partition('"')[0] for part in str(described).replace("'", '"').split("#/components/schemas/")[1:]
    }
    assert used <= names
    assert described["components"]["schemas"]["ChatMessage"]["required"] == [
        "id",
        "at",
        "replaces",
        "text",
        "choices",
        "sources",
        "files",
    ]
    assert (
        await httpx.AsyncClient(transport=transport, base_url="http://test").get("/docs")
    ).status_code == 404


def test_what_nobody_foresaw_is_told_with_a_code_and_the_connection_stays(site: Site) -> None:
    token = site.visitor().cookies["visitor"]
    line = http.client.HTTPConnection("127.0.0.1", int(site.url.rpartition(":")[2]))
    headers = {"cookie": f"visitor={token}", "content-type": "application/json"}
    site.database.close()
    line.connect()
    first = line.sock
    for _ in range(2):
        line.request("POST", "/chat/api/messages", b'{"client_id": "1", "text": "a"}', headers)
        answer = line.getresponse()
        assert answer.status == 503
        assert "Mã để báo cán bộ" in json.loads(answer.read())["error"]
        assert answer.getheader("x-content-type-options") == "nosniff"
    assert line.sock is first
    line.close()


@pytest.mark.parametrize("path", ["/qr/%00.svg", "/qr/MAY2%00.png", "/qr/telegram/%1F.svg"])
def test_a_code_with_control_characters_has_no_picture(site: Site, path: str) -> None:
    assert site.client().get(path).status_code == 404


def test_a_link_with_control_characters_leads_to_the_page_alone(site: Site) -> None:
    assert site.client().get("/join/MAY2%00").headers["location"] == "/"
