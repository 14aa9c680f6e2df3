""" "dang ky nham, chuyen qua lao dong tien tien": shows the change, and keeps all that was not named."""

from __future__ import annotations

from typing import Any

from bot import texts
from bot.errors import Refused
from bot.forms import CONFIRM, Answers, Form
from bot.messages import Choice, Reply, Said
from bot.turn import Turn
from handlers.officers import officer_names, tell_officers
from handlers.pledges import titles_for
from handlers.pledges_reading import read_pledge
from handlers.reviews import SUBJECT, registration_notice, what_of
from storage.registrations import WAITING, WITHDRAWN, Registration


def read_change(turn: Turn) -> dict[str, Any]:
    """The new title or work, out of what stands behind the last word for changing; empty where none is."""
    said = f" {turn.heard.repaired} "
    folded = f" {turn.heard.folded} "
    behind = 0
    for lead in texts.phrases("mine.change_leads"):
        at = folded.rfind(f" {lead} ")
        behind = max(behind, len(folded[: at + len(lead) + 1].split()) if at >= 0 else 0)
    words = said.split()
    if len(words) != len(folded.split()):
        words = folded.split()
    found = read_pledge(" ".join(words[behind:]), titles_for(turn), turn.today.year)
    new: dict[str, Any] = {}
    if found.title:
        new |= {"title": found.title.name, "title_id": found.title.id}
    elif found.work and not found.near and len(found.work.split()) > 2:
        new["work"] = found.work
    return new


def card(turn: Turn, answers: Answers) -> str:
    """From what to what, and what stays."""
    row = _row(turn, answers)
    officer = officer_names(turn.store, turn.now, row.unit_id, row.person_id)
    return _what_changes(turn, answers, row) + turn.say("changing.looks", officer=officer)


def _what_changes(turn: Turn, answers: Answers, row: Registration) -> str:
    if "title" in answers:
        new = answers["title"]
        if row.title:
            text = turn.say("changing.card_title", old=row.title, new=new, year=row.year)
        else:
            text = turn.say("changing.card_first", new=new, year=row.year)
        return text + (turn.say("changing.keeps_work", work=row.work) if row.work else "")
    new = answers["work"]
    text = turn.say("changing.card_work", old=row.work, new=new) if row.work else ""
    text = text or turn.say("changing.card_add", new=new)
    return text + (turn.say("changing.keeps_title", title=row.title) if row.title else "")


def choices(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    """Change, or leave it."""
    return (
        Choice(turn.say("changing.change"), CONFIRM.send),
        Choice(turn.say("changing.keep"), CONFIRM.no),
    )


def left(turn: Turn, answers: Answers) -> Said:
    """Nothing was changed."""
    return [Reply(turn.say("changing.kept", what=what_of(_row(turn, answers))), closing=True)]


def submit(turn: Turn, answers: Answers) -> Said:
    """Changes it; it waits for the officer again."""
    row = _row(turn, answers)
    if row.version != answers["version"] or row.status == WITHDRAWN:
        return [Reply(turn.say("mine.settled"))]
    values = {name: answers[name] for name in ("title", "title_id", "work") if name in answers}
    turn.store.registrations.change(row.id, turn.now, **values, status=WAITING)
    turn.audit("changed", SUBJECT, row.id, before=what_of(row))
    fresh = turn.store.registrations.get(row.id)
    officer = officer_names(turn.store, turn.now, row.unit_id, row.person_id)
    done = turn.say("changing.done", what=what_of(fresh), officer=officer)
    told = tell_officers(turn, row.unit_id, lambda: registration_notice(turn, fresh))
    return [Reply(done, closing=True), *told]


def _row(turn: Turn, answers: Answers) -> Registration:
    row = turn.store.registrations.get(int(answers["row"]))
    if turn.person is None or row.person_id != turn.person.id:
        raise Refused("common.not_yours", you=turn.you)
    return row


CHANGING = Form("changing", (), card, submit, choices=choices, left=left, files=False)
