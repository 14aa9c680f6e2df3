"""What was received: stored once, handled once, forgotten in time."""

from sqlalchemy import select

from storage.accounts import Address
from storage.inbox import inbox
from storage.store import Store
from tests.support.unions import NOW

HERE, THERE = Address("telegram", "bot", "77"), Address("telegram", "bot", "78")


def test_the_same_update_is_stored_once(store: Store) -> None:
    first = store.inbox.store(HERE, "u1", {"text": "chào"}, NOW)
    assert first is not None
    assert store.inbox.store(HERE, "u1", {"text": "chào"}, NOW) is None
    assert store.inbox.store(HERE, "u1", None, NOW) is None
    assert store.inbox.find(HERE, "u1") == first
    assert store.inbox.find(HERE, "u2") is None
    assert store.inbox.waiting() == 1


def test_the_same_number_at_another_bot_or_from_another_person_is_another_update(store: Store) -> None:
    assert store.inbox.store(HERE, "u1", {}, NOW) is not None
    assert store.inbox.store(Address("telegram", "second", "77"), "u1", {}, NOW) is not None
    assert store.inbox.store(Address("zalo", "bot", "77"), "u1", {}, NOW) is not None
    assert store.inbox.store(THERE, "u1", {}, NOW) is not None


def test_a_person_s_updates_are_taken_in_order(store: Store) -> None:
    for i, address in enumerate((HERE, THERE, HERE)):
        store.inbox.store(address, f"u{i}", {"text": str(i)}, NOW)
    assert store.inbox.addresses_waiting("telegram") == [HERE, THERE]
    assert store.inbox.addresses_waiting("zalo") == []
    first = store.inbox.oldest(HERE)
    assert first is not None
    assert (first.update_id, first.address, first.payload) == ("u0", HERE, {"text": "0"})
    store.inbox.handled(first.id, NOW)
    second = store.inbox.oldest(HERE)
    assert second is not None
    assert second.update_id == "u2"
    assert store.inbox.addresses_waiting("telegram") == [THERE, HERE]


def test_what_is_answered_at_once_never_waits(store: Store) -> None:
    assert store.inbox.store(HERE, "u1", None, NOW) is not None
    assert store.inbox.oldest(HERE) is None
    assert store.inbox.waiting() == 0


def test_an_update_is_taken_once_with_what_is_known_of_its_address(store: Store) -> None:
    row, known = store.inbox.take(HERE, "u1", NOW)
    assert row == store.inbox.find(HERE, "u1")
    assert known is None
    account = store.accounts.meet(HERE, NOW)
    talk = store.conversations.start(account.id, "pledges", NOW)
    talk.state["asked"] = "name"
    store.accounts.heard(account, NOW, talk)
    again, _ = store.inbox.take(HERE, "u1", NOW)
    assert again is None
    second, known = store.inbox.take(HERE, "u2", NOW)
    assert second != row
    assert known == store.accounts.situation(HERE)
    assert known is not None
    assert known.conversation == talk
    assert store.inbox.take(THERE, "u2", NOW)[1] is None


def test_what_was_handled_no_longer_says_anything(store: Store) -> None:
    row = store.inbox.store(HERE, "u1", {"text": "lương của tôi"}, NOW)
    assert row is not None
    store.inbox.handled(row, NOW, "K7Q2")
    kept = store.connection.execute(select(inbox.c.payload, inbox.c.incident, inbox.c.handled_at)).one()
    assert tuple(kept) == (None, "K7Q2", NOW)


def test_an_update_is_kept_whatever_its_letters(store: Store) -> None:
    said = {"text": "a\x00b\ud83d \\u0000 \\\x00 ạ\u200b😀", "n": [1.5, None, True], "\x00k": "\x00\x00"}
    store.inbox.store(HERE, "u1", said, NOW)
    stored = store.inbox.oldest(HERE)
    assert stored is not None
    assert stored.payload == {"text": "ab \\u0000 \\ ạ\u200b😀", "n": [1.5, None, True], "k": ""}
