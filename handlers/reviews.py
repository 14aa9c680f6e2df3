"""The officer decides on one registration: approve, ask for more, take back."""

from __future__ import annotations

from typing import Any

from bot import texts
from bot.errors import Refused, Unreadable
from bot.filling import start
from bot.forms import Answers, Field, Form
from bot.messages import Choice, Notice, Reply, Said
from bot.routing import Action, Route
from bot.turn import Turn
from handlers.joining_confirming import confirm_person, is_clear, may_confirm
from handlers.joining_matching import look_up
from handlers.joining_notices import clear, list_line, newcomer_choices, refusal
from handlers.officers_waiting import registrations_for, waiting_for
from storage.people import WAITING as NEWCOMER
from storage.people import Person
from storage.registrations import APPROVED, NEEDS_MORE, WAITING, WITHDRAWN, Registration

SUBJECT = "registration"


def what_of(row: Registration) -> str:
    """What was registered, in a few words."""
    if not row.title:
        return row.work or ""
    title = texts.say("reviews.title_year", title=row.title, year=row.year)
    return texts.say("reviews.both", title=title, work=row.work) if row.work else title


def row_line(row: Registration) -> str:
    """Who registered what, in one line of a list."""
    return texts.say("reviews.row_line", name=row.person_name, team=_team(row.team), what=what_of(row))


def _team(team: str | None) -> str:
    return texts.say("reviews.team", team=team) if team else ""


def registration_notice(turn: Turn, row: Registration) -> Reply:
    """What the officer sees of a new registration; a newcomer and the pledge are one press."""
    blanks = {"name": row.person_name, "team": _team(row.team), "what": what_of(row)}
    if row.person_status != NEWCOMER:
        return Reply(texts.say("reviews.notice", **blanks), choices=_choices(row))
    person = turn.store.people.get(row.person_id)
    found = look_up(turn.store, person)
    text = f"{texts.say('reviews.notice_new', **blanks)}\n{list_line(turn.store, found)}"
    if not clear(turn.store, found):  # first who it is, then what was registered
        return Reply(text, choices=newcomer_choices(turn.store, person, found))
    return Reply(text, choices=(*_both(row, person), refusal(turn.store, person, found)))


def _both(row: Registration, person: Person) -> tuple[Choice, ...]:
    return (
        Choice(texts.say("reviews.approve_both"), "", "approve", row.id, row.version),
        Choice(texts.say("reviews.person_only"), "", "confirm", person.id, person.version),
    )


def _choices(row: Registration) -> tuple[Choice, ...]:
    return (
        Choice(texts.say("reviews.approve"), "", "approve", row.id, row.version),
        Choice(texts.say("reviews.more"), "", "more", row.id, row.version),
    )


def may_decide(turn: Turn, row: Registration) -> None:
    """Refuses whose office does not reach it, and who would decide about themselves."""
    if turn.person and turn.person.id == row.person_id:
        raise Refused("reviews.not_own", you=turn.you)
    if not turn.decides(turn.store.units.get(row.unit_id)):
        raise Refused("common.not_yours", you=turn.you)


def _officers(turn: Turn) -> bool:
    return turn.is_decider


def _officer(turn: Turn) -> str:
    return turn.person.name if turn.person else ""


def approve(turn: Turn, row_id: int, version: int) -> Said:
    """One press approves; of a newcomer it confirms the person as well. The member hears at once."""
    row = turn.store.registrations.get(row_id)
    may_decide(turn, row)
    if row.status != WAITING or row.version != version:
        return [Reply(turn.say("reviews.settled"), choices=onward(turn))]
    if not is_known(turn, row):
        return [registration_notice(turn, row)]
    approved = keep_approved(turn, row)
    if approved is None:
        return [Reply(turn.say("reviews.settled"), choices=onward(turn))]
    row = approved
    turn.account.memory["undo"] = {"rows": [row.id], "at": turn.now.isoformat()}
    take = Choice(turn.say("reviews.undo"), action="unapprove", row=row.id, version=row.version)
    done = with_rest(turn, turn.say("reviews.approved", name=row.person_name), (take,))
    return [done, Notice(row.person_id, news_of_approval(turn, row))]


def news_of_approval(turn: Turn, row: Registration) -> Reply:
    """What the member hears."""
    return Reply(texts.say("reviews.news_approved", officer=_officer(turn), what=what_of(row)), closing=True)


def keep_approved(turn: Turn, row: Registration) -> Registration | None:
    """Approves, and takes a newcomer in; None when another officer was faster, or it is open who that is."""
    if not is_known(turn, row) or not turn.store.registrations.decide_at(row, APPROVED, turn.now):
        return None
    person = turn.store.people.get(row.person_id)
    if person.status == NEWCOMER:
        may_confirm(turn, person)
        confirm_person(turn, person)
    _keep(turn, row.id, APPROVED)
    return turn.store.registrations.get(row.id)


