"""The questions of every journey that needs a person: where one works, the name, the team."""

from __future__ import annotations

from collections.abc import Sequence

from bot import texts
from bot.agreeing import says_no, says_yes
from bot.errors import Unreadable
from bot.forms import Answers, Field
from bot.messages import Choice
from bot.turn import Turn
from handlers import finding
from handlers.joining_reading import read_told
from handlers.teams import is_team, settled_team
from storage.vietnamese import fold

LONGEST_TEAM = 40
LONGEST_CALLED = 5  # words of a name that might be a question as well


def _is_new(turn: Turn, answers: Answers) -> bool:
    return turn.person is None


def read_unit(turn: Turn, answers: Answers) -> int:
    """The unit people mean; asks which when several fit, and whether it is the one when not sure."""
    return finding.workplace(turn)


def _unit_choices(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    return finding.choices(turn)


def read_name(turn: Turn, answers: Answers) -> str:
    """A person's name as typed, without "em ten la", a team, a phone beside it.

    One word alone is asked once for the whole name.
    """
    name = read_told(turn.heard.text, listed_teams(turn, answers)).name
    heard = turn.heard
    if name is None or says_yes(heard) or says_no(heard):
        raise Unreadable("joining.name_hint")
    if heard.folded in (*texts.phrases("common.greetings"), *texts.phrases("common.thanks")):
        raise Unreadable("joining.name_hint")
    asked_before = turn.talk is not None and turn.talk.state.get("misses", 0)
    if len(name.split()) == 1 and (len(name) == 1 or not asked_before):
        raise Unreadable("joining.name_whole")
    return name


def looks_like_name(text: str) -> bool:
    """A name, also where its last word asks in other sentences: by its capitals, and no question mark."""
    words = text.strip(" .,!").split()
    if not 2 <= len(words) <= LONGEST_CALLED or not all(word.isalpha() for word in words):
        return False
    return all(word[:1].isupper() and not word[1:].isupper() for word in words)


def without_marks(name: str) -> bool:
    """Whether a name was typed without any mark, as on a phone in a hurry."""
    return fold(name) == name.lower()


def read_team(turn: Turn, answers: Answers) -> str:
    """The team as the unit's list writes it, where that is known."""
    text = turn.heard.text.strip(" .,")
    if len(text) > LONGEST_TEAM or not is_team(text, listed_teams(turn, answers)):
        raise Unreadable("joining.team_hint")
    return team_of(turn, text, answers)


def listed_teams(turn: Turn, answers: Answers) -> Sequence[str]:
    """The teams of the list of the unit: of the person's, or of the one being joined."""
    unit_id = turn.person.unit_id if turn.person else answers.get("unit")
    return turn.store.people.teams(int(unit_id)) if unit_id else ()


def team_of(turn: Turn, said: str, answers: Answers) -> str:
    """A team as the list of the unit writes it: of the person's, or of the one being joined."""
    return settled_team(said, listed_teams(turn, answers))


def _skip(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    return (Choice(turn.say("common.skip"), "skip"),)


UNIT = Field(
    "unit", read_unit, when=_is_new, choices=_unit_choices, pressed=finding.pressed, still=finding.still
)
NAME = Field("name", read_name, when=_is_new, sure=looks_like_name)
TEAM = Field("team", read_team, when=_is_new, choices=_skip, optional=True)
