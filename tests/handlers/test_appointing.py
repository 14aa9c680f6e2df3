"""Who may give which office to whom; that it is told, kept, and taken back."""

from datetime import timedelta

import pytest

from handlers.catalogue import ROUTES
from storage.database import Database
from storage.people import CONFIRMED, LISTED, NewPerson
from storage.roles import Role
from tests.support.journeys import NOON, Chat, Union, add_person, build, digested, text_of

THU, BAO, HAI, HOA = "Nguyễn Thị Thu", "Phạm Quốc Bảo", "Lê Thị Hải", "Lò Thị Hoa"


@pytest.fixture
def union(database: Database) -> Union:
    with database.transaction() as store:
        made = build(store)
        add_person(store, made, HAI, "MAY2")
        add_person(store, made, "Đỗ Văn Dũng", "KCN")
        return made


def held(database: Database, union: Union, name: str, days: float = 0) -> list[Role]:
    with database.reading() as store:
        return store.roles.of(union.people[name], NOON + timedelta(days=days, hours=1))


@pytest.fixture
def chat(database: Database, union: Union) -> Chat:
    return Chat(database, ROUTES)


async def wish(chat: Chat, name: str, text: str, press: str = "Đúng") -> str:
    """Says it and presses; everything that was answered."""
    said = await chat.says(name, text)
    if any(button["label"] == press for each in said for button in each.body.get("buttons", [])):
        said = [*said, *await chat.chooses(name, said, press)]
    return text_of(said)


async def test_the_level_above_appoints_and_the_person_and_the_record_know(
    chat: Chat, database: Database, union: Union
) -> None:
    assert "Em đã báo Lê Thị Hải" in await wish(chat, BAO, "bổ nhiệm chị Hải làm cán bộ thi đua")
    assert [role.what for role in held(database, union, HAI)] == ["emulation"]
    with database.reading() as store:
        entries = store.audit.of("person", union.people[HAI])
    assert [(entry.actor, entry.action, entry.detail) for entry in entries] == [
        (union.people[BAO], "appointed", {"unit": "MAY2", "what": "emulation"})
    ]
    assert [to for to, _ in chat.deliver()] == [HAI]


@pytest.mark.parametrize(
    "text",
    [
        "bổ nhiệm chị Hải làm cán bộ thi đua",
        "bổ nhiệm chị Thu làm phó chủ tịch",
        "bổ nhiệm tôi làm chủ tịch",
        "bổ nhiệm anh Bảo làm phó chủ tịch",
        "giao chị Hải theo dõi Công ty Giày Đông Bãi",
    ],
)
async def test_nobody_gives_to_themselves_beside_or_above_the_own_office(
    chat: Chat, database: Database, union: Union, text: str
) -> None:
    with database.reading() as store:
        before = store.roles.everyone(NOON)
    await wish(chat, THU, text)
    with database.reading() as store:
        assert store.roles.everyone(NOON + timedelta(hours=1)) == before


async def test_a_unit_of_somebody_else_is_refused_and_kept(
    chat: Chat, database: Database, union: Union
) -> None:
    said = await wish(chat, THU, "giao chị Hải theo dõi Công ty Giày Đông Bãi")
    assert "dành cho cán bộ" in said
    with database.reading() as store:
        assert [entry.detail for entry in store.audit.acts("refused", NOON)] == [{"tried": "appointing"}]


async def test_a_member_and_a_follower_appoint_nobody(chat: Chat, database: Database, union: Union) -> None:
    await wish(chat, BAO, "giao anh Dũng theo dõi Công ty May số 2 và Bệnh viện huyện")
    assert [role.what for role in held(database, union, "Đỗ Văn Dũng")] == ["follower", "follower"]
    for name in (HOA, "Đỗ Văn Dũng"):
        assert "dành cho cán bộ" in await wish(chat, name, "bổ nhiệm chị Hải làm phó chủ tịch")
    assert held(database, union, HAI) == []


