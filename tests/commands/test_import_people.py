"""The operator takes the union's own list in: looked at first, written in short steps, safe to repeat."""

import asyncio
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlalchemy import delete

from bot.turn import ZONE
from commands import import_people
from commands.program import Program
from reports import lists, lists_writing
from reports.lists import Letting
from reports.lists_units import EVERYWHERE
from storage.database import Database
from storage.imports import KnownPerson
from storage.leases import lease
from storage.people import CONFIRMED, LEFT, LISTED
from storage.store import Store
from tests.support.rosters import Rows, xlsx
from tests.support.servers import ROOT

Run = Callable[..., int]
HEAD = ["STT", "Họ và tên", "Tổ", "Số điện thoại", "Mã đơn vị"]
UNITS = [
    ["Mã", "Tên đơn vị", "Cấp", "Cấp trên"],
    ["DET", "Công ty Dệt Sông Lam", "cơ sở", "KCN"],
]
PEOPLE = [
    HEAD,
    [1, "Lường Thị Pành", "Tổ dệt 1", 912345678, "DET"],
    [2, "Cà Văn Ín", "Tổ dệt 2", None, "DET"],
    [3, "Giàng Thị Mỷ", "Tổ may 3", None, "MAY2"],
]
QUIET: Any = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
BOOK = {"Đơn vị": UNITS, "Đoàn viên": PEOPLE}


@pytest.fixture
def keep(tmp_path: Path) -> Callable[..., str]:
    """Writes a workbook; its path."""

    def kept(pages: dict[str, Rows] | Rows, name: str = "list.xlsx") -> str:
        path = tmp_path / name
        path.write_bytes(xlsx(pages))
        return str(path)

    return kept


def everybody(store: Store) -> list[tuple[object, ...]]:
    """All people as they stand, without when they were written."""
    ids = [unit.id for unit in store.imports.units()]
    return [tuple(each) for each in store.imports.people(ids)]


def state(database: Database) -> tuple[list[tuple[object, ...]], list[object]]:
    with database.reading() as store:
        return everybody(store), list(store.imports.units())


