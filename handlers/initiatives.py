"""An initiative by chat: what, since when, who helped, what it brings, a photo; a draft until it is sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot import filling, texts
from bot.errors import Unreadable
from bot.filling import start
from bot.forms import CONFIRM, Answers, Field, Form
from bot.messages import Choice, Notice, Reply, Said
from bot.routing import Route
from bot.turn import Turn, local
from handlers.initiatives_deciding import DECIDING_ACTIONS, DECIDING_ROUTES, MORE, initiative_notice
from handlers.initiatives_files import after_files, keep_files, tie_files
from handlers.initiatives_reading import is_alone, what_in
from handlers.initiatives_telling import lines_of
from handlers.initiatives_when import read_when, shown
from handlers.joining import (
    JOINING_FIELDS,
    consent_choices,
    consent_part,
    known_unit,
    refuse_consent,
    settle_member,
)
from handlers.officers import officer_names, tell_officers, with_whom
from handlers.pledges import pledge
from handlers.privacy_pictures import just_sent
from storage.initiatives import DRAFT, Initiative, NewInitiative
from storage.people import WAITING as NEWCOMER
from storage.people import Person
from storage.registrations import NEEDS_MORE, WAITING

LONGEST = 1000
LONGEST_WHEN = 200
OWN = ("what", "since", "helpers", "effect")
REMINDED_AT = (11, 45)  # on a Sunday
SUBJECT = "initiative"


# --- reading the answers -------------------------------------------------------------------------


def _reader(name: str, longest: int = LONGEST, fewest: int = 1) -> Callable[[Turn, Answers], str]:
    """Takes what was written as it was written; a file that comes without words is kept, and asked on."""

    def read(turn: Turn, answers: Answers) -> str:
        if turn.heard.attachments and turn.heard.wordless:
            raise after_files(turn, FORM.question(turn, FORM.find(name), answers).text)
        if turn.heard.folded in texts.phrases("initiatives.exact") or len(turn.heard.plain.split()) < fewest:
            raise Unreadable(f"initiatives.hint_{name}")
        if len(turn.heard.text) > longest:
            raise Unreadable("initiatives.long")
        return turn.heard.text

    return read


def read_helpers(turn: Turn, answers: Answers) -> str:
    """Names and what they did, as written; empty for "nobody"."""
    if is_alone(turn.heard.folded) or is_alone(turn.heard.plain):
        return ""
    return _reader("helpers")(turn, answers)


def understand(turn: Turn) -> dict[str, Any]:
    """At the start the unit by whose link one came; later the files, and at the card a new time."""
    state = turn.talk.state if turn.talk else {}
    if "answers" not in state:
        return known_unit(turn)
    answers, at_card = state["answers"], state.get("asked") is None
    kept = keep_files(turn)
    if kept:
        answers["files"] = [*answers.get("files", []), *kept]
        return {"files": answers["files"]} if at_card else {}
    if at_card and len(turn.heard.plain.split()) <= 4 and read_when(turn.heard.text, turn.today):
        return {"since": turn.heard.text}
    return {}


# --- asking --------------------------------------------------------------------------------------


def ask_since(turn: Turn, answers: Answers) -> str:
    return turn.say("initiatives.ask_since", what=answers["what"])


def ask_helpers(turn: Turn, answers: Answers) -> str:
    return turn.say("initiatives.ask_helpers", since=shown(answers["since"], turn.today))


def ask_effect(turn: Turn, answers: Answers) -> str:
    if answers.get("helpers"):
        return turn.say("initiatives.ask_effect", helpers=answers["helpers"])
    return turn.say("initiatives.ask_effect_alone")


def alone(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    return (Choice(turn.say("initiatives.alone"), "alone"), *just_sent(turn, answers))


def card(turn: Turn, answers: Answers) -> str:
    """All of it, what is still open, and what one agrees to."""
    lines = lines_of(answers, len(answers.get("files", [])), turn.today)
    if turn.person is None:
        unit = turn.store.units.get(int(answers["unit"]))
        lines.append(turn.say("initiatives.line_place", name=answers["name"], unit=unit.name))
    reason = ""
    if answers.get("reason"):
        officer = officer_names(turn.store, turn.now, _unit_id(turn, answers), besides=_own_id(turn))
        reason = turn.say("initiatives.card_reason", officer=officer, reason=answers["reason"])
    return turn.say("initiatives.card", lines="\n".join(lines), reason=reason) + consent_part(turn)


def _own_id(turn: Turn) -> int | None:
    return turn.person.id if turn.person else None


def _unit_id(turn: Turn, answers: Answers) -> int:
    return turn.person.unit_id if turn.person else int(answers["unit"])


def choices(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    """Send, by the name of who will see it; correct; later. Who has not agreed yet is asked that instead."""
    officer = officer_names(turn.store, turn.now, _unit_id(turn, answers), besides=_own_id(turn))
    return consent_choices(turn, answers) or (
        Choice(turn.say("initiatives.send_to", officer=officer), CONFIRM.send),
        Choice(turn.say("common.edit"), CONFIRM.edit),
        Choice(turn.say("initiatives.later"), CONFIRM.no),
    )


# --- sending -------------------------------------------------------------------------------------


def submit(turn: Turn, answers: Answers) -> Said:
    """Keeps it for the officer to see, joined or joining."""
    person = settle_member(turn, answers)
    kept = _keep(turn, person, answers, WAITING)
    if kept is None:
        return [Reply(turn.say("initiatives.sent_before"), closing=True)]
    turn.audit("handed_in", SUBJECT, kept.id)
    key = "initiatives.sent_waiting" if person.status == NEWCOMER else "initiatives.sent"
    sent = turn.say(key, officer=officer_names(turn.store, turn.now, person.unit_id, besides=person.id))
    notices = tell_officers(turn, person.unit_id, lambda: initiative_notice(turn, kept))
    return [Reply(with_whom(turn, sent, person.unit_id), closing=True), *notices]


def _keep(turn: Turn, person: Person, answers: Answers, status: str) -> Initiative | None:
    """A new row, or the draft it was; None when that was sent from elsewhere in the meantime."""
    running = turn.store.campaigns.running(turn.store.units.get(person.unit_id), turn.today)
    since = answers.get("since")
    when = read_when(since, turn.today) if since else None
    values: dict[str, Any] = {
        "what": answers["what"],
        "since_text": since,
        "since_on": when.on if when else None,
        "authors_text": answers.get("helpers"),
        "effect": answers.get("effect"),
        "campaign_id": running[0].id if running else None,
        "status": status,
    }
    if answers.get("row"):
        row = turn.store.initiatives.get(int(answers["row"]))
        if row.person_id != person.id or row.status not in {DRAFT, NEEDS_MORE}:
            return None
        values["status"] = row.status if status == DRAFT else status
        turn.store.initiatives.change(row.id, turn.now, **values)
        turn.store.outbox.withdraw(_reminder(row.id))
    else:
        row = turn.store.initiatives.add(NewInitiative(person.id, person.unit_id, **values), turn.now)
    tie_files(turn, answers.get("files", []), row.id)
    turn.account.memory.pop(SUBJECT, None)
    return turn.store.initiatives.get(row.id)


# --- drafts --------------------------------------------------------------------------------------


def left(turn: Turn, answers: Answers) -> Said:
    """ "de sau" keeps a draft; a plain stop drops what was typed; a No to the consent keeps nothing."""
    if filling.leaves(turn):
        return [Reply(turn.say("common.left"), closing=True)]
    if turn.member is None and not filling.postpones(turn):
        return refuse_consent(turn)
    if not answers.get("what"):
        return [Reply(turn.say("common.left"), closing=True)]
    if turn.member is None:
        turn.account.memory[SUBJECT] = {name: answers[name] for name in (*OWN, "files") if name in answers}
        return [Reply(turn.say("initiatives.kept_draft"), closing=True)]
    kept = _keep(turn, turn.member, answers, DRAFT)
    if kept is None or kept.status != DRAFT:
        return [Reply(turn.say("initiatives.kept_draft"), closing=True)]
    return [Reply(turn.say("initiatives.kept_draft_reminded"), closing=True), _remind(turn, kept)]


def _reminder(row: int) -> str:
    return f"draft-{row}"


def _remind(turn: Turn, kept: Initiative) -> Notice:
    """Once, at noon of the Sunday after."""
    today = local(turn.now)
    days = (6 - today.weekday()) % 7 or 7
    due = (today + timedelta(days=days)).replace(hour=REMINDED_AT[0], minute=REMINDED_AT[1], second=0)
    go_on = Choice(texts.say("initiatives.go_on"), action="initiatives")
    reply = Reply(turn.say("initiatives.reminder", what=kept.what), choices=(go_on,))
    return Notice(kept.person_id, reply, due, _reminder(kept.id))


def _draft(turn: Turn) -> dict[str, Any]:
    """The answers of what was left open: sent back by the officer, or kept for later."""
    if turn.member is None:
        return dict(turn.account.memory.get(SUBJECT) or {})
    found = [row for row in turn.store.initiatives.of(turn.member.id) if row.status in {DRAFT, NEEDS_MORE}]
    if not found:
        return {}
    row = next((each for each in found if each.status == NEEDS_MORE), found[0])
    turn.store.outbox.withdraw(_reminder(row.id))
    given = {"what": row.what, "since": row.since_text, "helpers": row.authors_text, "effect": row.effect}
    answers: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    answers |= {"row": row.id, "files": [each.id for each in turn.store.attachments.of(SUBJECT, row.id)]}
    if row.status == NEEDS_MORE:
        answers["reason"] = turn.store.reviews.last_reason((SUBJECT, row.id))
    return answers


# --- opening -------------------------------------------------------------------------------------


def initiatives(turn: Turn) -> Said:
    """A new one with what the message already says of it, or the draft again."""
    if _is_pledge(turn):
        return pledge(turn)
    what = None if turn.heard.incoming.press else what_in(turn.heard.text)
    if what and len(what) <= LONGEST:
        return start(turn, FORM, {"what": what})
    return start(turn, FORM, _draft(turn))


def _is_pledge(turn: Turn) -> bool:
    """ "dang ky cong nhan gioi, co mot sang kien": an initiative is only what is promised."""
    said = f" {turn.heard.folded} "
    promised = any(f" {phrase} " in said for phrase in texts.phrases("pledges.phrases"))
    return promised and not any(f" {phrase} " in said for phrase in texts.phrases("initiatives.sure"))


def closed(turn: Turn) -> Said:
    """A programme that is over, asked for by name: says so, and goes on with the initiative."""
    running = turn.store.campaigns.running(turn.unit, turn.today) if turn.unit else []
    if running:
        told = turn.say("initiatives.closed_now", campaign=running[0].name)
    else:
        told = turn.say("initiatives.closed")
    if turn.talk is not None:
        return [Reply(told)]
    first, *others = initiatives(turn)
    return [Reply(told).also(first) if isinstance(first, Reply) else first, *others]


FORM = Form(
    "initiatives",
    (
        Field("what", _reader("what", fewest=2), choices=just_sent),
        Field("since", _reader("since", LONGEST_WHEN), choices=just_sent, ask=ask_since),
        Field("helpers", read_helpers, choices=alone, pressed=lambda turn, value: "", ask=ask_helpers),
        Field("effect", _reader("effect"), choices=just_sent, ask=ask_effect),
        *JOINING_FIELDS,
    ),
    card,
    submit,
    understand,
    choices,
    left=left,
)
ROUTES = (
    Route(
        "initiatives",
        exact=texts.phrases("initiatives.exact"),
        phrases=texts.phrases("initiatives.phrases"),
        asks=texts.phrases("initiatives.asks"),
        handle=initiatives,
        form=FORM,
    ),
    Route("closed_programme", asks=texts.phrases("initiatives.closed_names"), handle=closed),
    *DECIDING_ROUTES,
)
ACTIONS = DECIDING_ACTIONS
FORMS = (FORM, MORE)
