"""Registering a title aimed at or a piece of work, in one message where it can be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from bot import texts
from bot.errors import Unreadable
from bot.filling import start
from bot.forms import Answers, Field, Form
from bot.heard import has_phrase
from bot.messages import Choice, Reply, Said
from bot.routing import Action, Route
from bot.turn import Turn
from handlers.finding import SURE, units_meant
from handlers.joining import consent_choices, consent_part, known_unit, refused, settle_member
from handlers.joining_fields import NAME, TEAM, UNIT, team_of, without_marks
from handlers.joining_reading import capitalised
from handlers.officers import officer_names, responsible, tell_officers, with_whom
from handlers.pledges_reading import Pledge, read_pledge, tells_no_work
from handlers.privacy_naming import what_said
from handlers.reviews import registration_notice, what_of
from knowledge.questions import is_question
from storage.campaigns import Campaign, Title
from storage.people import WAITING, Person
from storage.registrations import WAITING as UNSEEN
from storage.registrations import NewRegistration, Registration

LONGEST_WORK = 500


def day_month(day: date) -> str:
    """A day of this year as people say it."""
    return f"{day.day:02}/{day.month}"


def campaign_for(turn: Turn, answers: Answers) -> Campaign | None:
    """The running campaign of the person's unit, or the only one there is for somebody unknown."""
    unit_id = turn.person.unit_id if turn.person else answers.get("unit") or turn.account.memory.get("unit")
    if unit_id:
        running = turn.store.campaigns.running(turn.store.units.get(int(unit_id)), turn.today)
    else:
        running = turn.store.campaigns.running_anywhere(turn.today)
    return running[0] if running else None


def _titles(turn: Turn, answers: Answers) -> list[Title]:
    campaign = campaign_for(turn, answers)
    return turn.store.campaigns.titles(campaign.id) if campaign else []


def titles_for(turn: Turn) -> list[Title]:
    """What this person can aim at now."""
    return _titles(turn, {})


def understand(turn: Turn) -> dict[str, Any]:
    """What a free message says of a pledge, by field."""
    here = turn.talk is not None and turn.talk.flow == FORM.name
    state = turn.talk.state if turn.talk and here else {}
    so_far = state.get("answers", {})
    said: dict[str, Any] = dict(known_unit(turn)) if not so_far else {}
    if _asks(turn):
        return said
    found = read_pledge(turn.heard.repaired, _titles(turn, so_far), turn.today.year)
    if turn.person is None and found.work and (unit := _sure_unit(turn, found.work)):
        said["unit"], found = unit, replace(found, work=None)
    if not _tells_work(turn, state, found):
        found = replace(found, work=None)
    what = _what(found, _before(turn, so_far))
    if what:
        said["what"] = what
    if found.near and turn.talk and not found.title:
        turn.talk.state["near"] = [title.id for title in found.near]
        turn.talk.state["beside"] = found.work
    if found.team:
        said["team"] = team_of(turn, found.team, {**so_far, **said})
    if found.name and turn.person is None:
        said["name"] = capitalised(found.name)
    return said


def _asks(turn: Turn) -> bool:
    """A question, and not a wish put as one: "cho em dang ky cong nhan gioi duoc khong"."""
    wishes = texts.phrases("pledges.wishes")
    return is_question(turn.heard.repaired) and not any(re.fullmatch(w, turn.heard.folded) for w in wishes)


def _tells_work(turn: Turn, state: Mapping[str, Any], found: Pledge) -> bool:
    """Whether the words left over are a piece of work: not where something else is being answered."""
    if "answers" not in state or state.get("asked") == "what" or found.title is not None:
        return True
    if any(has_phrase(turn.heard.folded, phrase) for phrase in texts.phrases("pledges.phrases")):
        return True
    at_card = state.get("asked", "") is None
    open_still = at_card and not (state["answers"].get("what") or {}).get("work")
    return open_still and len(turn.heard.folded) > 15 and what_said(turn.heard.folded) is None


def _before(turn: Turn, answers: Answers) -> Any:
    """What stands so far: said in this form, or in the registration that is changed."""
    if answers.get("what") or not answers.get("changes"):
        return answers.get("what")
    row = turn.store.registrations.get(int(answers["changes"]))
    stands = {"title": row.title, "work": row.work, "year": row.year}
    return {name: value for name, value in stands.items() if value}


def _sure_unit(turn: Turn, text: str) -> int | None:
    """The unit, where what is left of a message is exactly the name of one."""
    matches = units_meant(turn, text)
    return matches[0].unit_id if len(matches) == 1 and matches[0].score >= SURE else None


def _what(found: Pledge, before: Any) -> dict[str, Any] | None:
    """The title and the work, over what was said before."""
    if not found.title and not found.work:
        return None
    what = dict(before or {})
    if found.title:
        what |= {"title": found.title.name, "title_id": found.title.id}
    if found.work and not found.near:
        what["work"] = found.work[:LONGEST_WORK]
    if found.year:
        what["year"] = found.year
    return what if "title" in what or "work" in what else None


