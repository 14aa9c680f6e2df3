"""Wrong codes are counted: of one chat, which then has to wait, and of all together, for the log."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from bot.messages import Reply, Said
from bot.turn import Turn

log = logging.getLogger(__name__)

TRIES, WITHIN = 5, timedelta(hours=1)  # wrong codes of one chat
MANY = 200  # of all chats in an hour: from then on a chat has one try
_ALL = "wrong_codes"
_OWN = "wrong_codes"


def wait(turn: Turn) -> Said | None:
    """What a chat hears that has written too many wrong codes; None for everybody else."""
    if len(_tries(turn)) < (1 if _of_all(turn) >= MANY else TRIES):
        return None
    return [Reply(turn.say("guessing.wait"))]


def missed(turn: Turn) -> None:
    """Counts a wrong code. A right one is never held up by what others try."""
    turn.account.memory[_OWN] = [*_tries(turn), turn.now.isoformat()]
    turn.store.facts.held(_ALL)
    count = _of_all(turn) + 1
    turn.store.facts.set(_ALL, {"hour": _hour(turn), "count": count})
    if len(_tries(turn)) == TRIES:
        log.warning("account %d wrote %d wrong codes within an hour", turn.account.id, TRIES)
        turn.audit("codes_tried", "account", turn.account.id, count=TRIES)
    if count == MANY:
        log.warning("%d wrong codes were written within an hour, by all chats together", MANY)


def _tries(turn: Turn) -> list[str]:
    tries: list[str] = turn.account.memory.get(_OWN) or []
    return [at for at in tries if turn.now - datetime.fromisoformat(at) < WITHIN]


def _of_all(turn: Turn) -> int:
    counted = turn.store.facts.get(_ALL) or {}
    return int(counted["count"]) if counted.get("hour") == _hour(turn) else 0


def _hour(turn: Turn) -> str:
    return turn.now.strftime("%Y-%m-%d %H")
