"""Reads the text of an .rtf without another program; the labels of lists stand in it as text."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass

from knowledge.documents import Unreadable
from knowledge.file_rtf_tables import CELL, INSIDE, ROW, rtf_lines
from knowledge.file_rtf_words import APART, CHARSETS, ESCAPED, SHOWN, SIGNS

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|([^\\{}\r\n]+)"
)


@dataclass(slots=True)
class _State:
    """What a group inherits and loses at its end."""

    apart: bool = False  # not part of the text
    in_table: bool = False
    hidden: bool = False
    replaced: int = 1  # letters for older programs that follow one in Unicode
    codepage: str = "cp1252"
    opening: bool = False  # only marks, no text stood in the group yet


class _Reader:
    def __init__(self) -> None:
        self._state = _State()
        self._above: list[_State] = []
        self._codepages: dict[int, str] = {}
        self._ansi = self._state.codepage
        self._font = 0
        self._skip = 0
        self._waiting = bytearray()
        self._found: list[str] = []

    def read(self, data: bytes) -> str:
        for token in _TOKEN.finditer(data):
            word, value, code, sign, brace, plain = token.groups()
            if word:
                self._word(word.decode("ascii"), int(value) if value else None)
            elif code:
                self._bytes(bytes((int(code, 16),)))
            elif sign:
                self._sign(sign.decode("latin-1"))
            elif brace:
                self._group(opens=brace == b"{")
            else:
                self._bytes(plain)
        self._flush()
        return "".join(self._found)

    def _group(self, *, opens: bool) -> None:
        self._flush()
        self._skip = 0
        if opens:
            self._above.append(copy(self._state))
            self._state.opening = True
        elif self._above:
            self._state = self._above.pop()

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._state.apart = True  # until its name says otherwise
        elif sign in ESCAPED:
            self._say(ESCAPED[sign])

    def _word(self, word: str, value: int | None) -> None:
        if self._state.opening and word in SHOWN and not (self._above and self._above[-1].apart):
            self._state.apart = False
        elif word in APART:
            self._state.apart = True
        self._state.opening = False
        if word == "u" and value is not None:
            self._unicode(value)
        elif word in SIGNS:
            sign = SIGNS[word]
            self._say(INSIDE if sign == "\n" and self._state.in_table else sign)
        elif word in {"cell", "nestcell"}:
            self._say(CELL)
        elif word in {"row", "nestrow"}:
            self._say(ROW)
        elif word in _SETTERS:
            self._flush()
            _SETTERS[word](self, value)

    def _unicode(self, value: int) -> None:
        self._flush()
        self._say(chr(value % 0x10000))
        self._skip = self._state.replaced

    def _bytes(self, data: bytes) -> None:
        dropped = min(self._skip, len(data))
        self._skip -= dropped
        if not (self._state.apart or self._state.hidden):
            self._waiting += data[dropped:]
            self._state.opening = False

    def _say(self, text: str) -> None:
        self._flush()
        if not (self._state.apart or self._state.hidden):
            self._found.append(text)

    def _flush(self) -> None:
        """Bytes are letters of the codepage only together: some take two."""
        if self._waiting:
            self._found.append(self._waiting.decode(self._state.codepage, "replace"))
            self._waiting.clear()

    def ansi(self, value: int | None) -> None:
        self._ansi = self._state.codepage = _known(f"cp{value}")

    def font(self, value: int | None) -> None:
        self._font = value or 0
        self._state.codepage = self._codepages.get(self._font, self._ansi)

    def charset(self, value: int | None) -> None:
        if value in CHARSETS:
            self._codepages[self._font] = CHARSETS[value]

    def hide(self, value: int | None) -> None:
        self._state.hidden = value != 0

    def replaced(self, value: int | None) -> None:
        self._state.replaced = 1 if value is None else value

    def table(self, value: int | None) -> None:
        self._state.in_table = True

    def paragraph(self, value: int | None) -> None:
        self._state.in_table = False


_SETTERS: dict[str, Callable[[_Reader, int | None], None]] = {
    "ansicpg": _Reader.ansi,
    "f": _Reader.font,
    "fcharset": _Reader.charset,
    "v": _Reader.hide,
    "deleted": _Reader.hide,
    "uc": _Reader.replaced,
    "intbl": _Reader.table,
    "pard": _Reader.paragraph,
}


def read_rtf(data: bytes) -> str:
    """Its lines, a paragraph or a table's row each. Raises Unreadable: damaged."""
    if not data.startswith(b"{\\rt"):
        raise Unreadable("damaged")
    text = _Reader().read(data).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return "\n".join(rtf_lines(text))


def _known(codepage: str) -> str:
    try:
        "".encode(codepage)
    except LookupError:
        return "cp1252"
    return codepage
