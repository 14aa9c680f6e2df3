"""One address brings many visitors, a factory's worth, and not without end; others are not held up."""

import pytest
from starlette.requests import Request

from storage.database import Database
from tests.support.pages import serving
from web.admission import BURST, KEPT, Admission
from web.trouble import Trouble


class Ticks:
    """A clock that stands still."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def request(address: str, forwarded: str = "") -> Request:
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    return Request({"type": "http", "headers": headers, "client": (address, 1)})


def brings(admission: Admission, found: Request) -> bool:
    try:
        admission.check(found)
    except Trouble:
        return False
    return True


def test_a_whole_factory_comes_in_from_one_address_and_a_program_does_not() -> None:
    admission = Admission(0, ticks := Ticks())
    assert sum(brings(admission, request("203.0.113.7")) for _ in range(BURST + 400)) == BURST
    assert brings(admission, request("203.0.113.8"))
    ticks.now += 60
    assert sum(brings(admission, request("203.0.113.7")) for _ in range(100)) == 60


@pytest.mark.parametrize(
    ("proxies", "address", "forwarded", "counted"),
    [
        (0, "203.0.113.7", "198.51.100.1", "203.0.113.7"),
        (1, "10.0.0.1", "198.51.100.1", "198.51.100.1"),
        (1, "10.0.0.1", "1.1.1.1, 198.51.100.1", "198.51.100.1"),
        (2, "10.0.0.1", "1.1.1.1, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        (2, "10.0.0.1", "198.51.100.1", "10.0.0.1"),
        (1, "127.0.0.1", "198.51.100.1", "198.51.100.1"),
        (0, "127.0.0.1", "198.51.100.1", None),
        (0, "::1", "", None),
        (1, "10.0.0.1", "unknown", None),
        (0, "2001:db8:1:2:aaaa::1", "", "2001:db8:1:2::/64"),
        (0, "::ffff:203.0.113.7", "", "203.0.113.7"),
    ],
)
def test_a_forwarded_address_is_believed_only_as_far_as_configured(
    proxies: int, address: str, forwarded: str, counted: str | None
) -> None:
    assert Admission(proxies).address(request(address, forwarded)) == counted


def test_addresses_without_end_take_no_room_without_end() -> None:
    admission = Admission(0, Ticks())
    for number in range(KEPT + 50):
        admission.check(request(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"))
    assert len(admission._left) == KEPT


def test_who_is_too_much_hears_it_kindly_and_who_has_a_session_goes_on(sqlite_database: Database) -> None:
    with serving(sqlite_database, proxies=1) as site:
        client = site.client()
        headers = {"x-forwarded-for": "198.51.100.1"}
        assert client.post("/chat/api/session", json={}, headers=headers).status_code == 200
        for _ in range(BURST - 1):
            site.app.state.admission.check(request("10.0.0.1", "198.51.100.1"))
        refused = site.client().post("/chat/api/session", json={}, headers=headers)
        assert refused.status_code == 429
        assert "thử lại sau vài phút" in refused.json()["error"]
        assert "set-cookie" not in refused.headers
        said = client.post("/chat/api/messages", json={"client_id": "1", "text": "alo"}, headers=headers)
        assert said.status_code == 200
        other = site.client().post("/chat/api/session", json={}, headers={"x-forwarded-for": "198.51.100.2"})
        assert other.status_code == 200
