"""Who answers for a unit, and how often they are told."""

from datetime import UTC, datetime, timedelta

import pytest

from handlers.catalogue import ROUTES
from handlers.officers import BATCH, DIGESTS, digest, officer_names, responsible
from storage.database import Database
from storage.store import Store
from storage.units import NewUnit
from tests.support.journeys import Chat, Union, add_person, build, digested, register, text_of

THU, BAO, HAI, HOA = "Nguyễn Thị Thu", "Phạm Quốc Bảo", "Lê Thị Hải", "Lò Thị Hoa"
SEVEN = datetime(2026, 4, 14, 0, 0, tzinfo=UTC)  # 07:00 in Viet Nam


@pytest.fixture
def union(sqlite_database: Database) -> Union:
    with sqlite_database.transaction() as store:
        made = build(store)
        add_person(store, made, HAI, "MAY2")
        store.roles.appoint(made.people[HAI], made.units["MAY2"].id, "deputy", SEVEN - timedelta(days=1))
    return made


def names(store: Store, union: Union, besides: str | None = None) -> list[str]:
    found = responsible(
        store, SEVEN, union.units["MAY2"].id, besides=union.people[besides] if besides else None
    )
    return [person.name for person in found]


def test_the_highest_office_of_the_unit_decides(sqlite_database: Database, union: Union) -> None:
    with sqlite_database.reading() as store:
        assert names(store, union) == [THU]


def test_nobody_decides_about_themselves_the_level_above_does(
    sqlite_database: Database, union: Union
) -> None:
    with sqlite_database.reading() as store:
        assert names(store, union, THU) == [BAO]
        assert names(store, union, HAI) == [THU]
        assert officer_names(store, SEVEN, union.units["MAY2"].id, union.people[THU]) == BAO


def test_where_nobody_is_appointed_the_union_itself_is_named(sqlite_database: Database) -> None:
    with sqlite_database.transaction() as store:
        union = build(store)
        store.roles.dismiss(union.people[BAO], union.units["KCN"].id, SEVEN)
        assert officer_names(store, SEVEN, union.units["GIAY"].id) == "công đoàn đơn vị"


def _after_seven(at: str) -> timedelta:
    hour, minute = map(int, at.split(":"))
    return timedelta(hours=hour - 7, minutes=minute)


async def test_two_hundred_registrations_a_day_are_at_most_four_notices(
    sqlite_database: Database, union: Union
) -> None:
    """The first at once, the rest together, however they are spread over the day."""
    chat = Chat(sqlite_database, ROUTES, SEVEN + timedelta(minutes=15))
    told = 0
    digests = [SEVEN + _after_seven(at) for at in DIGESTS]
    people = [f"Công Nhân {'abcdefghij'[n // 20]}{'abcdefghijklmnopqrst'[n % 20]}" for n in range(200)]
    with sqlite_database.transaction() as store:
        for name in people:
            add_person(store, union, name, "MAY2", "Tổ may 3")
        told += len(digested(store, digests[0]))
    for n, name in enumerate(people):
        for text in ("đăng ký kèm 1 người mới", "gửi"):
            chat.at = max(chat.at, SEVEN + timedelta(minutes=15 + 3 * n))
            await chat.says(name, text)
        for at in digests[1:]:
            if chat.at <= at < chat.at + timedelta(minutes=3):
                with sqlite_database.transaction() as store:
                    told += sum(notice.person_id == union.people[THU] for notice in digested(store, at))
    at_once = [to for to, body in chat.deliver() if to == THU]
    assert len(at_once) == 1
    assert told + len(at_once) <= 4
    assert told >= 2


async def test_an_officer_hears_only_of_what_is_new(sqlite_database: Database, union: Union) -> None:
    noon, evening = SEVEN + timedelta(hours=4, minutes=30), SEVEN + timedelta(hours=10)
    with sqlite_database.transaction() as store:
        register(store, union, union.people[HOA])
        assert digested(store, noon + timedelta(hours=1)) != []
        assert digested(store, evening) == []


async def test_what_is_left_is_named_again_the_next_morning(sqlite_database: Database, union: Union) -> None:
    with sqlite_database.transaction() as store:
        register(store, union, union.people[HOA])
        assert len(digested(store, SEVEN + timedelta(hours=10))) == 1
        told = digested(store, SEVEN + timedelta(days=2, minutes=5))
    assert [notice.reply.text for notice in told] == [
        "Nguyễn Thị Thu, hôm nay có 1 đăng ký chờ xem, cũ nhất 2 ngày."
    ]


async def test_an_officers_own_registration_waits_with_the_level_above_only(
    sqlite_database: Database, union: Union
) -> None:
    with sqlite_database.transaction() as store:
        register(store, union, union.people[THU])
    chat = Chat(sqlite_database, ROUTES)
    for name in (THU, HAI):
        assert "Không còn đăng ký nào" in text_of(await chat.says(name, "viec cho duyet"))
    assert THU in text_of(await chat.says(BAO, "viec cho duyet"))


async def test_an_officer_who_comes_back_hears_once_that_things_wait(
    sqlite_database: Database, union: Union
) -> None:
    chat = Chat(sqlite_database, ROUTES, SEVEN)
    await chat.says(THU, "xin chào")
    with sqlite_database.transaction() as store:
        register(store, union, union.people[HOA])
        register(store, union, union.people[HAI])
    chat.at += timedelta(days=13)
    assert "đang chờ" not in text_of(await chat.says(THU, "em ơi"))
    chat.at += timedelta(days=14)
    said = text_of(await chat.says(THU, "em ơi"))
    assert said.startswith("Có 2 việc đang chờ anh/chị, nhắn VIỆC HÔM NAY.")
    assert "đang chờ" not in text_of(await chat.says(THU, "xin chào"))
    chat.at += timedelta(days=14)
    assert text_of(await chat.says(THU, "việc hôm nay")).count("Có 2 việc") == 0
    chat.at += timedelta(days=14)
    assert "đang chờ" not in text_of(await chat.says(HOA, "em ơi"))


def test_a_digest_is_kept_in_small_transactions(sqlite_database: Database, union: Union) -> None:
    with sqlite_database.transaction() as store:
        for n in range(2 * BATCH + 1):
            code = f"C{n}"
            union.units[code] = store.units.add(NewUnit(f"Công ty {n}", "grassroots", code))
            officer = add_person(store, union, f"Cán Bộ {n}", code)
            store.roles.appoint(officer, union.units[code].id, "chair", SEVEN)
            register(store, union, add_person(store, union, f"Thợ {n}", code))
    with sqlite_database.reading() as store:
        pieces = digest(store, SEVEN + timedelta(days=1))
    with sqlite_database.transaction() as store:
        assert [len(piece(store)) for piece in pieces] == [BATCH, BATCH, 1]
        assert len(digested(store, SEVEN + timedelta(days=1, minutes=1))) == 0
