"""Erasing reaches what somebody was before: turned away, called otherwise, waiting elsewhere."""

from datetime import timedelta

from bot.housekeeping import trace
from handlers.catalogue import ROUTES
from storage.database import Database
from storage.people import CONFIRMED, LEFT, WAITING, NewPerson
from storage.scrubbing import needles
from tests.handlers.test_privacy_erasing import found
from tests.support.journeys import NOON, Chat, Union, add_person, address, build, text_of

THU, HOA = "Nguyễn Thị Thu", "Lò Thị Hoa"
NAME, PHONE = "Bạc Cầm Phượng", "0912345987"


def begin(database: Database) -> tuple[Chat, Union]:
    with database.transaction() as store:
        union = build(store)
        chair = add_person(store, union, "Mai Văn Thắng", "GIAY")
        store.roles.appoint(chair, union.units["GIAY"].id, "chair", NOON)
    return Chat(database, ROUTES), union


async def come(chat: Chat, who: str, unit: str, team: str) -> None:
    for said in (unit, "tham gia", NAME, team):
        await chat.says(who, said)
    assert "Đã gửi" in text_of(await chat.says(who, "đồng ý"))


def pressed(chat: Chat, label: str) -> str:
    """Delivers, and the value of the first button with this label."""
    return next(
        str(button["value"])
        for _, body in chat.deliver()
        for button in body.get("buttons", [])
        if button["label"] == label
    )


async def erase(chat: Chat, who: str) -> None:
    card = await chat.says(who, "XÓA DỮ LIỆU CỦA TÔI")
    done = await chat.chooses(who, card, "Xóa hết")
    assert "Em đã xóa dữ liệu" in text_of(done)
    chat.at += timedelta(minutes=30)
    await trace(chat.database, chat.at)


def left_over(database: Database, *texts: str) -> list[str]:
    with database.reading() as store:
        return found(store, needles(texts))


async def test_who_was_turned_away_and_erases_leaves_nothing(database: Database) -> None:
    chat, union = begin(database)
    await come(chat, "x1", "Công ty May số 2", f"tổ may 6, {PHONE}")
    assert {"person.name", "person.phone", "outbox.body"} <= set(left_over(database, NAME, PHONE))
    await chat.presses(THU, pressed(chat, "Không phải"))
    await erase(chat, "x1")
    assert left_over(database, NAME, PHONE) == []
    with database.reading() as store:
        assert not store.erasure.marks()  # a name that was only said keeps nobody off the next list
        assert store.people.count(union.units["MAY2"].path) == 2


async def test_who_was_turned_away_once_and_known_elsewhere_leaves_nothing_at_either(
    database: Database,
) -> None:
    chat, _ = begin(database)
    await come(chat, "x1", "Công ty Giày Đông Bãi", "tổ giày 6")
    await chat.presses("Mai Văn Thắng", pressed(chat, "Không phải"))
    for said in ("thôi", "Công ty May số 2", "tham gia", "Bạc Thị Phương", "tổ may 6", "đồng ý"):
        await chat.says("x1", said)
    await chat.presses(THU, pressed(chat, "Đúng người, nhận"))
    await erase(chat, "x1")
    assert left_over(database, NAME, "Bạc Thị Phương") == []


async def test_a_person_on_a_second_phone_stays_when_the_first_one_is_erased(database: Database) -> None:
    chat, union = begin(database)
    with database.transaction() as store:
        known = store.accounts.of(union.people[HOA])[0]
        store.accounts.belongs(known.id, None)
        new = store.accounts.meet(address("hoa-new"), NOON)
        store.accounts.belongs(new.id, union.people[HOA])
    await erase(chat, HOA)
    with database.reading() as store:
        assert (store.people.get(union.people[HOA]).name, store.people.get(union.people[HOA]).status) == (
            HOA,
            CONFIRMED,
        )


async def test_a_name_that_was_written_anew_goes_under_both(database: Database) -> None:
    chat, _ = begin(database)
    await come(chat, "x3", "Công ty May số 2", "tổ may 6")
    await chat.presses(THU, pressed(chat, "Sửa tên rồi nhận"))
    await chat.says(THU, "Bạc Thị Phương")
    await chat.says(THU, "đúng")
    chat.deliver()
    assert left_over(database, NAME)
    await erase(chat, "x3")
    assert left_over(database, NAME, "Bạc Thị Phương") == []


async def test_a_name_under_which_somebody_came_goes_though_the_list_calls_them_otherwise(
    database: Database,
) -> None:
    chat, union = begin(database)
    with database.transaction() as store:
        listed = store.people.add(NewPerson(union.units["MAY2"].id, "Cao Thị Lành", CONFIRMED), NOON)
        waits = store.people.add(NewPerson(union.units["MAY2"].id, NAME, WAITING), NOON)
        store.accounts.belongs(store.accounts.meet(address("x4"), NOON).id, waits.id)
    await chat.says(THU, f"danh sách đoàn viên chờ nhận {NAME}")
    await chat.says(THU, "ai đang chờ")
    assert "outbox.body" in left_over(database, NAME)
    with database.transaction() as store:
        store.people.absorb(waits.id, listed.id)
    await erase(chat, "x4")
    assert set(left_over(database, NAME, "Cao Thị Lành")) <= {"inbox.payload"}


async def test_a_unit_in_which_somebody_only_waited_keeps_nothing(database: Database) -> None:
    chat, union = begin(database)
    await come(chat, "x2", "Công ty Giày Đông Bãi", "tổ giày 6")
    chat.deliver()
    for said in ("em chuyển sang Công ty May số 2", "bỏ qua", "đồng ý"):
        await chat.says("x2", said)
    with database.reading() as store:
        assert store.members.waiting_in([union.units["MAY2"].id])
    await erase(chat, "x2")
    assert left_over(database, NAME) == []


async def test_messages_in_a_chat_that_was_an_officers_once_are_looked_through(database: Database) -> None:
    chat, union = begin(database)
    await chat.says(HOA, "đăng ký kèm 2 người mới")
    await chat.says(HOA, "gửi")
    chat.deliver()
    with database.transaction() as store:
        old = store.accounts.of(union.people[THU])[0]
        store.accounts.untie(old.id)
        store.accounts.belongs(store.accounts.meet(address("thu-new"), NOON).id, union.people[THU])
    assert left_over(database, HOA)
    await erase(chat, HOA)
    assert left_over(database, HOA) == []
    with database.reading() as store:
        assert store.people.get(union.people[HOA]).status == LEFT
