"""The officer sees an initiative: approves it, or asks for more with a reason."""

from __future__ import annotations

from mimetypes import guess_extension

from bot import texts
from bot.errors import Refused, Unreadable
from bot.filling import start
from bot.forms import Answers, Field, Form
from bot.messages import Choice, File, Notice, Reply, Said
from bot.routing import Action, Route
from bot.turn import Turn
from handlers.initiatives_telling import lines_of_row
from handlers.joining_confirming import confirm_person, is_clear, may_confirm
from handlers.joining_matching import look_up
from handlers.joining_notices import clear, list_line, newcomer_choices, refusal
from handlers.officers_waiting import initiatives_for
from handlers.privacy_pictures import destroy_choices
from storage.initiatives import Initiative
from storage.people import WAITING as NEWCOMER
from storage.registrations import APPROVED, NEEDS_MORE, WAITING

SUBJECT = "initiative"
FILES = 5  # handed over in one message


def _officers(turn: Turn) -> bool:
    return turn.is_decider


def _name(turn: Turn) -> str:
    return turn.person.name if turn.person else ""


# --- seeing --------------------------------------------------------------------------------------


def initiative_notice(turn: Turn, row: Initiative) -> Reply:
    """What the officer sees; a newcomer and the initiative are one press."""
    person = turn.store.people.get(row.person_id)
    team = texts.say("initiatives.team", team=person.team) if person.team else ""
    blanks = {"name": row.person_name, "team": team, "lines": lines_of_row(row)}
    if person.status == NEWCOMER:
        found = look_up(turn.store, person)
        text = f"{texts.say('initiatives.notice_new', **blanks)}\n{list_line(turn.store, found)}"
        if not clear(turn.store, found):  # first who it is, then the initiative
            return Reply(text, choices=newcomer_choices(turn.store, person, found))
        first = texts.say("reviews.approve_both")
        second = refusal(turn.store, person, found)
    else:
        text, first = texts.say("initiatives.notice", **blanks), texts.say("initiatives.approve")
        second = Choice(texts.say("initiatives.more"), "", "initiative_more", row.id, row.version)
    choices = [Choice(first, "", "initiative_approve", row.id, row.version), second]
    if row.attachments:
        see = texts.say("initiatives.see_files")
        choices.append(Choice(see, "", "initiative_files", row.id, row.version))
    return Reply(text, choices=tuple(choices))


def waiting(turn: Turn) -> Said:
    """The oldest that waits for this officer; never the officer's own."""
    row = _next(turn)
    if row is None:
        return [Reply(turn.say("initiatives.none_waiting"), closing=True)]
    return [initiative_notice(turn, row)]


def _next(turn: Turn) -> Initiative | None:
    return next(iter(initiatives_for(turn)), None)


def _onward(turn: Turn) -> tuple[Choice, ...]:
    if _next(turn) is None:
        return ()
    return (Choice(turn.say("initiatives.next"), action="initiatives_waiting"),)


def files(turn: Turn, row_id: int, version: int) -> Said:
    """Photos and files, to look at before deciding."""
    row = _reached(turn, row_id)
    found, kept = [], []
    for each in turn.store.attachments.of(SUBJECT, row.id)[:FILES]:
        content = turn.store.attachments.content(each.id)
        if content is not None:
            name = each.name or f"{each.kind}-{each.id}{guess_extension(each.media_type) or ''}"
            found.append(File(name, each.media_type, content))
            kept.append(each.id)
    if not found:
        return [Reply(turn.say("initiatives.files_elsewhere", name=row.person_name))]
    told = turn.say("initiatives.here_files", name=row.person_name)
    return [Reply(told, choices=destroy_choices(turn, kept), files=tuple(found))]


def _reached(turn: Turn, row_id: int) -> Initiative:
    row = turn.store.initiatives.get(row_id)
    if not turn.decides(turn.store.units.get(row.unit_id)):
        raise Refused("common.not_yours", you=turn.you)
    return row


# --- deciding ------------------------------------------------------------------------------------


