"""Decides what one message means here and now: a press, an answer, a question, a new wish."""

from __future__ import annotations

from bot import codewords, filling, setting_aside
from bot.agreeing import says_stop
from bot.buttons import Acted, Answered, chosen, read_press
from bot.codewords import Mistyped
from bot.errors import Refused
from bot.forms import Form
from bot.messages import Choice, Reply, Said
from bot.pronouns import heard_pronoun
from bot.routing import EXACT, SURE, Action, Route, Routes
from bot.turn import Turn
from knowledge.questions import is_question
from storage.errors import Missing


class NeedsReading(Exception):
    """The route wants its `prepare` run on a read-only connection first."""

    def __init__(self, route: Route) -> None:
        super().__init__(route.name)
        self.route = route


def answer(turn: Turn, routes: Routes) -> Said:
    """What to say to one message."""
    pronoun = heard_pronoun(turn.heard)
    if pronoun:
        turn.account.pronoun = pronoun
    before = turn.talk.id if turn.talk else None
    said = _answer(turn, routes)
    return setting_aside.afterwards(turn, routes, said, ended=before is not None)


def _answer(turn: Turn, routes: Routes) -> Said:
    incoming = turn.heard.incoming
    if incoming.start is not None:
        return routes.welcome(turn)
    menu = [] if says_stop(turn.heard) else turn.account.memory.get("menu", [])
    value = incoming.press or chosen(menu, turn.heard.plain)
    if value:
        return _which(turn, value) or _press(turn, routes, value)
    coded = None if incoming.attachments else codewords.read(turn.heard.plain)
    if coded:
        return _coded(turn, routes, coded)
    setting_aside.take_up(turn, routes)
    form = routes.form(turn.talk.flow) if turn.talk else None
    if turn.talk and form is None:
        filling.end(turn)
    if form:
        return _in_form(turn, routes, form)
    if incoming.attachments:
        return routes.unwanted(turn) or routes.attached(turn)
    polite = routes.courtesy(turn)
    if polite is not None:
        return polite
    if turn.heard.wordless:
        return routes.wordless(turn)
    route = routes.match(turn, is_question(turn.heard.repaired))
    return _run(turn, route or routes.fallback)


def _press(turn: Turn, routes: Routes, value: str) -> Said:
    pressed = read_press(value)
    if isinstance(pressed, Answered):
        form = routes.form(turn.talk.flow) if turn.talk else None
        here = turn.talk is not None and turn.talk.id == pressed.conversation
        if here and form and filling.offers(turn, form, pressed.value):
            return filling.press(turn, form, pressed.value)
    if isinstance(pressed, Acted):
        said = _act(turn, routes, pressed)
        if said is not None:
            return said
    return [Reply(turn.say("common.old_button"), choices=_again(turn, routes))]


def _act(turn: Turn, routes: Routes, pressed: Acted) -> Said | None:
    """A button on a row, or of a menu; an open form goes on after it, or is set aside."""
    before = turn.talk
    action, route = routes.action(pressed.action), routes.route(pressed.action)
    if action:
        if not action.allow(turn):
            raise Refused("common.not_yours")
        said = _handled(turn, action, pressed)
    elif pressed.action == "resume":
        return _resume(turn, routes, pressed.row)
    elif route:
        said = _run(turn, route)
    else:
        return None
    form = routes.form(before.flow) if before and turn.talk is before else None
    return setting_aside.answered(turn, routes, form, said, in_passing=True) if form else said


def _which(turn: Turn, value: str) -> Said | None:
    """ "duyet", where a later notice offers that as well as the open menu: which of them has to be said."""
    pressed, plain, menu = read_press(value), turn.heard.plain, turn.account.memory.get("menu_from")
    if not isinstance(pressed, Acted) or not pressed.row or menu is None or not plain or plain.isdecimal():
        return None
    later = turn.store.outbox.arrived(turn.account.id, menu)
    if not any(codewords.offers(each.body, plain, pressed.action) for each in later):
        return None
    code = codewords.code_of(pressed.action, pressed.row, pressed.version)
    return [Reply(turn.say("codewords.which", code=code))]


