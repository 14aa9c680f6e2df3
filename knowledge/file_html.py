"""Reads a web page saved as a file: its words alone; nothing it points to is loaded, nothing in it runs."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from knowledge.file_numbers import BULLET, written
from knowledge.file_plain import decoded
from knowledge.file_tables import table_lines

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([\w-]{1,30})""", re.IGNORECASE)
_LEFT_OUT = frozenset(
    {"script", "style", "head", "title", "template", "noscript", "svg", "select", "nav", "del"}
)
_BLOCKS = frozenset(
    (
        *("p", "div", "section", "article", "header", "footer", "main", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("li", "ul", "ol", "dl", "dt", "dd", "blockquote", "center", "pre", "address", "figure", "hr"),
        *("form", "fieldset", "table", "tr", "td", "th", "thead", "tbody", "tfoot", "caption"),
    )
)
_VOID = frozenset(
    {"meta", "link", "img", "br", "hr", "input", "col", "area", "base", "wbr", "source", "embed"}
)
_UNCLOSED = frozenset({"p", "li", "td", "th", "tr", "dt", "dd"})  # another one ends the one before
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_KINDS = {"1": "decimal", "i": "lowerRoman", "I": "upperRoman", "a": "lowerLetter", "A": "upperLetter"}
Attributes = list[tuple[str, str | None]]


def read_html(data: bytes) -> str:
    """Its lines, a paragraph or a table's row each. Raises Unreadable: encoding."""
    named = _CHARSET.search(data[:4096])
    page = _Page()
    page.feed(decoded(data, named[1].decode("ascii") if named else None))
    page.close()
    return page.text()


class _Lines:
    """The lines of the page or of one cell."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self._open = ""

    def add(self, text: str) -> None:
        self._open += text

    def end(self) -> None:
        self.done += [line for part in self._open.split("\n") if (line := " ".join(part.split()))]
        self._open = ""


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self._lines = [_Lines()]  # of the page, and of each cell that is open
        self._tables: list[list[list[str]]] = []
        self._lists: list[tuple[str, int]] = []  # (format, number of the next item)
        self._out: list[str] = []  # an element that is left out, once for each that is open inside it
        self._pre = 0

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        given = dict(attrs)
        if self._out and tag == self._out[0] and tag in _UNCLOSED:
            self._out.clear()
        if self._out:
            self._out += [tag] if tag == self._out[0] else []
            return
        if tag not in _VOID and _is_left_out(tag, given):
            self._out.append(tag)
            return
        if tag in _BLOCKS:
            self._lines[-1].end()
        if tag == "br":
            self._lines[-1].add("\n")
        elif tag == "li":
            self._lines[-1].add(self._label(given))
        elif tag in {"ol", "ul"}:
            self._lists.append(_counted(tag, given))
        elif tag == "pre":
            self._pre += 1
        else:
            self._table(tag)

    def _table(self, tag: str) -> None:
        if tag == "table":
            self._tables.append([])
        elif tag == "tr" and self._tables:
            self._close_cell()
            self._tables[-1].append([])
        elif tag in {"td", "th"} and self._tables:
            self._close_cell()
            if not self._tables[-1]:
                self._tables[-1].append([])
            self._lines.append(_Lines())

    def handle_endtag(self, tag: str) -> None:
        if self._out:
            if tag == self._out[0]:
                self._out.pop()
            return
        if tag in _BLOCKS:
            self._lines[-1].end()
        if tag in {"ol", "ul"} and self._lists:
            self._lists.pop()
        elif tag == "pre":
            self._pre = max(0, self._pre - 1)
        elif tag in {"td", "th", "tr"}:
            self._close_cell()
        elif tag == "table":
            self._close_table()

    def handle_data(self, data: str) -> None:
        if not self._out:
            self._lines[-1].add(data if self._pre else re.sub(r"\s+", " ", data))

    def _label(self, given: dict[str, str | None]) -> str:
        if not self._lists:
            return f"{BULLET} "
        kind, number = self._lists[-1]
        if (value := given.get("value") or "").isdigit():
            number = int(value)
        self._lists[-1] = (kind, number + 1)
        return f"{BULLET} " if kind == "bullet" else f"{written(number, kind)}. "

    def _close_cell(self) -> None:
        """Cells and tables nest: as many lists of lines are open as cells."""
        if len(self._lines) > len(self._tables) > 0 and self._tables[-1]:
            cell = self._lines.pop()
            cell.end()
            self._tables[-1][-1].append("\n".join(cell.done))

    def _close_table(self) -> None:
        self._close_cell()
        if self._tables:
            self._lines[-1].done += table_lines(self._tables.pop())

    def text(self) -> str:
        while self._tables:
            self._close_table()
        self._lines[-1].end()
        return "\n".join(self._lines[0].done)


def _is_left_out(tag: str, given: dict[str, str | None]) -> bool:
    return tag in _LEFT_OUT or "hidden" in given or bool(_HIDDEN.search(given.get("style") or ""))


def _counted(tag: str, given: dict[str, str | None]) -> tuple[str, int]:
    start = given.get("start") or ""
    kind = _KINDS.get(given.get("type") or "1", "decimal")
    return ("bullet" if tag == "ul" else kind), int(start) if start.isdigit() else 1
