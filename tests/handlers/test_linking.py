"""One person on several phones: by a code from the old one, or by the officer; a thief gets nothing."""

from datetime import timedelta
from unittest.mock import patch

import pytest

from bot.messages import Incoming
from handlers.catalogue import ROUTES
from handlers.linking import some_digits
from handlers.linking_claims import called
from storage.database import Database
from storage.people import WAITING, NewPerson
from storage.registrations import NewRegistration
from tests.support.journeys import Chat, Union, address, build, labels_of, register, text_of

THU, BAO, HOA = "Nguyễn Thị Thu", "Phạm Quốc Bảo", "Lò Thị Hoa"
CODE, TYPED = "4821390375", "NOI-48213-90375"
CLAIM = "hoa chuyen 3 may so 2 day, doi so moi roi"


@pytest.fixture
def union(database: Database) -> Union:
    with database.transaction() as store:
        return build(store)


async def code_of(chat: Chat, who: str) -> None:
    with patch("handlers.linking.some_digits", return_value=CODE):
        await chat.says(who, "nối máy khác")


def chats_of(database: Database, person_id: int) -> set[str]:
    with database.reading() as store:
        return {each.address.external_id for each in store.accounts.of(person_id)}


@pytest.mark.parametrize("typed", [TYPED, "noi 4821390375", "noi-4821390375", " NOI 48213 90375 "])
async def test_a_code_ties_another_phone_however_it_is_typed(
    database: Database, union: Union, typed: str
) -> None:
    chat = Chat(database, ROUTES)
    await code_of(chat, HOA)
    assert "Chào Lò Thị Hoa" in text_of(await chat.says("may hai", typed))
    assert chats_of(database, union.people[HOA]) == {HOA, "may hai"}
    assert [to for to, body in chat.deliver() if "dùng thêm" in body["text"]] == [HOA]


async def test_a_code_by_link_does_the_same(database: Database, union: Union) -> None:
    chat = Chat(database, ROUTES)
    await code_of(chat, HOA)
    await chat.dispatcher.answer(Incoming(address("may hai"), "s", chat.at, start=TYPED))
    assert "may hai" in chats_of(database, union.people[HOA])


async def test_a_code_is_good_once_for_a_quarter_of_an_hour_and_only_the_latest(
    database: Database, union: Union
) -> None:
    chat = Chat(database, ROUTES)
    await code_of(chat, HOA)
    chat.at += timedelta(minutes=16)
    assert "không còn dùng được" in text_of(await chat.says("may hai", TYPED))
    await code_of(chat, HOA)
    with patch("handlers.linking.some_digits", return_value="0000000001"):
        await chat.says(HOA, "nối máy khác")
    assert "không còn dùng được" in text_of(await chat.says("may ba", TYPED))
    await chat.says("may bon", "noi 0000000001")
    assert "không còn dùng được" in text_of(await chat.says("may nam", "noi 0000000001"))
    assert chats_of(database, union.people[HOA]) == {HOA, "may bon"}


async def test_guessing_codes_ends_after_five(database: Database, union: Union) -> None:
    chat = Chat(database, ROUTES)
    await code_of(chat, HOA)
    for n in range(5):
        await chat.says("ke trom", f"noi {n:010}")
    assert "nhiều lần" in text_of(await chat.says("ke trom", TYPED))
    assert "ke trom" not in chats_of(database, union.people[HOA])
    chat.at += timedelta(hours=2)
    await code_of(chat, HOA)
    assert "Chào" in text_of(await chat.says("ke trom", TYPED))


def test_codes_are_not_counted_up() -> None:
    assert len({some_digits() for _ in range(50)}) == 50


async def test_somebody_elses_code_does_not_turn_one_person_into_another(
    database: Database, union: Union
) -> None:
    chat = Chat(database, ROUTES)
    await code_of(chat, HOA)
    assert "Máy này đang là của Phạm Quốc Bảo" in text_of(await chat.says(BAO, TYPED))
    assert chats_of(database, union.people[HOA]) == {HOA}


async def test_what_a_newcomer_registered_before_the_code_is_kept(database: Database, union: Union) -> None:
    chat = Chat(database, ROUTES)
    await chat.says("may hai", CLAIM)
    with database.transaction() as store:
        waiting = store.members.waiting_since(chat.at + timedelta(days=1))[0].person
        new = NewRegistration(waiting.id, waiting.unit_id, "work", 2026, work="không quá 2 lỗi")
        store.registrations.add(new, chat.at)
    await code_of(chat, HOA)
    await chat.says("may hai", TYPED)
    with database.reading() as store:
        assert [row.work for row in store.registrations.of(union.people[HOA])] == ["không quá 2 lỗi"]
        assert store.members.waiting_since(chat.at + timedelta(days=1)) == []


