"""The header of an official paper: number, kind, date, issuer, place, title; what is not there is None."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from knowledge import papers
from knowledge.sections import label_of
from storage.papers import Header
from storage.vietnamese import fold, unmarked

_NUMBER = re.compile(r"^\W*so\s*:?\s*(?P<number>\d*\s*[/-]\s*[^\s,;]+(?:\s*-\s*[^\s,;]+)*)")
_DATED = re.compile(
    r"^\W*(?P<place>[^\d,]{2,40}),\s*ngay\s*(?P<d>\d{0,2})"
    r"(?:[\s.…]*thang\s*(?P<m>\d{0,2})[\s.…]*nam\s+(?P<y>\d{4})|\s*[./-]\s*(?P<m2>\d{1,2})\s*[./-]\s*(?P<y2>\d{4}))"
)
_BY_WHOM = re.compile(r"\b(ldld|lien doan lao dong)\s+(tinh|thanh pho|tp\.?)\b")
_ABOUT = re.compile(r"^\W*(?:v\s*/\s*v|ve viec)\s*:?\s*")  # a letter says under its number what it is about
_HEAD, _FOOT = 25, 12
_LONGEST_TITLE_LINE = 400
_LONGEST_NAME, _LONGEST_NUMBER = 120, 60
_SHOUTED = 40


def read_header(paragraphs: Sequence[str]) -> Header:
    """What the first page says of the paper; place and issuer else from the body, then marked inferred."""
    lines = [line.strip(" *_\t") for paragraph in paragraphs[:_HEAD] for line in paragraph.split("\n")]
    kind_at, kind = _kind(lines)
    about = next((line for line in lines[:12] if _ABOUT.match(unmarked(line))), None) if not kind else None
    place, issued = _place_and_date(lines)
    if place is None:
        place, issued = _place_and_date(_foot(paragraphs))
    inferred = set()
    issuer = _letterhead(lines[: kind_at if kind_at is not None else 8])
    if place is None and (place := most_named_place(paragraphs)):
        inferred.add("place")
    if issuer is None and (issuer := _issuer_in_body(paragraphs, place)):
        inferred.add("issuer")
    title = _title(lines, kind_at) if about is None else about[_length(_ABOUT, about) :]
    kind = papers.LETTER if about is not None else kind
    return Header(_number(lines), kind, issued, issuer, place, title, frozenset(inferred))


def _length(pattern: re.Pattern[str], line: str) -> int:
    found = pattern.match(unmarked(line))
    return found.end() if found else 0


def head_length(paragraphs: Sequence[str]) -> int:
    """How many paragraphs the header takes, title included."""
    lines = [paragraph.strip(" *_\t") for paragraph in paragraphs[:_HEAD]]
    kind_at, _ = _kind(lines)
    start = 0 if kind_at is None else kind_at + 1
    titled = _title_end(lines, start)
    return titled if kind_at is not None or titled > start else 0


def normal_number(number: str) -> str:
    """A paper's number without the spaces that typists leave in it."""
    return re.sub(r"\s+", "", number).strip(".,;:*")


def _number(lines: Sequence[str]) -> str | None:
    for line in lines:
        if found := _NUMBER.match(unmarked(line)):
            number = normal_number(line[found.start("number") : found.end("number")])
            return number if number[0].isdigit() and len(number) <= _LONGEST_NUMBER else None
    return None


def _place_and_date(lines: Sequence[str]) -> tuple[str | None, date | None]:
    for line in lines:
        if found := _DATED.search(unmarked(line)):
            return line[found.start("place") : found.end("place")].strip(" *_."), _date(found)
    return None, None


def _foot(paragraphs: Sequence[str]) -> list[str]:
    """The last lines: a pledge or an appeal is dated above its signatures."""
    return [line.strip(" *_\t") for each in paragraphs[-_FOOT:] for line in each.split("\n")]


