"""Lists in the chat: read beside, let in once, within the own subtree, by whoever sent them."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from io import BytesIO
from typing import TypeVar

import pytest
from openpyxl import load_workbook

from bot.messages import Attachment, Incoming
from bot.settings import Settings
from bot.turn import ZONE
from commands.program import Program
from handlers import lists_work
from reports.children import Children
from storage.accounts import Address
from storage.imports import KnownPerson, ListImport
from storage.outbox import Arrived
from storage.people import LISTED
from storage.roles import NewRole
from storage.store import Store
from storage.units import NewUnit
from tests.support.rosters import Rows, of_may2, xlsx
from tests.support.scenes import FOUNDED, Scene, may2

T = TypeVar("T")
AT = datetime(2026, 4, 14, 9, 0, tzinfo=ZONE)
THU, LUC, BAO, HOA = "Nguyễn Thị Thu", "Trần Văn Lực", "Phạm Quốc Bảo", "Lò Thị Hoa"


class Talk:
    """Writes as somebody of the scene; `news` is what came to them by itself."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.updates = 0
        self.seen: dict[str, int] = {}

    async def sends(self, name: str, content: bytes | None, file: str = "danh-sach.xlsx") -> str:
        sent = Attachment("document", file, "", len(content or b"-"), content, None if content else "far")
        return await self._hand_in(name, attachments=(sent,))

    async def presses(self, name: str, value: str) -> str:
        return await self._hand_in(name, press=value)

    async def _hand_in(self, name: str, **what: object) -> str:
        self.updates += 1
        incoming = Incoming(address(name), str(self.updates), self.program.now(), **what)  # type: ignore[arg-type]
        return "\n".join(
            str(each.body["text"]) for each in self._see(name, await self.program.dispatcher.answer(incoming))
        )

    def _see(self, name: str, arrived: list[Arrived]) -> list[Arrived]:
        self.seen[name] = max([self.seen.get(name, 0), *(each.id for each in arrived)])
        return arrived

    async def news(self, name: str) -> list[Arrived]:
        await self.program.lists.drain()
        await self.program.sender.drain()

        def read(store: Store) -> list[Arrived]:
            known = store.accounts.situation(address(name))
            return store.outbox.arrived(known.account.id, self.seen.get(name, 0)) if known else []

        return self._see(name, await self.program.database.read(read))

    async def told(self, name: str) -> str:
        return "\n".join(str(each.body["text"]) for each in await self.news(name))


def address(name: str) -> Address:
    return Address("web", "web", name)


def button(arrived: list[Arrived], label: str) -> str:
    found = {each["label"]: each["value"] for message in arrived for each in message.body.get("buttons", ())}
    return str(found[label])


@pytest.fixture
async def talk(database_url: str) -> AsyncIterator[Talk]:
    program = Program(Settings.from_mapping({"DATABASE_URL": database_url}), lambda: AT)

    def tie(store: Store, scene: Scene) -> None:
        for name, person_id in scene.people.items():
            account = store.accounts.meet(address(name), AT)
            store.accounts.belongs(account.id, person_id)

    with program.database.transaction() as store:
        tie(store, may2(store))
    yield Talk(program)
    program.close()


def of_unit(program: Program, code: str) -> list[KnownPerson]:
    with program.database.reading() as store:
        unit = store.units.by_code(code)
        assert unit
        return list(store.imports.people([unit.id]))


def kept(program: Program, number: int = 1) -> ListImport:
    with program.database.reading() as store:
        found = store.imports.get(number)
        assert found
        return found


def content(program: Program, row: ListImport) -> bytes | None:
    with program.database.reading() as store:
        return store.attachments.content(row.attachment_id) if row.attachment_id else None


async def test_nothing_comes_in_before_the_press_and_once_after_two(talk: Talk) -> None:
    before = of_unit(talk.program, "MAY2")
    assert "đang đọc" in await talk.sends(THU, of_may2())
    news = await talk.news(THU)
    assert of_unit(talk.program, "MAY2") == before
    yes = button(news, "Nhập vào sổ")
    assert "đang nhập" in await talk.presses(THU, yes)
    assert "Đã thêm 2 người, sửa 2." in await talk.told(THU)
    assert len(of_unit(talk.program, "MAY2")) == len(before) + 2
    assert "đã xong rồi" in await talk.presses(THU, yes)
    assert await talk.told(THU) == ""
    assert len(of_unit(talk.program, "MAY2")) == len(before) + 2


