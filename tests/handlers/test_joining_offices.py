"""A newcomer becomes nobody with an office that the presser could not give, and nobody the notice did not name."""

import pytest

from handlers.catalogue import ROUTES
from storage.database import Database
from storage.people import WAITING, NewPerson
from tests.support.journeys import NOON, Chat, Union, add_person, address, build, text_of

THU, BAO, HOA, DUNG = "Nguyễn Thị Thu", "Phạm Quốc Bảo", "Lò Thị Hoa", "Vàng Thị Dung"
REFUSED = "Việc này dành cho cán bộ của đơn vị"
OLD = "Nút này của lần trước"
CLAIM = "Em là Vàng Thị Dung tổ may 5 Công ty May số 2 đây, em đổi số mới rồi"


@pytest.fixture
def union(database: Database) -> Union:
    """Dung works at MAY2 and is the zones' officer for emulation; Hải is MAY2's deputy."""
    with database.transaction() as store:
        union = build(store)
        dung = add_person(store, union, DUNG, "MAY2", "Tổ may 5")
        store.roles.appoint(dung, union.units["KCN"].id, "emulation", NOON)
        root = add_person(store, union, "Trần Văn Tỉnh", "TG")
        store.roles.appoint(root, union.units["TG"].id, "emulation", NOON)
        hai = add_person(store, union, "Lê Thị Hải", "MAY2", "Văn phòng")
        store.roles.appoint(hai, union.units["MAY2"].id, "deputy", NOON)
        return union


def came(database: Database, union: Union, name: str, code: str = "MAY2") -> int:
    """Somebody of this name who waits to be confirmed."""
    with database.transaction() as store:
        person = store.people.add(NewPerson(union.units[code].id, name, WAITING), NOON)
        store.accounts.belongs(store.accounts.meet(address("kẻ lạ"), NOON).id, person.id)
        return person.id


def owner(database: Database, chat: str) -> int | None:
    with database.reading() as store:
        known = store.accounts.situation(address(chat))
        return known.person.id if known and known.person else None


@pytest.mark.parametrize("press", ["phone_new", "phone_both", "same"])
async def test_whoever_claims_a_higher_office_is_for_the_level_above_to_settle(
    database: Database, union: Union, press: str
) -> None:
    chat = Chat(database, ROUTES)
    await chat.says("kẻ lạ", CLAIM)
    chat.deliver()
    waiting = owner(database, "kẻ lạ")
    said = await chat.presses(THU, f"a.{press}.{union.people[DUNG]}.{waiting}")
    assert "Trần Văn Tỉnh xác nhận. Em đã báo rồi" in text_of(said)
    assert owner(database, "kẻ lạ") == waiting
    told = [body for to, body in chat.deliver() if to == "Trần Văn Tỉnh"]
    assert "Đã có: Vàng Thị Dung" in told[0]["text"]
    await chat.presses("Trần Văn Tỉnh", told[0]["buttons"][1]["value"])
    assert owner(database, "kẻ lạ") == union.people[DUNG]


async def test_one_press_takes_nobody_in_for_an_officer_without_a_chat(
    database: Database, union: Union
) -> None:
    with database.transaction() as store:
        for account_id in store.accounts.ids(union.people[DUNG]):
            store.accounts.untie(account_id)
    waiting = came(database, union, DUNG)
    chat = Chat(database, ROUTES)
    assert "Trần Văn Tỉnh xác nhận" in text_of(await chat.presses(THU, f"a.confirm.{waiting}.1"))
    said = await chat.says(THU, "đúng hết")
    assert owner(database, "kẻ lạ") == waiting, text_of(said)


async def test_a_deputy_does_not_say_who_the_chair_is_nor_a_chair_who_the_chair_is(
    database: Database, union: Union
) -> None:
    waiting = came(database, union, THU)
    chat = Chat(database, ROUTES)
    for officer in ("Lê Thị Hải", THU):
        said = await chat.presses(officer, f"a.phone_both.{union.people[THU]}.{waiting}")
        assert "Em đã báo rồi" in text_of(said)
        assert owner(database, "kẻ lạ") == waiting


async def test_an_office_that_begins_tomorrow_counts_already(database: Database, union: Union) -> None:
    with database.transaction() as store:
        store.roles.appoint(union.people[HOA], union.units["KCN"].id, "chair", NOON.replace(day=NOON.day + 1))
    waiting = came(database, union, HOA)
    chat = Chat(database, ROUTES)
    await chat.presses(THU, f"a.phone_both.{union.people[HOA]}.{waiting}")
    assert owner(database, "kẻ lạ") == waiting


async def test_the_chair_settles_a_deputys_new_phone_as_before(database: Database, union: Union) -> None:
    waiting = came(database, union, "Lê Thị Hải")
    chat = Chat(database, ROUTES)
    await chat.presses(THU, f"a.phone_both.{union.people['Lê Thị Hải']}.{waiting}")
    assert owner(database, "kẻ lạ") == union.people["Lê Thị Hải"]


@pytest.mark.parametrize("press", ["phone_new", "phone_both", "same"])
async def test_only_whom_the_notice_names_can_be_chosen(database: Database, union: Union, press: str) -> None:
    waiting = came(database, union, "Tòng Thị Bún")
    chat = Chat(database, ROUTES)
    for row in union.people.values():
        assert OLD in text_of(await chat.presses(THU, f"a.{press}.{row}.{waiting}"))
    assert owner(database, "kẻ lạ") == waiting


@pytest.mark.parametrize("press", ["phone_new", "phone_both", "same"])
async def test_no_row_is_named_to_who_guesses_it_from_above(
    database: Database, union: Union, press: str
) -> None:
    with database.transaction() as store:
        thang = add_person(store, union, "Mai Văn Thắng", "GIAY")
        store.roles.appoint(thang, union.units["GIAY"].id, "chair", NOON)
    waiting = came(database, union, "Tòng Thị Bún", "GIAY")
    chat = Chat(database, ROUTES)
    for name, row in union.people.items():
        said = text_of(await chat.presses(BAO, f"a.{press}.{row}.{waiting}"))
        assert REFUSED in said
        assert name not in said


async def test_a_name_in_the_list_cannot_be_chosen_by_guessing_while_one_chooses(
    database: Database, union: Union
) -> None:
    waiting = came(database, union, "Tòng Thị Bún")
    chat = Chat(database, ROUTES)
    with database.transaction() as store:
        for _ in range(5):
            store.people.add(NewPerson(union.units["MAY2"].id, "Tòng Thị Bún", "listed"), NOON)
    said = await chat.presses(THU, f"a.settle.{waiting}.1")
    mine = next(b["value"] for each in said for b in each.body["buttons"] if b["label"] == "Người khác")
    said = await chat.presses(THU, mine.replace("nobody", str(union.people[HOA])))
    assert HOA not in text_of(said)
    assert owner(database, "kẻ lạ") == waiting
