"""A chat that is somebody's no more: what was said there before, files too, is not read there again."""

from __future__ import annotations

from bot.turn import Turn
from storage.accounts import CUT_OFF


def cut_off(turn: Turn, account_id: int) -> None:
    """Ties the chat to nobody and shuts what it was told; news of it, written afterwards, is readable."""
    turn.store.accounts.untie(account_id)
    turn.store.conversations.close(account_id, turn.now)
    shut(turn, account_id)


def shut(turn: Turn, account_id: int) -> None:
    """Takes back what was told there and what still waits to go there."""
    turn.store.outbox.withdraw_for(account_id)
    turn.store.outbox.take_back(account_id)
    memory = turn.store.accounts.memory(account_id)
    turn.store.accounts.remember(account_id, {**memory, CUT_OFF: turn.now.isoformat()})
