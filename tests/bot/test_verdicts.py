"""What becomes of a message that did not go out."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import SendFailed, Unsendable
from bot.verdicts import TRIES, failed
from storage.accounts import Address
from storage.outbox import BULK, FAILED, NOTICE, PENDING, REPLY, UNKNOWN, Claimed

NOW = datetime(2026, 4, 14, 2, 0, tzinfo=UTC)


def row(lane: int = REPLY, attempts: int = 1, *, sensitive: bool = False) -> Claimed:
    return Claimed(7, 1, Address("post", "bot", "1"), lane, {"text": "a"}, attempts, sensitive=sensitive)


@pytest.mark.parametrize("error", [SendFailed("blocked", permanent=True), Unsendable("too long")])
@pytest.mark.parametrize("lane", [REPLY, NOTICE, BULK])
def test_what_can_never_go_out_fails_at_once(error: SendFailed, lane: int) -> None:
    outcome = failed(row(lane), error, NOW)
    assert (outcome.id, outcome.status, outcome.error) == (7, FAILED, str(error))


def test_what_was_not_sent_goes_again_later_each_time() -> None:
    due = [failed(row(attempts=tried), SendFailed("away"), NOW).due_at for tried in range(1, TRIES)]
    waits = [each - NOW for each in due if each]
    assert len(waits) == TRIES - 1
    assert waits == sorted(set(waits))
    assert waits[0] <= timedelta(seconds=2)


def test_after_the_sixth_try_it_has_failed() -> None:
    assert failed(row(attempts=TRIES - 1), SendFailed("away"), NOW).status == PENDING
    assert failed(row(attempts=TRIES), SendFailed("away"), NOW).status == FAILED
    assert failed(row(attempts=TRIES), SendFailed("slow", unknown=True), NOW).status == UNKNOWN


@pytest.mark.parametrize("lane", [REPLY, NOTICE])
def test_an_answer_that_perhaps_arrived_goes_again(lane: int) -> None:
    assert failed(row(lane, attempts=3), SendFailed("slow", unknown=True), NOW).status == PENDING


def test_a_broadcast_that_perhaps_arrived_goes_once_more() -> None:
    slow = SendFailed("slow", unknown=True)
    assert failed(row(BULK, attempts=1), slow, NOW).status == PENDING
    assert failed(row(BULK, attempts=2), slow, NOW).status == UNKNOWN


def test_a_sensitive_broadcast_that_perhaps_arrived_stays_unknown() -> None:
    assert failed(row(BULK, sensitive=True), SendFailed("slow", unknown=True), NOW).status == UNKNOWN
    assert failed(row(BULK, sensitive=True), SendFailed("away"), NOW).status == PENDING
