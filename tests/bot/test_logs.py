"""The log: one line an event, in either form, without secrets."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from bot import logs


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level, factory = root.handlers[:], root.level, logging.getLogRecordFactory()
    yield
    root.handlers[:], root.level = handlers, level
    logging.setLogRecordFactory(factory)
    logging.captureWarnings(capture=False)
    for name in logs.TALKATIVE:
        logging.getLogger(name).setLevel(logging.NOTSET)


def told(form: str, zone: str = "Asia/Ho_Chi_Minh") -> str:
    stream = io.StringIO()
    logs.set_up(form, zone, ["1234567:very-secret-token"], stream)
    try:
        raise LookupError("1234567:very-secret-token is gone")
    except LookupError:
        logging.getLogger("bot.sender").exception("sending to %s", "https://x/bot1234567:very-secret-token/y")
    return stream.getvalue()


def test_text_is_for_people() -> None:
    first = told("text").splitlines()[0]
    assert first.endswith("ERROR bot.sender: sending to https://x/bot[secret]/y")


def test_json_holds_the_same_and_the_traceback() -> None:
    (line,) = told("json").splitlines()
    found = json.loads(line)
    assert found["level"] == "ERROR"
    assert found["name"] == "bot.sender"
    assert found["message"] == "sending to https://x/bot[secret]/y"
    assert "LookupError" in found["error"]
    assert found["at"].endswith("+07:00")


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_secret_stands_in_the_log(form: str) -> None:
    assert "very-secret-token" not in told(form)


def test_times_are_of_the_zone_that_is_set() -> None:
    assert json.loads(told("json", "UTC"))["at"].endswith("+00:00")


def test_what_libraries_tell_of_every_request_is_left_out() -> None:
    stream = io.StringIO()
    logs.set_up("text", "UTC", [], stream)
    logging.getLogger("httpx").info("HTTP Request: POST https://api/bot1:2/getMe")
    logging.getLogger("httpx").warning("slow")
    assert stream.getvalue().count("\n") == 1
