"""What taking the consent back does at once: open matters are withdrawn, nothing waits to be sent."""

from __future__ import annotations

from bot.turn import Turn
from storage.consents import EMULATION, NEWS, PRAISE
from storage.registrations import APPROVED, WITHDRAWN


def open_rows(turn: Turn, person_id: int) -> int:
    """Registrations and initiatives that nobody decided yet."""
    return sum(status != APPROVED for status in _states(turn, person_id))


def decided(turn: Turn, person_id: int) -> int:
    """Those that were approved: the union's decision stands."""
    return _states(turn, person_id).count(APPROVED)


def _states(turn: Turn, person_id: int) -> list[str]:
    pledges = [row.status for row in turn.store.registrations.of(person_id)]
    return [*pledges, *(row.status for row in turn.store.initiatives.of(person_id))]


def stop_processing(turn: Turn, person_id: int) -> None:
    """All of it, in the transaction of the press."""
    store, channel = turn.store, turn.account.address.channel
    for purpose in (EMULATION, NEWS, PRAISE):
        store.consents.withdraw(person_id, purpose, turn.now, channel)
    for row in store.registrations.of(person_id):
        if row.status != APPROVED:
            store.registrations.decide(row.id, WITHDRAWN, turn.now)
    for idea in store.initiatives.of(person_id):
        if idea.status != APPROVED:
            store.initiatives.decide(idea.id, WITHDRAWN, turn.now)
    store.questions.withdraw_of(person_id)
    for account_id in store.accounts.ids(person_id):
        store.conversations.close(account_id, turn.now)
        store.outbox.withdraw_for(account_id)
        store.accounts.wants_news(account_id, wanted=False)
    turn.talk = None
    turn.account.memory.clear()
    turn.person = store.people.get(person_id)
