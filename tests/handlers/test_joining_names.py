"""Names that end in a word with which other sentences ask."""

import pytest

from handlers.catalogue import ROUTES
from storage.database import Database
from tests.support.journeys import Chat, build, text_of


@pytest.mark.parametrize("name", ["Đinh Không", "Lò Văn Sao", "Vàng Thị Nào", "Hà Gì"])
async def test_such_a_name_is_a_name_where_a_name_was_asked(sqlite_database: Database, name: str) -> None:
    with sqlite_database.transaction() as store:
        build(store)
    chat = Chat(sqlite_database, ROUTES)
    await chat.says("mới", "Công ty May số 2")
    await chat.says("mới", "tham gia")
    assert "tổ, chuyền nào" in text_of(await chat.says("mới", name))


async def test_a_question_there_is_still_answered(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as store:
        build(store)
    chat = Chat(sqlite_database, ROUTES)
    await chat.says("mới", "Công ty May số 2")
    await chat.says("mới", "tham gia")
    said = text_of(await chat.says("mới", "Đăng ký có bị trừ lương không"))
    assert "tổ, chuyền nào" not in said
    assert "Việc này do công ty định" in said
