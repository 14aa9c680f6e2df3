"""Takes name, team and phone out of one message, in any order, with or without commas and marks. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot import texts
from bot.agreeing import marks_agree
from bot.heard import has_phrase
from handlers.pledges_reading import Words
from handlers.teams import same_words
from knowledge.slots_people import people
from knowledge.wording import Wording, listed
from storage.vietnamese import fold

LONGEST_NAME = 60
MOST_WORDS = 6  # of a name
LONGEST_PHRASE = 6  # words of a team
_PHONE = re.compile(r"(?<!\d)(?:\+?84|0)(?:[ .-]?\d){9}(?!\d)")
_BREAK = re.compile(r"[,;\n]|\.(?:\s|$)|\s[-–]\s")


@dataclass(frozen=True, slots=True)
class Told:
    """What a message tells of who writes; `sure`: the name can be nothing else, and nothing else is said."""

    name: str | None = None
    team: str | None = None
    phone: str | None = None
    sure: bool = False


def read_told(text: str, teams: Sequence[str] = ()) -> Told:
    """Reads a message; `teams` are the names of the unit's list."""
    number = _PHONE.search(text)
    phone = re.sub(r"\D", "", number[0]) if number else None
    words = Words.of(re.sub(r"[/|]", " , ", _PHONE.sub(" , ", text)))
    span = _team(words, teams)
    start, stop = span or (len(words.written),) * 2
    team = " ".join(_with_digits(words, words.written)[start:stop]) or None
    pieces = [each for each in map(_bared, _pieces(words, start, stop)) if each.words]
    piece = _name_of(pieces)
    name = capitalised(_as_written(piece.words, text)) if piece else None
    return Told(name, team, phone, bool(piece and len(pieces) == 1 and _surely(piece)))


def _as_written(words: Sequence[str], text: str) -> str:
    """The words with the signs between them, as in "Hoa-Mai"."""
    found = re.search(r"[\s-]+".join(map(re.escape, words)), text)
    return " ".join((found[0] if found else " ".join(words)).split())


def capitalised(name: str) -> str:
    """A name as it is written: each word with a capital."""
    return " ".join(word[:1].upper() + word[1:] for word in name.split())


