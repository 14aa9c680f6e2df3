"""The chat's API over real HTTP: who is let in, what is answered, what is refused."""

import http.client
import json
from typing import Any

import httpx
import pytest

from storage.database import Database
from tests.support.pages import Site, serving
from web import uploads

MESSAGES = "/chat/api/messages"
SESSION = "/chat/api/session"


def say(client: httpx.Client, text: str, client_id: str = "1") -> list[dict[str, Any]]:
    answer = client.post(MESSAGES, json={"client_id": client_id, "text": text})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["messages"]
    return found


def test_a_message_is_answered_in_the_shape_that_was_promised(site: Site) -> None:
    (message,) = say(site.visitor(), "nguồn")
    assert list(message) == ["id", "at", "replaces", "text", "choices", "sources", "files"]
    assert message["text"] == "Được 1.000.000 đồng."
    assert message["at"].endswith("+07:00")
    assert message["sources"][0]["number"] == "12/KH-LĐLĐ"
    assert set(message["sources"][0]) == {"number", "issuer", "date", "section", "quote"}


def test_the_same_client_id_again_gets_the_same_answer(site: Site) -> None:
    visitor = site.visitor()
    first = say(visitor, "hai")
    assert [message["text"] for message in first] == ["Một.", "Hai."]
    assert say(visitor, "hai") == first
    assert len(visitor.get(MESSAGES).json()["messages"]) == 2


def test_two_visitors_may_choose_the_same_client_id(site: Site) -> None:
    assert say(site.visitor(), "một")[0]["text"] == "Nghe: một"
    assert say(site.visitor(), "hai người")[0]["text"] == "Nghe: hai người"


def test_a_button_is_pressed_by_its_value(site: Site) -> None:
    visitor = site.visitor()
    (asked,) = say(visitor, "hỏi")
    assert [choice["label"] for choice in asked["choices"]] == ["Đồng ý", "Thôi"]
    value = asked["choices"][0]["value"]
    answer = visitor.post(MESSAGES, json={"client_id": "2", "press": value}).json()
    assert answer["messages"][0]["text"] == "Đã ghi: đồng ý."


def test_a_message_names_the_one_it_replaces(site: Site) -> None:
    visitor = site.visitor()
    (asked,) = say(visitor, "hỏi")
    (changed,) = say(visitor, "đổi", "2")
    assert changed["replaces"] == asked["id"]


def test_what_has_arrived_is_read_from_where_one_was(site: Site) -> None:
    visitor = site.visitor()
    first = say(visitor, "a")[0]["id"]
    second = say(visitor, "b", "2")[0]["id"]
    notice = site.send("Tin mới")
    read = visitor.get(MESSAGES, params={"after": first}).json()["messages"]
    assert [message["id"] for message in read] == [second, notice]
    last = visitor.get(MESSAGES, params={"last": 1}).json()["messages"]
    assert [message["text"] for message in last] == ["Tin mới"]


def test_nobody_reads_what_another_was_told(site: Site) -> None:
    say(site.visitor(), "bí mật")
    assert site.visitor().get(MESSAGES).json() == {"messages": []}


@pytest.mark.parametrize("path", ["messages", "stream", "files/1"])
def test_without_a_session_nothing_is_read(site: Site, path: str) -> None:
    answer = site.client().get(f"/chat/api/{path}")
    assert answer.status_code == 401
    assert "mở lại trang" in answer.json()["error"]
    assert site.client().get(f"/chat/api/{path}", headers={"cookie": "visitor=made-up"}).status_code == 401


def test_the_cookie_is_kept_from_scripts_and_other_sites(site: Site) -> None:
    cookie = site.client().post(SESSION, json={}).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie


def test_by_https_the_cookie_is_secure_and_the_browser_told_to_stay(sqlite_database: Database) -> None:
    with serving(sqlite_database, public_url="https://chat.example.org") as site:
        answer = site.client().post(SESSION, json={})
    assert "Secure" in answer.headers["set-cookie"]
    assert "max-age" in answer.headers["strict-transport-security"]


def test_the_database_keeps_no_token(site: Site) -> None:
    token = site.client().post(SESSION, json={}).cookies["visitor"]
    with site.database.reading() as store:
        assert store.sessions.find(token) is None
    assert len(token) >= 43  # 256 bits


def test_a_session_lives_on_in_another_process(site: Site) -> None:
    visitor = site.visitor()
    say(visitor, "a")
    with serving(site.database) as other:
        moved = other.client()
        moved.cookies.update(visitor.cookies)
        assert [message["text"] for message in moved.get(MESSAGES).json()["messages"]] == ["Nghe: a"]


def test_one_speaks_as_another_only_in_the_demonstration(site: Site, demonstration_site: Site) -> None:
    assert site.client().post(SESSION, json={"as": "hoa"}).status_code == 403
    client = demonstration_site.client()
    assert client.post(SESSION, json={"as": "hoa"}).json() == {"name": "Lò Thị Hoa"}
    assert say(client, "a")[0]["text"] == "Nghe: a"
    assert client.post(SESSION, json={"as": "nobody"}).status_code == 404


def test_speaking_as_another_begins_anew(demonstration_site: Site) -> None:
    client = demonstration_site.visitor(**{"as": "hoa"})
    say(client, "a")
    client.post(SESSION, json={"as": "hoa"})
    assert client.get(MESSAGES).json() == {"messages": []}


