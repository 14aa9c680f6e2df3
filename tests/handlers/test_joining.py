"""From the poster to being confirmed: short for the member, one press for the officer, nothing given away."""

import asyncio
from datetime import timedelta

import pytest

from bot.messages import Incoming
from handlers.catalogue import ROUTES
from storage.database import Database
from storage.outbox import Arrived
from storage.people import CONFIRMED, LISTED, WAITING, NewPerson
from storage.registrations import NewRegistration
from storage.store import Store
from tests.support.journeys import Chat, Union, add_person, address, build, labels_of, text_of

THU, BAO, HAI, HOA = "Nguyễn Thị Thu", "Phạm Quốc Bảo", "Lê Thị Hải", "Lò Thị Hoa"
AGREE = "Đồng ý, gửi"


@pytest.fixture
def union(database: Database) -> Union:
    with database.transaction() as store:
        made = build(store)
        add_person(store, made, HAI, "MAY2")
        store.roles.appoint(made.people[HAI], made.units["MAY2"].id, "deputy", Chat.at)
    return made


def put(database: Database, union: Union, *people: tuple[str, str | None]) -> list[int]:
    """Puts names with teams onto the list of May 2; their ids."""
    with database.transaction() as store:
        unit = union.units["MAY2"].id
        return [store.people.add(NewPerson(unit, name, LISTED, team), Chat.at).id for name, team in people]


async def join(chat: Chat, who: str, name: str, team: str = "Bỏ qua") -> list[list[Arrived]]:
    """All that a newcomer is told on the way in; four messages and the link."""
    incoming = Incoming(address(who), f"start-{who}", chat.at, start="MAY2")
    told = [await chat.dispatcher.answer(incoming)]
    told += [await chat.says(who, text) for text in ("tham gia", name, team)]
    told.append(await chat.chooses(who, told[-1], AGREE))
    return told


def notices(chat: Chat, name: str) -> list[dict[str, object]]:
    return [body for to, body in chat.deliver() if to == name]


def press(body: dict[str, object], label: str) -> str:
    buttons = body["buttons"]
    assert isinstance(buttons, list)
    return next(str(each["value"]) for each in buttons if each["label"] == label)


async def test_five_messages_and_one_press_lead_from_the_poster_to_being_confirmed(
    database: Database, union: Union
) -> None:
    listed = put(database, union, ("Đinh Thị Mơ", "Tổ may 1"))[0]
    chat = Chat(database, ROUTES)
    told = await join(chat, "moi", "dinh thi mo", "chuyền 1")
    assert len(told) <= 5
    notice = notices(chat, THU)[0]
    await chat.presses(THU, press(notice, "Đúng người, nhận"))
    with database.reading() as store:
        person = store.people.get(listed)
        assert (person.status, person.name, person.team) == (CONFIRMED, "Đinh Thị Mơ", "Tổ may 1")
        assert person.consented is not None
        assert [each.address.external_id for each in store.accounts.of(listed)] == ["moi"]
    assert any("đã xác nhận" in str(body["text"]) for body in notices(chat, "moi"))


async def test_a_joiner_hears_the_same_whether_the_name_stands_on_the_list_or_not(
    database: Database, union: Union
) -> None:
    put(database, union, *[("Bàn Thị Sen", "Tổ may 1")] * 2, ("Đinh Thị Mơ", "Tổ may 1"))
    chat = Chat(database, ROUTES)
    found = []
    for who, name in {"a": "Ban Thi Sen", "b": "Dinh Thi Mo", "c": "Dinh Thi Mon", "d": "Ma Văn Páo"}.items():
        told = await join(chat, who, name, "chuyền 1")
        found.append([text_of(said).replace(name, "-") for said in told])
    assert found[0] == found[1] == found[2] == found[3]


async def test_of_two_officers_at_once_one_decides_and_the_other_is_told_who(
    database: Database, union: Union
) -> None:
    put(database, union, ("Đinh Thị Mơ", "Tổ may 1"))
    chat = Chat(database, ROUTES)
    await join(chat, "moi", "dinh thi mo")
    value = press(notices(chat, THU)[0], "Đúng người, nhận")
    presses = [Incoming(address(name), f"p-{name}", chat.at, press=value) for name in (THU, HAI, BAO)]
    answers = await asyncio.gather(*(chat.dispatcher.answer(each) for each in presses))
    said = [text_of(answer) for answer in answers]
    winners = [text for text in said if "Đã xác nhận Đinh Thị Mơ" in text]
    assert len(winners) == 1
    assert sum("đã xem người này rồi" in text for text in said) == 2
    with database.reading() as store:
        assert store.members.by_unit(union.units["MAY2"].path)[union.units["MAY2"].id].listed == 0
    assert len(notices(chat, "moi")) == 1


