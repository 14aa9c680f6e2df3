"""The statements that run on every message or tick go by an index, however much the tables hold."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, event

from storage.accounts import Address
from storage.conversations import Conversation
from storage.database import Database
from storage.outbox import SENT, NewMessage, Outcome
from storage.store import Store
from tests.support.unions import NOW

HERE = Address("web", "local", "1")


def message(store: Store) -> None:
    """What one message costs: three statements on PostgreSQL, five on SQLite, and the session's."""
    row, known = store.inbox.take(HERE, "u1", NOW)
    assert known is not None
    store.outbox.put(NewMessage(known.account.id, {"text": "Dạ"}, inbox_id=row), NOW)
    store.accounts.heard(known.account, NOW, known.conversation or Conversation(1, "registrations"))
    store.sessions.find("ab" * 32)


def repeated(store: Store) -> None:
    store.inbox.find(HERE, "u1")
    store.outbox.answers_to(1, 1)


def polled(store: Store) -> None:
    store.outbox.arrived(1, 1)


def sent(store: Store) -> None:
    store.outbox.put(NewMessage(1, {"text": "Dạ"}, due_at=NOW, name="n"), NOW)
    (row,) = store.outbox.claim("me", NOW, 50, channel="web")
    store.outbox.settle("me", [Outcome(row.id, SENT, NOW)])
    store.outbox.withdraw("n")
    store.outbox.sent_under(1, "n")


def received(store: Store) -> None:
    store.inbox.store(HERE, "u2", {"text": "chào"}, NOW)
    store.inbox.oldest(HERE)
    store.inbox.handled(1, NOW)


def reviewed(store: Store) -> None:
    store.registrations.waiting_in([1, 2])
    store.registrations.of(1)
    store.initiatives.of(1)
    store.questions.open_in([1])
    store.attachments.of("initiative", 1)
    store.roles.of(1, NOW)
    store.roles.in_unit(1, NOW)


@contextmanager
def recorded(connection: Connection) -> Iterator[list[tuple[str, Any]]]:
    statements: list[tuple[str, Any]] = []

    def keep(_: object, __: object, statement: str, values: Any, ___: object, many: bool) -> None:
        statements.append((statement, values[0] if many else values))

    event.listen(connection, "before_cursor_execute", keep)
    yield statements
    event.remove(connection, "before_cursor_execute", keep)


@pytest.mark.parametrize("path", [message, repeated, polled, sent, received, reviewed])
def test_no_table_is_read_from_end_to_end(sqlite_database: Database, path: Callable[[Store], None]) -> None:
    with sqlite_database.transaction() as store:
        store.accounts.meet(HERE, NOW)
        with recorded(store.connection) as statements:
            path(store)
        for statement, values in statements:
            plan = store.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
            steps = [str(step[3]) for step in plan]
            assert [step for step in steps if step.startswith("SCAN")] == [], statement


def test_a_message_costs_six_statements(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as store:
        store.accounts.meet(HERE, NOW)
        with recorded(store.connection) as statements:
            message(store)
        assert len(statements) == 6


def test_the_next_to_send_are_found_without_sorting_all_that_wait(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as store:
        store.accounts.meet(HERE, NOW)
        with recorded(store.connection) as statements:
            store.outbox.claim("me", NOW, 50, channel="web")
        assert len(statements) == 3
        for statement, values in statements:
            plan = store.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
            assert [str(step[3]) for step in plan if "B-TREE" in str(step[3])] == []
