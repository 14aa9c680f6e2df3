"""The record of processing as it is printed: what is kept, why, how long, with what came of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot import texts
from bot.consents import ConsentText, archive
from bot.numbers import clock, day, number
from bot.turn import local
from storage.breaches import Breach
from storage.retention import RULES


@dataclass(frozen=True, slots=True)
class Facts:
    """What was counted for the record. `units`: the names of the unions at the top."""

    at: datetime
    units: Sequence[str]
    channels: Sequence[str]  # "telegram" where it is used
    counts: Mapping[str, int]  # members, agreed, erased, chats
    consents: Sequence[tuple[str, str, int, int]]  # purpose, text, held, taken back
    requests: Sequence[tuple[str, int, int]]  # kind, asked, finished
    late: int
    breaches: Sequence[Breach]
    tidied: datetime | None


@dataclass(frozen=True, slots=True)
class Part:
    """One numbered part: its title, paragraphs, and a table (the first row is its head)."""

    title: str
    lines: tuple[str, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()


def parts(facts: Facts) -> list[Part]:
    """The whole record, in the order of its numbers."""
    return [
        _controller(facts),
        Part(texts.say("record.purposes"), _all("purpose")),
        Part(texts.say("record.kinds"), _all("kind")),
        Part(texts.say("record.who"), _all("seen")),
        _recipients(facts),
        _keeping(facts),
        Part(texts.say("record.measures"), _all("measure")),
        _consents(facts),
        _people(facts),
        _requests(facts),
        _breaches(facts),
        Part(texts.say("record.own_duty"), _all("duty")),
    ]


def head(facts: Facts) -> tuple[str, str, str]:
    """Title, subtitle, and when it was made."""
    made = texts.say("record.made", at=_at(facts.at))
    return texts.say("record.file_title"), texts.say("record.subtitle"), made


def _all(table: str) -> tuple[str, ...]:
    return tuple(texts.say(f"record.{table}.{name}") for name in texts.table("record", table))


def _at(moment: datetime | None) -> str:
    return clock(local(moment)) if moment else texts.say("record.not_yet")


def _controller(facts: Facts) -> Part:
    lines = facts.units or [texts.say("record.controller_none")]
    return Part(texts.say("record.controller"), (*lines, texts.say("record.contact")))


def _recipients(facts: Facts) -> Part:
    lines = [texts.say("record.web")]
    if "telegram" in facts.channels:
        lines.append(texts.say("record.telegram"))
    return Part(texts.say("record.recipients"), (*lines, texts.say("record.none_else")))


def _keeping(facts: Facts) -> Part:
    columns = tuple(map(texts.say, ("record.keeping_kind", "record.keeping_days", "record.keeping_then")))
    rows = []
    for rule in RULES:
        about, _, then = texts.say(f"record.rule.{rule.kind}").partition("; ")
        rows.append((about, number(rule.days), then))
    last = texts.say("record.keeping_never")
    if facts.tidied:
        last = texts.say("record.keeping_last", at=_at(facts.tidied))
    return Part(texts.say("record.keeping"), (last,), (columns, *rows))


def _consents(facts: Facts) -> Part:
    keys = ("record.consent_text", "record.consent_since", "record.consent_held", "record.consent_gone")
    since: dict[str, date] = {each.id: each.since for each in archive()}
    rows = [
        (
            text,
            day(since[text]) if text in since else texts.say("record.consent_old"),
            number(held),
            number(gone),
        )
        for _, text, held, gone in facts.consents
    ]
    quoted = tuple(f"{each.id}: {_readable(each)}" for each in archive())
    return Part(texts.say("record.consents"), quoted, (tuple(map(texts.say, keys)), *rows))


def _readable(each: ConsentText) -> str:
    """The text as a person sees it, with what channels abroad add at its end."""
    you = texts.say("common.stranger")
    blanks = {"you": you, "You": you.capitalize(), "abroad": "", "year": str(each.since.year)}
    return each.text.format(**blanks) + each.abroad


def _people(facts: Facts) -> Part:
    columns = tuple(map(texts.say, ("record.people_kind", "record.people_count")))
    rows = [(texts.say(f"record.state.{name}"), number(count)) for name, count in facts.counts.items()]
    return Part(texts.say("record.people"), (), (columns, *rows))


def _requests(facts: Facts) -> Part:
    keys = ("record.request_kind", "record.request_asked", "record.request_done")
    rows = [
        (texts.say(f"requesting.kind_{kind}"), number(asked), number(done))
        for kind, asked, done in facts.requests
    ]
    late = texts.say("record.request_late", count=number(facts.late))
    return Part(texts.say("record.requests"), (late,), (tuple(map(texts.say, keys)), *rows))


def _breaches(facts: Facts) -> Part:
    """Numbers and times alone: what happened stands in the log itself."""
    lines = [
        texts.say(
            "record.breach_line",
            number=each.id,
            at=_at(each.noticed_at),
            people=number(each.people),
            agency=_at(each.agency_told_at),
            told=_at(each.people_told_at),
            closed=_at(each.closed_at),
        )
        for each in facts.breaches
    ]
    return Part(texts.say("record.breaches"), tuple(lines) or (texts.say("record.breach_none"),))