def _coded(turn: Turn, routes: Routes, coded: Acted | Mistyped) -> Said:
    """A coded word does what its button does, whatever conversation is open; a slip does nothing."""
    if isinstance(coded, Acted):
        turn.heard = turn.heard.as_press(coded.value)
        return _act(turn, routes, coded) or [Reply(turn.say("common.old_button"))]
    form = routes.form(turn.talk.flow) if turn.talk else None
    said = [Reply(turn.say(_unknown(turn), code=coded.code))]
    return setting_aside.and_ask_again(turn, form, said) if form else said


def _unknown(turn: Turn) -> str:
    return "codewords.unknown_officer" if turn.is_officer else "codewords.unknown"


def _handled(turn: Turn, action: Action, pressed: Acted) -> Said:
    try:
        return action.handle(turn, pressed.row, pressed.version)
    except Missing:  # erased since, or never there: anybody can send any press
        if pressed.typed:
            raise Refused(_unknown(turn), code=pressed.typed, you=turn.you) from None
        raise Refused("common.old_button", you=turn.you) from None


def _again(turn: Turn, routes: Routes) -> tuple[Choice, ...]:
    form = routes.form(turn.talk.flow) if turn.talk else None
    return filling.ask(turn, form).choices if form else ()


def _in_form(turn: Turn, routes: Routes, form: Form) -> Said:
    if filling.leaves(turn) or filling.postpones(turn):
        return filling.leave(turn, form)
    if turn.heard.attachments and (told := routes.unwanted(turn)):
        asked = filling.ask(turn, form)
        return [*told, Reply(filling.again(turn, form) or asked.text, choices=asked.choices)]
    if turn.heard.wordless and not (turn.heard.attachments and form.files):
        return _without_words(turn, routes, form)
    if turn.heard.attachments or (
        _takes_anything(turn, form) and not codewords.opens_journey(turn.heard.plain)
    ):
        return filling.hear(turn, form)
    question = is_question(turn.heard.repaired) and not _surely_answers(turn, form)
    route = routes.match(turn, question)
    if route is not None and _turns_to(turn, form, route, question):
        return _beside(turn, routes, form, route)
    if route is not None and route.form is form and route.strength(turn.heard, question) == EXACT:
        return [filling.noted(turn, form, "common.going_on")]
    if question and not form.understand(turn):
        return _beside(turn, routes, form, route or routes.fallback, in_passing=True)
    return filling.hear(turn, form)


def _turns_to(turn: Turn, form: Form, route: Route, question: bool) -> bool:
    """Whether the message leaves the form for something else: at the card any wish that is not about it."""
    if route.form is form:
        return False
    if route.strength(turn.heard, question) >= SURE:
        return True
    at_card = turn.talk is not None and turn.talk.state.get("asked") is None
    return at_card and not question and not filling.about_card(turn, form)


def _beside(turn: Turn, routes: Routes, form: Form, route: Route, *, in_passing: bool = False) -> Said:
    before = turn.talk
    said = _run(turn, route)
    if turn.talk is not before:
        return said
    return setting_aside.answered(turn, routes, form, said, in_passing=in_passing)


def _without_words(turn: Turn, routes: Routes, form: Form) -> Said:
    said = routes.attached(turn) if turn.heard.attachments else routes.wordless(turn)
    return setting_aside.answered(turn, routes, form, said, in_passing=True)


def _surely_answers(turn: Turn, form: Form) -> bool:
    asked = turn.talk.state.get("asked") if turn.talk else None
    return asked is not None and form.find(asked).sure(turn.heard.text)


def _takes_anything(turn: Turn, form: Form) -> bool:
    asked = turn.talk.state.get("asked") if turn.talk else None
    return asked is not None and form.find(asked).free


def _run(turn: Turn, route: Route) -> Said:
    if not route.allow(turn):
        raise Refused("common.not_yours")
    if route.prepare and turn.prepared is None:
        raise NeedsReading(route)
    if route.handle:
        return route.handle(turn)
    if route.form is None:
        raise RuntimeError(f"route {route.name} does nothing")
    return filling.start(turn, route.form)


def _resume(turn: Turn, routes: Routes, conversation: int) -> Said:
    parked = turn.store.conversations.parked(turn.account.id)
    form = routes.form(parked.flow) if parked else None
    if parked is None or form is None or parked.id != conversation or turn.talk is not None:
        return [Reply(turn.say("common.old_button"), choices=_again(turn, routes))]
    setting_aside.open_again(turn, parked)
    return [filling.ask(turn, form)]