def read_what(turn: Turn, answers: Answers) -> dict[str, Any]:
    """An answer to "what will you do": whatever is written is a piece of work, unless a title is meant."""
    text = turn.heard.repaired
    if len(text) > LONGEST_WORK:
        raise Unreadable("pledges.what_long")
    found = read_pledge(text, _titles(turn, answers), turn.today.year)
    if found.near and turn.talk:
        turn.talk.state["near"] = [title.id for title in found.near]
        raise Unreadable("pledges.which_title")
    if len(turn.heard.folded.split()) < 2 or tells_no_work(text):
        raise Unreadable("pledges.what_hint")
    return {**(_before(turn, answers) or {}), "work": text}


def ask_what(turn: Turn, answers: Answers) -> str:
    """The question, with the window and an example out of the catalogue; or which title is meant."""
    if turn.talk and turn.talk.state.get("near"):
        return turn.say("pledges.which_title")
    campaign = campaign_for(turn, answers)
    until = ""
    if campaign and campaign.register_until:
        days = (campaign.register_until - turn.today).days
        key = "pledges.until" if days else "pledges.until_today"
        until = turn.say(key, **({"day": day_month(campaign.register_until), "days": days} if days else {}))
    titles = _titles(turn, answers)
    if titles:
        return turn.say("pledges.ask_what", until=until, example=titles[0].name)
    return turn.say("pledges.ask_what_plain", until=until)