async def test_what_is_kept_of_the_file_holds_no_birth_and_says_who_brought_it(talk: Talk) -> None:
    await talk.sends(THU, of_may2())
    news = await talk.news(THU)
    await talk.presses(THU, button(news, "Nhập vào sổ"))
    await talk.news(THU)
    row = kept(talk.program)
    stored = content(talk.program, row)
    assert stored
    cells = [
        str(cell.value)
        for page in load_workbook(BytesIO(stored))
        for line in page.iter_rows()
        for cell in line
    ]
    assert "Giàng Thị Mỷ" in cells
    assert not any(words in cell for cell in cells for words in ("Ngày sinh", "1990", "02/03", "1988"))
    with talk.program.database.reading() as store:
        by = store.people.get(row.by or 0).name
        actions = [entry.action for entry in store.audit.of("list_import", row.id)]
    assert (by, row.status) == (THU, "done")
    assert actions == ["list_received", "list_out_of_reach", "list_agreed", "list_imported"]


async def test_what_is_dropped_leaves_nothing(talk: Talk) -> None:
    before = of_unit(talk.program, "MAY2")
    await talk.sends(THU, of_may2())
    no = button(await talk.news(THU), "Không nhập")
    assert "đã bỏ tệp" in await talk.presses(THU, no)
    assert await talk.told(THU) == ""
    assert of_unit(talk.program, "MAY2") == before
    assert not content(talk.program, kept(talk.program))


async def test_another_officer_cannot_press_for_one(talk: Talk) -> None:
    await talk.sends(THU, of_may2())
    yes = button(await talk.news(THU), "Nhập vào sổ")
    before = of_unit(talk.program, "MAY2")
    for name in (LUC, BAO, HOA):
        assert "đang nhập" not in await talk.presses(name, yes)
        await talk.news(name)
    assert of_unit(talk.program, "MAY2") == before
    with talk.program.database.reading() as store:
        assert [e.action for e in store.audit.of("list_import", 1)].count("list_guessed") == 2


async def test_rows_of_other_units_are_refused_told_and_logged(talk: Talk) -> None:
    rows: Rows = [["Họ và tên", "Mã đơn vị"], ["Cà Văn Ín", "MAY3"], ["Lường Thị Pành", "MAY2"]]
    before = of_unit(talk.program, "MAY3")
    await talk.sends(THU, xlsx(rows))
    news = await talk.news(THU)
    assert "MAY3 không thuộc đơn vị của người gửi" in str(news[0].body["text"])
    await talk.presses(THU, button(news, "Nhập vào sổ"))
    await talk.news(THU)
    assert of_unit(talk.program, "MAY3") == before
    assert "Lường Thị Pành" in [p.name for p in of_unit(talk.program, "MAY2")]
    with talk.program.database.reading() as store:
        logged = next(e for e in store.audit.of("list_import", 1) if e.action == "list_out_of_reach")
    assert logged.detail["units"] == ["MAY3"]


async def test_a_list_shows_nobody_of_another_unit(talk: Talk) -> None:
    rows: Rows = [["Họ và tên", "Mã đơn vị"], ["Cà Văn Ín", "MAY2"]]
    await talk.sends(LUC, xlsx(rows))
    news = await talk.news(LUC)
    assert "không có dòng nào nhập được" in str(news[0].body["text"])
    assert [file["name"] for message in news for file in message.body.get("files", ())] == [
        "dong-chua-nhan.xlsx"
    ]


