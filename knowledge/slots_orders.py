"""Reads what officers order: whom to tell what, whom to urge to what by when; what to undo. Pure."""

from __future__ import annotations

import re

from knowledge import slots_places as places
from knowledge.wording import Wording, phrases

_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?|\d{1,2}h\d{0,2}")


def broadcast(said: Wording) -> dict[str, str]:
    """`audience` and `message`: before and behind the colon, or the word that begins the news."""
    found = said.find(phrases("sends"))
    at = said.after(sum(found), phrases("send_news")) if found else 0
    if to := said.find(phrases("to_whom"), at, min(len(said), at + 6)):
        at = sum(to)
    at = said.after(at, phrases("all_words"))
    if at >= len(said) or (said.ends_at(at) and not to):
        return {}
    end = said.clause_end(at)
    if turn := said.find(phrases("tells", "days"), at + 1, end):
        end = turn[0]
    whom = said.take(at, said.before(at, end, phrases("softeners")))
    news = said.after(end, phrases("tells"))
    if news >= len(said):
        return {"audience": whom}
    return {"audience": whom, "message": said.quote(news, said.before(news, len(said), phrases("softeners")))}


def remind(said: Wording) -> dict[str, str]:
    """`audience`, `object` and `deadline`, each where it is told."""
    told = {} if (day := _deadline(said)) is None else {"deadline": day}
    if phase := places.phase(said):
        told["phase"] = phase
    found = said.find(phrases("urges"))
    at = said.after(sum(found), phrases("softeners", "to_whom")) if found else 0
    if at >= len(said) or said.taken(at):
        return told
    end = said.clause_end(at)
    if waiting := said.find(phrases("waiting"), at, end):
        split = sum(waiting)
    else:
        acted = said.find(phrases("acts"), at + 1, end)
        owing = acted is not None and said.plain[acted[0] - 1] == "chua"
        split = acted[0] if acted and not owing else end
    told["audience"] = said.quote(at, said.before(at, split, phrases("softeners")))
    if thing := _thing(said, split, end):
        told["object"] = thing
    return told


def _thing(said: Wording, split: int, end: int) -> str:
    """What they are to do, without the verb and without what others are told after it."""
    at = said.after(split, phrases("act_starts"))
    acted = said.find(phrases("late_acts"), at + 1, end) if at < end else None
    stop = acted[0] if acted else end
    return said.quote(at, said.before(at, stop, phrases("softeners"))) if at < stop else ""


def _deadline(said: Wording) -> str | None:
    start = 0
    while found := said.find(phrases("deadlines"), start):
        at, start = sum(found), found[0] + 1
        if at < len(said) and not said.taken(at):
            size = phrases("days").length_at(said, at, len(said)) or bool(_DAY.fullmatch(said.plain[at]))
            if size:
                day = said.quote(at, at + int(size))
                said.take(found[0], at + int(size))
                return day
    return None


def target(said: Wording) -> str | None:
    """Takes what is to be undone: what was registered by mistake, else what stands behind the verb."""
    for names in ("mistaken", "undone"):
        if not (found := said.find(phrases(names))):
            continue
        at = said.after(sum(found), phrases("target_starts"))
        if at >= len(said) or said.taken(at) or said.ends_at(at):
            continue
        if phrases("no_target").length_at(said, at, len(said)):
            continue
        stop = said.until(at, phrases("target_stops"))
        return said.take(_real(said, at, stop), stop)
    return None


def _real(said: Wording, at: int, stop: int) -> int:
    """Behind "the registration of", where it is told which one."""
    behind = said.after(said.after(at, phrases("wishes")), phrases("target_starts"))
    return behind if behind < stop else at


def instead(said: Wording) -> int | None:
    """Behind "change it to"; None where nothing takes its place."""
    found = said.find(phrases("instead"))
    return sum(found) if found else None
