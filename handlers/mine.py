"""What a person registered: seeing it, changing it, withdrawing it."""

from __future__ import annotations

from bot import texts
from bot.errors import Refused
from bot.filling import ask, start
from bot.messages import NUMBERED, Choice, Reply, Said
from bot.routing import Action, Route
from bot.turn import Turn
from handlers.joining_status import status, waits
from handlers.mine_changing import CHANGING, read_change
from handlers.officers import officer_names, tell_officers
from handlers.pledges import FORM, LONGEST_WORK
from handlers.reviews import SUBJECT, registration_notice, what_of
from storage.registrations import NEEDS_MORE, WAITING, WITHDRAWN, Registration

SHOWN = 12
BUTTONS = 3  # more are chosen by typing their number


def mine(turn: Turn) -> Said:
    """ "viec cua toi": everything, each with what became of it."""
    rows = turn.store.registrations.of(turn.person.id) if turn.person else []
    lines = _initiative_lines(turn)
    if not rows and not lines and waits(turn) and turn.heard.folded not in texts.phrases("mine.exact"):
        return status(turn)
    if not rows and not lines:
        return [
            Reply(turn.say("mine.none"), choices=(Choice(turn.say("pledges.open_pledge"), action="pledge"),))
        ]
    if len(rows) == 1 and not lines:
        return [_one(turn, rows[0])]
    shown = rows[:SHOWN]
    listed = [
        turn.say("mine.row", number=n, what=what_of(row), status=_status(turn, row))
        for n, row in enumerate(shown, 1)
    ]
    by = "" if len(shown) <= BUTTONS else NUMBERED
    choices = tuple(
        Choice(turn.say("mine.number", number=n), "", "mine_row", row.id, row.version, by)
        for n, row in enumerate(shown, 1)
    )
    head = turn.say("mine.head", count=len(rows) + len(lines))
    tail = [turn.say("mine.choose")] if choices else []
    return [Reply("\n".join([head, *listed, *lines, *tail]), choices=choices)]


def _one(turn: Turn, row: Registration) -> Reply:
    text = turn.say("mine.one", what=what_of(row), status=_status(turn, row))
    return Reply(text, choices=_row_choices(turn, row))


def _row_choices(turn: Turn, row: Registration) -> tuple[Choice, ...]:
    return (
        Choice(turn.say("mine.edit"), action="amend", row=row.id, version=row.version),
        Choice(turn.say("mine.withdraw"), action="withdraw", row=row.id, version=row.version),
    )


def _status(turn: Turn, row: Registration) -> str:
    if row.status == WAITING:
        return turn.say(
            "mine.status_waiting", officer=officer_names(turn.store, turn.now, row.unit_id, row.person_id)
        )
    if row.status == NEEDS_MORE:
        reason = turn.store.reviews.last_reason((SUBJECT, row.id)) or ""
        return turn.say("mine.status_needs_more", reason=reason)
    return turn.say(f"mine.status_{row.status}")


def _initiative_lines(turn: Turn) -> list[str]:
    found = turn.store.initiatives.of(turn.person.id) if turn.person else []
    lines = []
    for each in found:
        what = turn.say("mine.initiative", what=each.what)
        blanks = (
            {"officer": officer_names(turn.store, turn.now, each.unit_id)} if each.status == WAITING else {}
        )
        if each.status == NEEDS_MORE:
            blanks = {"reason": turn.store.reviews.last_reason(("initiative", each.id)) or ""}
        status = turn.say(f"mine.status_{each.status}", **blanks)
        lines.append("- " + turn.say("mine.one", what=what, status=status))
    return lines


def _own(turn: Turn, row_id: int) -> Registration:
    row = turn.store.registrations.get(row_id)
    if turn.person is None or row.person_id != turn.person.id:
        raise Refused("common.not_yours", you=turn.you)
    return row


def show(turn: Turn, row_id: int, version: int) -> Said:
    """One of several."""
    return [_one(turn, _own(turn, row_id))]


