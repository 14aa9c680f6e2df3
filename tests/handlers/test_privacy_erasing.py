"""After erasing, no text, JSON or bytes of any table tell who the person was or what they wrote."""

from datetime import timedelta
from html import unescape
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import JSON, LargeBinary, String, select

from bot.dispatcher import Dispatcher, Known
from bot.housekeeping import trace
from bot.messages import Attachment
from bot.understanding import Understanding
from handlers.catalogue import ROUTES
from handlers.invitations import invite
from storage.database import Database
from storage.erasure import mark_of
from storage.metadata import metadata
from storage.people import LEFT
from storage.placements import Placement
from storage.requests import ERASE
from storage.scrubbing import mentions, needles
from storage.store import Store
from tests.support.journeys import CHANNELS, NOON, Chat, Union, add_person, address, build, labels_of, text_of

NAME, PHONE, PLACE = "Trịnh Thị Duyên Quỳnh", "0987654321", "zz-4711-trinh"
THU, BAO, OTHER = "Nguyễn Thị Thu", "Phạm Quốc Bảo", "Lò Thị Hoa"
WORDS = (
    "ghim kẹp vải kiểu zyx",
    "mỗi ngày bớt vướng kxz",
    "bớt hàng hỏng wqx",
    "lương tháng mười zqw",
    "lộ tên ở nhà ăn qwz",
)
PHOTO = b"\xff\xd8\xff picture of the frame"
SECRET = b"the key of this installation"

# Column -> why it may still name somebody.
LISTED_EXCEPTIONS = {
    "registration.work": "part of a decision that was approved; without the name",
    "initiative.what": "part of a decision that was approved; without the name",
    "initiative.effect": "part of a decision that was approved; without the name",
}


@pytest.fixture
def chat(database: Database) -> Chat:
    made = Chat(database, ROUTES)
    made.dispatcher = Dispatcher(database, Known(ROUTES, CHANNELS, Understanding(), "", SECRET))
    return made


def found(store: Store, wanted: list[str], raw: bytes = b"") -> list[str]:
    """Every column of every table in which one of the needles or these bytes stand."""
    places = []
    for table in metadata.sorted_tables:
        for row in store.connection.execute(select(table)).mappings():
            places += [f"{table.name}.{name}" for name, value in row.items() if _holds(value, wanted, raw)]
    return sorted(set(places))


def _holds(value: Any, wanted: list[str], raw: bytes = b"") -> bool:
    if isinstance(value, bytes) and value.startswith(b"PK"):
        with ZipFile(BytesIO(value)) as archive:
            return any(_holds(archive.read(name), wanted, raw) for name in archive.namelist())
    if isinstance(value, bytes):
        return (bool(raw) and raw in value) or mentions(unescape(value.decode("utf-8", "ignore")), wanted)
    return mentions(value, wanted)


def test_every_column_that_can_hold_words_is_looked_through() -> None:
    kinds = {type(column.type) for table in metadata.sorted_tables for column in table.columns}
    assert {kind for kind in kinds if issubclass(kind, (String, JSON, LargeBinary))}
    assert {table.name for table in metadata.sorted_tables} >= {
        "inbox",
        "outbox",
        "fact",
        "attachment",
        "audit",
    }