async def test_three_hundred_of_one_name_are_asked_for_by_team_and_paged(
    database: Database, union: Union
) -> None:
    put(database, union, *[("Nguyễn Thị Hoa", f"Tổ may {n % 30 + 1}") for n in range(300)])
    chat = Chat(database, ROUTES)
    await join(chat, "moi", "nguyen thi hoa")
    notice = notices(chat, THU)[0]
    assert "Sổ có 300 người tên này" in str(notice["text"])
    said = await chat.presses(THU, press(notice, "Chọn trong sổ"))
    assert "ở tổ nào" in text_of(said)
    assert len(labels_of(said)) <= 3
    said = await chat.says(THU, "chuyền 7")
    seen = labels_of(said)[:3]
    said = await chat.chooses(THU, said, "Xem thêm")
    assert "Xem thêm" in labels_of(said)
    chosen = labels_of(said)[0]
    assert chosen not in seen or chosen.startswith("Tổ may 7")
    said = await chat.chooses(THU, said, chosen)
    assert "Tổ may 7" in text_of(said)
    said = await chat.chooses(THU, said, "Đúng")
    assert "Đã xác nhận Nguyễn Thị Hoa" in text_of(said)
    with database.reading() as store:
        counts = store.members.by_unit(union.units["MAY2"].path)[union.units["MAY2"].id]
        assert (counts.listed, counts.waiting) == (299, 0)


async def test_joining_twice_from_two_chats_is_one_person_in_the_end(
    database: Database, union: Union
) -> None:
    listed = put(database, union, ("Đinh Thị Mơ", "Tổ may 1"))[0]
    chat = Chat(database, ROUTES)
    await join(chat, "one", "dinh thi mo", "chuyền 1")
    first = notices(chat, THU)[0]
    chat.at += timedelta(days=1)
    await join(chat, "two", "dinh thi mo", "chuyền 1")
    second = notices(chat, THU)[0]
    await chat.presses(THU, press(first, "Đúng người, nhận"))
    said = await chat.presses(THU, press(second, "Đúng người, nhận"))
    assert labels_of(said) == ["Đúng, đổi sang máy này", "Đúng, dùng cả hai", "Không phải"]
    await chat.chooses(THU, said, "Đúng, dùng cả hai")
    with database.reading() as store:
        chats = {each.address.external_id for each in store.accounts.of(listed)}
    assert chats == {"one", "two"}


async def test_who_is_refused_keeps_nothing_and_can_choose_again(database: Database, union: Union) -> None:
    chat = Chat(database, ROUTES)
    await join(chat, "moi", "Ma Văn Páo")
    await chat.presses(THU, press(notices(chat, THU)[0], "Không phải"))
    assert "Chọn nơi khác" in labels_of_body(notices(chat, "moi")[-1])
    assert "chưa giữ gì" in text_of(await chat.says("moi", "dữ liệu của tôi"))


def labels_of_body(body: dict[str, object]) -> list[str]:
    buttons = body["buttons"]
    assert isinstance(buttons, list)
    return [str(each["label"]) for each in buttons]


@pytest.mark.parametrize("name", ["x" * 300, "🙂🙂🙂", "12345", "a b c d e f g h", "<b>Hoa</b>"])
async def test_what_is_no_name_is_asked_again(database: Database, union: Union, name: str) -> None:
    chat = Chat(database, ROUTES)
    await chat.dispatcher.answer(Incoming(address("moi"), "s", chat.at, start="MAY2"))
    await chat.says("moi", "tham gia")
    await chat.says("moi", name)
    with database.reading() as store:
        assert store.members.waiting_since(chat.at + timedelta(days=1)) == []


async def test_an_officer_of_another_unit_confirms_nobody_with_guessed_buttons(
    database: Database, union: Union
) -> None:
    listed = put(database, union, ("Đinh Thị Mơ", "Tổ may 1"))[0]
    with database.transaction() as store:
        add_person(store, union, "Mai Văn Thắng", "GIAY")
        store.roles.appoint(union.people["Mai Văn Thắng"], union.units["GIAY"].id, "chair", Chat.at)
    chat = Chat(database, ROUTES)
    await join(chat, "moi", "dinh thi mo")
    with database.reading() as store:
        waiting = store.members.waiting_since(chat.at + timedelta(days=1))[0].person
    guesses = [
        f"a.{name}.{waiting.id}.{waiting.version}" for name in ("confirm", "newcomer", "stranger", "other")
    ]
    guesses += [f"a.{name}.{listed}.{waiting.id}" for name in ("same", "phone_new", "phone_both")]
    guesses += [f"a.{name}.{waiting.id}.1" for name in ("settle", "rename", "newcomer_row")]
    for guess in guesses:
        said = text_of(await chat.presses("Mai Văn Thắng", guess))
        assert "Đinh" not in said
        assert "inh Thi Mo" not in said
    with database.reading() as store:
        assert store.people.get(waiting.id).status == WAITING
        assert store.people.get(listed).status == LISTED


