"""No record of the log and no traceback shows a token."""

import logging

import pytest

from bot.redaction import SHOWN, conceal, redact

TOKEN = "777:made-up-for-this-test"


@pytest.fixture(autouse=True)
def concealed() -> None:
    conceal(TOKEN)


class Request:
    def __repr__(self) -> str:
        return f"<POST https://api.example.vn/bot{TOKEN}/sendMessage>"


def test_a_token_in_a_message_its_arguments_or_its_objects_is_not_shown(
    caplog: pytest.LogCaptureFixture,
) -> None:
    log = logging.getLogger("somebody.else")
    log.warning("at /bot%s/getMe", TOKEN)
    whole = f"at /bot{TOKEN}/getMe"
    log.warning(whole)
    log.warning("%s and %r", Request(), Request())
    log.warning("%(url)s", {"url": TOKEN})
    assert "made-up" not in caplog.text
    assert caplog.text.count(SHOWN) == 5


def test_a_token_in_a_traceback_is_not_shown(caplog: pytest.LogCaptureFixture) -> None:
    try:
        raise ValueError(f"cannot open /bot{TOKEN}")
    except ValueError as error:
        try:
            raise RuntimeError("later") from error
        except RuntimeError:
            logging.getLogger("somebody.else").exception("failed")
    assert "made-up" not in caplog.text
    assert "RuntimeError: later" in caplog.text


def test_the_secret_half_of_a_token_is_not_shown_alone_either() -> None:
    assert redact("777%3Amade-up-for-this-test") == f"777%3A{SHOWN}"


def test_other_records_stay_as_they_are(caplog: pytest.LogCaptureFixture) -> None:
    thing = object()
    try:
        raise ValueError("plain")
    except ValueError:
        logging.getLogger("somebody.else").exception("%s %d", thing, 3)
    record = caplog.records[0]
    assert record.args == (thing, 3)
    assert record.exc_info is not None


def test_an_object_that_cannot_be_shown_does_not_stop_the_program() -> None:
    class Broken:
        def __str__(self) -> str:
            raise RuntimeError

    assert isinstance(
        logging.getLogRecordFactory()("x", 10, "p", 1, "%s", (Broken(),), None), logging.LogRecord
    )
