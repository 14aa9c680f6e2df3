"""Telex and VNI typing that reached us undecoded: from the keys pressed back to the syllable meant."""

import re
import unicodedata

from knowledge.syllables import TONE_KEYS, allowed, compose, split_onset

_CIRCUMFLEX, _HOOK, _STROKE = "^", "w", chr(0x111)
_KEYS_OF_MARKS = {
    0x302: _CIRCUMFLEX,
    0x306: _HOOK,
    0x31B: _HOOK,
    0x301: "s",
    0x300: "f",
    0x309: "r",
    0x303: "x",
    0x323: "j",
    0x111: "dd",
}
_VNI = str.maketrans("12345678", TONE_KEYS + _CIRCUMFLEX + _HOOK + _HOOK)
_VNI_WORD = re.compile(r"[a-z]+[0-9][a-z0-9]*")
_WITH_CIRCUMFLEX = dict(zip("aeo", map(chr, (0xE2, 0xEA, 0xF4)), strict=True))
_WITH_HOOK = dict(zip("aou", map(chr, (0x103, 0x1A1, 0x1B0)), strict=True))
_DOUBLED = re.compile(r"([aeo])\1")
_DOUBLED_LATER = re.compile(r"([aeo])([a-z]*?)\1(?=[^aeo]*$)")
_CANNOT_BEGIN = ("", "z", _CIRCUMFLEX, *TONE_KEYS)
_LATE_STROKE = re.compile(r"d([a-z^]+)d([sfrxj]?)")
_HALF_HOOKED = (_WITH_HOOK["u"] + "o", "u" + _WITH_HOOK["o"])
_HOOKED = _WITH_HOOK["u"] + _WITH_HOOK["o"]


def telex(word: str) -> str | None:
    """The syllable that the Telex keys of a word (lower case, marks allowed) spell, or None."""
    keys = unicodedata.normalize("NFD", word).translate(_KEYS_OF_MARKS)
    if not keys.isascii() or not keys.replace(_CIRCUMFLEX, "").isalpha():
        return None
    if keys.startswith("dd"):
        keys = _STROKE + keys[2:]
    elif late := _LATE_STROKE.fullmatch(keys):
        keys = _STROKE + late[1] + late[2]
    return _syllable(keys)


def bare(word: str) -> str:
    """The letters of a word without its Telex keys, whether or not these make sense together."""
    return re.sub(r"([aeo])\1|dd", lambda m: m[0][0], re.sub(r"(?<=.)[sfrxjwz]", "", word))


def vni(word: str) -> str | None:
    """The syllable that the VNI keys of a word (lower case ASCII) spell, or None."""
    if not _VNI_WORD.fullmatch(word):
        return None
    if "9" in word and word.startswith("d"):
        word = _STROKE + word[1:].replace("9", "")
    return _syllable(word.translate(_VNI))


def surely_vni(word: str) -> bool:
    """Whether digits stand where only VNI puts them: inside a syllable, or one that shapes a letter."""
    return vni(word) is not None and not re.fullmatch(r"[a-z]+[0-5]", word)


def _syllable(keys: str) -> str | None:
    for onset, rest in split_onset(keys):
        if rest[:1] in _CANNOT_BEGIN:
            continue
        tone = next((key for key in reversed(rest) if key in TONE_KEYS), "")
        rhyme = _shape("".join(c for c in rest if c not in TONE_KEYS + "z"))
        if rhyme is not None and allowed(rhyme, tone):
            return compose(onset, rhyme, tone)
    return None


def _shape(keys: str) -> str | None:
    """Applies the circumflex and hook keys to the vowels before them."""
    keys = _DOUBLED.sub(r"\1" + _CIRCUMFLEX, keys, count=1)
    if _CIRCUMFLEX not in keys:
        keys = _DOUBLED_LATER.sub(r"\1" + _CIRCUMFLEX + r"\2", keys, count=1)
    shaped = ""
    for key in keys:
        if key == _CIRCUMFLEX:
            shaped = _mark_last(shaped, _WITH_CIRCUMFLEX)
        elif key == _HOOK:
            shaped = _hook(shaped)
        else:
            shaped += key
    for half in _HALF_HOOKED:
        shaped = shaped.replace(half, _HOOKED) if shaped != half else shaped
    return shaped


def _hook(shaped: str) -> str:
    if not shaped:
        return _WITH_HOOK["u"]
    if "ua" in shaped:
        return shaped.replace("ua", _WITH_HOOK["u"] + "a")
    return _mark_last(shaped, _WITH_HOOK)


def _mark_last(shaped: str, marks: dict[str, str]) -> str:
    at = max((i for i, c in enumerate(shaped) if c in marks), default=None)
    return shaped if at is None else shaped[:at] + marks[shaped[at]] + shaped[at + 1 :]