async def test_an_officer_above_brings_units_and_their_people(talk: Talk) -> None:
    pages: dict[str, Rows] = {
        "Đơn vị": [
            ["Mã", "Tên đơn vị", "Cấp trên"],
            ["DET", "Công ty Dệt", None],
            ["X", "Công ty X", "TG"],
            ["XX", "Công ty XX", "TG"],
        ],
        "Người": [["Họ và tên", "Đơn vị"], ["Cà Văn Ín", "Công ty Dệt"], ["Lường Thị Pành", None]],
    }
    await talk.sends(BAO, xlsx(pages))
    news = await talk.news(BAO)
    assert "3 dòng em chưa nhận" in str(news[0].body["text"])
    await talk.presses(BAO, button(news, "Nhập vào sổ"))
    assert "Đã thêm 1 đơn vị" in await talk.told(BAO)
    assert [(p.name, p.status) for p in of_unit(talk.program, "DET")] == [("Cà Văn Ín", LISTED)]
    with talk.program.database.reading() as store:
        zone, made = store.units.by_code("KCN"), store.units.by_code("DET")
        assert zone
        assert made
        assert made.parent_id == zone.id
        assert store.units.by_code("XX") is None


UNITS = ["Mã", "Tên đơn vị", "Cấp", "Cấp trên", "Từ ngày", "Đến ngày", "Nay là", "Cách tính", "Tên khác"]


async def bring(talk: Talk, name: str, *rows: list[str | None]) -> str:
    """Sends a sheet of units and lets it in; what was said before."""
    await talk.sends(name, xlsx([UNITS, *rows]))
    news = await talk.news(name)
    if any(message.body.get("buttons") for message in news):
        await talk.presses(name, button(news, "Nhập vào sổ"))
        await talk.news(name)
    return "\n".join(str(message.body["text"]) for message in news)


async def test_a_unit_that_a_list_ends_takes_its_people_along_and_its_offices_end(talk: Talk) -> None:
    before, of_may3 = of_unit(talk.program, "MAY2"), of_unit(talk.program, "MAY3")
    assert LUC in [person.name for person in of_may3]
    row = ["MAY3", "Công ty May số 3", None, None, None, "01/04/2026", "Công ty May số 2", None, None]
    told = await bring(talk, BAO, row)
    assert "thêm 0 đơn vị, sửa 0, kết thúc 1, giữ nguyên 0" in told
    assert "Công ty May số 3 kết thúc từ 01/04/2026, nay là Công ty May số 2" in told
    with talk.program.database.reading() as store:
        ended = store.units.ever_coded("MAY3")
        assert ended
        assert ended.ended
        assert store.roles.in_unit(ended.id, AT + timedelta(minutes=1)) == []
        assert list(store.imports.people([ended.id])) == []
        [noted] = [entry for entry in store.audit.of("unit", ended.id) if entry.action == "unit_ended"]
        assert store.people.get(noted.actor or 0).name == BAO
        assert {p.unit_id for p in store.placements.of(of_may3[0].id)} == {ended.id}
    assert len(of_unit(talk.program, "MAY2")) == len(before) + len(of_may3)


async def test_people_of_a_unit_that_ends_are_not_put_into_what_it_became_twice(talk: Talk) -> None:
    pages: dict[str, Rows] = {
        "Đơn vị": [
            ["Mã", "Tên đơn vị", "Đến ngày", "Nay là"],
            ["MAY3", "Công ty May số 3", "01/04/2026", "MAY2"],
        ],
        "Người": [["Họ và tên", "Mã đơn vị"], [LUC, "MAY2"]],
    }
    await talk.sends(BAO, xlsx(pages))
    await talk.presses(BAO, button(await talk.news(BAO), "Nhập vào sổ"))
    await talk.news(BAO)
    assert [person.name for person in of_unit(talk.program, "MAY2")].count(LUC) == 1


@pytest.mark.parametrize(
    "row",
    [
        ["MAY2", "Công ty Đổi Tên", None, None, None, None, None, None, None],
        ["MAY2", "Công ty May số 2", "tỉnh", None, None, None, None, None, None],
        ["MAY2", "Công ty May số 2", None, None, None, None, None, "ngoài tuyến", None],
        ["MAY2", "Công ty May số 2", None, None, None, "01/04/2026", None, None, None],
        ["MAY2", "Công ty May số 2", None, None, "01/04/2020", None, None, None, None],
    ],
)
async def test_what_the_own_unit_is_stays_with_the_level_above(talk: Talk, row: list[str | None]) -> None:
    with talk.program.database.reading() as store:
        before = store.units.ever_coded("MAY2")
    assert "do cấp trên sửa" in await bring(talk, THU, row)
    with talk.program.database.reading() as store:
        assert store.units.ever_coded("MAY2") == before


