"""Who came, who waits, who has not come: names for the unit's own officers, counts for those above."""

from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from bot.heard import Heard
from bot.messages import Incoming
from bot.turn import Turn
from bot.understanding import Understanding
from handlers.catalogue import ROUTES
from handlers.members_reminding import remind
from handlers.members_scope import open_units
from storage.database import Database
from storage.outbox import Arrived
from storage.people import CONFIRMED, LISTED, WAITING, NewPerson
from storage.store import Store
from tests.support.journeys import (
    NOON,
    Chat,
    Union,
    add_listed,
    add_person,
    address,
    build,
    labels_of,
    text_of,
)

THU, BAO, HAI, HOA = "Nguyễn Thị Thu", "Phạm Quốc Bảo", "Lê Thị Hải", "Lò Thị Hoa"


@pytest.fixture
def union(database: Database) -> Union:
    with database.transaction() as store:
        made = build(store)
        add_listed(store, made, "MAY2", "Tổ may 1", 25)
        add_listed(store, made, "MAY2", "Tổ may 3", 3)
        add_listed(store, made, "GIAY", "Tổ đế 1", 4)
    return made


def wait(database: Database, union: Union, *names: str, code: str = "MAY2") -> list[int]:
    with database.transaction() as store:
        unit = union.units[code].id
        return [store.people.add(NewPerson(unit, name, WAITING), NOON).id for name in names]


async def test_counts_come_first_and_names_ten_at_a_time(database: Database, union: Union) -> None:
    chat = Chat(database, ROUTES)
    said = await chat.says(THU, "ai chưa vào")
    assert text_of(said).startswith("28/30 người trong sổ Công ty May số 2 chưa vào")
    assert "Người MAY2" not in text_of(said)
    said = await chat.chooses(THU, said, "Tên: Tổ may 1")
    seen: list[str] = []
    while True:
        seen += [line for line in text_of(said).split("\n") if line.startswith("- ")]
        if "Xem thêm" not in labels_of(said):
            break
        said = await chat.chooses(THU, said, "Xem thêm")
    assert len(seen) == len(set(seen)) == 25


async def test_a_team_named_after_the_counts_is_shown_and_not_later(database: Database, union: Union) -> None:
    chat = Chat(database, ROUTES)
    await chat.says(THU, "ai chưa vào")
    assert "Tổ may 3, chưa vào" in text_of(await chat.says(THU, "chuyen 3"))
    chat.at += timedelta(hours=2)
    assert "Tổ may 3, chưa vào" not in text_of(await chat.says(THU, "chuyen 3"))


async def test_above_are_counts_only_except_where_nobody_decides_nearer(
    database: Database, union: Union
) -> None:
    chat = Chat(database, ROUTES)
    said = await chat.says(BAO, "ai chưa vào")
    assert "Công ty May số 2: 28/30 chưa vào" in text_of(said)
    assert labels_of(said) == ["Tên: Công ty Giày Đông Bãi", "Tệp danh sách"]
    said = await chat.chooses(BAO, said, "Tên: Công ty Giày Đông Bãi")
    said = await chat.chooses(BAO, said, "Tên: Tổ đế 1")
    assert "Người GIAY" in text_of(said)
    said = await chat.presses(BAO, f"a.members_unit.{union.units['MAY2'].id}.1")
    assert "Người MAY2" not in text_of(said)
    assert "chỉ cán bộ của đơn vị ấy" in text_of(said)


def names_in(database: Database, said: list[Arrived]) -> str:
    file_id = said[-1].body["files"][0]["id"]
    with database.reading() as store:
        content = store.attachments.content(int(file_id))
    assert content is not None
    sheet = load_workbook(BytesIO(content)).active
    assert sheet is not None
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)


async def test_the_file_has_names_for_the_unit_and_counts_for_those_above(
    database: Database, union: Union
) -> None:
    chat = Chat(database, ROUTES)
    wait(database, union, "Ma Văn Páo")
    own = names_in(database, await chat.says(THU, "tệp danh sách đoàn viên"))
    assert "Người MAY2 Tổ may 1 7" in own
    assert "Ma Văn Páo" in own
    assert "chờ xác nhận" in own
    above = names_in(database, await chat.says(BAO, "tệp danh sách đoàn viên"))
    assert "Công ty May số 2" in above
    assert "Người MAY2" not in above
    assert "Ma Văn Páo" not in above


async def test_members_see_nothing_of_it(database: Database, union: Union) -> None:
    chat = Chat(database, ROUTES)
    for text in ("ai chưa vào", "danh sách đoàn viên", "tệp danh sách", "ai đang chờ", "đúng hết trừ 3"):
        said = text_of(await chat.says(HOA, text))
        assert "Người MAY2" not in said
        assert "/30" not in said
    for guess in ("members_team.0.2", "members_more.10.1", f"members_unit.{union.units['MAY2'].id}.1"):
        assert "dành cho cán bộ" in text_of(await chat.presses(HOA, f"a.{guess}"))


def test_open_units_are_the_own_and_those_below_without_anybody(database: Database, union: Union) -> None:
    codes = {unit.id: code for code, unit in union.units.items()}
    with database.reading() as store:
        found = {name: sorted(codes[id] for id in open_units(turn_of(store, name))) for name in (THU, BAO)}
    assert found == {THU: ["MAY2"], BAO: ["BV", "GIAY", "KCN"]}


def turn_of(store: Store, name: str) -> Turn:
    known = store.accounts.situation(address(name))
    assert known is not None
    understanding = Understanding()
    heard = Heard(Incoming(address(name), "1", NOON), understanding.speller)
    return Turn(store, heard, known.account, known.person, None, understanding)