async def test_who_left_and_comes_again_waits_for_the_officer(database: Database, union: Union) -> None:
    chat = Chat(database, ROUTES)
    with database.transaction() as store:
        store.people.leave(union.people[HOA], chat.at)
    await chat.says(HOA, "đăng ký công nhân giỏi")
    said = await chat.says(HOA, "kèm một người mới")
    await chat.chooses(HOA, said, "Gửi")

    def state(store: Store) -> str:
        return store.people.get(union.people[HOA]).status

    assert await database.read(state) == WAITING
    assert labels_of_body(notices(chat, THU)[0])[-1] == "Không phải"


async def test_a_phone_written_beside_the_name_tells_namesakes_apart_and_is_not_kept(
    database: Database, union: Union
) -> None:
    with database.transaction() as store:
        unit = union.units["MAY2"].id
        phones = ("0912 345 678", "0987654321")
        ids = [
            store.people.add(NewPerson(unit, "Bàn Thị Sen", LISTED, "Tổ may 1", phone=phone), Chat.at).id
            for phone in phones
        ]
    chat = Chat(database, ROUTES)
    told = await join(chat, "moi", "ban thi sen 0912.345.678", "chuyền 1")
    assert "Điện thoại: 0912345678" in text_of(told[3])
    await chat.presses(THU, press(notices(chat, THU)[0], "Đúng người, nhận"))
    await join(chat, "khac", "Ma Văn Páo +84 977 111 222", "chuyền 1")
    with database.reading() as store:
        assert store.people.get(ids[0]).status == CONFIRMED
        waiting = store.members.waiting_since(chat.at + timedelta(days=1))[0].person
    await chat.presses(THU, f"a.newcomer.{waiting.id}.{waiting.version}")
    with database.reading() as store:
        assert store.people.get(waiting.id).status == CONFIRMED
        assert store.people.phone(waiting.id) is None


async def test_who_is_in_already_is_shown_the_way_to_another_place(database: Database, union: Union) -> None:
    chat = Chat(database, ROUTES)
    assert labels_of(await chat.says(HOA, "tham gia")) == ["Chuyển sang nơi khác"]
    with database.transaction() as store:
        store.people.leave(union.people[HOA], chat.at)
    said = await chat.says(HOA, "tham gia")
    assert "đã nghỉ ở Công ty May số 2" in text_of(said)
    assert labels_of(said) == ["Chuyển sang nơi khác"]


async def test_approving_many_leaves_out_of_whom_it_is_open_who_they_are(
    database: Database, union: Union
) -> None:
    put(database, union, ("Bàn Thị Sen", "Tổ may 1"), ("Bàn Thị Sen", "Tổ may 5"))
    with database.transaction() as store:
        unit = union.units["MAY2"].id
        for name in ("Ban Thi Sen", "Ma Văn Páo"):
            person = store.people.add(NewPerson(unit, name, WAITING), Chat.at)
            store.registrations.add(NewRegistration(person.id, unit, "work", 2026, work="không lỗi"), Chat.at)
    chat = Chat(database, ROUTES)
    await chat.says(THU, "việc chờ duyệt")
    said = await chat.says(THU, "duyệt hết")
    assert "Duyệt 1 người: Ma Văn Páo. Để lại: Ban Thi Sen." in text_of(said)
    await chat.chooses(THU, said, "Duyệt")
    said = await chat.says(THU, "việc chờ duyệt")
    assert labels_of(said) == ["Tổ may 1", "Tổ may 5", "Người khác"]
    said = await chat.chooses(THU, said, "Tổ may 5")
    assert labels_of(said) == ["Xem đăng ký"]
    assert "Bàn Thị Sen, đăng ký: không lỗi" in text_of(await chat.chooses(THU, said, "Xem đăng ký"))


async def test_what_is_registered_while_the_officer_confirms_is_not_lost(
    database: Database, union: Union
) -> None:
    names = [f"Bàn Thị {name}" for name in ("Sen", "Mai", "Cúc", "Lan", "Đào", "Huệ")]
    listed = put(database, union, *[(name, "Tổ may 1") for name in names])
    chat = Chat(database, ROUTES)
    presses = []
    for who, name in enumerate(names):
        await join(chat, f"moi {who}", name, "chuyền 1")
        said = await chat.says(f"moi {who}", "đăng ký không quá 2 hàng lỗi mỗi ngày")
        send = next(b["value"] for each in said for b in each.body["buttons"] if b["label"] == "Gửi")
        presses.append(Incoming(address(f"moi {who}"), f"send {who}", chat.at, press=send))
    with database.reading() as store:
        for each in store.members.waiting_in([union.units["MAY2"].id]):
            value = f"a.confirm.{each.person.id}.{each.person.version}"
            presses.append(Incoming(address(THU), f"take {each.person.id}", chat.at, press=value))
    await asyncio.gather(*(chat.dispatcher.answer(each) for each in presses))
    assert chat.dispatcher.counts.incidents == 0
    with database.reading() as store:
        assert [len(store.registrations.of(id)) for id in listed] == [1] * len(names)
        assert {store.people.get(id).status for id in listed} == {CONFIRMED}