def test_units_and_people_come_in_and_again_change_nothing(
    program: Program, run: Run, keep: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    path = keep(BOOK)
    assert run(import_people, path, "--yes") == 0
    told = capsys.readouterr().out
    assert "list.xlsx: thêm 2 người, sửa 0, giữ nguyên 1." in told
    assert "Đã thêm 1 đơn vị" in told
    before = state(program.database)
    assert run(import_people, path, "--yes") == 0
    assert "giống hệt trong sổ rồi" in capsys.readouterr().out
    assert state(program.database) == before
    with program.database.reading() as store:
        unit = store.units.by_code("DET")
        assert unit
        assert [(p.name, p.team, p.phone, p.status) for p in store.imports.people([unit.id])] == [
            ("Lường Thị Pành", "Tổ dệt 1", "0912345678", LISTED),
            ("Cà Văn Ín", "Tổ dệt 2", None, LISTED),
        ]
        assert store.people.search(unit.path, "luong thi panh")
        done = store.imports.get(1)
        assert done
        assert (done.status, done.counts["people_added"]) == ("done", 2)
        assert [entry.action for entry in store.audit.of("list_import", 1)] == ["list_imported"]


def test_nothing_is_written_before_somebody_says_yes(
    program: Program,
    run: Run,
    keep: Callable[..., str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = state(program.database)
    monkeypatch.setattr("builtins.input", lambda asked: "k")
    assert run(import_people, keep(BOOK)) == 1
    assert state(program.database) == before
    assert capsys.readouterr().err.strip() == "Không nhập gì."
    monkeypatch.setattr("builtins.input", lambda asked: "c")
    assert run(import_people, keep(BOOK)) == 0
    assert state(program.database) != before


def test_rows_that_are_refused_go_into_a_file_that_can_be_mended_and_handed_in(
    program: Program, run: Run, keep: Callable[..., str], tmp_path: Path
) -> None:
    rows = [
        ["STT", "Họ và tên", "Ngày sinh", "Tổ", "Đơn vị"],
        [1, "Cà Văn Ín", "01/02/1990", "Tổ 1", "Công ty May số 3"],
        [2, "Lường Thị Pành", "03/04/1991", "=1+1", "Công ty Không Có"],
        [3, "Hoa", None, "Tổ 1", "Công ty May số 3"],
    ]
    refused = tmp_path / "refused.xlsx"
    assert run(import_people, keep(rows), "--yes", "--refused", str(refused)) == 0
    page = load_workbook(refused).worksheets[0]
    found = [[cell.value for cell in line] for line in page.iter_rows()]
    assert found[0] == ["STT", "Họ và tên", "Tổ", "Đơn vị", "Dòng", "Vì sao chưa nhận", "Cách sửa"]
    assert [line[1] for line in found[1:]] == ["Lường Thị Pành", "Hoa"]
    assert [line[4] for line in found[1:]] == [3, 4]
    assert found[1][5] == "trong sổ không có đơn vị: Công ty Không Có"
    assert all("199" not in str(cell) for line in found for cell in line)
    page["B3"], page["D2"] = "Hoa Thị Mai", "Công ty May số 3"
    mended = tmp_path / "mended.xlsx"
    book = page.parent
    assert book is not None
    book.save(mended)
    assert run(import_people, str(mended), "--yes") == 0
    with program.database.reading() as store:
        unit = store.units.by_code("MAY3")
        assert unit
        names = [p.name for p in store.imports.people([unit.id])]
        assert [name for name in names if name in {"Cà Văn Ín", "Lường Thị Pành", "Hoa Thị Mai"}] == [
            "Cà Văn Ín",
            "Lường Thị Pành",
            "Hoa Thị Mai",
        ]


def test_who_is_missing_is_told_and_stays_unless_the_operator_says_otherwise(
    program: Program, run: Run, keep: Callable[..., str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = keep([HEAD, [1, "Giàng Thị Mỷ", "Tổ may 3", None, "MAY2"]])
    missing = tmp_path / "missing.xlsx"
    assert run(import_people, path, "--yes", "--missing", str(missing)) == 0
    assert "17 người trong sổ không có trong tệp, em để nguyên." in capsys.readouterr().out
    names = {row[1].value for row in load_workbook(missing).worksheets[0].iter_rows(min_row=2)}
    assert "Lò Thị Hoa" in names
    assert run(import_people, path, "--yes", "--close-missing", "2026-04-01") == 0
    with program.database.reading() as store:
        people = {p.name: p for p in everybody_of(store, "MAY2")}
    assert people["Lò Thị Hoa"].status == LEFT
    assert people["Giàng Thị Mỷ"].status == LISTED
    assert people["Nguyễn Thị Thu"].status == CONFIRMED  # the chair does not go by a list
    back = keep([HEAD, [1, "Lò Thị Hoa", "Tổ may 3", None, "MAY2"]], "back.xlsx")
    assert run(import_people, back, "--yes") == 0
    with program.database.reading() as store:
        again = {p.name: p for p in everybody_of(store, "MAY2")}["Lò Thị Hoa"]
    assert (again.id, again.status) == (people["Lò Thị Hoa"].id, CONFIRMED)


def everybody_of(store: Store, code: str) -> Sequence[KnownPerson]:
    unit = store.units.by_code(code)
    assert unit
    return list(store.imports.people([unit.id]))


def test_nobody_is_closed_while_rows_are_refused(
    program: Program, run: Run, keep: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    before = state(program.database)
    path = keep([HEAD, [1, "Giàng Thị Mỷ", None, None, "MAY2"], [2, "Hoa", None, None, "MAY2"]])
    assert run(import_people, path, "--yes", "--close-missing") == 1
    assert "sửa các dòng chưa nhận trước" in capsys.readouterr().err
    assert state(program.database) == before


def test_one_subtree_may_be_taken_alone(program: Program, run: Run, keep: Callable[..., str]) -> None:
    rows = [
        ["Họ và tên", "Đơn vị"],
        ["Cà Văn Ín", None],
        ["Lường Thị Pành", "Công ty May số 3"],
    ]
    assert run(import_people, keep(rows), "--yes", "--unit", "MAY2") == 0
    with program.database.reading() as store:
        assert "Cà Văn Ín" in [p.name for p in everybody_of(store, "MAY2")]
        assert "Lường Thị Pành" not in [p.name for p in everybody_of(store, "MAY3")]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("x.xlsx", b"", "Tệp trống."),
        ("x.xls", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "Tệp Excel kiểu cũ (.xls)."),
        ("x.xlsx", b"\x89PNG\r\n", "Đây là ảnh, không phải danh sách."),
        ("x.xlsx", b"PK\x03\x04", "Tệp hỏng, em không mở được."),
        ("x.csv", bytes(range(128, 256)) * 9, "Chữ trong tệp em không đọc được."),
        ("x.csv", b"a,b\n1,2\n", "Em không thấy dòng tiêu đề"),
    ],
)
def test_a_file_that_is_no_list_ends_with_1_and_one_line(
    name: str, content: bytes, told: str, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert run(import_people, str(path), "--yes") == 1
    complained = capsys.readouterr().err
    assert complained.startswith(f"{name}: {told}")
    assert complained.count("\n") == 1


def test_a_path_a_unit_and_options_that_are_none_are_told(
    run: Run, tmp_path: Path, keep: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(import_people, str(tmp_path / "none.xlsx")) == 1
    assert run(import_people, keep(BOOK), "--unit", "XYZ") == 1
    assert run(import_people) == 2
    assert run(import_people, keep(BOOK), "--close-missing", "soon") == 2
    assert capsys.readouterr().err.count("\n") == 4


def test_the_template_is_a_list_that_is_only_empty(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    assert run(import_people, "--template", str(path)) == 0
    assert load_workbook(path).sheetnames == ["Đoàn viên", "Đơn vị"]
    book = load_workbook(path)
    book["Đơn vị"].append(["DET", "Công ty Dệt Sông Lam", "cơ sở", "KCN"])
    book["Đoàn viên"].append([1, "Cà Văn Ín", "nam", "Tổ dệt 2", "trực tiếp", None, None, "DET"])
    book.save(path)
    assert run(import_people, str(path), "--yes") == 0


def let_in(database: Database, pages: dict[str, Rows], **how: object) -> dict[str, int]:
    opened = lists.open_list(xlsx(pages), "list.xlsx")
    letting = Letting("test", lambda: datetime(2026, 4, 14, tzinfo=ZONE), **how)  # type: ignore[arg-type]
    return lists.let_in(database, opened, EVERYWHERE, letting)


class Killed(BaseException):
    """As if the process had been killed there."""


def test_a_list_stopped_half_way_and_repeated_ends_in_the_same_state(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists_writing, "_FIRST", 20)
    monkeypatch.setattr(lists_writing, "_LARGEST", 20)
    rows = [[n, "Nguyễn Thị Lan", f"Tổ {n % 3}", None, "DET"] for n in range(300)]
    pages: dict[str, Rows] = {"Đơn vị": UNITS, "Đoàn viên": [HEAD, *rows]}

    def stop(done: int, total: int) -> None:
        if done > 100:
            raise Killed

    with pytest.raises(Killed):
        let_in(program.database, pages, told=stop)
    with program.database.reading() as store:
        assert 0 < len(everybody_of(store, "DET")) < 300
    assert let_in(program.database, pages)["people_added"] < 300
    with program.database.reading() as store:
        assert len(everybody_of(store, "DET")) == 300
        assert store.imports.unfinished("list.xlsx") is None
    before = state(program.database)
    assert let_in(program.database, pages)["people_added"] == 0
    assert state(program.database) == before


def test_two_lists_are_not_written_at_once(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists_writing, "PATIENCE_S", 0.0)
    clock = lambda: datetime(2026, 4, 14, tzinfo=ZONE)  # noqa: E731
    with lists_writing.writing(program.database, "another", clock), pytest.raises(lists_writing.Busy):
        let_in(program.database, {"Đoàn viên": PEOPLE})
    assert let_in(program.database, {"Đơn vị": UNITS, "Đoàn viên": PEOPLE})["people_added"] == 2


def test_somebody_changed_meanwhile_is_left_as_they_are(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    renamed = [HEAD, [1, "Giàng Thị Mỵ", "Tổ may 3", None, "MAY2"]]
    begin = lists._begin

    def meanwhile(database: Database, file: str, how: Letting) -> int:
        with database.transaction() as store:
            my = next(p for p in everybody_of(store, "MAY2") if p.name == "Giàng Thị Mỷ")
            store.people.place(my.id, my.unit_id, "Tổ may 8")
        return begin(database, file, how)

    monkeypatch.setattr(lists, "_begin", meanwhile)
    assert let_in(program.database, {"Đoàn viên": renamed})["lost"] == 1
    with program.database.reading() as store:
        assert [p.team for p in everybody_of(store, "MAY2") if p.folded == "giang thi my"] == ["Tổ may 8"]


def test_units_that_end_and_move_are_written_as_the_tree_wants_it(program: Program) -> None:
    pages: dict[str, Rows] = {
        "Đơn vị": [
            ["Mã", "Tên đơn vị", "Cấp", "Cấp trên", "Đến ngày", "Nay là"],
            ["HA", "Công đoàn huyện Hòa An", "huyện", "TG", "01/7/2025", "Công đoàn xã Hòa An"],
            ["XHA", "Công đoàn xã Hòa An", "xã", "TG", None, None],
            ["DET", "Công ty Dệt Sông Lam", "cơ sở", "HA", None, None],
        ],
        "Đoàn viên": [["Họ và tên", "Đơn vị"], ["Cà Văn Ín", "Công đoàn huyện Hòa An"]],
    }
    let_in(program.database, pages)
    with program.database.reading() as store:
        old, new = store.units.ever_coded("HA"), store.units.by_code("XHA")
        factory = store.units.by_code("DET")
        assert old
        assert new
        assert factory
        assert old.valid_to == date(2025, 7, 1)
        assert [each.code for each in store.units.successors(old.id)] == ["XHA"]
        assert factory.parent_id == new.id
    before = state(program.database)
    second = let_in(program.database, pages)
    assert [second[f"units_{what}"] for what in ("added", "changed", "ended")] == [0, 0, 0]
    assert state(program.database)[1] == before[1]


NAMES = st.sampled_from(["Lò Thị Hoa", "Vàng A Sử", "Giàng Thị Mỷ", "Giang Thi My"])
LINES = st.lists(
    st.tuples(
        NAMES,
        st.sampled_from([None, "Tổ 1", "Tổ 2"]),
        st.sampled_from([None, 911111111, 922222222]),
        st.sampled_from(["MAY2", "MAY3", "DET"]),
    ),
    max_size=8,
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES)
def test_whatever_the_list_the_second_time_changes_nothing(
    program: Program, lines: list[tuple[object, ...]]
) -> None:
    pages: dict[str, Rows] = {
        "Đơn vị": UNITS,
        "Đoàn viên": [HEAD, *([n, *line] for n, line in enumerate(lines))],
    }
    let_in(program.database, pages)
    before = state(program.database)
    counts = let_in(program.database, pages)
    assert state(program.database) == before
    assert (counts["people_added"], counts["people_changed"], counts["people_back"]) == (0, 0, 0)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
async def test_killed_and_called_again_the_command_ends_in_the_same_state(
    program: Program, database_url: str, keep: Callable[..., str]
) -> None:
    rows = [[n, "Nguyễn Thị Lan", f"Tổ {n % 7}", None, "DET"] for n in range(4000)]
    path = keep({"Đơn vị": UNITS, "Đoàn viên": [HEAD, *rows]})
    command = [sys.executable, "main.py", "import-people", path, "--yes"]
    environment = {"DATABASE_URL": database_url, "PATH": ""}
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=environment, **QUIET)

    def come_in() -> int:
        with program.database.reading() as store:
            unit = store.units.by_code("DET")
            return len(everybody_of(store, "DET")) if unit else 0

    while process.returncode is None and come_in() < 200:
        await asyncio.wait([asyncio.ensure_future(process.wait())], timeout=0.01)
    process.kill()
    await process.wait()
    killed_with = come_in()
    with program.database.transaction() as store:  # the right of the dead process runs out
        store.connection.execute(delete(lease))
    again = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=environment, **QUIET)
    assert await again.wait() == 0
    assert 200 <= killed_with < 4000
    assert come_in() == 4000


def test_who_asked_to_be_erased_is_told_and_not_brought_back(
    program: Program, run: Run, keep: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    path = keep(BOOK)
    assert run(import_people, path, "--yes") == 0
    key = program.settings.secret_key.encode()
    with program.database.transaction() as store:
        gone = next(each for each in everybody_of(store, "DET") if each.name == "Cà Văn Ín")
        store.erasure.person(gone.id, "-", key, program.now())
    capsys.readouterr()
    assert run(import_people, path, "--yes") == 0
    told = capsys.readouterr().out
    assert "1 người đã xin xóa dữ liệu" in told
    with program.database.reading() as store:
        names = [each.name for each in everybody_of(store, "DET")]
    assert "Cà Văn Ín" not in names
    assert "Lường Thị Pành" in names
