"""What becomes of an open form when something else is answered: it goes on, or is set aside for later."""

from __future__ import annotations

from dataclasses import replace

from bot import filling
from bot.forms import Form
from bot.messages import Choice, Reply, Said
from bot.routing import Routes
from bot.turn import Turn
from storage.conversations import OPEN, PARKED, Conversation

ASIDE = "aside"  # what a chat remembers: a form waits to be offered again; True: its question still hears
MOST = 3  # choices of one message


def answered(turn: Turn, routes: Routes, form: Form, said: Said, *, in_passing: bool = False) -> Said:
    """Something else was answered while the form is open.

    Without choices it goes on at the same field. Choices or a numbered list set it aside, so that digits,
    labels and buttons belong to what was said last; `in_passing`: its question still hears all else.
    """
    said = [_without_itself(routes, form, each) if isinstance(each, Reply) else each for each in said]
    choices = _choices(said)
    if not choices:
        return and_ask_again(turn, form, said)
    if any(choice.action is None for choice in choices):  # the form's own question, put again
        return said
    return _set_aside(turn, form, said, in_passing)


def and_ask_again(turn: Turn, form: Form, said: Said) -> Said:
    """What was answered, and the question of the form once more."""
    if turn.talk is None or turn.talk.flow != form.name:
        return said
    asked = filling.ask(turn, form)
    text = filling.again(turn, form) or asked.text
    answers = [each for each in said if isinstance(each, Reply)]
    others = [each for each in said if not isinstance(each, Reply)]
    if not answers:
        return said
    return [*others, *answers[:-1], answers[-1].also(Reply(text, choices=asked.choices))]


def take_up(turn: Turn, routes: Routes) -> Form | None:
    """Opens again what was interrupted in passing at a question; a card wants a press."""
    if turn.talk is not None or not turn.account.memory.get(ASIDE):
        return None
    parked = turn.store.conversations.parked(turn.account.id)
    form = routes.form(parked.flow) if parked and parked.state.get("asked") else None
    if parked and form:
        open_again(turn, parked)
    return form


def open_again(turn: Turn, parked: Conversation) -> None:
    """The person goes on with it."""
    turn.account.memory.pop(ASIDE, None)
    turn.store.conversations.save(parked, turn.now, OPEN)
    turn.talk = parked


def afterwards(turn: Turn, routes: Routes, said: Said, *, ended: bool) -> Said:
    """Offers what was interrupted, once nothing else is open; behind choices it waits."""
    memory = turn.account.memory
    if turn.talk is not None or not (ended or ASIDE in memory):
        return said
    parked = turn.store.conversations.parked(turn.account.id)
    if parked is None:
        memory.pop(ASIDE, None)
        return said
    if _choices(said):
        memory.setdefault(ASIDE, False)
        return said
    answers = [each for each in said if isinstance(each, Reply)]
    if not ended and not answers:
        return said
    if not ended and not answers[-1].closing and (form := take_up(turn, routes)):
        return and_ask_again(turn, form, said)
    memory.pop(ASIDE, None)
    return [*said, _offer(turn, parked)]


def _offer(turn: Turn, parked: Conversation) -> Reply:
    text = turn.say("common.parked", what=turn.say(f"{parked.flow}.called"))
    go_on = Choice(turn.say("common.go_on"), action="resume", row=parked.id)
    return Reply(text, choices=(go_on, Choice(turn.say("common.drop"), action="drop", row=parked.id)))


def _set_aside(turn: Turn, form: Form, said: Said, in_passing: bool) -> Said:
    if turn.talk is None:
        return said
    talk, turn.talk = turn.talk, None
    turn.store.conversations.save(talk, turn.now, PARKED)
    turn.account.memory[ASIDE] = in_passing
    *others, last = said
    if not in_passing or not isinstance(last, Reply) or len(last.choices) >= MOST:
        return said
    label = turn.say("common.go_on_with", what=turn.say(f"{form.name}.called"))
    return [*others, replace(last, choices=(*last.choices, Choice(label, action="resume", row=talk.id)))]


def _choices(said: Said) -> list[Choice]:
    return [choice for each in said if isinstance(each, Reply) for choice in each.choices]


def _without_itself(routes: Routes, form: Form, reply: Reply) -> Reply:
    """Without the button that would open what is open."""
    kept = tuple(each for each in reply.choices if not _opens(routes, form, each))
    return replace(reply, choices=kept)


def _opens(routes: Routes, form: Form, choice: Choice) -> bool:
    route = routes.route(choice.action) if choice.action else None
    return route is not None and route.form is form