def near_choices(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    """The nearest titles, while it is open which one is meant."""
    near = (turn.talk.state.get("near") or []) if turn.talk else []
    names = {title.id: title.name for title in _titles(turn, answers)}
    found = tuple(Choice(names[id], str(id)) for id in near if id in names)
    return (*found, Choice(turn.say("pledges.only_work"), "work")) if found else ()


def pressed_title(turn: Turn, value: str) -> dict[str, Any]:
    """The title chosen among the nearest."""
    state = turn.talk.state if turn.talk else {}
    state.pop("near", None)
    if value == "work":
        raise Unreadable("pledges.what_hint")
    titles = {str(title.id): title for title in _titles(turn, state.get("answers", {}))}
    if value not in titles:
        raise Unreadable("pledges.what_hint")
    chosen = {"title": titles[value].name, "title_id": titles[value].id}
    beside = state.pop("beside", None)
    return {**chosen, "work": beside} if beside else chosen


def card(turn: Turn, answers: Answers) -> str:
    """Everything understood, in lines."""
    what, person = answers["what"], turn.person
    unit = turn.store.units.get(person.unit_id if person else int(answers["unit"]))
    team = answers.get("team") or (person.team if person else None)
    lines = [turn.say("pledges.card")]
    if what.get("title"):
        year = what.get("year") or turn.today.year
        lines.append(turn.say("pledges.card_title", title=what["title"], year=year))
    if what.get("work"):
        lines.append(turn.say("pledges.card_work", work=what["work"]))
    lines.append(turn.say("pledges.card_place", place=f"{unit.name}, {team}" if team else unit.name))
    if person is None:
        lines.append(turn.say("pledges.card_name", name=answers["name"]))
    return "\n".join(lines) + consent_part(turn)


def submit(turn: Turn, answers: Answers) -> Said:
    """Keeps the pledge, joined or joining; the officer hears."""
    person = settle_member(turn, answers)
    what = answers["what"]
    year = int(what.get("year") or turn.today.year)
    if answers.get("changes"):
        return _change(turn, person, answers, year)
    twin = _twin(turn, person, what, year)
    if twin:
        return [Reply(turn.say("pledges.same", what=what_of(twin)), closing=True)]
    kept = turn.store.registrations.add(_new(turn, person, answers, year), turn.now)
    turn.audit("registered", "registration", kept.id)
    officer = officer_names(turn.store, turn.now, person.unit_id, person.id)
    sent = with_whom(turn, turn.say(_sent_key(turn, person), officer=officer), person.unit_id)
    return [
        Reply(sent, closing=True),
        *tell_officers(turn, person.unit_id, lambda: registration_notice(turn, kept)),
    ]


def _sent_key(turn: Turn, person: Person) -> str:
    """What is said of who looks at it: of a newcomer first who that is, of an officer not the officer."""
    if person.status == WAITING:
        return "pledges.sent_unmarked" if without_marks(person.name) else "pledges.sent_waiting"
    own = person.id in {each.id for each in responsible(turn.store, turn.now, person.unit_id)}
    return "pledges.sent_above" if own else "pledges.sent"


def _new(turn: Turn, person: Person, answers: Answers, year: int) -> NewRegistration:
    what, campaign = answers["what"], campaign_for(turn, answers)
    phase = turn.store.campaigns.phase_on(campaign.id, turn.today) if campaign else None
    return NewRegistration(
        person.id,
        person.unit_id,
        "title" if what.get("title") else "work",
        year,
        what.get("title"),
        what.get("title_id"),
        what.get("work"),
        answers.get("team") or person.team,
        campaign.id if campaign else None,
        phase.id if phase else None,
    )


def _change(turn: Turn, person: Person, answers: Answers, year: int) -> Said:
    row = turn.store.registrations.get(int(answers["changes"]))
    if row.person_id != person.id:
        raise Unreadable("common.not_yours")
    what = answers["what"]
    values = {"title": what.get("title"), "work": what.get("work")}
    if what.get("title") != row.title:
        values["title_id"] = what.get("title_id")
    team = answers.get("team") or row.team
    turn.store.registrations.change(row.id, turn.now, **values, team=team, year=year, status=UNSEEN)
    turn.audit("changed", "registration", row.id, before=what_of(row))
    changed = turn.say(
        "pledges.changed", officer=officer_names(turn.store, turn.now, person.unit_id, person.id)
    )
    fresh = turn.store.registrations.get(row.id)
    return [
        Reply(with_whom(turn, changed, person.unit_id), closing=True),
        *tell_officers(turn, person.unit_id, lambda: registration_notice(turn, fresh)),
    ]


def _twin(turn: Turn, person: Person, what: Any, year: int) -> Registration | None:
    """The same thing, registered before and not withdrawn."""
    for each in turn.store.registrations.of(person.id):
        if (each.title, each.work, each.year) == (what.get("title"), what.get("work"), year):
            return each
    return None


WHAT = Field("what", read_what, choices=near_choices, pressed=pressed_title, ask=ask_what)
TEAM_HERE = Field(
    "team",
    TEAM.read,
    when=lambda turn, answers: turn.person is None or not turn.person.team,
    choices=TEAM.choices,
    optional=True,
)
FORM = Form(
    "pledges", (UNIT, WHAT, NAME, TEAM_HERE), card, submit, understand, consent_choices, refused, files=False
)


def pledge(turn: Turn) -> Said:
    """Opens the form, inside the window only."""
    campaign = campaign_for(turn, {})
    if campaign and campaign.register_until and turn.today > campaign.register_until:
        turn.account.memory["asked"] = texts.say("pledges.late", text=turn.heard.text[:500])
        text = turn.say("pledges.closed", day=day_month(campaign.register_until))
        return [Reply(text, choices=(Choice(turn.say("common.ask_person"), action="person"),))]
    return start(turn, FORM)


def pledge_here(turn: Turn) -> Said:
    """ "dang ky thi dua o day ha": yes, and the first question."""
    said = [each for each in pledge(turn) if isinstance(each, Reply)]
    return [Reply(turn.say("pledges.here")).also(said[-1])] if turn.talk else said


def campaigns(turn: Turn) -> Said:
    """What is running, until when, and what one can register."""
    campaign = campaign_for(turn, {})
    open_pledge = (Choice(turn.say("pledges.open_pledge"), action="pledge"),)
    if campaign is None:
        return [Reply(turn.say("pledges.campaign_none"), choices=open_pledge)]
    ends = f"{campaign.ends_on:%d/%m/%Y}"
    lines = [
        turn.say(
            "pledges.campaign_line", name=campaign.name, start=f"{campaign.starts_on:%d/%m/%Y}", end=ends
        )
    ]
    phase = turn.store.campaigns.phase_on(campaign.id, turn.today)
    if phase and phase.ends_on:
        lines.append(turn.say("pledges.campaign_phase", phase=phase.name, end=f"{phase.ends_on:%d/%m/%Y}"))
    if campaign.register_until and campaign.register_until >= turn.today:
        days = (campaign.register_until - turn.today).days
        until = turn.say("pledges.campaign_until", day=day_month(campaign.register_until), days=days)
        asked = any(has_phrase(turn.heard.folded, words) for words in texts.phrases("pledges.until_asks"))
        lines.insert(0 if asked else len(lines), until)
    titles = [title.name for title in turn.store.campaigns.titles(campaign.id)]
    if titles:
        lines.append(turn.say("pledges.campaign_titles", titles=", ".join(titles)))
    lines.append(turn.say("pledges.campaign_ask"))
    return [Reply("\n".join(lines), choices=open_pledge)]


ROUTES = (
    Route(
        "pledge",
        exact=texts.phrases("pledges.exact"),
        phrases=texts.phrases("pledges.phrases"),
        patterns=texts.phrases("pledges.wishes"),
        handle=pledge,
        form=FORM,
    ),
    Route("pledge_here", asks=texts.phrases("pledges.here_asks"), handle=pledge_here),
    Route(
        "campaigns",
        exact=texts.phrases("pledges.campaigns_exact"),
        asks=texts.phrases("pledges.campaigns_asks"),
        handle=campaigns,
    ),
)
ACTIONS: tuple[Action, ...] = ()
