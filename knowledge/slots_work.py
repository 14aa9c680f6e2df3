"""Reads titles, pieces of work, initiatives and reasons out of a message. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.wording import Wording, phrases

_QUOTES = '“”"'


def title(said: Wording) -> str | None:
    """Takes the title aimed at: one that is known, else what is called a title."""
    if found := said.find(phrases("titles")):
        return said.take(found[0], sum(found))
    if (found := said.find(phrases("title_leads"))) and not said.ends_at(sum(found)):
        stop = said.until(sum(found), phrases("stops"))
        return said.take(sum(found), said.before(sum(found), stop, phrases("softeners")))
    return None


def occasion(said: Wording) -> str | None:
    """Takes what a piece of work is in honour of."""
    found = said.find(phrases("occasions"))
    if not found or said.ends_at(sum(found)):
        return None
    at, stop = sum(found), said.until(sum(found), phrases("wishes", "softeners"))
    told = said.quote(at, stop)
    said.take(found[0], stop)
    return told


def commitment(said: Wording) -> str | None:
    """Takes the piece of work: what is promised, else what stands behind the wish to register."""
    for names in ("works", "wishes"):
        start = 0
        while found := said.find(phrases(names), start):
            start = sum(found)
            if told := _work(said, said.after(start, phrases("work_starts", "wishes"))):
                return told
    return None


def _work(said: Wording, at: int) -> str | None:
    """What stands at `at`, or behind what was understood there already."""
    while at < len(said) and said.taken(at):
        at += 1
    if at >= len(said) or phrases("not_work", "team_heads", "unit_heads").length_at(said, at, len(said)):
        return None
    stop = said.before(at, said.clause_end(at), phrases("softeners"))
    return said.take(at, stop) if stop - at > 1 else None


def initiative(said: Wording) -> str | None:
    """Takes what was thought up: what is called so, else what somebody has made."""
    for names in ("idea_heads", "made"):
        start = 0
        while found := said.find(phrases(names), start):
            start = sum(found)
            at = said.after(start, phrases("idea_starts"))
            if at >= len(said) or phrases("idea_not", "idea_stops").length_at(said, at, len(said)):
                continue
            if said.taken(at) or (said.ends_at(at) and names == "made"):
                continue
            stop = said.before(at, said.until(at, phrases("idea_stops")), phrases("softeners"))
            if stop - at > 1:
                return said.take(at, stop)
    return None


def reason(said: Wording, start: int = 0) -> str | None:
    """Takes what stands behind "because"; None without such a word."""
    found = said.find(phrases("reasons"), start)
    if not found or sum(found) >= len(said):
        return None
    at = said.after(sum(found), phrases("subjects"))
    if at >= len(said) or said.taken(at):
        return None
    return said.take(at, said.before(at, said.clause_end(at), phrases("softeners")))


def merit(said: Wording, start: int) -> str | None:
    """Takes the clause from `start` on that tells what somebody did: one about "her", else the first."""
    told = []
    for begin, end in _clauses(said, start):
        at = said.after(begin, phrases("subjects", "pronouns"))
        stop = said.before(at, end, phrases("softeners"))
        if stop - at > 1 and not said.find(phrases("no_reasons"), at, end):
            told.append((at == begin, at, stop))
    if not told:
        return None
    _, at, stop = min(told, key=lambda clause: clause[0])
    return said.take(at, stop)


def _clauses(said: Wording, start: int) -> Iterator[tuple[int, int]]:
    """What is left of the clauses; "he is 55 but never late" is two."""
    at = start
    while at < len(said):
        if said.taken(at):
            at += 1
            continue
        end = said.clause_end(at)
        turn = said.find(phrases("turns"), at + 1, end)
        yield at, turn[0] if turn else end
        at = sum(turn) if turn else end
