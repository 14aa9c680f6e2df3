"""Officers decide once: whoever presses, however often, however late."""

import asyncio
from datetime import timedelta

import pytest

from bot.messages import Incoming
from handlers.catalogue import ROUTES
from storage.database import Database
from storage.registrations import APPROVED, WAITING
from storage.store import Store
from tests.support.journeys import Chat, Union, add_person, address, build, register, text_of

THU, BAO, HAI, HOA = "Nguyễn Thị Thu", "Phạm Quốc Bảo", "Lê Thị Hải", "Lò Thị Hoa"


@pytest.fixture
def union(database: Database) -> Union:
    with database.transaction() as store:
        made = build(store)
        add_person(store, made, HAI, "MAY2")
        store.roles.appoint(made.people[HAI], made.units["MAY2"].id, "deputy", Chat.at)
    return made


def one(database: Database, union: Union) -> int:
    with database.transaction() as store:
        return register(store, union, union.people[HOA])


def status(database: Database, row: int) -> str:
    with database.reading() as store:
        return store.registrations.get(row).status


async def test_two_presses_at_once_approve_once_and_the_member_hears_once(
    database: Database, union: Union
) -> None:
    row = one(database, union)
    chat = Chat(database, ROUTES)
    presses = [
        Incoming(address(name), f"press-{n}", chat.at, press=f"a.approve.{row}.1")
        for n, name in enumerate((THU, HAI, THU, BAO))
    ]
    said = [text_of(each) for each in await asyncio.gather(*map(chat.dispatcher.answer, presses))]
    assert sum("Đã duyệt" in text for text in said) == 1
    assert sum("đã được xem" in text for text in said) == 3
    assert len([to for to, body in chat.deliver() if to == HOA]) == 1
    assert status(database, row) == APPROVED


async def test_a_month_old_button_decides_nothing_that_has_changed_since(
    database: Database, union: Union
) -> None:
    row = one(database, union)
    chat = Chat(database, ROUTES)
    with database.transaction() as store:
        store.registrations.change(row, chat.at, work="vượt định mức 5 %")
    chat.at += timedelta(days=31)
    assert "vừa sửa lại" in text_of(await chat.presses(THU, f"a.approve.{row}.1"))
    assert status(database, row) == WAITING


async def test_many_approvals_taken_back_in_ten_minutes_are_never_heard_of(
    database: Database, union: Union
) -> None:
    rows = [one(database, union) for _ in range(2)]
    chat = Chat(database, ROUTES)
    await chat.says(THU, "viec cho duyet")
    await chat.says(THU, "duyet het")
    await chat.says(THU, "1")
    chat.at += timedelta(minutes=9)
    assert "2 đăng ký trở lại" in text_of(await chat.says(THU, "HOÀN TÁC"))
    chat.at += timedelta(minutes=5)
    assert [to for to, body in chat.deliver() if to == HOA] == []
    assert [status(database, row) for row in rows] == [WAITING, WAITING]


async def test_after_ten_minutes_the_members_have_heard(database: Database, union: Union) -> None:
    rows = [one(database, union) for _ in range(2)]
    chat = Chat(database, ROUTES)
    for text in ("viec cho duyet", "duyet het", "1"):
        await chat.says(THU, text)
    assert [to for to, body in chat.deliver() if to == HOA] == []
    chat.at += timedelta(minutes=10)
    assert len([to for to, body in chat.deliver() if to == HOA]) == 2
    assert "Quá 10 phút" in text_of(await chat.says(THU, "hoàn tác"))
    assert [status(database, row) for row in rows] == [APPROVED, APPROVED]


async def test_the_words_of_an_amendment_need_no_press(database: Database, union: Union) -> None:
    row = one(database, union)
    chat = Chat(database, ROUTES)

    def ask(store: Store) -> None:
        store.registrations.decide(row, "needs_more", chat.at)

    await database.run(ask)
    assert "kèm 2 người mới" in text_of(await chat.says(HOA, "kèm 2 người mới đến khi vững tay"))
    await chat.says(HOA, "gửi")
    with database.reading() as store:
        changed = store.registrations.get(row)
    assert (changed.title, changed.work) == ("Công nhân giỏi", "kèm 2 người mới đến khi vững tay")
    assert changed.status == WAITING


@pytest.mark.parametrize("text", ["duyet het tru 9", "0 ghi ro hon", "7 ghi ro hon"])
async def test_a_number_that_no_row_has_is_asked_for_again(
    database: Database, union: Union, text: str
) -> None:
    rows = [one(database, union) for _ in range(2)]
    chat = Chat(database, ROUTES)
    await chat.says(THU, "viec cho duyet")
    assert "không có số đó" in text_of(await chat.says(THU, text))
    assert [status(database, row) for row in rows] == [WAITING, WAITING]
