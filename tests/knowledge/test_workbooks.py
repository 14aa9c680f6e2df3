"""Excel and CSV as people send them, and what is sent by mistake."""

import io
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import date

import pytest
from openpyxl import Workbook as Book
from openpyxl.styles import Font

from knowledge.documents import Unreadable
from knowledge.workbooks import UNCOUNTED, Value, open_workbook
from tests.support.rosters import bare, xlsx


def values(content: bytes, name: str = "list.xlsx") -> list[list[Value]]:
    book = open_workbook(content, name)
    return [cells for sheet in book.sheets for _, cells in book.rows(sheet)]


def saved(book: Book) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def repacked(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return file.getvalue()


def test_numbers_dates_and_texts_come_as_they_are() -> None:
    rows = [["Hoa", 12, 1.5, date(2026, 4, 14), True, None, "cuối"]]
    assert values(xlsx(rows)) == [["Hoa", 12, 1.5, date(2026, 4, 14), "x", None, "cuối"]]


def test_rows_keep_their_numbers_and_empty_ones_are_left_out() -> None:
    book = open_workbook(xlsx([["a"], [], [None], ["b"]]), "x.xlsx")
    assert list(book.rows(book.sheets[0])) == [(1, ["a"]), (4, ["b"])]


def test_a_cell_merged_downwards_stands_in_each_of_its_rows() -> None:
    rows = [["Tổ", "Tên"], ["Tổ 1", "Hoa"], [None, "Lan"], [None, "Mai"], ["Tổ 2", "Sen"]]
    assert [each[0] for each in values(xlsx(rows, merged=["A2:A4"]))] == [
        "Tổ",
        "Tổ 1",
        "Tổ 1",
        "Tổ 1",
        "Tổ 2",
    ]


def test_old_fonts_are_read_as_unicode_and_others_left_alone() -> None:
    assert values(xlsx([["ThÕ"]], font=".VnTime")) == [["Thế"]]
    assert values(xlsx([["ThÕ"]], font="Times New Roman")) == [["ThÕ"]]


FONTS = (
    '<fonts><font><name val="Arial"/></font><font><name val=".VnTime"/></font></fonts>'
    '<cellXfs><xf fontId="0"/><xf fontId="1"/></cellXfs>'
)
SHARED = (
    "<si><t>ThÕ</t></si>"
    '<si><r><t>Tổ </t></r><r><rPr><rFont val=".VnTime"/></rPr><t>c¾t</t></r></si>'
    "<si><t>a_x000D_b</t><rPh><t>đọc</t></rPh></si>"
)


def test_texts_shared_by_cells_are_read_in_the_font_of_each() -> None:
    row = '<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" s="1" t="s"><v>0</v></c><c r="D3" t="s"><v>1</v></c></row>'
    assert values(bare(row, SHARED, FONTS)) == [["ThÕ", "Thế", None, "Tổ cắt"]]


def test_what_is_read_aloud_is_no_text_and_signs_of_control_are_undone() -> None:
    assert values(bare('<row><c t="s"><v>2</v></c><c><v>4</v></c></row>', SHARED)) == [["a\rb", 4]]


def test_a_formula_nobody_has_worked_out_says_so() -> None:
    assert values(xlsx([["=1+1", "Hoa"]])) == [[UNCOUNTED, "Hoa"]]


def test_sheets_that_are_hidden_are_not_read() -> None:
    book = Book()
    book.worksheets[0].append(["thấy"])
    hidden = book.create_sheet("ẩn")
    hidden.append(["không thấy"])
    hidden.sheet_state = "hidden"
    assert values(saved(book)) == [["thấy"]]


def test_names_of_tags_may_have_a_prefix() -> None:
    def prefixed(name: str, content: bytes) -> bytes:
        if "worksheets/sheet" not in name:
            return content
        text = content.decode().replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?")
        return text.replace("xmlns=", "xmlns:x=").encode()

    assert values(repacked(xlsx([["Hoa", 1]]), prefixed)) == [["Hoa", 1]]


def test_rows_that_are_only_painted_cost_nothing() -> None:
    painted = b"".join(
        b'<row r="%d">%s</row>'
        % (row, b"".join(b'<c r="%c%d" s="0"/>' % (column, row) for column in b"ABCD"))
        for row in range(3, 60_003)
    )

    def paint(name: str, content: bytes) -> bytes:
        return content.replace(b"</sheetData>", painted + b"</sheetData>") if "sheet1" in name else content

    assert values(repacked(xlsx([["a"], ["b"]]), paint)) == [["a"], ["b"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_csv_is_read_in_every_unicode_and_with_every_separator(encoding: str, between: str) -> None:
    text = f"Tên{between}Tổ\nLò Thị Hoa{between}Tổ 3\n"
    assert values(text.encode(encoding), "x.csv") == [["Tên", "Tổ"], ["Lò Thị Hoa", "Tổ 3"]]


def test_csv_in_windows_vietnamese_and_in_tcvn3_is_read() -> None:
    tones = "\u0300\u0301\u0303\u0309\u0323"
    pieces = [
        unicodedata.normalize("NFC", "".join(p for p in unicodedata.normalize("NFD", c) if p not in tones))
        + "".join(p for p in unicodedata.normalize("NFD", c) if p in tones)
        for c in "Họ và tên,Tổ\nNguyễn Thị Hoa,Tổ cắt\n"
    ]
    assert values("".join(pieces).encode("cp1258"), "x.csv")[1] == ["Nguyễn Thị Hoa", "Tổ cắt"]
    old = "Hä vµ tªn,Tæ\nNguyÔn ThÞ Hoa,Tæ c¾t\n".encode("latin-1")
    assert values(old, "x.csv")[1] == ["Nguyễn Thị Hoa", "Tổ cắt"]


OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "x.xlsx", "empty"),
        (b"  \n", "x.csv", "empty"),
        (OLE + bytes(600), "x.xlsx", "old_excel"),
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "x.xlsx", "encrypted"),
        (b"\x89PNG\r\n\x1a\n1", "x.xlsx", "picture"),
        (b"\xff\xd8\xff\xe0", "x.xlsx", "picture"),
        (b"%PDF-1.4", "x.xlsx", "paper"),
        (b"PK\x03\x04 and then nothing", "x.xlsx", "damaged"),
        (b"hello", "x.xlsx", "damaged"),
        (b"hello", "x.doc", "unknown_type"),
        (bytes(range(128, 256)) * 9, "x.csv", "encoding"),
        ("Hoa\0".encode("utf-16-le"), "x.csv", "encoding"),
    ],
)
def test_what_is_no_list_is_called_by_its_name(content: bytes, name: str, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        values(content, name)
    assert refused.value.reason == reason


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    def grow(name: str, content: bytes) -> bytes:
        return bytes(310 * 1024 * 1024) if "sharedStrings" in name else content

    with pytest.raises(Unreadable) as refused:
        values(repacked(bare(""), grow))
    assert refused.value.reason == "too_large"


def test_one_cell_that_goes_on_for_ever_is_refused() -> None:
    with pytest.raises(Unreadable) as refused:
        values(bare(f'<row><c t="str"><v>{"1" * 20_000_000}</v></c></row>'))
    assert refused.value.reason == "damaged"


@pytest.mark.parametrize("cell", ['t="s"><v>99', 't="s"><v>x', 't="n"><v>x', 's="-"><v>1', 'r="5"><v>1'])
def test_a_cell_that_means_nothing_makes_the_sheet_damaged(cell: str) -> None:
    with pytest.raises(Unreadable) as refused:
        values(bare(f"<row><c {cell}</v></c></row>", SHARED, FONTS))
    assert refused.value.reason == "damaged"


def test_a_number_beyond_all_numbers_is_nothing() -> None:
    assert values(bare("<row><c><v>1e999</v></c><c><v>5</v></c></row>")) == [[None, 5]]


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml"]
)
def test_a_workbook_torn_anywhere_is_called_damaged(part: str) -> None:
    def tear(name: str, content: bytes) -> bytes:
        return content[: len(content) // 2] if name == part else content

    with pytest.raises(Unreadable) as refused:
        values(repacked(bare("<row><c><v>1</v></c></row>", SHARED, FONTS), tear))
    assert refused.value.reason in {"damaged", "empty"}


def test_a_workbook_with_entities_is_refused() -> None:
    def declare(name: str, content: bytes) -> bytes:
        start = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet'
        return content.replace(b"<worksheet", start, 1) if "sheet1" in name else content

    with pytest.raises(Unreadable):
        values(repacked(xlsx([["a"]]), declare))


def test_fonts_of_single_cells_count() -> None:
    book = Book()
    page = book.worksheets[0]
    page.append(["ThÕ", "ThÕ"])
    page["A1"].font = Font(name=".VnArial")
    assert values(saved(book)) == [["Thế", "ThÕ"]]
