"""The names of the tree are prepared once for each state of it, and never those of another."""

from collections.abc import Callable
from datetime import date

import pytest

from bot.understanding import Understanding
from storage.database import Database
from storage.store import Store
from storage.units import Ending, NewUnit
from tests.support.unions import Union, found


def finds(understanding: Understanding, store: Store, text: str) -> list[int]:
    return [match.unit_id for match in understanding.units(store).find(text)]


def test_the_names_are_prepared_once_while_the_tree_stands(store: Store) -> None:
    found(store)
    understanding = Understanding()
    assert understanding.units(store) is understanding.units(store)


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (lambda store, union: store.units.rename(union.shoes.id, "Công ty Giày Hoa Mai"), "giay hoa mai"),
        (lambda store, union: store.units.add_aliases(union.shoes.id, ["Samwon"]), "samwon"),
        (
            lambda store, union: store.units.describe(union.shoes.id, place="Bến Trăng"),
            "giay anh duong ben trang",
        ),
    ],
)
def test_a_change_is_seen_with_the_next_message(
    store: Store, change: Callable[[Store, Union], None], text: str
) -> None:
    union, understanding = found(store), Understanding()
    before = understanding.units(store).find(text)
    assert not before or before[0].score < 97
    change(store, union)
    after = understanding.units(store).find(text)
    assert [match.unit_id for match in after] == [union.shoes.id]
    assert after[0].score >= 97


def test_an_ended_unit_is_known_as_ended_at_once(store: Store) -> None:
    union, understanding = found(store), Understanding()
    understanding.units(store)
    store.units.end(union.shoes.id, Ending(date(2026, 1, 1)))
    assert [match.ended for match in understanding.units(store).find("giay anh duong")] == [True]


def test_what_was_undone_is_forgotten(database: Database) -> None:
    understanding = Understanding()
    with database.transaction() as store:
        found(store)
    with database.transaction() as store:
        savepoint = store.connection.begin_nested()
        store.units.add(NewUnit("Công ty Hoàng Long", "base", "HL"))
        assert finds(understanding, store, "hoang long")
        savepoint.rollback()
    with database.transaction() as store:
        assert not finds(understanding, store, "hoang long")
        made = store.units.add(NewUnit("Công ty Bạch Đằng", "base", "BD"))
        assert finds(understanding, store, "bach dang") == [made.id]
        assert not finds(understanding, store, "hoang long")


def test_a_change_by_another_process_is_seen(database: Database) -> None:
    """Two programs hold names of their own and share only the database."""
    here, there = Understanding(), Understanding()
    with database.transaction() as store:
        found(store)
        assert not finds(here, store, "hoang long")
    with database.transaction() as store:
        made = store.units.add(NewUnit("Công ty Hoàng Long", "base", "HL"))
        assert finds(there, store, "hoang long") == [made.id]
    with database.reading() as store:
        assert finds(here, store, "hoang long") == [made.id]
