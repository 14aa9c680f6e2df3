"""Quoted names: which are movements, titles, themes, slogans, and which are none of these. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from knowledge.reading.items import Evidence, Named
from knowledge.reading.sheet import Paragraph
from knowledge.reading.words import any_of, holds, meanings, words
from storage.vietnamese import fold

MOVEMENT, GOAL, TITLE, THEME, SLOGAN, OTHER = "movement", "goal", "title", "theme", "slogan", "other"
_CARE = words("movements", "care")
_PROGRAMME = "chuong trinh"
_KNOWN = [
    (name, re.compile(r"(?<!\w)" + r"[\s,;–-]+".join(re.findall(r"[a-z0-9]+", name)) + r"(?!\w)"))
    for name in words("movements", "known")
]
_QUOTED = re.compile(r"[“«]([^“”«»]{3,240})[”»]|\"([^\"“”]{3,240})\"|[“«]([^“”«».;]{3,240})(?=[.;])")
_KINDS = meanings("movements", "kinds")
_CLASSES = {
    **dict.fromkeys(_KINDS, MOVEMENT),
    **dict.fromkeys(words("movements", "others"), OTHER),
    **dict.fromkeys(words("movements", "goals"), GOAL),
    **dict.fromkeys(words("movements", "titles"), TITLE),
    **dict.fromkeys(words("movements", "themes"), THEME),
    **dict.fromkeys(words("movements", "slogans"), SLOGAN),
}
_TRIGGER = re.compile(rf"(?<!\w){any_of(tuple(sorted(_CLASSES, key=len, reverse=True)))}(?!\w)")
_JOIN = re.compile(rf"[\s,;:…./–-]*(?:{any_of(words('movements', 'joins'))})?[\s,;:–-]*")
_LAUNCHED = re.compile(r"(?:\s*do\s.{0,90}?(?:phat dong|to chuc|chu tri)\s*[,;:]?\s*)")
_OF = re.compile(rf"\s+{any_of(words('movements', 'of'))}\s")
_IS = re.compile(rf"\s{any_of(words('movements', 'is'))}[\s:]*$")
_FAR = 90  # letters between the word that says what it is and the name
_ALIKE, _SHARE_KEPT, _MANY, _FEWEST_IN_GOAL = 0.85, 0.75, 10, 5


@dataclass(frozen=True, slots=True)
class _Quote:
    name: str
    group: str
    kind: str
    core: bool
    evidence: Evidence


def named(paragraphs: Sequence[Paragraph], title: str | None) -> dict[str, tuple[Named, ...]]:
    """The quoted names by class; the movement that the paper launches is marked primary."""
    quotes = [quote for paragraph in paragraphs for quote in _quotes(paragraph)]
    written = [quote for paragraph in paragraphs for quote in _unquoted(paragraph)]
    others = [quote.name for quote in quotes if quote.group in {TITLE, THEME, SLOGAN}]
    written = [quote for quote in written if not any(near(quote.name, name) for name in others)]
    movements = _grouped([*(q for q in quotes if q.group in {MOVEMENT, GOAL}), *written])
    launched = _launched([q for q in quotes if q.group == MOVEMENT], title)
    marked = tuple(replace(each, primary=_is(each, launched)) for each in movements)
    return {
        MOVEMENT: marked,
        **{group: _grouped(q for q in quotes if q.group == group) for group in (TITLE, THEME, SLOGAN)},
    }


def _quotes(paragraph: Paragraph) -> Iterator[_Quote]:
    last_end, group, kind = 0, OTHER, ""
    for match in _QUOTED.finditer(paragraph.text):
        index = next(i for i in (1, 2, 3) if match[i] is not None)
        name = match[index].strip(" ,.;:")
        before = paragraph.plain[last_end : match.start()]
        group, kind = _class_of(before, group, kind, first=last_end == 0)
        if group == MOVEMENT and _of_care(name, kind, _sentence(paragraph.plain, match.start())):
            group = OTHER
        core = holds(before[-_FAR:], words("movements", "core"))
        if group != GOAL or len(name.split()) >= _FEWEST_IN_GOAL:
            yield _Quote(name, group, kind, core, Evidence(name, paragraph.section))
        last_end = match.end()


def _of_care(name: str, kind: str, sentence: str) -> bool:
    """A programme that helps people, rather than spurs them on."""
    if fold(name).startswith(_CARE):
        return True
    said = f"{sentence} {fold(name)}"
    return fold(kind) == _PROGRAMME and not holds(said, words("movements", "spurring"))


def _sentence(plain: str, end: int) -> str:
    return plain[plain.rfind(". ", 0, end) + 1 : end]


def _unquoted(paragraph: Paragraph) -> Iterator[_Quote]:
    """Movements that every union knows by name, written without marks or as a bare item of a list."""
    quoted = [match.span() for match in _QUOTED.finditer(paragraph.text)]
    for _, pattern in _KNOWN:
        for match in pattern.finditer(paragraph.plain):
            if any(a <= match.start() < b and match.end() < b - 2 for a, b in quoted):
                continue  # a part of a longer name
            name = paragraph.text[match.start() : match.end()]
            kind = _KINDS[next(iter(_KINDS))]
            yield _Quote(name, MOVEMENT, kind, core=False, evidence=Evidence(name, paragraph.section))


def _class_of(before: str, group: str, kind: str, *, first: bool) -> tuple[str, str]:
    """By the nearest word in front that says what it is; a member of a list is what the one before was."""
    if not first and (_JOIN.fullmatch(before) or _LAUNCHED.fullmatch(before)):
        return group, kind
    triggers = [m for m in _TRIGGER.finditer(before) if len(before) - m.end() <= _FAR]
    sentence = max(before.rfind(". "), before.rfind("; ")) if triggers else -1
    triggers = [m for m in triggers if m.start() > sentence]
    if not triggers:
        return OTHER, ""
    ruling = next((m for m in triggers if _rules(m, before)), triggers[-1])
    said = " ".join(ruling[0].split())
    return _CLASSES[said], _KINDS.get(said, "")


def _rules(trigger: re.Match[str], before: str) -> bool:
    """A theme, slogan or title of something, or "the theme … is": what stands between does not matter."""
    if _CLASSES[" ".join(trigger[0].split())] not in {THEME, SLOGAN, TITLE}:
        return False
    rest = before[trigger.end() :]
    return not re.search(r"[,;.]", rest) and bool(_OF.match(rest) or _IS.search(rest))


def _grouped(quotes: Iterable[_Quote]) -> tuple[Named, ...]:
    """Names that are nearly one stand side by side as variants of the first; none is lost."""
    found: list[Named] = []
    for quote in quotes:
        kind = quote.kind or quote.group
        for i, known in enumerate(found):
            if near(known.name, quote.name):
                if quote.name not in {known.name, *known.variants}:
                    found[i] = replace(known, variants=(*known.variants, quote.name))
                break
        else:
            found.append(Named(quote.name, kind, quote.evidence))
    return tuple(found)


def near(one: str, other: str) -> bool:
    """Whether two names may be one: the same words, some left out, or a few of many written otherwise.

    One word for another in a short name makes another movement.
    """
    short, long = sorted((_syllables(one), _syllables(other)), key=len)
    if len(short) >= _SHARE_KEPT * len(long) or (len(short) >= _MANY and short == long[: len(short)]):
        rest = iter(long)
        if all(word in rest for word in short):
            return True
    return len(short) >= _MANY and SequenceMatcher(None, short, long).ratio() >= _ALIKE


def _syllables(name: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", fold(name))


def _launched(movements: Sequence[_Quote], title: str | None) -> str | None:
    """The one in the title; else what is said to be the core; else the first named."""
    in_title = [q.name for q in movements if title and fold(q.name) in fold(title)]
    core = [q.name for q in movements if q.core]
    return next(iter([*in_title, *core, *(q.name for q in movements)]), None)


def _is(each: Named, launched: str | None) -> bool:
    return launched is not None and launched in {each.name, *each.variants}
