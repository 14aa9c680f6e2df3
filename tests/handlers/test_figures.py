"""Officers ask how far registering has come."""

from datetime import timedelta
from io import BytesIO

from openpyxl import load_workbook

from handlers.figures import ACTIONS, ROUTES
from storage.database import Database
from storage.people import WAITING, NewPerson
from storage.store import Store
from storage.units import NewUnit
from tests.support.journeys import (
    NOON,
    Chat,
    Union,
    add_listed,
    add_person,
    build,
    labels_of,
    register,
    routes_of,
    text_of,
)

THU, HOA, BAO = "Nguyễn Thị Thu", "Lò Thị Hoa", "Phạm Quốc Bảo"


def fill(store: Store) -> Union:
    """MAY2: 8 members in two teams and one without (Thu); GIAY: 1200; the hospital has no list."""
    union = build(store)
    add_listed(store, union, "MAY2", "Tổ may 2", 4)
    add_listed(store, union, "MAY2", "Tổ may 3", 2)
    add_listed(store, union, "GIAY", None, 1200)
    hoa = union.people[HOA]
    first = register(store, union, hoa)
    register(store, union, hoa)  # the same person twice is one person
    store.registrations.decide(first, "approved", NOON)
    gone = register(store, union, union.people[THU])
    store.registrations.decide(gone, "withdrawn", NOON)
    newcomer = store.people.add(NewPerson(union.units["MAY2"].id, "Người Mới", WAITING), NOON)
    register(store, union, newcomer.id)
    return union


def chat(database: Database) -> Chat:
    return Chat(database, routes_of(ROUTES, ACTIONS))


async def test_an_officer_sees_the_numbers_first_and_then_who_is_behind(database: Database) -> None:
    with database.transaction() as store:
        fill(store)
    said = await chat(database).says(THU, "con ai chua dky")
    lines = text_of(said).split("\n")
    assert lines[0] == "1/8 đã đăng ký (12,5 %), 2 chờ xem."
    assert lines[1].startswith(
        "Công ty May số 2, Giỏi nghề, an toàn, nhiều sáng kiến, tính đến 11:45 14/04/2026"
    )
    assert lines[2] == "Còn 7 người chưa đăng ký, nhiều nhất:"
    assert lines[3] == "- Tổ may 2: 0/4 đã đăng ký (0 %), còn 4"
    assert lines[4] == "- Tổ may 3: 1/3 đã đăng ký (33,3 %), còn 2"
    assert lines[5] == "- chưa ghi tổ: 0/1 đã đăng ký (0 %), còn 1"


async def test_a_level_above_sees_each_unit_directly_below_it(database: Database) -> None:
    with database.transaction() as store:
        fill(store)
    text = text_of(await chat(database).says(BAO, "tình hình đăng ký"))
    assert text.startswith("1/1.209 đã đăng ký (0,1 %), 2 chờ xem.")
    assert "- Công ty Giày Đông Bãi: 0/1.200 đã đăng ký (0 %), còn 1.200\n- Công ty May số 2: 1/8" in text
    assert "1 nơi chưa có danh sách." in text
    assert "Bệnh viện" not in text


async def test_the_whole_table_comes_as_excel_whose_formulas_add_up(database: Database) -> None:
    with database.transaction() as store:
        fill(store)
    said = await chat(database).says(BAO, "bao nhieu nguoi dang ky roi")
    (file,) = said[-1].body["files"]
    assert file["name"] == "tinh-hinh-dang-ky-14-4-2026.xlsx"
    with database.reading() as store:
        page = load_workbook(BytesIO(store.attachments.content(file["id"]) or b"")).active
    assert page is not None
    rows = list(page.iter_rows(values_only=True))
    assert rows[0][0] == "Tình hình đăng ký thi đua"
    assert rows[1][0] == "Đơn vị: Công đoàn các khu công nghiệp"
    assert rows[3][0] == "Số liệu đến 11:45 14/04/2026"
    assert rows[5] == ("Đơn vị", "Đoàn viên", "Đã đăng ký", "Tỷ lệ", "Chưa đăng ký", "Chờ xem")
    assert ("Bệnh viện huyện", None, None, "chưa có danh sách", None, 0) in rows
    assert rows[9][:3] == ("Trực thuộc Công đoàn các khu công nghiệp", 1, 0)
    assert rows[10] == (
        "Cộng",
        "=SUM(B7:B10)",
        "=SUM(C7:C10)",
        '=IF(N(B11)=0,"",C11/B11)',
        "=SUM(E7:E10)",
        "=SUM(F7:F10)",
    )
    assert [row[1] for row in rows[6:10]] == [None, 1200, 8, 1]


async def test_names_are_shown_by_a_button_for_the_own_unit(database: Database) -> None:
    with database.transaction() as store:
        fill(store)
    talk = chat(database)
    said = await talk.says(THU, "so lieu")
    assert labels_of(said) == ["Tên: Tổ may 2", "Tên: Tổ may 3", "Tên: chưa ghi tổ"]
    named = await talk.chooses(THU, said, "Tên: Tổ may 3")
    assert text_of(named) == "Tổ may 3 còn 2 người: Người MAY2 Tổ may 3 0, Người MAY2 Tổ may 3 1."


