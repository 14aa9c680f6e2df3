"""An .odt is read without another program: labels of its lists, tables, what was struck out left away."""

import zipfile
from pathlib import Path

import pytest

from knowledge.documents import Unreadable
from knowledge.file_odt import read_odt

NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "style")
)
LISTS = (
    '<text:list-style style:name="L1">'
    '<text:list-level-style-number text:level="1" style:num-format="I" style:num-suffix="."/>'
    '<text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix="." text:display-levels="1"/>'
    '<text:list-level-style-bullet text:level="3" text:bullet-char="•"/></text:list-style>'
)
MIMETYPE = "application/vnd.oasis.opendocument.text"


def written(path: Path, body: str, before: str = "") -> Path:
    content = (
        f'<?xml version="1.0"?>{before}<office:document-content {NAMES}>'
        f"<office:automatic-styles>{LISTS}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", MIMETYPE)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return path


def lines(folder: Path, body: str) -> list[str]:
    return read_odt(written(folder / "paper.odt", body)).split("\n")


def listed(*items: str) -> str:
    return "".join(f"<text:list-item>{each}</text:list-item>" for each in items)


def p(text: str) -> str:
    return f"<text:p>{text}</text:p>"


def test_lists_have_their_labels_and_go_on(tmp_path: Path) -> None:
    inner = "<text:list>" + listed(p("Một"), p("Hai") + p("Thêm")) + "</text:list>"
    first = '<text:list text:style-name="L1">' + listed(p("MỤC ĐÍCH") + inner) + "</text:list>"
    second = '<text:list text:style-name="L1">' + listed(p("CHỈ TIÊU")) + "</text:list>"
    found = lines(tmp_path, first + p("Ở giữa") + second)
    assert found == ["I. MỤC ĐÍCH", "1. Một", "2. Hai", "Thêm", "Ở giữa", "II. CHỈ TIÊU"]


def test_spans_breaks_and_what_was_struck_out(tmp_path: Path) -> None:
    gone = "<text:tracked-changes>" + p("cũ") + "</text:tracked-changes>"
    note = "<text:note>" + p("chú thích") + "</text:note>"
    body = gone + p(f"Giữ<text:s/><text:span>máy</text:span>{note} sạch<text:line-break/>êm")
    assert lines(tmp_path, body) == ["Giữ máy sạch", "êm"]


def test_a_table_is_read_row_by_row(tmp_path: Path) -> None:
    def row(*cells: str) -> str:
        return (
            "<table:table-row>"
            + "".join(f"<table:table-cell>{p(c)}</table:table-cell>" for c in cells)
            + "</table:table-row>"
        )

    head = f"<table:table-header-rows>{row('Chỉ tiêu', 'Mức')}</table:table-header-rows>"
    assert lines(tmp_path, f"<table:table>{head}{row('Đăng ký', '90%')}</table:table>") == [
        "Chỉ tiêu | Mức",
        "Đăng ký | 90%",
    ]


@pytest.mark.parametrize("before", ["<!DOCTYPE x>", '<!DOCTYPE x [<!ENTITY a "b">]>'])
def test_entities_are_refused(tmp_path: Path, before: str) -> None:
    with pytest.raises(Unreadable, match="damaged"):
        read_odt(written(tmp_path / "paper.odt", p("x"), before))