async def test_somebody_on_the_list_gets_a_code_to_come_in_by(
    chat: Chat, database: Database, union: Union
) -> None:
    with database.transaction() as store:
        new = NewPerson(union.units["MAY2"].id, "Cao Thị Lành", LISTED)
        union.people["Cao Thị Lành"] = store.people.add(new, NOON).id
    said = await wish(chat, THU, "cử chị Lành làm phó chủ tịch")
    assert "MOI-" in said
    code = said[said.index("MOI-") :].split(":")[0]
    assert "Cao Thị Lành" in text_of(await chat.says("máy của Lành", code))
    assert [role.what for role in held(database, union, "Cao Thị Lành")] == ["deputy"]


async def test_of_two_of_one_name_the_right_one_is_chosen(
    chat: Chat, database: Database, union: Union
) -> None:
    with database.transaction() as store:
        for team in ("Tổ may 1", "Tổ may 2"):
            union.people[team] = store.people.add(
                NewPerson(union.units["MAY2"].id, "Bùi Thị Yến", LISTED, team=team), NOON
            ).id
    said = await chat.says(THU, "bổ nhiệm chị Yến làm phó chủ tịch")
    card = await chat.chooses(THU, said, "Bùi Thị Yến, Tổ may 2")
    await chat.chooses(THU, card, "Đúng")
    assert held(database, union, "Tổ may 1") == []
    assert [role.what for role in held(database, union, "Tổ may 2")] == ["deputy"]


async def test_a_stand_in_begins_tomorrow_ends_by_itself_and_the_officer_may_come_back_early(
    chat: Chat, database: Database, union: Union
) -> None:
    await wish(chat, THU, "từ mai chị nghỉ hết tuần, Hải làm thay")
    assert held(database, union, HAI) == []
    assert [role.acts_for for role in held(database, union, HAI, 1)] == [union.people[THU]]
    assert len(held(database, union, HAI, 5)) == 1
    assert held(database, union, HAI, 6) == []
    assert "đi làm lại" not in await wish(chat, THU, "chị đi làm lại rồi")
    assert held(database, union, HAI, 1) == []


@pytest.mark.parametrize(
    ("who", "text", "press"),
    [
        (BAO, "miễn nhiệm chị Thu", "Đúng"),
        (THU, "em nghỉ việc rồi", "Đúng, đã nghỉ"),
        (THU, "XÓA DỮ LIỆU CỦA TÔI", "Xóa hết"),
    ],
)
async def test_standing_in_ends_with_the_office_one_stands_in_for(
    chat: Chat, database: Database, union: Union, who: str, text: str, press: str
) -> None:
    await wish(chat, THU, "từ mai chị nghỉ đến 31/12, Hải làm thay")
    chat.deliver()
    chat.at += timedelta(days=2)
    assert len(held(database, union, HAI, 2)) == 1
    await wish(chat, who, text, press)
    assert held(database, union, THU, 2) == []
    assert held(database, union, HAI, 2) == []
    told = [body["text"] for to, body in chat.deliver() if to == HAI]
    assert press == "Xóa hết" or any("thôi nhận việc thay từ hôm nay" in each for each in told)


async def test_the_level_above_takes_standing_in_back(chat: Chat, database: Database, union: Union) -> None:
    await wish(chat, THU, "từ hôm nay chị nghỉ đến 31/12, Hải làm thay")
    said = await wish(chat, BAO, "miễn nhiệm chị Lê Thị Hải")
    assert "Lê Thị Hải thôi nhận việc thay Nguyễn Thị Thu ở Công ty May số 2, từ hôm nay." in said
    assert held(database, union, HAI) == []
    assert [role.what for role in held(database, union, THU)] == ["chair"]