def _date(found: re.Match[str]) -> date | None:
    month, year = found["m"] or found["m2"], found["y"] or found["y2"]
    if not found["d"] or not month:
        return None
    try:
        return date(int(year), int(month), int(found["d"]))
    except ValueError:
        return None


def _kind(lines: Sequence[str]) -> tuple[int | None, str | None]:
    """The line that is the kind's name alone, in capitals as a rule."""
    for i, line in enumerate(lines):
        if label_of(line) is not None:
            break
        if (folded := fold(line)) in papers.KINDS:
            return i, papers.KINDS[folded]
    for i, line in enumerate(lines[:12]):
        begun = next((k for k in papers.KINDS if fold(line).startswith(k + " ")), None)
        if begun and papers.is_capitals(line[: len(begun)]):
            return i - 1, papers.KINDS[begun]
    return None, None


def _letterhead(lines: Sequence[str]) -> str | None:
    """The last union named in capitals: the one above it is its superior."""
    named = ""
    for line in filter(papers.is_capitals, lines):
        folded = fold(line)
        if any(motto in folded for motto in papers.MOTTO) or folded in papers.KINDS:
            continue
        if any(word in folded for word in papers.LETTERHEAD):
            named = line
        elif named and folded.startswith(papers.LEVELS):
            named += " " + line
    return papers.in_lower_case(named) if 0 < len(named) <= _LONGEST_NAME else None


def _title(lines: Sequence[str], kind_at: int | None) -> str | None:
    start = 0 if kind_at is None else kind_at + 1
    title = [line for line in lines[start : _title_end(lines, start)] if line and not _is_letterhead(line)]
    return " ".join(" ".join(title).split()) or None


def _title_end(lines: Sequence[str], start: int) -> int:
    at = start
    while at < min(len(lines), start + 6) and _belongs_to_title(lines[at], first=0 < start == at):
        at += 1
    return at if at < len(lines) or start else start


def _belongs_to_title(line: str, *, first: bool) -> bool:
    folded = fold(line)
    shouted = papers.is_capitals(line[:_SHOUTED])
    opens_body = not first and not shouted and folded.startswith(papers.OPENING) and len(line) > 120
    return (
        len(line) <= _LONGEST_TITLE_LINE
        and label_of(line) is None
        and not opens_body
        and not line.endswith((".", ":"))
    )


def _is_letterhead(line: str) -> bool:
    plain = unmarked(line)
    return bool(_NUMBER.match(plain) or _DATED.match(plain)) or any(m in fold(line) for m in papers.MOTTO)


def most_named_place(paragraphs: Sequence[str]) -> str | None:
    """The province that a text names most after the word for province, when it names one twice or alone."""
    named: Counter[str] = Counter()
    written: dict[str, str] = {}
    for paragraph in paragraphs:
        plain = unmarked(paragraph)
        for found in re.finditer(rf"\b(?:{'|'.join(map(re.escape, papers.PROVINCE))})\s+", plain):
            if name := _proper_name(paragraph[found.end() :]):
                named[fold(name)] += 1
                written.setdefault(fold(name), name)
    if not named:
        return None
    (name, times), *others = named.most_common(2)
    return written[name] if times > 1 or not others else None


def _proper_name(text: str) -> str:
    words: list[str] = []
    for word in re.findall(r"[^\W\d_]+|\W", text[:40]):
        if word == " ":
            continue
        if not word[:1].isupper() or len(words) == 3 or (len(word) > 3 and word.isupper()):
            break
        words.append(word)
    return " ".join(words) if len(words) > 1 else ""


def _issuer_in_body(paragraphs: Sequence[str], place: str | None) -> str | None:
    """The union whose board speaks in the text, by its full name, when its province is known."""
    for paragraph in paragraphs:
        found = _BY_WHOM.search(unmarked(paragraph))
        if found and place:
            organ, level = paragraph[slice(*found.span(1))], paragraph[slice(*found.span(2))]
            return f"{papers.FULL_NAMES.get(fold(organ), organ)} {level} {place}"
    return None