async def live(chat: Chat) -> int:
    """The person does all there is to do, and officers deal with it; the person's id."""
    with chat.database.transaction() as store:
        union = build(store)
        id = add_person(store, union, NAME, "MAY2", "Tổ may 3")
        _around(store, union, id)
    who = PLACE
    with chat.database.transaction() as store:
        account = store.accounts.of(id)[0]
        store.accounts.moved(account.address, PLACE)
        store.sessions.create("ab" * 32, PLACE, NOON)
    await chat.says(who, f"dk cong nhan gioi, {WORDS[0]}, {NAME} ghi")
    await chat.says(who, "gui")
    chat.deliver()
    await officer_approves(chat)
    await chat.says(who, f"dk {WORDS[1]}")
    await chat.says(who, "gui")
    for said in ("sang kien", WORDS[0], "thang truoc", f"{OTHER} va {NAME}"):
        await chat.says(who, said)
    await chat.says(who, "", Attachment("photo", "khung.jpg", "image/jpeg", len(PHOTO), PHOTO))
    for said in (WORDS[2], "gui"):
        await chat.says(who, said)
    chat.deliver()
    await officer_looks(chat)
    for said in ("gap", WORDS[3], "gui", "khieu nai ve du lieu", WORDS[4], "gui"):
        await chat.says(who, said)
    for said in ("sua so dien thoai", PHONE, "gui", "sua ten", f"{NAME} Anh", "gui", "du lieu cua toi"):
        await chat.says(who, said)
    chat.deliver()
    await chat.says(who, "sang kien")
    await chat.says(who, f"{WORDS[2]} lan hai")  # left in the middle
    return id


def _around(store: Store, union: Union, id: int) -> None:
    store.placements.add(id, Placement(union.units["GIAY"].id, f"Tổ của {NAME}", None, NOON))
    store.facts.set(f"told:{id}", {"day": "2026-04-14", "name": NAME})
    invite(store, id, NOON)


async def officer_approves(chat: Chat) -> None:
    listed = await chat.says(THU, "việc chờ duyệt")
    row = next(button for button in labels_of(listed))
    await chat.chooses(THU, listed, row)
    await chat.says(THU, "duyet het")
    await chat.says(THU, "1")
    chat.at += timedelta(minutes=15)
    chat.deliver()


async def officer_looks(chat: Chat) -> None:
    shown = await chat.says(THU, "sáng kiến chờ xem")
    await chat.chooses(THU, shown, "Xem ảnh, tệp")
    listed = await chat.says(THU, "danh sách đoàn viên")
    await chat.chooses(THU, listed, "Tệp danh sách")


async def erase(chat: Chat) -> str:
    card = await chat.says(PLACE, "thôi")
    card = await chat.says(PLACE, "Xoá dữ liệu của tôi")
    done = await chat.chooses(PLACE, card, "Xóa hết")
    return text_of(done)


async def test_nothing_tells_who_it_was_or_what_they_wrote(chat: Chat) -> None:
    id = await live(chat)
    wanted = needles([NAME, PHONE, PLACE, *WORDS])
    with chat.database.reading() as store:
        before = found(store, wanted, PHOTO)
        assert {"person.name", "person.phone", "account.external_id", "outbox.body"} <= set(before)
        assert {"attachment.content", "question.text", "data_request.detail", "initiative.what"} <= set(
            before
        )
        copies = store.connection.execute(select(metadata.tables["attachment"].c.content)).scalars().all()
        assert sum(content == PHOTO for content in copies) == 2  # the officer was shown one
        assert sum(_holds(content, needles([NAME])) for content in copies) == 2  # a list, and the own data
    said = await erase(chat)
    assert "Em đã xóa dữ liệu" in said
    await trace(chat.database, chat.at + timedelta(minutes=11))
    with chat.database.reading() as store:
        after = found(store, wanted, PHOTO)
        assert set(after) <= set(LISTED_EXCEPTIONS)
        assert found(store, needles([NAME, PHONE, PLACE]), PHOTO) == []
        gone = store.people.get(id)
        assert (gone.status, gone.team, gone.consented) == (LEFT, None, None)
        assert [entry.action for entry in store.audit.of("person", id)][-1] == "erased"
        assert [request.kind for request in store.requests.of(id) if request.outcome] == [ERASE]
        assert store.facts.get(f"told:{id}") is None
        assert store.sessions.find("ab" * 32) is None


async def test_what_was_approved_stays_and_counts_without_the_name(chat: Chat) -> None:
    id = await live(chat)
    await erase(chat)
    with chat.database.reading() as store:
        rows = store.registrations.of(id)
    assert [row.status for row in rows] == ["approved"]
    assert WORDS[0] in (rows[0].work or "")
    assert not mentions(rows[0].work, needles([NAME]))
    assert rows[0].person_name == "Người đã xóa dữ liệu"