async def test_taking_back_ends_what_was_given_and_nothing_else(
    chat: Chat, database: Database, union: Union
) -> None:
    await wish(chat, BAO, "giao chị Hải theo dõi Công ty May số 2")
    await wish(chat, BAO, "bổ nhiệm chị Hải làm phó chủ tịch")
    assert {role.what for role in held(database, union, HAI)} == {"follower", "deputy"}
    await wish(chat, BAO, "thôi giao")
    assert [role.what for role in held(database, union, HAI)] == ["deputy"]
    await wish(chat, THU, "miễn nhiệm chị Hải")
    assert held(database, union, HAI) == []


async def test_a_right_that_ended_before_the_press_gives_nothing(
    chat: Chat, database: Database, union: Union
) -> None:
    card = await chat.says(BAO, "bổ nhiệm chị Hải làm cán bộ thi đua")
    with database.transaction() as store:
        store.roles.dismiss(union.people[BAO], union.units["KCN"].id, NOON)
    assert "dành cho cán bộ" in text_of(await chat.chooses(BAO, card, "Đúng"))
    assert held(database, union, HAI) == []


async def test_a_handover_counts_from_the_first_message_of_whoever_stands_in(
    chat: Chat, database: Database, union: Union
) -> None:
    with database.transaction() as store:
        new = NewPerson(union.units["MAY2"].id, "Trịnh Thị Lan", LISTED)
        union.people["Trịnh Thị Lan"] = store.people.add(new, NOON).id
        for name in ("Hà Thị Sen", "Bùi Thị Yến"):
            add_person(store, union, name, "MAY2", "Tổ may 3")
    said = await wish(chat, THU, "nghỉ hết tuần, chị Lan làm thay")
    assert "chưa vào thì việc vẫn về" in said
    code = said[said.index("MOI-") :].split(":")[0]
    for name in ("Hà Thị Sen", "Bùi Thị Yến"):
        await chat.says(name, "đăng ký công nhân giỏi")
        assert THU in text_of(await chat.says(name, "gửi"))
    told = [body["text"] for to, body in chat.deliver() if to == THU]
    assert [text.splitlines()[-1] for text in told] == [
        "Trịnh Thị Lan chưa vào đây, nên việc vẫn về anh/chị."
    ]
    with database.transaction() as store:
        (again,) = digested(store, NOON + timedelta(hours=5))
        assert "chưa vào" not in again.reply.text
    await chat.says("máy của Lan", code)
    await chat.says(HOA, "đăng ký công nhân giỏi")
    assert "Trịnh Thị Lan" in text_of(await chat.says(HOA, "gửi"))


async def test_somebody_appointed_is_on_the_list_until_the_code_was_accepted(
    chat: Chat, database: Database, union: Union
) -> None:
    with database.transaction() as store:
        new = NewPerson(union.units["MAY2"].id, "Cao Thị Lành", LISTED)
        union.people["Cao Thị Lành"] = store.people.add(new, NOON).id
    said = await wish(chat, BAO, "bổ nhiệm chị Lành làm cán bộ thi đua")
    with database.reading() as store:
        assert store.people.get(union.people["Cao Thị Lành"]).status == LISTED
        assert store.roles.holders("emulation", chat.at) == {union.units["MAY2"].id: 1}
    await chat.says("máy của Lành", said[said.index("MOI-") :].split(":")[0])
    with database.reading() as store:
        assert store.people.get(union.people["Cao Thị Lành"]).status == CONFIRMED


async def test_whoever_comes_by_a_code_is_greeted_with_the_units_of_the_office(
    chat: Chat, database: Database, union: Union
) -> None:
    with database.transaction() as store:
        store.people.add(NewPerson(union.units["KCN"].id, "Cao Thị Lành", LISTED), NOON)
    said = await wish(chat, BAO, "giao chị Lành theo dõi Công ty May số 2 và Bệnh viện huyện")
    greeted = text_of(await chat.says("máy của Lành", said[said.index("MOI-") :].split(":")[0]))
    assert greeted.startswith(
        "Chào Cao Thị Lành. Từ giờ anh/chị theo dõi Công ty May số 2, Bệnh viện huyện ở đây."
    )
