"""A picture is destroyed with one press: the bytes, the copies, the platform's message; by whom it concerns alone."""

import pytest
from sqlalchemy import select

from bot.messages import Attachment
from handlers.catalogue import ROUTES
from storage.attachments import attachment
from storage.database import Database
from storage.store import Store
from tests.doubles.telegram import TOKEN, TelegramDouble
from tests.support.conversations import Clock, Stage, program_on
from tests.support.journeys import Chat, Union, add_person, build, labels_of, text_of
from tests.support.lines import Telegram
from tests.support.script import read_script

HOA, THU, OUTSIDER = "Lò Thị Hoa", "Nguyễn Thị Thu", "Vàng Thị Dợ"
BYTES = b"\xff\xd8\xff the picture"
PHOTO = Attachment("photo", "anh.jpg", "image/jpeg", len(BYTES), BYTES)


@pytest.fixture
def union(database: Database) -> Union:
    with database.transaction() as store:
        made = build(store)
        add_person(store, made, OUTSIDER, "GIAY")
        store.roles.appoint(made.people[OUTSIDER], made.units["GIAY"].id, "chair", Chat.at)
    return made


@pytest.fixture
def chat(database: Database, union: Union) -> Chat:
    return Chat(database, ROUTES)


def contents(store: Store) -> list[bytes | None]:
    return list(store.connection.execute(select(attachment.c.content)).scalars())


async def hand_in(chat: Chat) -> None:
    for said in ("sang kien", "làm gá kẹp khung", "tháng trước", "một mình"):
        await chat.says(HOA, said)
    await chat.says(HOA, "", PHOTO)
    for said in ("bớt hàng lỗi", "gui"):
        await chat.says(HOA, said)


@pytest.mark.parametrize("words", ["cccd cua em", "Căn cước công dân", "CMND đây ạ", "giay to tuy than"])
async def test_an_id_card_is_never_kept(chat: Chat, words: str) -> None:
    said = await chat.says(HOA, words, PHOTO)
    assert "không cần ảnh giấy tờ tùy thân" in text_of(said)
    assert labels_of(said) == ["Xóa ảnh này"]
    with chat.database.reading() as store:
        assert [content for content in contents(store) if content] == []


async def test_an_id_card_in_the_middle_of_a_form_is_not_kept_either(chat: Chat) -> None:
    for said in ("sang kien", "làm gá kẹp khung", "tháng trước", "một mình"):
        await chat.says(HOA, said)
    said_ = await chat.says(HOA, "căn cước của em", PHOTO)
    assert "Xóa ảnh này" in labels_of(said_)
    for said in ("bớt hàng lỗi", "gui"):
        await chat.says(HOA, said)
    with chat.database.reading() as store:
        assert not any(contents(store))
        assert store.initiatives.of(store.people.search("/", HOA)[0].id)[0].attachments == 0


async def test_the_officer_who_sees_it_destroys_it_with_its_copies(chat: Chat) -> None:
    await hand_in(chat)
    shown = await chat.chooses(THU, await chat.says(THU, "sáng kiến chờ xem"), "Xem ảnh, tệp")
    with chat.database.reading() as store:
        assert contents(store).count(BYTES) == 2
    await chat.chooses(THU, shown, "Xóa ảnh này")
    with chat.database.reading() as store:
        assert not any(contents(store))
        entries = store.audit.acts("destroyed", Chat.at)
    assert [entry.detail for entry in entries] == [{"kind": "photo"}]
    told = [body["text"] for who, body in chat.deliver() if who == HOA]
    assert any("đã xóa hẳn ảnh, tệp" in text for text in told)


async def test_nobody_else_destroys_it(chat: Chat) -> None:
    await hand_in(chat)
    shown = await chat.chooses(THU, await chat.says(THU, "sáng kiến chờ xem"), "Xem ảnh, tệp")
    press = next(
        b["value"] for each in shown for b in each.body.get("buttons", []) if b["label"] == "Xóa ảnh này"
    )
    assert "dành cho cán bộ" in text_of(await chat.presses(OUTSIDER, press))
    with chat.database.reading() as store:
        assert contents(store).count(BYTES) == 2
    assert "Em đã xóa hẳn" in text_of(await chat.presses(HOA, press))
    assert "không còn giữ" in text_of(await chat.presses(HOA, press))


ON_TELEGRAM = """@union MAY2
@at 2026-04-14 11:50
@as member Lò Thị Hoa
> [ảnh] cccd cua em ne
> [Xóa ảnh này]
"""


async def test_on_telegram_the_message_itself_is_deleted(sqlite_database_url: str) -> None:
    clock = Clock()
    async with TelegramDouble() as double:
        bot = {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_BASE_URL": double.url, "RATE_TELEGRAM": "1000"}
        async with program_on(sqlite_database_url, clock, **bot) as program:
            assert program.telegram
            await program.telegram.start()
            line = Telegram(program, double)
            await Stage(program, line, clock).play(read_script(ON_TELEGRAM))
            deleted = list(double.deleted)
            hoa = int(line.people[HOA])
    assert [chat for chat, _ in deleted] == [hoa]
