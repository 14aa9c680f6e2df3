"""Lets a visitor speak as somebody: as the demonstration's people, or as whoever an operator names."""

from __future__ import annotations

from datetime import datetime

from commands.demonstration.cast import cast
from storage.accounts import Address
from storage.store import Store


def enter(store: Store, address: Address, as_name: str, at: datetime) -> str | None:
    """Ties an address to the cast member of this name; returns the name people read, None for nobody."""
    found = next((each for each in cast(store) if each.as_ == as_name), None)
    if found is None:
        return None
    account_id = tie(store, address, found.person_id, at)
    store.accounts.wants_news(account_id, wanted=True)  # so that what an officer sends can be seen to arrive
    return store.people.get(found.person_id).name


def tie(store: Store, address: Address, person_id: int, at: datetime) -> int:
    """From now on the address is this person's; its account."""
    known = store.accounts.situation(address)
    account = known.account if known else store.accounts.meet(address, at)
    store.accounts.belongs(account.id, person_id)
    return account.id
