"""Moving and leaving: history stays where it was made, offices end, nobody sees what is no longer theirs."""

from datetime import timedelta

import pytest

from handlers.catalogue import ROUTES
from storage.consents import EMULATION
from storage.database import Database
from storage.people import CONFIRMED, LEFT, LISTED, WAITING, NewPerson
from storage.placements import Placement
from storage.registrations import APPROVED, WITHDRAWN
from tests.support.journeys import Chat, Union, add_person, build, labels_of, register, text_of

THU, BAO, HOA, THANG = "Nguyễn Thị Thu", "Phạm Quốc Bảo", "Lò Thị Hoa", "Mai Văn Thắng"
NEW = "em chuyen sang Cong ty Giay Dong Bai, to may 1"


@pytest.fixture
def union(database: Database) -> Union:
    with database.transaction() as store:
        made = build(store)
        add_person(store, made, THANG, "GIAY")
        store.roles.appoint(made.people[THANG], made.units["GIAY"].id, "chair", Chat.at)
    return made


async def move(chat: Chat, who: str, text: str = NEW, open_things: str | None = None) -> str:
    said = await chat.says(who, text)
    if "Bỏ qua" in labels_of(said):
        said = await chat.chooses(who, said, "Bỏ qua")
    if open_things:
        said = await chat.chooses(who, said, open_things)
    return text_of(await chat.chooses(who, said, "Đồng ý chuyển"))


async def confirm(chat: Chat, officer: str) -> None:
    body = next(body for to, body in chat.deliver() if to == officer)
    await chat.presses(officer, next(b["value"] for b in body["buttons"] if b["label"] == "Đúng người, nhận"))


async def test_a_move_keeps_the_person_and_the_former_place(database: Database, union: Union) -> None:
    chat = Chat(database, ROUTES)
    assert "Mai Văn Thắng xác nhận" in await move(chat, HOA)
    with database.reading() as store:
        person = store.people.get(union.people[HOA])
        assert (person.status, person.unit_id) == (WAITING, union.units["GIAY"].id)
        places = store.placements.of(person.id)
    assert [(each.unit_id, each.team) for each in places] == [(union.units["MAY2"].id, "Tổ may 3")]
    assert places[0].ended == chat.at
    await confirm(chat, THANG)
    with database.reading() as store:
        assert store.people.get(person.id).status == CONFIRMED


async def test_what_was_approved_counts_where_it_was_made_and_not_in_the_new_unit(
    database: Database, union: Union
) -> None:
    chat = Chat(database, ROUTES)
    with database.transaction() as store:
        row = register(store, union, union.people[HOA])
        store.registrations.decide(row, APPROVED, chat.at)
        units = [union.units[code] for code in ("MAY2", "GIAY")]
        before = store.registrations.figures(units, union.campaign, 2026)
    await move(chat, HOA)
    await confirm(chat, THANG)
    with database.reading() as store:
        old, new = store.registrations.figures(units, union.campaign, 2026)
        missing = store.registrations.missing(union.units["GIAY"].id, "tổ may 1", union.campaign, 2026)
    assert (old.members, old.registered, old.approved) == (before[0].members, 1, 1)
    assert (new.members, new.registered, new.approved) == (before[1].members + 1, 0, 0)
    assert missing == [HOA]


@pytest.mark.parametrize(("choice", "stays"), [("Mang theo", True), ("Rút lại", False)])
async def test_what_is_open_goes_along_or_is_withdrawn(
    database: Database, union: Union, choice: str, stays: bool
) -> None:
    with database.transaction() as store:
        row = register(store, union, union.people[HOA])
    chat = Chat(database, ROUTES)
    await move(chat, HOA, open_things=choice)
    with database.reading() as store:
        found = store.registrations.get(row)
    assert (found.unit_id == union.units["GIAY"].id) is stays
    assert (found.status != WITHDRAWN) is stays
    assert "Không còn đăng ký" in text_of(await chat.says(THU, "việc chờ duyệt"))


async def test_the_old_officer_decides_nothing_more_about_who_moved(database: Database, union: Union) -> None:
    with database.transaction() as store:
        row = register(store, union, union.people[HOA])
    chat = Chat(database, ROUTES)
    await move(chat, HOA, open_things="Mang theo")
    with database.reading() as store:
        person, version = store.people.get(union.people[HOA]), store.registrations.get(row).version
    for guess in (f"a.approve.{row}.{version}", f"a.confirm.{person.id}.{person.version}"):
        assert "dành cho cán bộ" in text_of(await chat.presses(THU, guess))