async def test_what_others_said_and_are_stays(chat: Chat) -> None:
    id = await live(chat)
    await chat.says(OTHER, "dk cong nhan gioi, giữ sạch chỗ làm")
    await chat.says(OTHER, "gui")
    await erase(chat)
    await trace(chat.database, chat.at + timedelta(minutes=11))
    with chat.database.reading() as store:
        hoa = store.people.search("/", OTHER)[0]
        assert [row.work for row in store.registrations.of(hoa.id)] == ["cong nhan gioi, giữ sạch chỗ làm"]
        assert store.people.search("/", THU)
        assert id not in {person.id for person in store.people.search("/", "")}
    assert "giữ sạch" in text_of(await chat.says(OTHER, "viec cua toi"))


async def test_nothing_more_is_sent_and_who_comes_again_is_a_stranger(chat: Chat) -> None:
    await live(chat)
    await erase(chat)
    with chat.database.transaction() as store:
        waiting = store.outbox.claim("test", chat.at + timedelta(days=30), 1000)
        assert PLACE not in {row.address.external_id for row in waiting}
    assert "Em chưa giữ gì" in text_of(await chat.says(PLACE, "du lieu cua toi"))
    await trace(chat.database, chat.at + timedelta(minutes=30))
    with chat.database.reading() as store:
        known = store.accounts.situation(address(PLACE))
    assert known is not None  # used again since: it is a newcomer's address now
    assert known.person is None


async def test_the_next_list_does_not_bring_them_back_unseen(chat: Chat) -> None:
    id = await live(chat)
    with chat.database.reading() as store:
        unit_id = store.people.get(id).unit_id
    await erase(chat)
    with chat.database.reading() as store:
        assert store.erasure.was_erased(unit_id, "TRINH THI DUYEN QUYNH", SECRET)
        assert not store.erasure.was_erased(unit_id, "Trịnh Thị Duyên", SECRET)
        assert not store.erasure.was_erased(unit_id + 1, NAME, SECRET)
        assert not store.erasure.was_erased(unit_id, NAME, b"another key")
        assert store.erasure.marks() == {mark_of(SECRET, unit_id, NAME)}


async def test_a_press_of_another_chat_or_of_yesterday_erases_nobody(chat: Chat) -> None:
    id = await live(chat)
    await chat.says(PLACE, "thôi")
    card = await chat.says(PLACE, "xoa du lieu cua toi")
    value = next(b["value"] for b in card[0].body["buttons"] if b["label"] == "Xóa hết")
    assert "chưa xóa gì" in text_of(await chat.presses(OTHER, value))
    chat.at += timedelta(hours=25)
    assert "chưa xóa gì" in text_of(await chat.presses(PLACE, value))
    with chat.database.reading() as store:
        assert store.people.get(id).name == NAME


@pytest.mark.parametrize(
    "words",
    ["xoa het du lieu cua em", "xoa du lieu", "xóa tài khoản", "xoa du lieu cua toi di", "xoa ten em"],
)
async def test_other_words_erase_nothing_and_tell_the_right_ones(chat: Chat, words: str) -> None:
    await live(chat)
    await chat.says(PLACE, "thôi")
    said = await chat.says(PLACE, words)
    assert "XÓA DỮ LIỆU CỦA TÔI" in text_of(said)
    assert "Xóa hết" not in labels_of(said)


async def test_a_visitors_chat_is_erased_as_well(chat: Chat) -> None:
    with chat.database.transaction() as store:
        build(store)
    for said in ("gap", WORDS[3], "may so 2", "gui"):
        await chat.says(PLACE, said)
    card = await chat.says(PLACE, "xoa du lieu cua toi")
    await chat.chooses(PLACE, card, "Xóa hết")
    await trace(chat.database, chat.at + timedelta(minutes=11))
    with chat.database.reading() as store:
        assert found(store, needles([PLACE, WORDS[3]])) == []
