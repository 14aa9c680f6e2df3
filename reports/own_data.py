"""The file with everything held about one person: plain text, which every phone opens. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from bot import texts
from bot.numbers import clock
from bot.turn import local
from storage.own import Held

PLAIN = "text/plain; charset=utf-8"
_PERSON = ("name", "unit", "team", "phone", "sex", "work_kind")
_MOMENTS = ("joined_at", "confirmed_at")


def written(held: Held, at: datetime) -> bytes:
    """The file, with the mark by which phones and Excel know UTF-8. `at` is when it was put together."""
    head = [texts.say("own_data.head", name=held.person.name), texts.say("own_data.at", at=_at(at))]
    parts = (
        ("person", _person(held)),
        ("accounts", _accounts(held)),
        ("consents", _consents(held)),
        ("placements", _placements(held)),
        ("roles", _roles(held)),
        ("registrations", _registrations(held)),
        ("initiatives", _initiatives(held)),
        ("decisions", _decisions(held)),
        ("questions", _questions(held)),
        ("files", _files(held)),
        ("requests", _requests(held)),
        ("acts", _acts(held)),
    )
    lines = [*head]
    for name, found in parts:
        told = list(found) or [texts.say("own_data.none")]
        lines += ["", texts.sentence(f"own_data.{name}"), *told]
    lines += ["", texts.say("own_data.kept")]
    return "\r\n".join(lines).encode("utf-8-sig")


def _at(moment: datetime | date | None) -> str:
    if moment is None:
        return texts.say("own_data.unknown")
    return clock(local(moment)) if isinstance(moment, datetime) else f"{moment:%d/%m/%Y}"


def _word(table: str, value: str | None) -> str:
    """What a value is called; what has no name yet is shown as it is kept."""
    key = f"own_data.{table}.{value}"
    return texts.sentence(key) if texts.has(key) else str(value or texts.say("own_data.unknown"))


def _person(held: Held) -> Iterator[str]:
    who = held.person._mapping  # noqa: SLF001 - the documented way to a row's columns by name
    for name in _PERSON:
        if who[name]:
            yield texts.say(f"own_data.{name}", value=who[name])
    yield texts.say("own_data.status", value=_word("state", who["status"]))
    for name in _MOMENTS:
        if who[name]:
            yield texts.say(f"own_data.{name}", value=_at(who[name]))
    if who["officer"]:
        yield texts.say("own_data.officer", value=who["officer"])


def channel_name(channel: str) -> str:
    """What people call a channel."""
    key = f"privacy.channel_{channel}"
    return texts.say(key) if texts.has(key) else channel


def _accounts(held: Held) -> Iterator[str]:
    for row in held.accounts:
        yield texts.say(
            "own_data.account",
            channel=channel_name(row.channel),
            began=_at(row.created_at),
            heard=_at(row.last_heard_at),
            news=texts.say("own_data.news_on" if row.wants_news else "own_data.news_off"),
        )


def _consents(held: Held) -> Iterator[str]:
    for row in held.consents:
        gone = row.withdrawn_at
        yield texts.say(
            "own_data.consent",
            purpose=_word("purpose", row.purpose),
            given=_at(row.given_at),
            channel=channel_name(row.channel),
            text=row.text,
            until=texts.say("own_data.consent_gone", at=_at(gone))
            if gone
            else texts.say("own_data.consent_held"),
        )


def _placements(held: Held) -> Iterator[str]:
    for row in held.placements:
        yield texts.say(
            "own_data.placement",
            unit=row.unit,
            team=f", {row.team}" if row.team else "",
            began=_at(row.from_at),
            ended=_at(row.to_at),
        )


def _roles(held: Held) -> Iterator[str]:
    for row in held.roles:
        ended = _at(row.to_at) if row.to_at else texts.say("own_data.still")
        yield texts.say(
            "own_data.role",
            what=_word("office", row.what),
            unit=row.unit,
            began=_at(row.from_at),
            ended=ended,
        )


def _registrations(held: Held) -> Iterator[str]:
    for row in held.registrations:
        what = ", ".join(text for text in (row.title, row.work, row.team) if text)
        status = _word("state", row.status)
        yield texts.say(
            "own_data.registration", at=_at(row.created_at), what=what, year=row.year, status=status
        )


def _initiatives(held: Held) -> Iterator[str]:
    nothing = texts.say("own_data.unknown")
    for row in held.initiatives:
        yield texts.say(
            "own_data.initiative",
            at=_at(row.created_at),
            what=row.what,
            status=_word("state", row.status),
            since=row.since_text or nothing,
            helpers=row.authors_text or texts.say("own_data.none"),
            effect=row.effect or nothing,
        )


def _decisions(held: Held) -> Iterator[str]:
    for each in held.decisions:
        reason = texts.say("own_data.reason", reason=each.reason) if each.reason else ""
        decision = _word("state", each.decision)
        yield texts.say(
            "own_data.decision", at=_at(each.at), officer=each.officer, decision=decision, reason=reason
        )


def _questions(held: Held) -> Iterator[str]:
    for row in held.questions:
        yield texts.say("own_data.question", at=_at(row.asked_at), text=row.text)
        if row.answer:
            yield texts.say("own_data.answer", at=_at(row.answered_at), text=row.answer)


def _files(held: Held) -> Iterator[str]:
    for row in held.files:
        size = texts.say("own_data.size", kb=max(1, row.size // 1024))
        yield texts.say("own_data.file", at=_at(row.created_at), name=row.name or row.kind, size=size)


def _requests(held: Held) -> Iterator[str]:
    for row in held.requests:
        state = texts.say("own_data.request_done" if row.done_at else "own_data.request_open")
        yield texts.say(
            "own_data.request",
            number=row.id,
            kind=texts.say(f"requesting.kind_{row.kind}"),
            at=_at(row.asked_at),
            due=_at(row.due_on),
            outcome=row.outcome or state,
        )


def _acts(held: Held) -> Iterator[str]:
    for row in held.acts:
        yield texts.say("own_data.act", at=_at(row.at), action=row.action, subject=row.subject)


def short(held: Held) -> dict[str, Any]:
    """What the chat itself tells: the blanks of the sentence `privacy.data`."""
    who = held.person
    agreed = [row for row in held.consents if row.purpose == "emulation" and row.withdrawn_at is None]
    if agreed:
        day = f"{local(agreed[-1].given_at):%d/%m/%Y}"
        version = agreed[-1].text.rpartition("@")[2]
        consent = texts.say("privacy.agreed", day=day, version=version)
    else:
        consent = texts.say("privacy.agreed_not")
    return {
        "name": who.name,
        "unit": who.unit,
        "team": f", {who.team}" if who.team else "",
        "phone": who.phone or texts.say("privacy.no_phone"),
        "consent": consent,
        "pledges": len(held.registrations),
        "initiatives": len(held.initiatives),
        "questions": len(held.questions),
        "files": len(held.files),
    }