async def test_whom_the_new_unit_does_not_know_stands_where_they_stood(
    database: Database, union: Union
) -> None:
    with database.transaction() as store:
        row = register(store, union, union.people[HOA])
    chat = Chat(database, ROUTES)
    await move(chat, HOA, open_things="Mang theo")
    body = next(body for to, body in chat.deliver() if to == THANG)
    await chat.presses(THANG, next(b["value"] for b in body["buttons"] if b["label"] == "Không phải"))
    with database.reading() as store:
        person = store.people.get(union.people[HOA])
        assert (person.status, person.unit_id, person.team) == (CONFIRMED, union.units["MAY2"].id, "Tổ may 3")
        assert store.placements.of(person.id) == []
        assert store.registrations.get(row).unit_id == union.units["MAY2"].id
        assert [a.address.external_id for a in store.accounts.of(person.id)] == [HOA]


async def test_a_mover_whom_the_new_list_names_is_that_one_with_all_the_history(
    database: Database, union: Union
) -> None:
    with database.transaction() as store:
        unit = union.units["GIAY"].id
        listed = store.people.add(NewPerson(unit, HOA, LISTED, "Tổ đế 1"), Chat.at).id
        row = register(store, union, union.people[HOA])
        store.registrations.decide(row, APPROVED, Chat.at)
    chat = Chat(database, ROUTES)
    await move(chat, HOA, "em chuyen sang Cong ty Giay Dong Bai")
    await confirm(chat, THANG)
    with database.reading() as store:
        person = store.people.get(listed)
        assert (person.status, person.team) == (CONFIRMED, "Tổ đế 1")
        assert [each.unit_id for each in store.placements.of(listed)] == [union.units["MAY2"].id]
        assert store.registrations.get(row).person_id == listed
        assert store.registrations.get(row).unit_id == union.units["MAY2"].id


async def test_an_officer_who_moves_loses_the_office_and_the_level_above_hears(
    database: Database, union: Union
) -> None:
    chat = Chat(database, ROUTES)
    await move(chat, THU)
    told = chat.deliver()
    assert any(to == BAO and "không còn giữ việc" in body["text"] for to, body in told)
    with database.reading() as store:
        assert store.roles.of(union.people[THU], chat.at) == []
    assert "Không còn" not in text_of(await chat.says(THU, "việc chờ duyệt"))


async def test_moving_to_where_one_is_already_is_asked_again(database: Database, union: Union) -> None:
    chat = Chat(database, ROUTES)
    await chat.says(HOA, "chuyển nơi làm")
    assert "nơi anh/chị đang ở rồi" in text_of(await chat.says(HOA, "may so 2"))


async def test_somebody_unknown_who_moves_joins(database: Database, union: Union) -> None:
    chat = Chat(database, ROUTES)
    assert "họ và tên" in text_of(await chat.says("moi", NEW))


# --- leaving -------------------------------------------------------------------------------------


async def test_leaving_withdraws_what_is_open_and_keeps_what_was_approved(
    database: Database, union: Union
) -> None:
    with database.transaction() as store:
        open_row, approved = (register(store, union, union.people[HOA]) for _ in range(2))
        store.registrations.decide(approved, APPROVED, Chat.at)
    chat = Chat(database, ROUTES)
    said = await chat.says(HOA, "em nghỉ việc rồi")
    assert "90 ngày" in text_of(said)
    await chat.chooses(HOA, said, "Đúng, đã nghỉ")
    with database.reading() as store:
        assert store.people.get(union.people[HOA]).status == LEFT
        assert store.people.times(union.people[HOA])[1] == chat.at
        assert store.registrations.get(open_row).status == WITHDRAWN
        assert store.registrations.get(approved).status == APPROVED
    assert any(to == THU and "đã nghỉ" in body["text"] for to, body in chat.deliver())


async def test_an_officer_marks_who_left_within_the_own_unit_only(database: Database, union: Union) -> None:
    chat = Chat(database, ROUTES)
    assert "không thấy ai tên Hoa" in text_of(await chat.says(THANG, "chị Hoa nghỉ việc rồi"))
    assert "không thấy ai tên Hoa" in text_of(await chat.says(BAO, "chị Hoa nghỉ việc rồi"))
    said = await chat.says(THU, "chị Hoa nghỉ việc rồi")
    assert "Ghi Lò Thị Hoa, Tổ may 3 đã nghỉ" in text_of(said)
    said = await chat.chooses(THU, said, "Đúng, đã nghỉ")
    with database.reading() as store:
        assert store.people.get(union.people[HOA]).status == LEFT
    await chat.chooses(THU, said, "Lấy lại")
    with database.reading() as store:
        assert store.people.get(union.people[HOA]).status == CONFIRMED


async def test_guessed_buttons_mark_nobody_of_another_unit(database: Database, union: Union) -> None:
    chat = Chat(database, ROUTES)
    for name in (THANG, BAO):
        said = text_of(await chat.presses(name, f"a.mark_left.{union.people[HOA]}.1"))
        assert "Hoa" not in said
    with database.reading() as store:
        assert store.people.get(union.people[HOA]).status == CONFIRMED


