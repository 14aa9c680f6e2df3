"""What becomes of a message that did not go out: again, when, or not. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.errors import SendFailed, Unsendable
from storage.outbox import BULK, FAILED, PENDING, UNKNOWN, Claimed, Outcome

TRIES = 6
WAITS_S = (2, 10, 60, 300, 1800)  # after each try but the last


def failed(row: Claimed, error: SendFailed, now: datetime) -> Outcome:
    """The outcome of a try that raised; `row.attempts` counts it.

    Permanent: failed. Perhaps delivered: answers go again, a broadcast once more, a sensitive one never.
    Not sent: again, later each time, six times at most.
    """
    why = str(error)[:500]
    if error.permanent or isinstance(error, Unsendable):
        return Outcome(row.id, FAILED, now, error=why)
    if error.unknown and row.lane == BULK and (row.sensitive or row.attempts > 1):
        return Outcome(row.id, UNKNOWN, now, error=why)
    if row.attempts >= TRIES:
        return Outcome(row.id, UNKNOWN if error.unknown else FAILED, now, error=why)
    wait = timedelta(seconds=WAITS_S[max(row.attempts, 1) - 1])
    return Outcome(row.id, PENDING, now, error=why, due_at=now + wait)
