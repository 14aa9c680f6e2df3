"""A saved web page: its words, lists and tables; no scripts, nothing hidden, nothing loaded."""

import pytest

from knowledge.file_html import read_html


def lines(page: str) -> list[str]:
    return read_html(page.encode()).split("\n")


def test_paragraphs_headings_and_breaks() -> None:
    page = "<html><head><title>T</title><style>p{}</style></head><body><h1>KẾ&nbsp;HOẠCH</h1><p>Giữ\n máy<br>sạch &amp; êm<p>Hai<script>alert(1)</script></body>"
    assert lines(page) == ["KẾ HOẠCH", "Giữ máy", "sạch & êm", "Hai"]


def test_lists_have_their_labels() -> None:
    page = "<ol type=I start=2><li>Mục<ol><li>Một</li><li value=5>Năm</ol><li>Nữa</ol><ul><li>Chấm</ul>"
    assert lines(page) == ["II. Mục", "1. Một", "5. Năm", "III. Nữa", "- Chấm"]


def test_a_table_is_read_row_by_row_and_a_letterhead_cell_by_cell() -> None:
    facts = "<table><tr><th>Chỉ tiêu<th>Mức<tr><td><p>Đăng ký</p><td>90%</table>"
    head = "<table><tr><td>LIÊN ĐOÀN<br>TỈNH<td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</table>"
    assert lines(head + facts + "<p>Sau") == [
        "LIÊN ĐOÀN",
        "TỈNH",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Chỉ tiêu | Mức",
        "Đăng ký | 90%",
        "Sau",
    ]


def test_tables_inside_a_cell_stay_in_their_place() -> None:
    page = "<table><tr><td>Trước<table><tr><td>a</td><td>b</td></tr></table></td><td>c</td></tr></table>"
    assert lines(page) == ["Trước a | b | c"]


def test_what_is_hidden_or_struck_out_is_left_out() -> None:
    page = "<p style='display:none'>ẩn<p>thấy<div hidden>x<div>y</div></div><del>cũ</del>"
    assert lines(page) == ["thấy"]


@pytest.mark.parametrize(
    "broken", ["</table></td></li></ol>", "<td><li><tr><table>", "<table><td>", "<![if x"]
)
def test_broken_pages_do_not_stop_the_reader(broken: str) -> None:
    assert "Giữ máy" in read_html(f"<p>Giữ máy</p>{broken}".encode())


def test_the_encoding_a_page_names_is_used() -> None:
    page = b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1258"><p>'
    assert read_html(page + "đoa\u0300n".encode("cp1258")) == "đoa\u0300n"
    assert read_html("\ufeff<p>Kế hoạch".encode("utf-16-le")) == "Kế hoạch"