async def test_other_names_of_the_own_unit_come_in_and_the_level_above_hears(talk: Talk) -> None:
    row = ["MAY2", "Công ty May số 2", None, None, None, None, None, None, "Xưởng Hoa Ban"]
    told = await bring(talk, THU, row)
    assert "- Công ty May số 2: thêm tên khác Xưởng Hoa Ban" in told
    with talk.program.database.reading() as store:
        unit = store.units.by_code("MAY2")
        assert unit
        assert "Xưởng Hoa Ban" in store.units.aliases(unit.id)
    above = await talk.told(BAO)
    assert f"{THU}, Công ty May số 2, vừa sửa đơn vị" in above
    assert "Xưởng Hoa Ban" in above


async def test_only_the_first_ten_units_are_named(talk: Talk) -> None:
    with talk.program.database.transaction() as store:
        zone = store.units.by_code("KCN")
        assert zone
        for n in range(12):
            store.units.add(NewUnit(f"Công ty Số {n}", "grassroots", f"SO{n}", zone.id))
    rows = [[f"SO{n}", f"Công ty Tên {n}", None, None, None, None, None, None, None] for n in range(12)]
    told = await bring(talk, BAO, *rows)
    assert told.count("tên mới") == 10
    assert "- và 2 đơn vị nữa" in told


async def test_whoever_lost_the_office_meanwhile_brings_nothing_in(talk: Talk) -> None:
    await talk.sends(THU, of_may2())
    yes = button(await talk.news(THU), "Nhập vào sổ")
    before = of_unit(talk.program, "MAY2")
    await talk.presses(THU, yes)
    with talk.program.database.transaction() as store:
        unit = store.units.by_code("MAY2")
        assert unit
        store.roles.dismiss(kept(talk.program).by or 0, unit.id, AT - timedelta(minutes=1))
    await talk.news(THU)
    assert of_unit(talk.program, "MAY2") == before


async def test_a_member_and_a_follower_are_told_kindly(talk: Talk) -> None:
    assert "do cán bộ công đoàn gửi" in await talk.sends(HOA, of_may2())
    with talk.program.database.transaction() as store:
        hoa = next(p for p in store.people.search("/", "Lò Thị Hoa"))
        store.roles.give(NewRole(hoa.id, hoa.unit_id, "follower"), FOUNDED)
    assert "chuyển tệp này" in await talk.sends(HOA, of_may2())
    with talk.program.database.reading() as store:
        assert store.imports.next() is None


async def test_a_list_too_long_for_the_chat_is_told_who_can_do_it(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists_work, "MOST", 100)
    monkeypatch.setattr(talk.program.lists, "_children", Here())
    rows: Rows = [["STT", "Họ và tên"], *([n, "Cà Văn Ín"] for n in range(300))]
    await talk.sends(THU, xlsx(rows))
    told = await talk.told(THU)
    assert "Danh sách trên 100 dòng." in told
    assert "import-people" in told
    assert not content(talk.program, kept(talk.program))


class Here(Children):
    """Does the work in this process, where a test can change it."""

    def run(self, work: Callable[..., T], *args: object) -> T:
        return work(*args)


async def test_when_the_work_crashes_the_officer_hears_a_code_and_the_file_goes(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(work: lists_work.Work) -> str:
        raise ZeroDivisionError

    monkeypatch.setattr(lists_work, "look", crash)
    monkeypatch.setattr(talk.program.lists, "_children", Here())
    await talk.sends(THU, of_may2())
    told = await talk.told(THU)
    assert "Em gặp trục trặc khi làm danh sách danh-sach.xlsx" in told
    assert not content(talk.program, kept(talk.program))


async def test_a_file_the_channel_could_not_fetch_is_too_large(talk: Talk) -> None:
    assert "nặng quá" in await talk.sends(THU, None)


@pytest.mark.parametrize("content_", [b"", b"\x89PNG", b"PK\x03\x04"])
async def test_what_is_no_list_is_told_with_what_to_do(talk: Talk, content_: bytes) -> None:
    await talk.sends(THU, content_ or b" ")
    told = await talk.told(THU)
    assert told.count(".") >= 2
    assert "trục trặc" not in told
