"""A new phone without the old one: says who it is, the officer confirms; nothing of that person is shown."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot import texts
from bot.errors import Unreadable
from bot.filling import start
from bot.forms import Answers, Field, Form
from bot.messages import Choice, Notice, Reply, Said
from bot.routing import Action, Route
from bot.turn import Turn
from handlers.finding import unit_named
from handlers.joining import known_unit
from handlers.joining_fields import TEAM as JOINING_TEAM
from handlers.joining_fields import UNIT, team_of
from handlers.joining_notices import CLAIMED, join_notice, with_team
from handlers.joining_reading import LONGEST_NAME, MOST_WORDS, capitalised
from handlers.officers import officer_names, responsible, with_whom
from handlers.pledges_reading import Words, read_pledge
from storage.people import WAITING, NewPerson

A_DAY = timedelta(days=1)
MIDDLE = frozenset({"thi", "van"})  # behind these stands a name, before them a family name
PER_CHAT, PER_UNIT = 2, 30  # claims in a day


def understand(turn: Turn) -> dict[str, Any]:
    """ "hoa chuyen 3 may so 2 day, doi so moi roi": the unit, the team, what one is called."""
    here = turn.talk is not None and turn.talk.flow == CLAIM.name
    so_far = turn.talk.state.get("answers", {}) if turn.talk and here else {}
    said: dict[str, Any] = {} if so_far else dict(known_unit(turn))
    if unit_id := unit_named(turn):
        said["unit"] = unit_id
    team = read_pledge(turn.heard.repaired, (), turn.today.year).team
    if team:
        said["team"] = team_of(turn, team, {**so_far, **said})
    asked = turn.talk.state.get("asked") if turn.talk and here else None
    if asked is None and (name := called(turn.heard.text)):
        said["name"] = name
    return said


def called(text: str) -> str | None:
    """What somebody calls themselves at the beginning of a message, or behind "em la". Pure."""
    words = Words.of(text)
    start_at = _after_lead(words)
    stops = set(texts.phrases("claiming.stops"))
    stop = start_at
    while stop < min(len(words.folded), start_at + MOST_WORDS) and not (
        _stops(words, stop - start_at, stop, stops) or _office_room(words, stop - start_at, stop)
    ):
        stop += 1
    return capitalised(" ".join(words.written[start_at:stop])) or None


def _after_lead(words: Words) -> int:
    for lead in sorted(texts.phrases("joining.name_leads"), key=len, reverse=True):
        found = words.find(lead)
        if found >= 0:
            return found + len(lead.split())
    polite = set(texts.phrases("claiming.polite"))
    here = (n for n, word in enumerate(words.folded) if word not in polite or _family(words, n))
    return next(here, len(words.folded))


def _family(words: Words, at: int) -> bool:
    """A polite word that is a family name here: written so, or with a middle name behind it."""
    if words.written[at].lower() in texts.phrases("claiming.families"):
        return True
    behind = words.folded[at + 1] if at + 1 < len(words.folded) else ""
    return behind in MIDDLE or (behind == "a" and words.written[at + 1] == "A")


def _stops(words: Words, taken: int, at: int, stops: set[str]) -> bool:
    """A word that no name goes on with; behind a middle name stands a name, whatever it is."""
    if not words.folded[at].isalpha():
        return True
    before = words.folded[at - 1] if at else ""
    middle = before in MIDDLE or (taken == 2 and words.written[at - 1] == "A")
    named = middle or (taken == 0 and _family(words, at))
    return words.folded[at] in stops and not named


def _office_room(words: Words, taken: int, at: int) -> bool:
    """The office as a place of work, behind a name: no middle name."""
    if words.folded[at : at + 2] != tuple(texts.phrases("claiming.office")[0].split()):
        return False
    marked = " ".join(words.written[at : at + 2]).lower()
    if marked != " ".join(words.folded[at : at + 2]):
        return marked in texts.phrases("claiming.office")
    return taken > 1 and words.folded[at - 1] not in MIDDLE


def read_called(turn: Turn, answers: Answers) -> str:
    """A name, or only what one is called at work."""
    name = called(turn.heard.text)
    if not name or len(name) > LONGEST_NAME or not all(part.isalpha() for part in name.split()):
        raise Unreadable("joining.name_hint")
    return name


def card(turn: Turn, answers: Answers) -> str:
    """What is passed on."""
    unit = turn.store.units.get(int(answers["unit"]))
    officer = officer_names(turn.store, turn.now, unit.id)
    team = with_team(answers.get("team"))
    return turn.say("claiming.card", name=answers["name"], team=team, unit=unit.name, officer=officer)


def submit(turn: Turn, answers: Answers) -> Said:
    """Waits as a newcomer does; the officers hear at once, as somebody stands before a locked door."""
    unit_id = int(answers["unit"])
    if turn.person is not None:
        return _known(turn)
    if _too_often(turn, unit_id):
        turn.audit("claims_refused", "account", turn.account.id)
        choice = Choice(turn.say("common.ask_person"), action="person")
        return [Reply(turn.say("claiming.too_often"), choices=(choice,))]
    new = NewPerson(unit_id, str(answers["name"]), WAITING, team=answers.get("team"))
    person = turn.store.people.add(new, turn.now)
    turn.store.accounts.belongs(turn.account.id, person.id)
    turn.person = person
    turn.audit(CLAIMED, "person", person.id, channel=turn.account.address.channel)
    notice = join_notice(turn.store, person)
    told = [Notice(each.id, notice) for each in responsible(turn.store, turn.now, unit_id)]
    sent = turn.say("claiming.sent", officer=officer_names(turn.store, turn.now, unit_id))
    return [Reply(with_whom(turn, sent, unit_id), closing=True), *told]


def _too_often(turn: Turn, unit_id: int) -> bool:
    """Counts this claim; too many come from one chat or to one unit in a day."""
    earlier: list[str] = turn.account.memory.get("claims") or []
    lately = [at for at in earlier if turn.now - datetime.fromisoformat(at) < A_DAY]
    key, day = f"claims:{unit_id}", turn.today.isoformat()
    counted = turn.store.facts.held(key) or {}
    count = counted["count"] if counted.get("day") == day else 0
    if len(lately) >= PER_CHAT or count >= PER_UNIT:
        return True
    turn.account.memory["claims"] = [*lately, turn.now.isoformat()]
    turn.store.facts.set(key, {"day": day, "count": count + 1})
    return False


CLAIM = Form(
    "claiming",
    (
        UNIT,
        Field("name", read_called),
        Field("team", JOINING_TEAM.read, choices=JOINING_TEAM.choices, optional=True),
    ),
    card,
    submit,
    understand,
    files=False,
)


def claim(turn: Turn) -> Said:
    """A message that says all is passed on at once; else only what is missing is asked."""
    if turn.person is not None:
        return _known(turn)
    said = understand(turn)
    whole = "unit" in said and "name" in said and ("team" in said or len(said["name"].split()) > 1)
    return submit(turn, said) if whole and turn.talk is None else start(turn, CLAIM)


def _known(turn: Turn) -> Said:
    """This chat is somebody's already."""
    if turn.person and turn.person.status == WAITING:
        officer = officer_names(turn.store, turn.now, turn.person.unit_id)
        return [Reply(turn.say("joining.already_waiting", officer=officer), closing=True)]
    return [
        Reply(turn.say("claiming.known_here", name=turn.person.name if turn.person else ""), closing=True)
    ]


ROUTES = (Route("claiming", asks=texts.phrases("claiming.asks"), handle=claim, form=CLAIM),)
ACTIONS: tuple[Action, ...] = ()
