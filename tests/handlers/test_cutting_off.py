"""A chat that was thrown out reads nothing of what was said there; the news of it stays readable."""

import pytest

from handlers.catalogue import ROUTES
from storage.attachments import NewAttachment
from storage.database import Database
from storage.people import WAITING, NewPerson
from tests.support.journeys import NOON, Chat, Union, address, build, text_of
from web.files import Foreign, read_file

THU, HOA = "Nguyễn Thị Thu", "Lò Thị Hoa"


@pytest.fixture
def union(database: Database) -> Union:
    with database.transaction() as store:
        return build(store)


def read_at(database: Database, who: str) -> str:
    """All that the web page of this chat can fetch."""
    with database.reading() as store:
        known = store.accounts.situation(address(who))
        assert known is not None
        shown = store.outbox.arrived(known.account.id, 0, 200)
        assert store.outbox.latest(known.account.id, 0, 200) == shown
        return text_of(shown)


async def test_after_a_new_phone_the_old_one_reads_only_the_news_of_it(
    database: Database, union: Union
) -> None:
    chat = Chat(database, ROUTES)
    await chat.says(HOA, "dữ liệu của tôi")
    assert HOA in read_at(database, HOA)
    with database.transaction() as store:
        old = store.accounts.ids(union.people[HOA])[0]
        sent = store.attachments.add(NewAttachment(old, "photo", "a.png", content=b"x"), NOON)
        assert read_file(old, sent, store).body == b"x"
        came = store.people.add(NewPerson(union.units["MAY2"].id, HOA, WAITING, team="Tổ may 3"), NOON)
        store.accounts.belongs(store.accounts.meet(address("máy mới"), NOON).id, came.id)
    await chat.presses(THU, f"a.phone_new.{union.people[HOA]}.{came.id}")
    chat.deliver()
    assert read_at(database, HOA).startswith("Tài khoản của anh/chị vừa chuyển sang máy khác")
    await chat.says(HOA, "xin chào")
    with database.reading() as store, pytest.raises(Foreign):
        read_file(old, sent, store)


async def test_whoever_is_thrown_out_by_the_owner_reads_nothing_more(
    database: Database, union: Union
) -> None:
    chat = Chat(database, ROUTES)
    code = text_of(await chat.says(HOA, "nối máy khác")).split("NOI-")[1][:11]
    await chat.says("máy hai", f"NOI-{code}")
    await chat.says("máy hai", "dữ liệu của tôi")
    with database.reading() as store:
        known = store.accounts.situation(address("máy hai"))
    assert known is not None
    await chat.says("máy hai", "nối máy khác")
    await chat.presses(HOA, f"a.unlink.{known.account.id}.1")
    assert read_at(database, "máy hai") == ""
    with database.reading() as store:
        assert store.facts.under("link:") == {}


async def test_who_is_turned_away_reads_that_alone(database: Database, union: Union) -> None:
    chat = Chat(database, ROUTES)
    await chat.says("lạ", "Lò Thị Hoa tổ may 3 Công ty May số 2 đây, em đổi số mới rồi")
    with database.reading() as store:
        known = store.accounts.situation(address("lạ"))
    assert known is not None
    assert known.person is not None
    await chat.presses(THU, f"a.stranger.{known.person.id}.1")
    chat.deliver()
    assert read_at(database, "lạ").startswith("Nguyễn Thị Thu chưa nhận ra anh/chị")