async def test_nobody_marks_themselves_as_somebody_else(database: Database, union: Union) -> None:
    chat = Chat(database, ROUTES)
    await chat.presses(THU, f"a.mark_left.{union.people[THU]}.1")
    with database.reading() as store:
        assert store.people.get(union.people[THU]).status == CONFIRMED


async def test_nobody_marks_as_gone_whose_office_they_could_not_end(database: Database, union: Union) -> None:
    with database.transaction() as store:
        dung = add_person(store, union, "Vàng Thị Dung", "MAY2")
        store.roles.appoint(dung, union.units["KCN"].id, "emulation", Chat.at)
        hai = add_person(store, union, "Lê Thị Hải", "MAY2")
        store.roles.appoint(hai, union.units["MAY2"].id, "deputy", Chat.at)
    chat = Chat(database, ROUTES)
    for who, name, able in (("Lê Thị Hải", THU, "Dung"), (THU, "Vàng Thị Dung", "công đoàn")):
        said = text_of(await chat.says(who, f"chị {name.split()[-1]} nghỉ việc rồi"))
        assert said.startswith(f"{name} đang là ")
        assert able in said
        await chat.says(who, "đúng")
        await chat.presses(who, f"a.mark_left.{union.people[name]}.1")
        with database.reading() as store:
            assert store.people.get(union.people[name]).status == CONFIRMED
            assert store.roles.of(union.people[name], chat.at)
    card = await chat.says(THU, "chị Hải nghỉ việc rồi")
    await chat.chooses(THU, card, "Đúng, đã nghỉ")
    with database.reading() as store:
        assert store.people.get(hai).status == LEFT
        assert store.roles.of(hai, chat.at) == []


async def test_a_card_set_aside_does_not_tell_the_old_unit_where_somebody_went(
    database: Database, union: Union
) -> None:
    chat = Chat(database, ROUTES)
    await chat.says(THU, "chị Hoa nghỉ việc rồi")
    await chat.presses(THU, "a.pledge.0.0")
    await move(chat, HOA)
    said = await chat.says(THU, "thôi")
    said = await chat.chooses(THU, said, "Làm tiếp")
    assert "Giày" not in text_of(said)
    assert "Hoa" not in text_of(said)
    assert "dành cho cán bộ" in text_of(said)
    assert "Giày" not in text_of(await chat.says(THU, "đúng"))
    with database.reading() as store:
        assert store.people.get(union.people[HOA]).status == WAITING


async def test_a_form_set_aside_is_closed_to_whoever_holds_no_office_any_more(
    database: Database, union: Union
) -> None:
    chat = Chat(database, ROUTES)
    await chat.says(THU, "chị Hoa nghỉ việc rồi")
    await chat.presses(THU, "a.pledge.0.0")
    with database.transaction() as store:
        store.roles.dismiss(union.people[THU], union.units["MAY2"].id, chat.at)
    said = await chat.chooses(THU, await chat.says(THU, "thôi"), "Làm tiếp")
    assert "Hoa" not in text_of(said)
    assert "dành cho cán bộ" in text_of(said)


async def test_whoever_took_the_consent_back_is_asked_again_before_moving(
    database: Database, union: Union
) -> None:
    with database.transaction() as store:
        store.consents.withdraw(union.people[HOA], EMULATION, Chat.at, "web")
    chat = Chat(database, ROUTES)
    said = await chat.says(HOA, NEW)
    assert "công đoàn nơi anh/chị làm và cấp trên giữ tên" in text_of(said)
    await chat.chooses(HOA, said, "Không (vẫn hỏi đáp được)")
    assert chat.deliver() == []
    with database.reading() as store:
        assert store.people.get(union.people[HOA]).unit_id == union.units["MAY2"].id
    said = await chat.says(HOA, NEW)
    await chat.chooses(HOA, said, "Đồng ý, gửi")
    with database.reading() as store:
        person = store.people.get(union.people[HOA])
        assert person.unit_id == union.units["GIAY"].id
        assert person.consented == chat.at


def test_former_places_stand_in_order_and_the_latest_can_be_taken_back(database: Database) -> None:
    with database.transaction() as store:
        made = build(store)
        hoa, later = made.people[HOA], Chat.at + timedelta(days=9)
        first = Placement(made.units["MAY2"].id, "Tổ 1", None, Chat.at)
        second = Placement(made.units["GIAY"].id, None, Chat.at, later)
        store.placements.add(hoa, first)
        store.placements.add(hoa, second)
        assert store.placements.of(hoa) == [first, second]
        assert store.placements.take_back(hoa) == second
        assert store.placements.of(hoa) == [first]
        assert store.placements.take_back(hoa) == first
        assert store.placements.take_back(hoa) is None