def is_known(turn: Turn, row: Registration) -> bool:
    """Whether it is settled who registered; several people of a newcomer's name may stand on the list."""
    return row.person_status != NEWCOMER or is_clear(turn, turn.store.people.get(row.person_id))


def _keep(turn: Turn, row_id: int, decision: str, reason: str | None = None) -> None:
    by = turn.person.id if turn.person else 0
    turn.store.reviews.add((SUBJECT, row_id), by, decision, turn.now, reason)
    turn.audit(decision, SUBJECT, row_id, reason=reason)


def take_back(turn: Turn, row: Registration) -> Notice:
    """The approval is undone; what the member, who has heard of it, hears now."""
    gone = turn.store.consents.taken_back(row.person_id)  # then nobody may go on with it
    turn.store.registrations.decide(row.id, WITHDRAWN if gone else WAITING, turn.now)
    _keep(turn, row.id, "taken_back")
    news = texts.say("reviews.told_undone", officer=_officer(turn), what=what_of(row))
    return Notice(row.person_id, Reply(news, closing=True))


def unapprove(turn: Turn, row_id: int, version: int) -> Said:
    """The button under an approval."""
    row = turn.store.registrations.get(row_id)
    may_decide(turn, row)
    if row.status != APPROVED or row.version != version:
        return [Reply(turn.say("reviews.settled"), choices=onward(turn))]
    turn.account.memory.pop("undo", None)
    news = take_back(turn, row)
    return [Reply(turn.say("reviews.undone", count=1), choices=onward(turn)), news]


def waiting(turn: Turn) -> list[Registration]:
    """What waits for this officer's decision, the oldest first; never the officer's own."""
    return registrations_for(turn)


def with_rest(turn: Turn, text: str, choices: tuple[Choice, ...] = ()) -> Reply:
    """What was done, and how much still waits, with the way there."""
    if rest := waiting_for(turn, ("registrations",)).registrations.count:
        return Reply(
            text + turn.say("reviews.rest", count=rest), choices=(*choices, *onward(turn)), closing=True
        )
    return Reply(text, choices=choices, closing=True)


def onward(turn: Turn) -> tuple[Choice, ...]:
    """To the list of what still waits."""
    return (Choice(turn.say("reviews.show_all"), action="reviews"),)


# --- asking for more -----------------------------------------------------------------------------


def more(turn: Turn, row_id: int, version: int) -> Said:
    """ "Can bo sung": asks the officer what is missing."""
    row = turn.store.registrations.get(row_id)
    may_decide(turn, row)
    if row.status != WAITING or row.version != version:
        return [Reply(turn.say("reviews.settled"), choices=onward(turn))]
    return ask_more(turn, row)


def ask_more(turn: Turn, row: Registration, reason: str | None = None) -> Said:
    """Opens the request for more, with the words if they were already said."""
    answers: dict[str, Any] = {"row": row.id, "name": row.person_name}
    if reason:
        answers["reason"] = reason
    return start(turn, MORE, answers)


def _ask_reason(turn: Turn, answers: Answers) -> str:
    return turn.say("reviews.ask_reason", name=answers.get("name", ""))


def read_reason(turn: Turn, answers: Answers) -> str:
    """What is missing, in the officer's words."""
    if not 3 <= len(turn.heard.text) <= 500:
        raise Unreadable("reviews.reason_hint")
    return turn.heard.repaired


def _still_theirs(turn: Turn, answers: Answers) -> None:
    may_decide(turn, turn.store.registrations.get(int(answers["row"])))


def more_card(turn: Turn, answers: Answers) -> str:
    """What the member will read."""
    return turn.say("reviews.card", name=answers["name"], officer=_officer(turn), reason=answers["reason"])


def more_submit(turn: Turn, answers: Answers) -> Said:
    """The registration goes back to the member with the officer's words."""
    row = turn.store.registrations.get(int(answers["row"]))
    may_decide(turn, row)
    if row.status != WAITING or not turn.store.registrations.decide_at(row, NEEDS_MORE, turn.now):
        return [Reply(turn.say("reviews.settled"), choices=onward(turn))]
    _keep(turn, row.id, NEEDS_MORE, answers["reason"])
    blanks = {"officer": _officer(turn), "what": what_of(row), "reason": answers["reason"]}
    fresh = turn.store.registrations.get(row.id)
    amend = Choice(texts.say("reviews.amend"), action="amend", row=row.id, version=fresh.version)
    news = Reply(texts.say("reviews.news_more", **blanks), choices=(amend,))
    done = with_rest(turn, turn.say("reviews.asked_more", name=row.person_name))
    return [done, Notice(row.person_id, news)]


MORE = Form(
    "reviews",
    (Field("reason", read_reason, ask=_ask_reason, free=True),),
    more_card,
    more_submit,
    allow=_officers,
    guard=_still_theirs,
    files=False,
)


ACTIONS = (
    Action("approve", approve, _officers),
    Action("unapprove", unapprove, _officers),
    Action("more", more, _officers),
)
ROUTES: tuple[Route, ...] = ()
FORMS = (MORE,)