async def test_only_the_owner_throws_a_phone_out(database: Database, union: Union) -> None:
    chat = Chat(database, ROUTES)
    await code_of(chat, HOA)
    await chat.says("may hai", TYPED)
    with database.reading() as store:
        second = next(
            a.id for a in store.accounts.of(union.people[HOA]) if a.address.external_id == "may hai"
        )
    await chat.presses(BAO, f"a.unlink.{second}.1")
    assert "may hai" in chats_of(database, union.people[HOA])
    await chat.presses(HOA, f"a.unlink.{second}.1")
    assert chats_of(database, union.people[HOA]) == {HOA}


# --- a new phone ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("hoa chuyen 3 may so 2 day, doi so moi roi", "Hoa"),
        ("em la lo thi hoa o may so 2, mat may roi", "Lo Thi Hoa"),
        ("dạ em Lò Thị Hoa chuyền 3 đổi số mới", "Lò Thị Hoa"),
        ("ad oi em ten hoa, to may 3", "Hoa"),
        ("lo thi may chuyen 3 doi may", "Lo Thi May"),
        ("Vàng A Sử tổ may 3 Công ty May số 2, đổi số mới", "Vàng A Sử"),
        ("Vàng Thị Dung tổ may 5 đây, em đổi số mới rồi", "Vàng Thị Dung"),
        ("vang thi dung to may 5 doi so moi", "Vang Thi Dung"),
        ("Sùng A Dạ tổ may 3, đổi số mới", "Sùng A Dạ"),
        ("Dạ Thị Hoa tổ may 3, đổi số mới", "Dạ Thị Hoa"),
        ("vâng em Lò Thị Hoa chuyền 3 đổi số mới", "Lò Thị Hoa"),
        ("dạ Hoa chuyền 3 may số 2 đổi số mới", "Hoa"),
        ("Nguyễn Thị Thu văn phòng Công ty May số 2 đây, em đổi số mới rồi", "Nguyễn Thị Thu"),
        ("nguyen thi thu van phong cong ty may so 2 doi so moi", "Nguyen Thi Thu"),
        ("Nguyễn Văn Phong tổ may 3 đổi số mới", "Nguyễn Văn Phong"),
        ("nguyen van phong to may 3 doi so moi", "Nguyen Van Phong"),
        ("mat may roi", None),
        ("doi so moi", None),
        ("", None),
    ],
)
def test_what_one_is_called_is_read_out_of_the_message(text: str, name: str | None) -> None:
    assert called(text) == name


async def test_a_new_phone_takes_the_place_of_the_old_one_and_the_old_one_hears(
    database: Database, union: Union
) -> None:
    with database.transaction() as store:
        row = register(store, union, union.people[HOA])
    chat = Chat(database, ROUTES)
    assert "Em gửi Nguyễn Thị Thu xác nhận" in text_of(await chat.says("may moi", CLAIM))
    body = next(body for to, body in chat.deliver() if to == THU)
    assert "Lò Thị Hoa, Tổ may 3" in body["text"]
    await chat.presses(THU, next(b["value"] for b in body["buttons"] if "đổi sang" in b["label"]))
    assert chats_of(database, union.people[HOA]) == {"may moi"}
    assert {to for to, body in chat.deliver()} >= {HOA, "may moi"}
    with database.reading() as store:
        assert [each.id for each in store.registrations.of(union.people[HOA])] == [row]


async def test_a_thief_sees_nothing_and_is_noticed(database: Database, union: Union) -> None:
    with database.transaction() as store:
        register(store, union, union.people[HOA])
    chat = Chat(database, ROUTES)
    said = [await chat.says("ke trom", "em la lo thi hoa chuyen 3 may so 2, mat may roi")]
    said += [await chat.says("ke trom", text) for text in ("viec cua toi", "sang kien", "ma noi may")]
    body = next(body for to, body in chat.deliver() if to == THU)
    await chat.presses(THU, next(b["value"] for b in body["buttons"] if b["label"] == "Không phải"))
    told = dict(chat.deliver())
    assert "Có người nhắn từ máy khác" in told[HOA]["text"]
    said.append(await chat.says("ke trom", "viec cua toi"))
    seen = "\n".join(map(text_of, said)) + told["ke trom"]["text"]
    assert "Công nhân giỏi" not in seen
    assert "Lò Thị Hoa" not in seen
    assert chats_of(database, union.people[HOA]) == {HOA}
    with database.reading() as store:
        actions = [entry.action for entry in store.audit.of("person", union.people[HOA])]
    assert "claim_refused" in actions