def test_a_link_s_code_reaches_the_bot_and_keeps_a_visitor_s_session(site: Site) -> None:
    client = site.client()
    answer = client.post(SESSION, json={"start": "MAY2", "client_id": "s1"}).json()
    assert [message["text"] for message in answer["messages"]] == ["Chào, mã MAY2."]
    again = client.post(SESSION, json={"start": "MAY2", "client_id": "s1"})
    assert again.json() == answer
    assert "set-cookie" not in again.headers
    assert len(client.get(MESSAGES).json()["messages"]) == 1


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"client_id": "1"},
        {"client_id": "", "text": "a"},
        {"client_id": "x" * 65, "text": "a"},
        {"client_id": 1, "text": "a"},
        {"client_id": "a\n", "text": "a"},
        {"client_id": "1", "text": 5},
        {"client_id": "1", "text": "a", "press": "b"},
        {"client_id": "1", "press": ""},
        {"client_id": "1", "press": "x" * 201},
        {"client_id": "1", "press": "a.stop.0.0\0"},
        {"client_id": "1", "file": {"name": "a", "size": 5}},
        [],
        "text",
    ],
)
def test_what_is_no_message_is_refused_with_a_sentence(site: Site, body: object) -> None:
    answer = site.visitor().post(MESSAGES, json=body)
    assert answer.status_code == 400
    assert answer.json()["error"].startswith("Em chưa đọc được")


def test_what_is_no_json_is_refused(site: Site) -> None:
    visitor = site.visitor()
    broken = visitor.post(MESSAGES, content=b'{"client_id"', headers={"content-type": "application/json"})
    assert broken.status_code == 400
    form = visitor.post(MESSAGES, data={"client_id": "1", "text": "a"})
    assert form.status_code == 415
    bad = visitor.get(MESSAGES, params={"after": "abc"})
    assert bad.status_code == 400


def test_a_very_long_text_is_taken_and_a_longer_one_refused(site: Site) -> None:
    visitor = site.visitor()
    assert sum(message["text"].count("á") for message in say(visitor, "á" * 51_200)) == 51_200
    longer = visitor.post(MESSAGES, json={"client_id": "2", "text": "a" * 102_401})
    huge = visitor.post(MESSAGES, json={"client_id": "3", "text": "a" * 900_000})
    assert [longer.status_code, huge.status_code] == [413, 413]
    assert "chia thành vài tin" in longer.json()["error"]


def test_a_long_body_without_its_length_is_refused_too(site: Site) -> None:
    parts = iter([b'{"client_id": "1", "text": "', *[b"a" * 100_000] * 9, b'"}'])
    answer = site.visitor().post(MESSAGES, content=parts, headers={"content-type": "application/json"})
    assert answer.status_code == 413


def test_letters_that_no_database_keeps_are_no_trouble(site: Site) -> None:
    assert say(site.visitor(), "a\0b")[0]["text"] == "Nghe: ab"


@pytest.mark.parametrize(
    "headers",
    [{"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}],
)
def test_another_site_s_page_is_refused(site: Site, headers: dict[str, str]) -> None:
    visitor = site.visitor()
    for path in (MESSAGES, SESSION):
        answer = visitor.post(path, json={"client_id": "1", "text": "a"}, headers=headers)
        assert answer.status_code == 403
    assert visitor.get(MESSAGES).json() == {"messages": []}


def test_this_site_s_own_pages_are_heard(sqlite_database: Database) -> None:
    with serving(sqlite_database, public_url="https://chat.example.org") as site:
        visitor = site.visitor()
        token = visitor.cookies["visitor"]
        for number, origin in enumerate([site.url, "https://chat.example.org"]):
            headers = {"origin": origin, "cookie": f"visitor={token}", "content-type": "application/json"}
            body = json.dumps({"client_id": str(number), "text": "a"})
            assert site.client().post(MESSAGES, content=body, headers=headers).status_code == 200


def test_every_answer_tells_the_browser_to_be_strict(site: Site) -> None:
    for path in ("/", "/healthz", "/chat/api/messages", "/nowhere"):
        headers = site.client().get(path).headers
        assert headers["content-security-policy"].startswith(
            "default-src 'none'; script-src 'self'; style-src 'self'"
        )
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


def test_answers_are_kept_by_no_cache(site: Site) -> None:
    visitor = site.visitor()
    assert visitor.get(MESSAGES).headers["cache-control"] == "no-store"


def begun(site: Site) -> http.client.HTTPConnection:
    """A message whose second half has not come yet."""
    line = http.client.HTTPConnection("127.0.0.1", int(site.url.rpartition(":")[2]))
    line.putrequest("POST", MESSAGES)
    line.putheader("Cookie", f"visitor={site.visitor().cookies['visitor']}")
    line.putheader("Content-Type", "application/json")
    line.putheader("Content-Length", "100")
    line.endheaders(b'{"client_id":')
    return line


def test_who_leaves_in_the_middle_of_a_message_is_no_incident(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    visitor = site.visitor()
    begun(site).close()
    say(visitor, "a")
    say(visitor, "b", "2")
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []


def test_who_stops_in_the_middle_of_a_message_is_told_so(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "QUIET_S", 0.05)
    line = begun(site)
    answer = line.getresponse()
    assert answer.status == 408
    assert "Mạng đang chậm" in json.loads(answer.read())["error"]
    line.close()