# --- who waits -----------------------------------------------------------------------------------


async def test_many_are_taken_in_at_once_and_the_unclear_are_left(database: Database, union: Union) -> None:
    with database.transaction() as store:
        unit = union.units["MAY2"].id
        store.people.add_many([NewPerson(unit, "Bàn Thị Sen", LISTED, f"Tổ {n}") for n in (1, 2)], NOON)
    wait(database, union, "Ban Thi Sen", "Ma Văn Páo", "Ly A Chu", "Vi Thị Na")
    chat = Chat(database, ROUTES)
    assert "4 người chờ xác nhận" in text_of(await chat.says(THU, "ai đang chờ"))
    said = await chat.says(THU, "đúng hết trừ 3")
    assert "Nhận 2 người: Ma Văn Páo, Vi Thị Na" in text_of(said)
    assert '- "Ban Thi Sen": sổ có 2 người tên này' in text_of(said)
    said = await chat.chooses(THU, said, "Nhận")
    assert "Còn 2 người" in text_of(said)
    with database.reading() as store:
        assert [each.person.name for each in store.members.waiting_in([unit])] == ["Ban Thi Sen", "Ly A Chu"]


async def test_whom_another_officer_settled_meanwhile_is_left_alone(database: Database, union: Union) -> None:
    first, second = wait(database, union, "Ma Văn Páo", "Ly A Chu")
    chat = Chat(database, ROUTES)
    await chat.says(THU, "ai đang chờ")
    said = await chat.says(THU, "nhận hết")
    with database.transaction() as store:
        store.people.leave(first, NOON)
    said = await chat.chooses(THU, said, "Nhận")
    assert "Đã nhận 1 người" in text_of(said)
    with database.reading() as store:
        assert store.people.get(second).status == CONFIRMED


async def test_a_number_that_is_not_on_the_list_is_told(database: Database, union: Union) -> None:
    wait(database, union, "Ma Văn Páo", "Ly A Chu")
    chat = Chat(database, ROUTES)
    await chat.says(THU, "ai đang chờ")
    assert "không có số đó" in text_of(await chat.says(THU, "đúng hết trừ 9"))


async def test_those_of_another_unit_are_never_on_the_list(database: Database, union: Union) -> None:
    wait(database, union, "Ma Văn Páo", code="GIAY")
    chat = Chat(database, ROUTES)
    assert "Không còn ai chờ" in text_of(await chat.says(THU, "ai đang chờ"))
    assert "Ma Văn Páo" in text_of(await chat.says(BAO, "ai đang chờ"))


async def test_the_mornings_agenda_names_who_waits(database: Database, union: Union) -> None:
    wait(database, union, "Ma Văn Páo")
    chat = Chat(database, ROUTES)
    assert "1 người xin vào chờ xác nhận" in text_of(await chat.says(THU, "việc hôm nay"))


# --- reminders: NOON is a Tuesday ----------------------------------------------------------------


def told(database: Database, union: Union, at_days: float) -> dict[str, str]:
    """Who is told what `at_days` after NOON; every officer was heard all the time."""
    names = {id: name for name, id in union.people.items()}
    now = NOON + timedelta(days=at_days)
    with database.transaction() as store:
        for person in union.people.values():
            for account in store.accounts.of(person):
                store.accounts.heard(account, now)
        return {names.get(n.person_id, "moi"): n.reply.text for n in remind(store, now)}


def test_the_officer_is_reminded_after_three_working_days_once(database: Database, union: Union) -> None:
    wait(database, union, "Ma Văn Páo", "Ly A Chu")
    seen = [told(database, union, day) for day in range(7)]
    assert [sorted(each) for each in seen] == [[], [], [], [THU], [], [], []]
    assert "2 người xin vào đã chờ ba ngày làm việc" in seen[3][THU]


def test_a_weekend_is_no_working_day(database: Database, union: Union) -> None:
    with database.transaction() as store:  # a Friday
        friday = NOON + timedelta(days=3)
        store.people.add(NewPerson(union.units["MAY2"].id, "Ma Văn Páo", WAITING), friday)
    assert [bool(told(database, union, day)) for day in range(3, 10)] == [False] * 5 + [True, False]


def test_reminders_that_were_missed_come_with_the_next_look(database: Database, union: Union) -> None:
    wait(database, union, "Ma Văn Páo")
    assert told(database, union, 0) == {}
    assert list(told(database, union, 6)) == [THU]


def test_after_two_weeks_the_level_above_is_asked_and_the_person_is_told_whom(
    database: Database, union: Union
) -> None:
    wait(database, union, "Ma Văn Páo")
    for day in range(14):
        told(database, union, day)
    found = told(database, union, 14)
    assert sorted(found) == [BAO, "moi"]
    assert "Ma Văn Páo" in found[BAO]
    assert "gửi thêm lên Phạm Quốc Bảo" in found["moi"]
    assert told(database, union, 15) == {}


def test_nobody_is_reminded_of_who_was_confirmed(database: Database, union: Union) -> None:
    (waiting,) = wait(database, union, "Ma Văn Páo")
    told(database, union, 0)
    with database.transaction() as store:
        store.people.confirm(waiting, union.people[THU], NOON)
    assert told(database, union, 3) == {}


def test_the_deputy_sees_the_names_too(database: Database, union: Union) -> None:
    with database.transaction() as store:
        add_person(store, union, HAI, "MAY2")
        store.roles.appoint(union.people[HAI], union.units["MAY2"].id, "deputy", NOON - timedelta(days=1))
    with database.reading() as store:
        assert union.units["MAY2"].id in open_units(turn_of(store, HAI))