async def test_a_claim_waiting_cannot_be_used_to_ask_for_a_code_of_the_real_person(
    database: Database, union: Union
) -> None:
    chat = Chat(database, ROUTES)
    await chat.says("ke trom", CLAIM)
    await code_of(chat, "ke trom")
    await chat.says("may khac", TYPED)
    assert chats_of(database, union.people[HOA]) == {HOA}


async def test_claims_of_one_chat_end_after_two_in_a_day(database: Database, union: Union) -> None:
    chat = Chat(database, ROUTES)
    for _ in range(2):
        await chat.says("ke trom", CLAIM)
        body = next(body for to, body in chat.deliver() if to == THU)
        await chat.presses(THU, next(b["value"] for b in body["buttons"] if b["label"] == "Không phải"))
        chat.deliver()
    said = await chat.says("ke trom", CLAIM)
    assert "Hôm nay em đã gửi rồi" in text_of(said)
    assert labels_of(said) == ["Hỏi người thật"]
    assert [to for to, _ in chat.deliver() if to == THU] == []
    chat.at += timedelta(days=1)
    assert "Em gửi" in text_of(await chat.says("ke trom", CLAIM))


async def test_who_is_known_here_needs_no_claim(database: Database, union: Union) -> None:
    chat = Chat(database, ROUTES)
    assert "số điện thoại" in text_of(await chat.says(HOA, "em doi so moi roi"))
    assert chat.deliver() == []


async def test_a_claim_of_nobody_known_is_a_newcomer_to_the_officer(database: Database, union: Union) -> None:
    chat = Chat(database, ROUTES)
    await chat.says("may moi", "em la ma van pao chuyen 8 may so 2, doi so moi")
    body = next(body for to, body in chat.deliver() if to == THU)
    assert "Sổ chưa có tên này" in body["text"]
    with database.reading() as store:
        found = store.members.waiting_since(chat.at + timedelta(days=1))
        assert [each.person.status for each in found] == [WAITING]


async def test_one_called_the_same_in_another_team_is_not_offered(database: Database, union: Union) -> None:
    with database.transaction() as store:
        unit = union.units["MAY2"].id
        store.people.add(NewPerson(unit, "Bùi Thị Hoa", "listed", "Tổ may 5"), Chat.at)
    chat = Chat(database, ROUTES)
    await chat.says("may moi", CLAIM)
    body = next(body for to, body in chat.deliver() if to == THU)
    assert "Bùi Thị Hoa" not in body["text"]


async def test_claims_to_one_unit_are_limited_however_many_chats_make_them(
    database: Database, union: Union
) -> None:
    with database.transaction() as store:
        day = "2026-04-14"
        store.facts.set(f"claims:{union.units['MAY2'].id}", {"day": day, "count": 30})
    chat = Chat(database, ROUTES)
    assert "chưa gửi thêm được" in text_of(await chat.says("may moi", CLAIM))
    with database.reading() as store:
        assert store.members.waiting_since(chat.at + timedelta(days=1)) == []
    chat.at += timedelta(days=1)
    assert "Em gửi" in text_of(await chat.says("may moi", CLAIM))


async def test_no_code_leads_to_a_person_who_was_erased(database: Database, union: Union) -> None:
    chat = Chat(database, ROUTES)
    await code_of(chat, HOA)
    with database.transaction() as store:
        store.erasure.person(union.people[HOA], "(đã xóa)", None, chat.at)
    assert "không còn dùng được" in text_of(await chat.says("may hai", TYPED))
    assert chats_of(database, union.people[HOA]) == set()


def test_codes_that_ran_out_are_forgotten(database: Database, union: Union) -> None:
    with database.transaction() as store:
        until = (Chat.at + timedelta(minutes=15)).isoformat()
        store.facts.set(f"link:{CODE}", {"person_id": union.people[HOA], "until": until})
        store.retention.invitations(Chat.at)
        assert store.facts.get(f"link:{CODE}") is not None
        store.retention.invitations(Chat.at + timedelta(hours=1))
        assert store.facts.get(f"link:{CODE}") is None