async def test_names_are_for_the_units_own_officers_and_above_only_where_nobody_nearer_decides(
    database: Database,
) -> None:
    with database.transaction() as store:
        union = fill(store)
        add_listed(store, union, "GIAY", "Tổ đế 1", 3)
        follower = add_person(store, union, "Hà Theo", "GIAY")
        store.roles.appoint(follower, union.units["MAY2"].id, "follower", NOON)
        top = add_person(store, union, "Tỉnh Một", "TG")
        store.roles.appoint(top, union.units["TG"].id, "emulation", NOON)
    talk = chat(database)
    for who in (BAO, "Tỉnh Một", "Hà Theo"):
        said = await talk.says(who, "tình hình đăng ký của Công ty May số 2")
        assert "Tổ may 2: 0/4" in text_of(said)
        assert not [label for label in labels_of(said) if label.startswith("Tên")]
        said = await talk.presses(who, f"a.missing.{union.units['MAY2'].id * 1000}.3")
        assert "Người MAY2" not in text_of(said)
        assert "chỉ cán bộ của đơn vị ấy" in text_of(said)
    said = await talk.says(BAO, "tình hình đăng ký của Công ty Giày Đông Bãi")
    assert "Người GIAY" in text_of(await talk.chooses(BAO, said, "Tên: Tổ đế 1"))
    said = await talk.says("Tỉnh Một", "tình hình đăng ký của Công ty Giày Đông Bãi")
    assert not [label for label in labels_of(said) if label.startswith("Tên")]


async def test_a_button_made_for_another_list_of_teams_names_nobody(database: Database) -> None:
    with database.transaction() as store:
        union = fill(store)
    talk = chat(database)
    said = await talk.says(THU, "so lieu")
    with database.transaction() as store:
        add_listed(store, union, "MAY2", "Tổ cắt", 1)
    named = await talk.chooses(THU, said, "Tên: Tổ may 3")
    assert "đếm lại" in text_of(named)
    assert "Người" not in text_of(named)


async def test_a_member_is_not_shown_figures(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as store:
        fill(store)
    talk = chat(sqlite_database)
    said = await talk.says(HOA, "con ai chua dky")
    assert "đã đăng ký" not in text_of(said)
    pressed = await talk.presses(HOA, "a.missing.0.3")
    assert "Người" not in text_of(pressed)


async def test_a_unit_without_a_list_is_not_called_zero_percent(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as store:
        union = build(store)
        officer = store.people.get(union.people[HOA])
        store.roles.appoint(officer.id, union.units["BV"].id, "chair", NOON)
    text = text_of(await chat(sqlite_database).says(HOA, "tinh hinh dang ky"))
    assert text.startswith("Bệnh viện huyện chưa có danh sách đoàn viên")
    assert "%" not in text


async def test_without_a_campaign_the_year_is_counted(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as store:
        union = build(store)
        register(store, union, union.people[HOA], campaign=False)
        store.roles.appoint(union.people[THU], union.units["MAY2"].id, "deputy", NOON - timedelta(days=365))
    talk = chat(sqlite_database)
    assert text_of(await talk.says(THU, "so lieu")).startswith("0/2")
    talk.at = talk.at.replace(month=1, year=2027)
    assert "năm 2027" in text_of(await talk.says(THU, "tinh hinh dang ky"))
    talk.at = talk.at.replace(month=12, year=2025)
    assert "năm 2025" in text_of(await talk.says(THU, "tinh hinh dang ky"))


async def test_what_stands_aside_is_left_out_above_and_seen_by_its_own_officers(database: Database) -> None:
    with database.transaction() as store:
        union = fill(store)
        zone = union.units["KCN"]
        for code, name, standing in (("YTE", "Ngành Y tế", "outside"), ("SAO", "Nơi nhận bản sao", "copy")):
            aside = store.units.add(NewUnit(name, "upper", code, zone.id, standing=standing))
            under = store.units.add(NewUnit(f"Bệnh viện {code}", "grassroots", f"BV{code}", aside.id))
            union.units |= {code: aside, f"BV{code}": under}
            add_listed(store, union, f"BV{code}", None, 50)
        before = store.registrations.figures([zone], union.campaign, 2026)[0].members
        own = store.registrations.figures([union.units["YTE"]], union.campaign, 2026)[0].members
        person = add_person(store, union, "Vũ Thị Lan", "YTE")
        store.roles.appoint(person, union.units["YTE"].id, "chair", NOON - timedelta(days=1))
    assert (before, own) == (1209, 50)
    above = text_of(await chat(database).says(BAO, "tình hình đăng ký"))
    assert above.startswith("1/1.209 đã đăng ký")
    assert "2 nơi ngoài hệ thống dọc" in above
    assert "Y tế" not in above
    assert text_of(await chat(database).says("Vũ Thị Lan", "tình hình đăng ký")).startswith("0/51 đã đăng ký")


async def test_a_unit_that_is_named_is_counted_where_it_is_for_the_officer(database: Database) -> None:
    with database.transaction() as store:
        fill(store)
    talk = chat(database)
    assert "Công ty Giày Đông Bãi, Giỏi nghề" in text_of(
        await talk.says(BAO, "tình hình đăng ký công ty giày đông bãi")
    )
    refused = text_of(await talk.says(THU, "tình hình đăng ký công ty giày đông bãi"))
    assert "dành cho cán bộ" in refused
    assert "1.200" not in refused


async def test_names_of_another_units_team_are_not_told_however_the_number_is_guessed(
    database: Database,
) -> None:
    with database.transaction() as store:
        union = fill(store)
    talk = chat(database)
    shoes = union.units["GIAY"].id
    for row in (shoes * 1000, shoes * 1000 + 1, 0, 999_999_999):
        for version in (1, 2):
            assert "Người GIAY" not in text_of(await talk.presses(THU, f"a.missing.{row}.{version}"))
    assert "Người GIAY" in text_of(await talk.presses(BAO, f"a.missing.{shoes * 1000}.1"))