def withdraw(turn: Turn, row_id: int, version: int) -> Said:
    """Takes a registration back; one press brings it again."""
    row = _own(turn, row_id)
    if row.status == WITHDRAWN or row.version != version:
        return [Reply(turn.say("mine.settled"))]
    turn.store.registrations.decide(row.id, WITHDRAWN, turn.now)
    turn.audit(WITHDRAWN, SUBJECT, row.id, was=row.status)
    fresh = turn.store.registrations.get(row.id)
    turn.account.memory["withdrawn"] = [row.id, fresh.version]
    again = Choice(turn.say("mine.restore"), action="restore", row=row.id, version=fresh.version)
    return [Reply(turn.say("mine.withdrawn", what=what_of(row)), choices=(again,))]


def restore(turn: Turn, row_id: int, version: int) -> Said:
    """A slip: it waits for the officer again."""
    row = _own(turn, row_id)
    if row.status != WITHDRAWN or row.version != version:
        return [Reply(turn.say("mine.settled"))]
    turn.store.registrations.decide(row.id, WAITING, turn.now)
    fresh = turn.store.registrations.get(row.id)
    officer = officer_names(turn.store, turn.now, row.unit_id, row.person_id)
    told = tell_officers(turn, row.unit_id, lambda: registration_notice(turn, fresh))
    return [Reply(turn.say("mine.restored", what=what_of(row), officer=officer), closing=True), *told]


def restore_words(turn: Turn) -> Said:
    """ "lay lai": the one withdrawn last in this chat."""
    last = turn.account.memory.pop("withdrawn", None)
    return restore(turn, *last) if last else mine(turn)


def amend(turn: Turn, row_id: int, version: int) -> Said:
    """Changes a registration: the same form, with what stands there, asking for what is new."""
    row = _own(turn, row_id)
    if row.status == WITHDRAWN or row.version != version:
        return [Reply(turn.say("mine.settled"))]
    return [_ask_anew(turn, row)]


def _ask_anew(turn: Turn, row: Registration) -> Reply:
    """What it shall be now; the words on a button are no answer yet."""
    start(turn, FORM, {"changes": row.id, **({"team": row.team} if row.team else {})})
    if turn.talk:
        turn.talk.state["answers"].pop("what", None)
    asked = ask(turn, FORM)
    reason = turn.store.reviews.last_reason((SUBJECT, row.id)) if row.status == NEEDS_MORE else None
    if reason:
        text = turn.say("mine.amend_more", what=what_of(row), reason=reason)
    else:
        text = turn.say("mine.amend_what", what=what_of(row))
    return Reply(text, choices=asked.choices)


def amend_by_words(turn: Turn) -> Said | None:
    """The sentence an officer asked for, written without pressing anything; None where none was asked for."""
    rows = turn.store.registrations.of(turn.person.id) if turn.person else []
    asked = [row for row in rows if row.status == NEEDS_MORE]
    if len(asked) != 1 or len(turn.heard.folded.split()) < 2:
        return None
    row = asked[0]
    what = {"title": row.title, "work": turn.heard.repaired[:LONGEST_WORK], "year": row.year}
    return start(turn, FORM, {"changes": row.id, "what": what, **({"team": row.team} if row.team else {})})


def change(turn: Turn) -> Said:
    """ "dang ky nham, doi qua …": with one registration it is that one; else which."""
    rows = turn.store.registrations.of(turn.person.id) if turn.person else []
    new = read_change(turn)
    if len(rows) > 1 and new:
        rows = [row for row in rows if row.title and row.title != new.get("title")] or rows
    if len(rows) != 1:
        return mine(turn)
    if new:
        return start(turn, CHANGING, {"row": rows[0].id, "version": rows[0].version, **new})
    return [_ask_anew(turn, rows[0])]


def withdraw_words(turn: Turn) -> Said:
    """ "huy dang ky": shows what there is, with the button; nothing is withdrawn by words alone."""
    return mine(turn)


ROUTES = (
    Route("mine", exact=texts.phrases("mine.exact"), asks=texts.phrases("mine.asks"), handle=mine),
    Route("restoring", exact=texts.phrases("mine.restore_exact"), handle=restore_words),
    Route("withdrawing", phrases=texts.phrases("mine.withdraw_phrases"), handle=withdraw_words),
    Route("changing", phrases=texts.phrases("mine.change_phrases"), handle=change, form=CHANGING),
)
ACTIONS = (
    Action("mine_row", show),
    Action("amend", amend),
    Action("withdraw", withdraw),
    Action("restore", restore),
)
