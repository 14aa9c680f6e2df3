"""The level above asks which units have no officer for emulation."""

from datetime import timedelta
from io import BytesIO

from openpyxl import load_workbook

from handlers.officers_gaps import ACTIONS, ROUTES
from storage.database import Database
from storage.units import NewUnit
from tests.support.journeys import NOON, Chat, Union, add_person, build, routes_of, text_of

BAO, THU, HOA = "Phạm Quốc Bảo", "Nguyễn Thị Thu", "Lò Thị Hoa"
ASKED = "đơn vị nào chưa có cán bộ thi đua"


def union_in(database: Database) -> Union:
    with database.transaction() as store:
        return build(store)


async def test_the_units_below_are_named_with_how_many(database: Database) -> None:
    union = union_in(database)
    chat = Chat(database, routes_of(ROUTES, ACTIONS))
    said = text_of(await chat.says(BAO, ASKED))
    assert said.startswith("3/3 đơn vị chưa có cán bộ thi đua:\n")
    assert "Công ty Giày Đông Bãi" in said
    with database.transaction() as store:
        for n, code in enumerate(("MAY2", "GIAY", "BV", "BV")):
            person = add_person(store, union, f"Cán Bộ {'abcd'[n]}", code)
            store.roles.appoint(person, union.units[code].id, "emulation", NOON - timedelta(days=1))
    assert text_of(await chat.says(BAO, ASKED)) == (
        "1 đơn vị có nhiều hơn một người:\nBệnh viện huyện.\n"
        "Anh/chị nhắn tên người là em ghi, ví dụ: bổ nhiệm chị Lê Thị Hải làm cán bộ thi đua."
    )
    with database.transaction() as store:
        store.roles.dismiss(union.people["Cán Bộ d"], union.units["BV"].id, NOON)
    assert "Cả 3 đơn vị" in text_of(await chat.says(BAO, ASKED))


async def test_a_long_list_is_a_file_with_all_of_them(database: Database) -> None:
    union = union_in(database)
    with database.transaction() as store:
        for n in range(30):
            store.units.add(NewUnit(f"Công ty Số {n}", "grassroots", f"C{n}", union.units["KCN"].id))
    said = await Chat(database, routes_of(ROUTES, ACTIONS)).says(BAO, ASKED)
    assert "33/33" in text_of(said)
    assert "và 23 nơi nữa" in text_of(said)
    ((file_id, _),) = [(file["id"], file["name"]) for each in said for file in each.body["files"]]
    with database.reading() as store:
        content = store.attachments.content(file_id)
    assert content
    sheet = load_workbook(BytesIO(content)).active
    assert sheet
    rows = [row for row in sheet.iter_rows(values_only=True) if row[1] and str(row[1]) != "Mã"]
    assert len(rows) == 33


async def test_an_officer_hears_of_the_own_unit_and_a_member_of_none(database: Database) -> None:
    union_in(database)
    chat = Chat(database, routes_of(ROUTES, ACTIONS))
    assert "Công ty May số 2." in text_of(await chat.says(THU, ASKED))
    assert "May" not in text_of(await chat.says(HOA, ASKED))
