"""Folding, sorting and cleaning of Vietnamese text; pure, and fast enough to run on every message."""

import re
import unicodedata

_GAP, _END = "-", " "
_SLOTS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BREVE, _CIRCUMFLEX, _HORN, _STROKE = 0x306, 0x302, 0x31B, 0x111
_TONES = {0x300: "1", 0x309: "2", 0x303: "3", 0x301: "4", 0x323: "5"}
_ZERO_WIDTH = (0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF)
_OTHER_D = {0x110: "d", _STROKE: "d", 0xD0: "d", 0xF0: "d"}


def _folding() -> dict[int, str | None]:
    table: dict[int, str | None] = dict.fromkeys(range(0x300, 0x370))
    table |= dict.fromkeys(_ZERO_WIDTH)
    for code in (*range(0xA0, 0x250), *range(0x1E00, 0x1F00), *range(0xFF01, 0xFF5F)):
        plain = "".join(c for c in unicodedata.normalize("NFKD", chr(code)) if not unicodedata.combining(c))
        if plain != chr(code):
            table[code] = plain.lower()
    return table | _OTHER_D


def _cleaning() -> dict[int, str | None]:
    table: dict[int, str | None] = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000)))
    table |= dict.fromkeys(_ZERO_WIDTH)
    return table | {
        0x09: " ",
        0x0A: "\n",
        0x0B: "\n",
        0x0C: "\n",
        0x85: "\n",
        0xA0: " ",
        0x2028: "\n",
        0x2029: "\n",
    }


def _alphabet() -> dict[str, str]:
    letters: list[str] = []
    for letter in "abcdefghijklmnopqrstuvwxyz":
        letters.append(letter)
        letters += {
            "a": ["a" + chr(_BREVE), "a" + chr(_CIRCUMFLEX)],
            "d": [chr(_STROKE)],
            "e": ["e" + chr(_CIRCUMFLEX)],
            "o": ["o" + chr(_CIRCUMFLEX), "o" + chr(_HORN)],
            "u": ["u" + chr(_HORN)],
        }.get(letter, [])
    return dict(zip([*"0123456789", *letters], _SLOTS, strict=False))


_FOLD = _folding()
_UNMARK = {code: plain for code, plain in _FOLD.items() if plain is not None and len(plain) == 1}
_UNMARK |= {code: chr(code + 32) for code in range(0x41, 0x5B)}
_CLEAN = _cleaning()
_ORDER = _alphabet()
_SHAPE = "".join(map(chr, (_BREVE, _CIRCUMFLEX, _HORN)))
_PIECE = re.compile(f"[0-9a-z{chr(_STROKE)}][{_SHAPE}{''.join(map(chr, _TONES))}]*")
_APOSTROPHES = dict.fromkeys((0x27, 0x2019, 0x2BC, 0x60))


def fold(text: str) -> str:
    """Lower case, no marks, plain d, single spaces: equal for NFC, NFD and zero-width variants of a text."""
    return " ".join(text.lower().translate(_FOLD).split())


def unmarked(text: str) -> str:
    """Of the same length as a cleaned text: lower case without marks, to look for words by their position."""
    return text.translate(_UNMARK)


def clean(text: str) -> str:
    """NFC without control and zero-width characters; line breaks stay, as a plain newline."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").translate(_CLEAN))


def sort_key(text: str) -> str:
    """ASCII that sorts bytewise as a Vietnamese dictionary does: letters first, tones only between equals."""
    letters, tones = [], []
    for word in unicodedata.normalize("NFD", clean(text).lower().translate(_APOSTROPHES)).split():
        pieces = _PIECE.findall(word)
        if pieces:
            letters.append("".join(map(_slot, pieces)))
            tones.append(next((_TONES[ord(c)] for piece in pieces for c in piece if ord(c) in _TONES), "0"))
    return _GAP.join(letters) + _END + "".join(tones)


def _slot(piece: str) -> str:
    shape = next((c for c in piece[1:] if c in _SHAPE), "")
    return _ORDER.get(piece[0] + shape, _ORDER[piece[0]])
