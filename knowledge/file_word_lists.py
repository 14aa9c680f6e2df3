"""Which automatic label each paragraph of a Word file carries, by its own lists or those of its style."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn

from knowledge.file_numbers import Counter, Level

_VAL = qn("w:val")
_MOST_STYLES = 20  # a style is based on another, and in a broken file on itself


class Lists:
    """Counts through a document from its first paragraph to its last; ask once for each paragraph."""

    def __init__(self, document: Document) -> None:
        root = _numbering(document)
        self._abstract = {each.get(qn("w:abstractNumId")): each for each in _all(root, "w:abstractNum")}
        self._lists = {each.get(qn("w:numId")): each for each in _all(root, "w:num")}
        self._styles = {each.get(qn("w:styleId")): each for each in document.styles.element}
        self._counters: dict[str, Counter] = {}

    def label(self, paragraph: Any) -> str:
        """The label of a w:p element, empty where it has none."""
        number, depth = self._of(paragraph)
        if number not in self._lists:
            return ""
        return self._counter(number).next(depth)

    def _of(self, paragraph: Any) -> tuple[str, int]:
        """The list a paragraph belongs to ("" for none) and its depth there, from 0."""
        properties = paragraph.find(qn("w:pPr"))
        number, depth = _list_of(properties)
        style = _value(properties, "w:pStyle")
        for _ in range(_MOST_STYLES):
            if number is not None or style not in self._styles:
                break
            number, in_style = _list_of(self._styles[style].find(qn("w:pPr")))
            if number is not None and depth is None:
                depth = self._depth_of(number, style) if in_style is None else in_style
            style = _value(self._styles[style], "w:basedOn")
        return number or "", depth or 0

    def _depth_of(self, number: str, style: str | None) -> int:
        """The level of a list that names the style as its own."""
        for level in _all(self._described(number), "w:lvl"):
            if _value(level, "w:pStyle") == style:
                return int(level.get(qn("w:ilvl"), "0"))
        return 0

    def _described(self, number: str) -> Any:
        found = self._abstract.get(_value(self._lists.get(number), "w:abstractNumId"))
        linked = _value(found, "w:numStyleLink")  # the levels stand with the style that is named
        if linked is None:
            return found
        named = (each for each in self._abstract.values() if _value(each, "w:styleLink") == linked)
        return next(named, found)

    def _counter(self, number: str) -> Counter:
        """Lists of the same description count on together, unless one says where it begins."""
        described = self._described(number)
        own = dict(_overrides(self._lists[number]))
        key = (
            f"own {number}"
            if own
            else str(described.get(qn("w:abstractNumId")) if described is not None else "")
        )
        if key not in self._counters:
            levels = {int(each.get(qn("w:ilvl"), "0")): _level(each) for each in _all(described, "w:lvl")}
            self._counters[key] = Counter(levels | {d: _begun(levels.get(d), own[d]) for d in own})
        return self._counters[key]


def _numbering(document: Document) -> Any:
    try:
        return document.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return None


def _all(element: Any, name: str) -> list[Any]:
    return [] if element is None else element.findall(qn(name))


def _value(element: Any, name: str) -> str | None:
    found = None if element is None else element.find(qn(name))
    return None if found is None else found.get(_VAL)


def _number(element: Any, name: str, otherwise: int) -> int:
    value = _value(element, name) or ""
    return int(value) if value.lstrip("-").isdigit() else otherwise


def _list_of(properties: Any) -> tuple[str | None, int | None]:
    numbered = None if properties is None else properties.find(qn("w:numPr"))
    depth = _value(numbered, "w:ilvl")
    return _value(numbered, "w:numId"), int(depth) if depth and depth.isdigit() else None


def _level(element: Any) -> Level:
    is_plain = element.find(qn("w:isLgl")) is not None
    shape = _value(element, "w:numFmt") or "decimal"
    return Level(shape, _value(element, "w:lvlText") or "", _number(element, "w:start", 0), is_plain)


def _overrides(described: Any) -> Iterator[tuple[int, Level | int]]:
    """(depth, another level or the number it begins with) of what one list does in its own way."""
    for each in _all(described, "w:lvlOverride"):
        depth = int(each.get(qn("w:ilvl"), "0"))
        own = each.find(qn("w:lvl"))
        if own is not None:
            yield depth, _level(own)
        elif _value(each, "w:startOverride") is not None:
            yield depth, _number(each, "w:startOverride", 1)


def _begun(level: Level | None, own: Level | int) -> Level:
    if isinstance(own, Level):
        return own
    known = level or Level("none", "")
    return Level(known.shape, known.words, own, known.plain)
