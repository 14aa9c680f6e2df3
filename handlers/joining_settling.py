"""Where a name stands often on the list: first the team, then who; and a name written as it should be."""

from __future__ import annotations

from typing import Any

from bot.errors import Refused, Unreadable
from bot.filling import start
from bot.forms import CONFIRM, Answers, Field, Form
from bot.messages import Choice, Said
from bot.routing import Action
from bot.turn import Turn
from handlers.joining_confirming import same, settled, waiting_person, welcome_in
from handlers.joining_fields import read_name
from handlers.joining_matching import look_up
from handlers.joining_notices import CHOICES, short, who
from handlers.matching import same_team
from storage.members import Known
from storage.people import Person

MORE, NOBODY = "more", "nobody"


def settle(turn: Turn, row: int, version: int) -> Said:
    """ "Chon trong so": opens the choice."""
    person = waiting_person(turn, row, version)
    if person is None:
        return settled(turn, row)
    return start(turn, SETTLING, {"person": row})


def rename(turn: Turn, row: int, version: int) -> Said:
    """ "Sua ten roi nhan": opens the question for the name."""
    person = waiting_person(turn, row, version)
    if person is None:
        return settled(turn, row)
    return start(turn, NAMING, {"person": row})


def _person(turn: Turn, answers: Answers) -> Person:
    person = waiting_person(turn, int(answers["person"]))
    if person is None:
        raise Refused("joining.settled_since")
    return person


def _still_theirs(turn: Turn, answers: Answers) -> None:
    _person(turn, answers)


def _namesakes(turn: Turn, answers: Answers) -> list[Known]:
    """Whom of the list it may be, of the team that was told."""
    found = look_up(turn.store, _person(turn, answers))
    known = [found.sure] if found.sure else list(found.several)
    team = answers.get("team")
    return [each for each in known if team is None or same_team(each.team, team)]


def _teams(turn: Turn, answers: Answers) -> list[str]:
    return sorted({each.team for each in _namesakes(turn, answers) if each.team})


def _several_teams(turn: Turn, answers: Answers) -> bool:
    return len(_teams(turn, answers)) > 1 and len(_namesakes(turn, answers)) > CHOICES


def _team_choices(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    return tuple(Choice(team, team) for team in _teams(turn, answers)[:CHOICES])


def read_team(turn: Turn, answers: Answers) -> str:
    """A team in which somebody of this name works."""
    known = _namesakes(turn, answers)
    team = next((each.team for each in known if same_team(each.team, turn.heard.text)), None)
    if team is None:
        raise Unreadable("settling.team_unknown")
    return team


def _ask_team(turn: Turn, answers: Answers) -> str:
    count = len(_namesakes(turn, answers))
    return turn.say("settling.ask_team", name=_person(turn, answers).name, count=count)


def _page(turn: Turn, answers: Answers) -> tuple[list[Known], bool]:
    """The people shown now, and whether more follow."""
    known = _namesakes(turn, answers)
    first = int(turn.talk.state.get("first", 0)) if turn.talk else 0
    return known[first : first + CHOICES], len(known) > first + CHOICES


def _which_choices(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    shown, more = _page(turn, answers)
    labels = [short(each) for each in shown]
    alike = len(set(labels)) < len(labels)
    found = [
        Choice(f"{label} ({n})" if alike else label, str(each.id))
        for n, (label, each) in enumerate(zip(labels, shown, strict=True), 1)
    ]
    if more:
        found.append(Choice(turn.say("settling.more"), MORE))
    return (*found, Choice(turn.say("joining.somebody_else"), NOBODY))


def _ask_which(turn: Turn, answers: Answers) -> str:
    shown, _ = _page(turn, answers)
    lines = [turn.say("settling.row", who=who(each)) for each in shown]
    return "\n".join([turn.say("settling.ask_which", name=_person(turn, answers).name), *lines])


def pressed_which(turn: Turn, value: str) -> Any:
    """One of those shown; the next ones; or none of them."""
    if turn.talk is None:
        raise Unreadable("settling.which_hint")
    if value != MORE:
        answers = turn.talk.state["answers"]
        if value not in {NOBODY, *(str(each.id) for each in _namesakes(turn, answers))}:
            raise Unreadable("settling.which_hint")
        return value
    turn.talk.state["first"] = int(turn.talk.state.get("first", 0)) + CHOICES
    turn.talk.state["misses"] = 0
    raise Unreadable("settling.next_ones")


def read_which(turn: Turn, answers: Answers) -> Any:
    """Words are no choice here."""
    raise Unreadable("settling.which_hint")


def settling_card(turn: Turn, answers: Answers) -> str:
    """Who is taken for whom."""
    person = _person(turn, answers)
    if answers["which"] == NOBODY:
        return turn.say("settling.card_nobody", name=person.name)
    chosen = turn.store.members.known([int(answers["which"])])
    return turn.say("settling.card", name=person.name, who="; ".join(map(who, chosen)))


def settling_submit(turn: Turn, answers: Answers) -> Said:
    """As if the one button had been pressed."""
    person = _person(turn, answers)
    if answers["which"] == NOBODY:
        return welcome_in(turn, person, None)
    return same(turn, int(answers["which"]), person.id)


def _card_choices(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    return (Choice(turn.say("settling.right"), CONFIRM.send), Choice(turn.say("common.stop"), CONFIRM.no))


def _deciders(turn: Turn) -> bool:
    return turn.is_decider


SETTLING = Form(
    "settling",
    (
        Field(
            "team",
            read_team,
            when=_several_teams,
            choices=_team_choices,
            pressed=lambda t, v: v,
            ask=_ask_team,
        ),
        Field("which", read_which, choices=_which_choices, pressed=pressed_which, ask=_ask_which),
    ),
    settling_card,
    settling_submit,
    choices=_card_choices,
    allow=_deciders,
    guard=_still_theirs,
    files=False,
)


def _ask_name(turn: Turn, answers: Answers) -> str:
    return turn.say("naming.ask_name", name=_person(turn, answers).name)


def naming_card(turn: Turn, answers: Answers) -> str:
    """The name as it will stand."""
    return turn.say("naming.card", name=answers["name"])


def naming_submit(turn: Turn, answers: Answers) -> Said:
    """Takes the newcomer in under this name."""
    person = _person(turn, answers)
    turn.store.people.rename(person.id, answers["name"])
    turn.audit("renamed", "person", person.id, was=person.name)
    return welcome_in(turn, turn.store.people.get(person.id), None)


NAMING = Form(
    "naming",
    (Field("name", read_name, ask=_ask_name, free=True),),
    naming_card,
    naming_submit,
    choices=_card_choices,
    allow=_deciders,
    guard=_still_theirs,
    files=False,
)

ACTIONS = (Action("settle", settle, _deciders), Action("rename", rename, _deciders))
FORMS = (SETTLING, NAMING)
