"""The questions of every journey that needs a person: where one works, the name, the team."""

from __future__ import annotations

import re

from bot import texts
from bot.errors import Unreadable
from bot.forms import Answers, Field
from bot.heard import has_phrase
from bot.messages import Choice
from bot.turn import Turn
from handlers import finding
from handlers.teams import is_team, settled_team
from storage.vietnamese import fold

LONGEST_NAME = 60
MOST_WORDS = 6  # of a name
_PHONE = re.compile(r"(?<!\d)(?:\+?84|0)(?:[ .-]?\d){9}(?!\d)")
LONGEST_TEAM = 40


def _is_new(turn: Turn, answers: Answers) -> bool:
    return turn.person is None


def read_unit(turn: Turn, answers: Answers) -> int:
    """The unit people mean; asks which when several fit, and whether it is the one when not sure."""
    return finding.workplace(turn)


def _unit_choices(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    return finding.choices(turn)


def read_name(turn: Turn, answers: Answers) -> str:
    """A person's name as typed, without "em ten la". One word alone is asked once for the whole name."""
    text = _without_lead(turn.heard.text)
    words = text.split()
    letters = all(re.fullmatch(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*", word) for word in words)
    if not words or not letters or len(words) > MOST_WORDS or len(text) > LONGEST_NAME:
        raise Unreadable("joining.name_hint")
    if any(has_phrase(turn.heard.folded, phrase) for phrase in texts.phrases("joining.no_names")):
        raise Unreadable("joining.name_hint")
    if turn.heard.folded in (*texts.phrases("common.greetings"), *texts.phrases("common.thanks")):
        raise Unreadable("joining.name_hint")
    asked_before = turn.talk is not None and turn.talk.state.get("misses", 0)
    if len(words) == 1 and (len(text) == 1 or not asked_before):
        raise Unreadable("joining.name_whole")
    return capitalised(text)


def capitalised(name: str) -> str:
    """A name as it is written: each word with a capital."""
    return " ".join(word[:1].upper() + word[1:] for word in name.split())


def without_marks(name: str) -> bool:
    """Whether a name was typed without any mark, as on a phone in a hurry."""
    return fold(name) == name.lower()


def phone_in(text: str) -> str | None:
    """A phone number somebody wrote, as digits; it only helps the officer to recognise who it is."""
    found = _PHONE.search(text)
    return re.sub(r"\D", "", found[0]) if found else None


def _without_lead(text: str) -> str:
    words = _PHONE.sub(" ", text).strip(" .,!").split()
    for lead in sorted(texts.phrases("joining.name_leads"), key=len, reverse=True):
        size = len(lead.split())
        if len(words) > size and fold(" ".join(words[:size])) == lead:
            return " ".join(words[size:])
    return " ".join(words)


def read_team(turn: Turn, answers: Answers) -> str:
    """The team as the unit's list writes it, where that is known."""
    text = turn.heard.text.strip(" .,")
    if len(text) > LONGEST_TEAM or not is_team(text):
        raise Unreadable("joining.team_hint")
    return team_of(turn, text, answers)


def team_of(turn: Turn, said: str, answers: Answers) -> str:
    """A team as the list of the unit writes it: of the person's, or of the one being joined."""
    unit_id = turn.person.unit_id if turn.person else answers.get("unit")
    return settled_team(said, turn.store.people.teams(int(unit_id)) if unit_id else ())


def _skip(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    return (Choice(turn.say("common.skip"), "skip"),)


UNIT = Field("unit", read_unit, when=_is_new, choices=_unit_choices, pressed=finding.pressed)
NAME = Field("name", read_name, when=_is_new)
TEAM = Field("team", read_team, when=_is_new, choices=_skip, optional=True)
