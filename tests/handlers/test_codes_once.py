"""A code is good once, however many chats send it at once; none leads to a row that is gone."""

import asyncio

import pytest

from bot.messages import Incoming
from handlers.catalogue import ROUTES
from handlers.invitations import invite
from storage.database import Database
from storage.people import LISTED, WAITING, NewPerson
from tests.support.journeys import NOON, Chat, Union, address, build, text_of

THU, BAO, HOA = "Nguyễn Thị Thu", "Phạm Quốc Bảo", "Lò Thị Hoa"
CHATS = ("một", "hai", "ba")


@pytest.fixture
def union(database: Database) -> Union:
    with database.transaction() as store:
        return build(store)


async def at_once(chat: Chat, text: str, senders: tuple[str, ...]) -> list[str]:
    """What each of these chats hears to the same text, sent in the same instant."""
    sent = [Incoming(address(each), f"{each}-once", chat.at, text) for each in senders]
    return [text_of(said) for said in await asyncio.gather(*map(chat.dispatcher.answer, sent))]


async def test_one_code_sent_from_three_chats_at_once_ties_one(database: Database, union: Union) -> None:
    chat = Chat(database, ROUTES)
    for each in CHATS:
        await chat.says(each, "xin chào")
    code = text_of(await chat.says(HOA, "nối máy khác")).split("NOI-")[1][:11]
    said = await at_once(chat, f"NOI-{code}", CHATS)
    assert sorted("Chào Lò Thị Hoa" in each for each in said) == [False, False, True]
    with database.reading() as store:
        assert len(store.accounts.ids(union.people[HOA])) == 2


async def test_one_invitation_sent_from_three_chats_at_once_ties_one(
    database: Database, union: Union
) -> None:
    chat = Chat(database, ROUTES)
    for each in CHATS:
        await chat.says(each, "xin chào")
    with database.transaction() as store:
        code = invite(store, union.people[BAO], chat.at)
    said = await at_once(chat, code, CHATS)
    assert sorted("Chào Phạm Quốc Bảo" in each for each in said) == [False, False, True]
    with database.reading() as store:
        assert len(store.accounts.ids(union.people[BAO])) == 2


async def test_no_claim_slips_through_when_many_come_at_once(database: Database, union: Union) -> None:
    unit = union.units["MAY2"].id
    with database.transaction() as store:
        store.facts.set(f"claims:{unit}", {"day": "2026-04-14", "count": 27})
    chats = tuple(f"máy {n}" for n in range(9))
    claim = "Lò Thị Hoa tổ may 3 Công ty May số 2 đây, em đổi số mới rồi"
    said = await at_once(Chat(database, ROUTES), claim, chats)
    assert sum("Em gửi Nguyễn Thị Thu" in each for each in said) == 3
    with database.reading() as store:
        assert len(store.members.waiting_in([unit])) == 3


async def test_the_code_of_a_newcomer_who_became_one_of_the_list_is_over(
    database: Database, union: Union
) -> None:
    unit = union.units["MAY2"].id
    with database.transaction() as store:
        store.people.add(NewPerson(unit, "Giàng Thị Mỷ", LISTED, team="Tổ may 3"), NOON)
        came = store.people.add(NewPerson(unit, "Giang Thi My", WAITING, team="Tổ may 3"), NOON)
        store.accounts.belongs(store.accounts.meet(address("my"), NOON).id, came.id)
    chat = Chat(database, ROUTES)
    code = text_of(await chat.says("my", "nối máy khác")).split("NOI-")[1][:11]
    await chat.presses(THU, f"a.confirm.{came.id}.1")
    said = text_of(await chat.says("my2", f"NOI-{code}"))
    assert "Mã này không còn dùng được" in said
    assert chat.dispatcher.counts.incidents == 0
    with database.reading() as store:
        assert store.facts.under("link:") == {}
        assert store.facts.under("linking:") == {}


async def test_an_invitation_does_not_turn_one_person_into_another(database: Database, union: Union) -> None:
    chat = Chat(database, ROUTES)
    with database.transaction() as store:
        code = invite(store, union.people[BAO], chat.at)
    assert "Máy này đang là của Lò Thị Hoa" in text_of(await chat.says(HOA, code))
    with database.reading() as store:
        assert len(store.accounts.ids(union.people[HOA])) == 1
    await chat.says("máy hai", code)
    assert [body["text"] for to, body in chat.deliver() if to == BAO and "dùng thêm" in body["text"]]
    with database.reading() as store:
        assert len(store.accounts.ids(union.people[BAO])) == 2


async def test_what_a_newcomer_began_goes_along_with_the_invitation(database: Database, union: Union) -> None:
    with database.transaction() as store:
        came = store.people.add(NewPerson(union.units["MAY2"].id, "Pham Quoc Bao", WAITING), NOON)
        store.accounts.belongs(store.accounts.meet(address("máy hai"), NOON).id, came.id)
        code = invite(store, union.people[BAO], NOON)
    await Chat(database, ROUTES).says("máy hai", code)
    with database.reading() as store:
        assert store.members.waiting_in([union.units["MAY2"].id]) == []


async def test_with_the_office_the_invitation_to_it_ends(database: Database, union: Union) -> None:
    with database.transaction() as store:
        store.people.add(NewPerson(union.units["MAY2"].id, "Giàng Thị Mỷ", LISTED, team="Tổ may 3"), NOON)
    chat = Chat(database, ROUTES)
    await chat.says(THU, "bổ nhiệm chị Giàng Thị Mỷ làm phó chủ tịch")
    code = "MOI-" + text_of(await chat.says(THU, "đúng")).split("MOI-")[1][:10]
    await chat.says(THU, "miễn nhiệm chị Mỷ")
    said = text_of(await chat.says(THU, "đúng"))
    assert "Em đã báo" not in said
    assert "mã mời cũ không dùng được nữa" in said
    assert "Mã này em chưa thấy" in text_of(await chat.says("máy hai", code))
