"""What somebody tried that is not for them is refused, undone, and kept for the operator."""

from datetime import timedelta

import pytest

from handlers.catalogue import ROUTES
from storage.audit import Entry
from storage.database import Database
from tests.support.journeys import NOON, Chat, Union, build, register, text_of
from tests.support.talking import kept, tiny_bot

HOA, THU = "Lò Thị Hoa", "Nguyễn Thị Thu"


@pytest.fixture
def union(database: Database) -> Union:
    with database.transaction() as store:
        return build(store)


def refused(database: Database) -> list[Entry]:
    with database.reading() as store:
        return store.audit.acts("refused", NOON - timedelta(days=1))


async def test_a_foreign_row_guessed_in_a_button_is_kept_with_who_and_what(
    database: Database, union: Union
) -> None:
    chat = Chat(database, tiny_bot())
    await chat.presses(THU, "a.forbidden.7.1")
    assert kept(database) == []
    assert [(each.actor, each.detail) for each in refused(database)] == [
        (union.people[THU], {"tried": "a.forbidden.7.1"})
    ]


async def test_a_command_of_officers_written_by_a_member_is_kept_without_the_words(
    database: Database, union: Union
) -> None:
    said = await Chat(database, ROUTES).says(HOA, "duyệt hết")
    assert "dành cho cán bộ" in text_of(said)
    assert [each.detail for each in refused(database)] == [{"tried": "approve_many"}]


async def test_a_foreign_row_guessed_in_a_coded_word_is_kept(database: Database, union: Union) -> None:
    from bot.codewords import code_of

    with database.transaction() as store:
        row = register(store, union, union.people[HOA])
    said = await Chat(database, ROUTES).says(HOA, code_of("approve", row, 1))
    assert "dành cho cán bộ" in text_of(said)
    assert [each.detail for each in refused(database)] == [{"tried": f"a.approve.{row}.1"}]


@pytest.mark.usefixtures("union")
async def test_what_is_refused_for_another_reason_is_no_attempt(database: Database) -> None:
    await Chat(database, tiny_bot()).says(THU, "cấm")
    assert refused(database) == []


@pytest.mark.usefixtures("union")
async def test_the_same_update_again_is_kept_once(database: Database) -> None:
    chat = Chat(database, tiny_bot())
    await chat.presses(THU, "a.forbidden.7.1")
    chat._updates -= 1
    await chat.presses(THU, "a.forbidden.7.1")
    assert len(refused(database)) == 1
