"""Turns what was typed in fonts from before Unicode (TCVN3, VNI) into the letters that were seen. Pure."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from pathlib import Path

_TABLES = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_TCVN3 = str.maketrans(_TABLES["tcvn3"]["typed"], _TABLES["tcvn3"]["seen"])
_VNI = str.maketrans(_TABLES["vni"]["typed"], _TABLES["vni"]["seen"])
_PUT_ON = dict(zip(_TABLES["vni"]["marks"], _TABLES["vni"]["put_on"], strict=True))
_VNI_PAIR = re.compile(f"([{_TABLES['vni']['vowels']}])([{_TABLES['vni']['marks']}])")
# Vietnamese is written with no letter of Latin-1 but the vowels under these marks.
_VOWELS = frozenset("aeiouy")
_PLAIN_MARKS = frozenset((0x300, 0x301, 0x302, 0x303))


def _is_vietnamese(letter: str) -> bool:
    base, *marks = list(unicodedata.normalize("NFD", letter))
    return base.lower() in _VOWELS and bool(marks) and _PLAIN_MARKS.issuperset(map(ord, marks))


_OFTEN_MISTYPED = frozenset((0xB0, 0xB1, 0xB2, 0xB3, 0xB4, 0xAF, 0xBA, 0xBF, 0xD0, 0xF0))
_IMPOSSIBLE = "".join(
    letter
    for code in range(0xA1, 0x100)
    if not _is_vietnamese(letter := chr(code)) and code not in _OFTEN_MISTYPED
)
_SUSPECT = re.compile(f"[A-Za-z][{_IMPOSSIBLE}]|[{_IMPOSSIBLE}][A-Za-z]")
_ABOVE = ((0x100, 0x24F), (0x300, 0x36F), (0x1E00, 0x1EFF))
_UNICODE = re.compile("[" + "".join(f"{chr(first)}-{chr(last)}" for first, last in _ABOVE) + "]")


def of_font(font: str) -> str | None:
    """Which of the old codes a font shows: "tcvn3", "tcvn3h" (capitals only), "vni", or None."""
    name = font.strip().lower()
    if name.startswith(".vn"):
        return "tcvn3h" if name.endswith("h") else "tcvn3"
    return "vni" if name.startswith("vni") else None


def decoded(text: str, code: str) -> str:
    """The letters seen; a text that is Unicode already stays, whatever its font says."""
    if is_unicode(text):
        return text
    if code == "vni":
        return _from_vni(text)
    seen = text.translate(_TCVN3)
    return seen.upper() if code == "tcvn3h" else seen


def is_unicode(text: str) -> bool:
    """Whether a letter stands in it that only Unicode has."""
    return _UNICODE.search(text) is not None


def is_suspect(text: str) -> bool:
    """Whether signs that no Vietnamese word holds stand beside letters: TCVN3 without its font."""
    return _SUSPECT.search(text) is not None and not is_unicode(text)


def _from_vni(text: str) -> str:
    marked = _VNI_PAIR.sub(lambda pair: pair[1] + _PUT_ON[pair[2]], text.translate(_VNI))
    return unicodedata.normalize("NFC", marked)
