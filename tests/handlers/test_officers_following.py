"""Who follows units sees what waits there and urges; decides nothing, and reaches nothing else."""

from datetime import timedelta

import pytest

from handlers.catalogue import ROUTES
from handlers.officers_following import LATE, late_news
from storage.database import Database
from storage.roles import NewRole
from storage.units import NewUnit
from tests.support.journeys import (
    NOON,
    Chat,
    Union,
    add_person,
    build,
    labels_of,
    register,
    text_of,
)

THU, HOA, DUNG, LAN = "Nguyễn Thị Thu", "Lò Thị Hoa", "Đỗ Văn Dũng", "Vũ Thị Lan"


@pytest.fixture
def union(database: Database) -> Union:
    """Dung follows the first company and the hospital; Lan leads the sector of the hospital."""
    with database.transaction() as store:
        made = build(store)
        new = NewUnit("Bệnh viện tỉnh", "grassroots", "BVT", made.units["KCN"].id, sector="Y tế")
        made.units["BVT"] = store.units.add(new)
        for name in (DUNG, LAN):
            add_person(store, made, name, "KCN")
        for code in ("MAY2", "BV"):
            store.roles.appoint(made.people[DUNG], made.units[code].id, "follower", NOON - timedelta(days=1))
        lead = NewRole(made.people[LAN], made.units["TG"].id, "sector", sector="y tế")
        store.roles.give(lead, NOON - timedelta(days=1))
        register(store, made, made.people[HOA])
        return made


@pytest.fixture
def chat(database: Database, union: Union) -> Chat:
    return Chat(database, ROUTES)


async def test_what_waits_in_the_units_given_is_told(chat: Chat) -> None:
    said = await chat.says(DUNG, "việc hôm nay")
    assert text_of(said) == (
        f"{DUNG}, 1/2 đơn vị theo dõi đang có việc chờ:\n- Công ty May số 2: 1 đăng ký chờ xem"
    )


async def test_urging_reaches_who_decides_once_a_day(chat: Chat) -> None:
    said = await chat.says(DUNG, "việc hôm nay")
    assert f"nhắc {THU}" in text_of(await chat.chooses(DUNG, said, "Nhắc Công ty May số 2"))
    assert [to for to, body in chat.deliver() if "nhờ em nhắc" in body["text"]] == [THU]
    again = await chat.chooses(DUNG, said, "Nhắc Công ty May số 2")
    assert "đã được nhắc rồi" in text_of(again)
    chat.at += timedelta(days=1)
    assert "Em đã nhắc" in text_of(await chat.chooses(DUNG, said, "Nhắc Công ty May số 2"))


async def test_nothing_is_decided_by_who_follows(chat: Chat, database: Database, union: Union) -> None:
    with database.reading() as store:
        (row,) = store.registrations.waiting("/1/")
    for press in (f"a.approve.{row.id}.{row.version}", f"a.more.{row.id}.{row.version}"):
        assert "dành cho cán bộ" in text_of(await chat.presses(DUNG, press))
    with database.reading() as store:
        assert len(store.registrations.waiting("/1/")) == 1


@pytest.mark.parametrize("name", [DUNG, LAN, HOA])
async def test_units_of_others_are_neither_urged_nor_counted(
    chat: Chat, database: Database, union: Union, name: str
) -> None:
    shoes = union.units["GIAY"]
    refused = text_of(await chat.presses(name, f"a.urge.{shoes.id}.1"))
    assert "dành cho cán bộ" in refused
    names = text_of(await chat.presses(name, f"a.missing.{shoes.id * 1000}.1"))
    assert "dành cho cán bộ" in names
    said = text_of(await chat.says(name, "tình hình đăng ký công ty giày đông bãi"))
    assert "Giày" not in said
    with database.reading() as store:
        tried = [entry.detail["tried"] for entry in store.audit.acts("refused", NOON - timedelta(days=1))]
    assert f"a.urge.{shoes.id}.1" in tried
    assert len(tried) >= 2


async def test_a_sector_lead_sees_the_units_of_the_sector_alone(chat: Chat) -> None:
    said = text_of(await chat.says(LAN, "tình hình đăng ký"))
    assert "Bệnh viện tỉnh" in said
    assert "May" not in said
    assert "dành cho cán bộ" in text_of(await chat.says(LAN, "tình hình đăng ký công ty may số 2"))


async def test_a_follower_with_a_company_of_their_own_decides_there(
    chat: Chat, database: Database, union: Union
) -> None:
    with database.transaction() as store:
        store.roles.appoint(union.people[DUNG], union.units["GIAY"].id, "chair", NOON - timedelta(days=1))
    said = text_of(await chat.says(DUNG, "việc hôm nay"))
    assert said.startswith("Không còn việc nào chờ ạ.\n")
    assert "Công ty May số 2: 1 đăng ký" in said


def test_a_word_in_the_morning_only_where_something_waits_for_days(database: Database, union: Union) -> None:
    with database.transaction() as store:
        assert late_news(store, NOON + LATE - timedelta(minutes=1)) == []
        assert [notice.person_id for notice in late_news(store, NOON + LATE)] == [union.people[DUNG]]


async def test_urging_without_a_name_offers_those_that_are_behind_three_at_most(
    chat: Chat, database: Database, union: Union
) -> None:
    said = await chat.says(DUNG, "nhắc đi")
    assert text_of(said) == "Công ty May số 2 đang có việc chờ. Em nhắc nhé?"
    assert labels_of(said) == ["Nhắc Công ty May số 2"]
    with database.transaction() as store:
        for n in range(4):
            code = f"C{n}"
            union.units[code] = store.units.add(
                NewUnit(f"Công ty {n}", "grassroots", code, union.units["KCN"].id)
            )
            store.roles.appoint(union.people[DUNG], union.units[code].id, "follower", NOON)
            register(store, union, add_person(store, union, f"Thợ {n}", code))
    said = await chat.says(DUNG, "nhắc đi")
    assert text_of(said) == "5 đơn vị đang có việc chờ. Anh/chị nhắc đơn vị nào ạ?"
    assert len(labels_of(said)) == 3
    assert THU in text_of(await chat.chooses(DUNG, said, "Nhắc Công ty May số 2"))
    assert "Không đơn vị nào" in text_of(await chat.says(LAN, "nhắc đi"))
    assert "đang có việc chờ" not in text_of(await chat.says(HOA, "nhắc đi"))


async def test_a_unit_that_is_named_hears_at_once_if_it_is_followed(chat: Chat) -> None:
    assert THU in text_of(await chat.says(DUNG, "nhắc công ty may số 2"))
    assert "dành cho cán bộ" in text_of(await chat.says(LAN, "nhắc công ty may số 2"))
