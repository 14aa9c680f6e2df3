"""Finds the names of people in a message, with capitals or without. Pure."""

from __future__ import annotations

from knowledge.wording import Wording, phrases

_LONGEST_NAME = 5
_ALONE = ("y", "h")  # names of the Central Highlands: Y Wan, H'Hoa


def people(said: Wording, start: int = 0) -> list[tuple[int, int]]:
    """(start, stop) of each name from `start` on, in the order they are told."""
    found: list[tuple[int, int]] = []
    at = start
    while at < len(said):
        stop = at if said.taken(at) else _name_end(said, at)
        if stop > at:
            found.append((at, stop))
        at = max(stop, at + 1)
    return found


def _name_end(said: Wording, at: int) -> int:
    if said.written[at][:1].isupper() and (stop := _capital_end(said, at)) > at:
        return stop
    return _plain_end(said, at)


def _capital_end(said: Wording, at: int) -> int:
    """A run of capitals that begins with a family name, or stands where a name is expected."""
    stop = at
    while stop < min(len(said), at + _LONGEST_NAME) and said.written[stop][:1].isupper():
        if stop > at and said.ends_at(stop):
            break
        stop += 1
    if _highland(said, at):
        return stop if stop - at > 1 or "'" in said.plain[at] or "’" in said.plain[at] else at
    known = bool(phrases("sure_names", "names").length_at(said, at, at + 1))
    unit = phrases("unit_heads", "team_heads", "no_person").length_at(said, at, len(said))
    return stop if stop - at > 1 and not unit and (known or _expected(said, at)) else at


def _highland(said: Wording, at: int) -> bool:
    word = said.plain[at]
    return word == _ALONE[0] or word.startswith((_ALONE[1] + "'", _ALONE[1] + "’"))


def _expected(said: Wording, at: int) -> bool:
    """Whether a word stands before that names follow, or the clause begins here after the first."""
    leads = phrases("name_leads")
    return any(at >= n and leads.length_at(said, at - n, at) == n for n in (4, 3, 2, 1))


def _plain_end(said: Wording, at: int) -> int:
    """A family name, what stands in the middle, and the name: typed without capitals."""
    stop = said.clause_end(at)
    if phrases("no_person").length_at(said, at, len(said)) or (
        at + 1 < stop and phrases("team_heads").length_at(said, at + 1, stop) > 1
    ):
        return at
    if _highland(said, at):
        if "'" in said.plain[at]:
            return said.until(at, phrases("stops", "team_heads"), 3)
        return at + 2 if stop > at + 1 and (_expected(said, at) or said.ends_at(at)) else at
    if stop - at < 2 or not phrases("sure_names", "names").length_at(said, at, at + 1):
        return at
    sure = phrases("sure_names").length_at(said, at, at + 1) and (_expected(said, at) or said.ends_at(at))
    middle = phrases("middles").length_at(said, at + 1, at + 2)
    if not (middle and stop - at > 2) and not sure:
        return at
    return _given_end(said, at + 2 if middle else at + 1, stop)


def _given_end(said: Wording, at: int, stop: int) -> int:
    """One word, and a second where nothing but the end or another matter follows it."""
    ends = phrases("stops", "team_heads", "unit_heads")
    following = at + 1
    if following >= stop or ends.length_at(said, following, stop):
        return following
    last = following + 1
    return last if last >= stop or ends.length_at(said, last, stop) else following
