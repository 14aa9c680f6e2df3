"""Correcting what is written down: team and phone at once, the name once the officer has seen it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot import texts
from bot.errors import Refused, Unreadable
from bot.filling import start
from bot.forms import Answers, Field, Form
from bot.messages import Choice, Notice, Reply, Said
from bot.numbers import day
from bot.routing import Action, Route
from bot.turn import Turn
from handlers.joining_fields import read_name as read_person_name
from handlers.joining_fields import read_team as read_person_team
from handlers.joining_fields import team_of
from handlers.officers import officer_names, responsible
from handlers.privacy_naming import NAME, PHONE, PHRASES, TEAM, phone_in, what_said
from storage.people import WAITING as NEWCOMER
from storage.people import Person
from storage.requests import CORRECT, NewRequest, Request


def read_what(turn: Turn, answers: Answers) -> str:
    """Name, team or phone, in whatever words."""
    for what in (NAME, TEAM, PHONE):
        label = turn.say(f"correcting.{what}").casefold()
        if turn.heard.text.casefold() in label or what_said(turn.heard.folded) == what:
            return what
    raise Unreadable("correcting.hint_what")


def _choices(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    return tuple(Choice(turn.say(f"correcting.{what}"), what) for what in (NAME, TEAM, PHONE))


def read_value(turn: Turn, answers: Answers) -> str:
    """What it should be."""
    if answers["what"] == NAME:
        return read_person_name(turn, answers)
    if answers["what"] == TEAM:
        return read_person_team(turn, answers)
    number = phone_in(turn.heard.text)
    if number is None:
        raise Unreadable("correcting.hint_phone")
    return number


def _ask_value(turn: Turn, answers: Answers) -> str:
    return turn.say(f"correcting.ask_{answers['what']}")


def _old(turn: Turn, what: str) -> str:
    person = _person(turn)
    if what == PHONE:
        return turn.store.people.phone(person.id) or turn.say("correcting.none")
    return (person.name if what == NAME else person.team) or turn.say("correcting.none")


def _person(turn: Turn) -> Person:
    if turn.person is None:
        raise Refused("correcting.join_first", you=turn.you)
    return turn.person


def _due(turn: Turn) -> str:
    return day(NewRequest(CORRECT, "", turn.today).due_on)


def card(turn: Turn, answers: Answers) -> str:
    """From what to what; who looks at a name."""
    blanks: dict[str, Any] = {"old": _old(turn, answers["what"]), "new": answers["value"]}
    if answers["what"] == TEAM:
        return turn.say("correcting.card_team", **blanks)
    if answers["what"] == PHONE:
        return turn.say("correcting.card_phone", **blanks)
    return turn.say("correcting.card_name", **blanks, officer=_officer(turn), day=_due(turn))


def _officer(turn: Turn) -> str:
    person = _person(turn)
    return officer_names(turn.store, turn.now, person.unit_id, person.id)


def submit(turn: Turn, answers: Answers) -> Said:
    """Team and phone are changed; a name is asked of the officer."""
    person, what, new = _person(turn), str(answers["what"]), str(answers["value"])
    wanted = NewRequest(CORRECT, turn.account.address.channel, turn.today, person.id, turn.account.id, new)
    request = turn.store.requests.add(wanted, turn.now)
    turn.audit("corrected", "person", person.id, what=what)
    if what != NAME:
        if what == TEAM:
            turn.store.people.place(person.id, person.unit_id, new)
        else:
            turn.store.people.call_at(person.id, new)
        turn.store.requests.done(request.id, texts.say("correcting.outcome_done"), turn.now)
        return [Reply(turn.say("correcting.done", new=new), closing=True)]
    asked = turn.say("correcting.asked", officer=_officer(turn), number=request.id, day=day(request.due_on))
    officers = responsible(turn.store, turn.now, person.unit_id, besides=person.id)
    told = [Notice(each.id, name_notice(turn, request)) for each in officers]
    return [Reply(asked, closing=True), *told]


def name_notice(turn: Turn, request: Request) -> Reply:
    """What the officer sees: who, and the name it should be."""
    person = turn.store.people.get(request.person_id or 0)
    text = texts.say(
        "correcting.notice",
        name=person.name,
        team=texts.say("correcting.notice_team", team=person.team) if person.team else "",
        new=request.detail or "",
        number=request.id,
        day=day(request.due_on),
    )
    rename = Choice(texts.say("correcting.rename"), action="new_name", row=request.id, version=1)
    keep = Choice(texts.say("correcting.keep"), action="old_name", row=request.id, version=1)
    return Reply(text, choices=(rename, keep))


def _asked(turn: Turn, row: int) -> tuple[Request, Person]:
    """The request, if this officer may settle it. Raises Refused."""
    request = turn.store.requests.get(row)
    if request.kind != CORRECT or request.person_id is None:
        raise Refused("common.not_yours", you=turn.you)
    person = turn.store.people.get(request.person_id)
    own = turn.person is not None and turn.person.id == person.id
    if own or not turn.governs(turn.store.units.get(person.unit_id).path):
        raise Refused("common.not_yours", you=turn.you)
    return request, person


def rename(turn: Turn, row: int, version: int) -> Said:
    """ "Doi ten": written as asked, and told."""
    request, person = _asked(turn, row)
    if not _settle(turn, request, "correcting.outcome_done"):
        return [Reply(turn.say("correcting.settled"), closing=True)]
    turn.store.people.rename(person.id, request.detail or person.name)
    turn.audit("renamed", "person", person.id)
    new = turn.store.people.get(person.id).name
    news = texts.say("correcting.news_renamed", officer=_by(turn), new=new)
    done = Reply(turn.say("correcting.renamed", new=new), closing=True)
    return [done, Notice(person.id, Reply(news, closing=True))]


def keep(turn: Turn, row: int, version: int) -> Said:
    """ "Giu ten cu": the list is right; told, with the way on."""
    request, person = _asked(turn, row)
    if not _settle(turn, request, "correcting.outcome_kept"):
        return [Reply(turn.say("correcting.settled"), closing=True)]
    turn.audit("name_kept", "person", person.id)
    news = texts.say("correcting.news_kept", officer=_by(turn), name=person.name)
    done = Reply(turn.say("correcting.kept", name=person.name), closing=True)
    return [done, Notice(person.id, Reply(news, closing=True))]


def _settle(turn: Turn, request: Request, outcome: str) -> bool:
    return turn.store.requests.done(request.id, texts.say(outcome), turn.now)


def _by(turn: Turn) -> str:
    return turn.person.name if turn.person else ""


def correct(turn: Turn) -> Said:
    """ "sua ten", "sua to", "sua dien thoai", with or without what it should be."""
    _person(turn)
    what = what_said(turn.heard.folded)
    return start(turn, FORM, {"what": what, **_value_behind(turn, what)} if what else {})


def _value_behind(turn: Turn, what: str) -> Mapping[str, str]:
    """A phone number anywhere in the message; else what stands behind "thanh" in "sua ten thanh …"."""
    if what == PHONE:
        number = phone_in(turn.heard.text)
        return {"value": number} if number else {}
    words = turn.heard.text.split()
    folded = turn.heard.plain.split()
    if len(words) != len(folded):
        return {}
    for lead in texts.phrases("correcting.behind"):
        if lead in folded[:-1]:
            said = " ".join(words[folded.index(lead) + 1 :])
            if what == TEAM:
                return {"value": team_of(turn, said, {})}
            return {"value": said} if len(said.split()) > 1 else {}
    return {}


FORM = Form(
    "correcting",
    (
        Field("what", read_what, choices=_choices, pressed=lambda turn, value: value, editable=False),
        Field("value", read_value, ask=_ask_value),
    ),
    card,
    submit,
    allow=lambda turn: turn.person is not None,
    files=False,
)
ROUTES = (
    Route(
        "correcting",
        phrases=(
            *texts.phrases("correcting.what_phrases"),
            *PHRASES[NAME],
            *PHRASES[TEAM],
            *texts.phrases("correcting.phone_phrases"),
        ),
        handle=correct,
        form=FORM,
    ),
    Route(
        "correcting_phone",
        phrases=texts.phrases("correcting.new_phone_phrases"),
        handle=correct,
        form=FORM,
        allow=lambda turn: turn.person is not None and turn.person.status != NEWCOMER,
    ),
)
ACTIONS = (
    Action("new_name", rename, lambda turn: turn.is_officer),
    Action("old_name", keep, lambda turn: turn.is_officer),
)
FORMS = (FORM,)