def _to_decide(turn: Turn, row_id: int, version: int | None = None) -> Initiative | None:
    """The row, if it still waits as it was shown; None when it was settled or changed since."""
    row = _reached(turn, row_id)
    if turn.person and turn.person.id == row.person_id:
        raise Refused("initiatives.not_own", you=turn.you)
    if row.status != WAITING or (version is not None and row.version != version):
        return None
    return row


def _settled(turn: Turn) -> Said:
    return [Reply(turn.say("initiatives.settled"), choices=_onward(turn))]


def approve(turn: Turn, row_id: int, version: int) -> Said:
    """One press; of a newcomer it confirms the person as well. The member hears."""
    row = _to_decide(turn, row_id, version)
    if row is None:
        return _settled(turn)
    person = turn.store.people.get(row.person_id)
    if person.status == NEWCOMER and not is_clear(turn, person):
        return [initiative_notice(turn, row)]
    if not _decide(turn, row, APPROVED):
        return _settled(turn)
    if person.status == NEWCOMER:
        may_confirm(turn, person)
        person = confirm_person(turn, person)
    news = texts.say("initiatives.news_approved", officer=_name(turn), what=row.what)
    done = Reply(turn.say("initiatives.approved", name=person.name), choices=_onward(turn), closing=True)
    return [done, Notice(person.id, Reply(news, closing=True))]


def _decide(turn: Turn, row: Initiative, decision: str, reason: str | None = None) -> bool:
    """False, and nothing done, when another officer was faster."""
    if not turn.store.initiatives.decide_at(row, decision, turn.now):
        return False
    by = turn.person.id if turn.person else 0
    turn.store.reviews.add((SUBJECT, row.id), by, decision, turn.now, reason)
    turn.audit(decision, SUBJECT, row.id, reason=reason)
    return True


def more(turn: Turn, row_id: int, version: int) -> Said:
    """ "Can bo sung": asks the officer what is missing."""
    row = _to_decide(turn, row_id, version)
    if row is None:
        return _settled(turn)
    return start(turn, MORE, {"row": row.id, "version": row.version, "name": row.person_name})


def ask_reason(turn: Turn, answers: Answers) -> str:
    return turn.say("reviews.ask_reason", name=answers["name"])


def read_reason(turn: Turn, answers: Answers) -> str:
    """The officer's words, as the member will read them."""
    if len(turn.heard.plain) < 3 or len(turn.heard.text) > 500:
        raise Unreadable("reviews.reason_hint")
    return turn.heard.text


def _still_theirs(turn: Turn, answers: Answers) -> None:
    _reached(turn, int(answers["row"]))


def more_card(turn: Turn, answers: Answers) -> str:
    """What the member will read."""
    return turn.say("reviews.card", name=answers["name"], officer=_name(turn), reason=answers["reason"])


def more_submit(turn: Turn, answers: Answers) -> Said:
    """The initiative goes back to the member with the reason."""
    row = _to_decide(turn, int(answers["row"]), int(answers["version"]))
    if row is None or not _decide(turn, row, NEEDS_MORE, answers["reason"]):
        return _settled(turn)
    news = texts.say("initiatives.news_more", officer=_name(turn), what=row.what, reason=answers["reason"])
    amend = Choice(texts.say("reviews.amend"), action="initiatives")
    done = Reply(turn.say("reviews.asked_more", name=row.person_name), choices=_onward(turn), closing=True)
    return [done, Notice(row.person_id, Reply(news, choices=(amend,)))]


MORE = Form(
    "initiatives_deciding",
    (Field("reason", read_reason, ask=ask_reason, free=True),),
    more_card,
    more_submit,
    allow=_officers,
    guard=_still_theirs,
)
DECIDING_ROUTES = (
    Route(
        "initiatives_waiting",
        exact=texts.phrases("initiatives.waiting_exact"),
        handle=waiting,
        allow=_officers,
    ),
)
DECIDING_ACTIONS = (
    Action("initiative_approve", approve, _officers),
    Action("initiative_more", more, _officers),
    Action("initiative_files", files, _officers),
)