def may_be_name(words: Sequence[str]) -> bool:
    """Letters only, not too many, and no words that are never a name."""
    text = " ".join(words)
    if not words or len(words) > MOST_WORDS or len(text) > LONGEST_NAME:
        return False
    if not all(re.fullmatch(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*", word) for word in words):
        return False
    plain = fold(text)
    return not any(has_phrase(plain, phrase) for phrase in texts.phrases("joining.no_names"))


# --- the pieces of a message ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Piece:
    """Words between commas, and around what was taken out; `led`: behind "em ten la"."""

    words: tuple[str, ...]
    led: bool = False


def _pieces(words: Words, start: int, stop: int) -> list[tuple[str, ...]]:
    """The clauses without the team."""
    found: list[list[str]] = [[]]
    for at, word in enumerate(words.written):
        if at == stop or _broken(words, at):
            found.append([])
        if not start <= at < stop:
            found[-1].append(word)
    return [tuple(each) for each in found]


def _broken(words: Words, at: int) -> bool:
    return bool(_BREAK.search(words.gaps[at]))


def _bared(written: tuple[str, ...]) -> _Piece:
    """Without "da em ten la" before it and "a", "o", "sdt" behind it."""
    led, words = False, written
    for _ in range(3):
        words, leads = _without_lead(words, texts.phrases("joining.name_leads"))
        words, openings = _without_lead(words, texts.phrases("joining.name_openings"))
        words, joins = _without_lead(words, texts.phrases("joining.exact"))
        led = led or leads
        if not (openings or leads or joins):
            break
    endings = (*texts.phrases("joining.name_endings"), *texts.phrases("joining.phone_words"))
    return _Piece(_without_tail(words, endings), led)


def _without_lead(words: tuple[str, ...], leads: Sequence[str]) -> tuple[tuple[str, ...], bool]:
    for lead in sorted(leads, key=lambda each: -len(each.split())):
        size = len(lead.split())
        if _same(words[:size], lead) and not _is_family_name(words, size):
            return words[size:], True
    return words, False


def _is_family_name(words: tuple[str, ...], size: int) -> bool:
    """ "La Thi Sen", "Da A Lu": one word of a lead may be where a name begins."""
    if size != 1 or len(words) < 3:
        return False
    middles = [fold(each) for each in listed("middles")]
    return fold(words[1]) in {"thi", "van"} or (fold(words[1]) in middles and fold(words[0]) in _families())


def _without_tail(words: tuple[str, ...], tails: Sequence[str]) -> tuple[str, ...]:
    """ "Sen o" (to may 2), "Sen sdt" (09…): as often as something of the kind stands there."""
    for tail in sorted(tails, key=lambda each: -len(each.split())):
        size = len(tail.split())
        if len(words) >= size and _same(words[-size:], tail):
            return _without_tail(words[:-size], tails)
    return words


def _same(written: Sequence[str], phrase: str) -> bool:
    """A phrase with marks is only meant by words with marks, or by none but "a"."""
    return fold(" ".join(written)) == fold(phrase) and (
        phrase.isascii() or all(map(marks_agree, map(str.lower, written), phrase.split()))
    )


def _name_of(pieces: Sequence[_Piece]) -> _Piece | None:
    """The piece that is the name: behind such a lead, else like one, else the only one there is."""
    may = [each for each in pieces if may_be_name(each.words)]
    for fits in (lambda each: each.led, _surely, lambda each: len(pieces) == 1 or _begins(each)):
        if found := [each for each in may if fits(each)]:
            return found[0]
    return None


def _begins(piece: _Piece) -> bool:
    return len(piece.words) > 1 and fold(piece.words[0]) in _families()


def _surely(piece: _Piece) -> bool:
    """From beginning to end a person's name."""
    if len(piece.words) < 2 or not may_be_name(piece.words):
        return False
    said = Wording(" ".join(piece.words))
    return people(said) == [(0, len(said))]


def _families() -> frozenset[str]:
    return frozenset(fold(each) for each in listed("sure_names", "names"))


# --- the team -------------------------------------------------------------------------------------


def _team(words: Words, teams: Sequence[str]) -> tuple[int, int] | None:
    """Where the first team stands: a word for one and a number, or one of the unit's list."""
    plain = _with_digits(words, words.folded)
    for start in range(len(plain)):
        for stop in range(min(len(plain), start + LONGEST_PHRASE), start, -1):
            if any(_broken(words, at) for at in range(start + 1, stop)):
                continue
            if _is_listed(words, (start, stop), teams) or _is_numbered(words, plain, (start, stop)):
                return start, stop
    return None


def _is_listed(words: Words, span: tuple[int, int], teams: Sequence[str]) -> bool:
    """One of the list; one that could be part of a name only where it stands alone between commas."""
    start, stop = span
    said = " ".join(words.written[start:stop])
    short = [team.partition(" ")[2] for team in teams] if stop - start > 1 else []
    if not any(same_words(said, team) for team in (*teams, *short)):
        return False
    alone = (start == 0 or _broken(words, start)) and (stop == len(words.written) or _broken(words, stop))
    heads = [fold(each) for each in texts.phrases("joining.team_words")]
    return alone or (stop - start > 1 and any(has_phrase(fold(said), head) for head in heads))


def _is_numbered(words: Words, plain: Sequence[str], span: tuple[int, int]) -> bool:
    start, stop = span
    text = " ".join(plain[start:stop])
    if text.startswith("o ") or not any(
        re.fullmatch(p, text) for p in texts.phrases("pledges.team_patterns")
    ):
        return False
    if any(char.isdigit() for char in " ".join(words.written[start:stop])):
        return True
    # "to hai yen", "to van hung": Ms and Mr To
    rest = next((at for at in range(stop, len(plain)) if _broken(words, at)), len(plain)) - stop
    named = start == 0 or _broken(words, start)
    return not (named and rest and (rest == 1 or fold(words.written[stop]) not in _families()))


def _with_digits(words: Words, shown: Sequence[str]) -> list[str]:
    """The words, a number in words as a digit behind a word for a team: "to hai", "to may mot"."""
    heads, kinds = texts.phrases("joining.before_numbers"), texts.phrases("joining.team_kinds")
    found: list[str] = []
    for at, word in enumerate(shown):
        behind = at > 0 and (words.folded[at - 1] in heads or _kind_of_team(words, at, kinds, heads))
        number = _number(words.written[at]) if behind else None
        found.append(str(number) if number else word)
    return found


def _kind_of_team(words: Words, at: int, kinds: Sequence[str], heads: Sequence[str]) -> bool:
    return any(
        words.folded[max(0, at - size) : at] == tuple(kind.split()) and words.folded[at - size - 1] in heads
        for kind in kinds
        if at > (size := len(kind.split()))
    )


def _number(written: str) -> int | None:
    numbers = enumerate(texts.phrases("joining.number_words"), 1)
    return next((n for n, word in numbers if marks_agree(written.lower(), word)), None)
