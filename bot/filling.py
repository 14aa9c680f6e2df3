"""Takes a form forward by one message: opening, answering, correcting, confirming, leaving."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from bot import texts
from bot.agreeing import says_no, says_stop, says_yes
from bot.errors import Refused, Unreadable
from bot.forms import CONFIRM, Field, Form
from bot.heard import has_phrase
from bot.messages import Choice, Reply, Said
from bot.turn import Turn
from storage.conversations import DONE, PARKED
from storage.errors import Missing
from storage.vietnamese import fold

PATIENCE = 2  # misses before a person is offered
FIX = "fix:"  # before the name of the answer to correct


def leaves(turn: Turn) -> bool:
    """Whether the person wants out of the form; the words stand in one place."""
    leave = texts.phrases("common.leave")
    return turn.heard.folded in leave or turn.heard.plain in leave or says_stop(turn.heard)


def postpones(turn: Turn) -> bool:
    """Whether the person wants to go on another time."""
    return any(has_phrase(turn.heard.folded, phrase) for phrase in texts.phrases("common.later"))


def agrees(turn: Turn) -> bool:
    """A plain yes."""
    return says_yes(turn.heard)


def start(turn: Turn, form: Form, answers: dict[str, Any] | None = None) -> list[Reply]:
    """Opens the form with what the message already says; an open one is set aside."""
    if not form.allow(turn):
        raise Refused("common.not_yours")
    if turn.talk is not None:
        same = turn.talk.flow == form.name
        turn.store.conversations.save(turn.talk, turn.now, DONE if same else PARKED)
    turn.talk = turn.store.conversations.start(turn.account.id, form.name, turn.now)
    turn.talk.state["answers"] = {**form.understand(turn), **(answers or {})}
    form.guard(turn, turn.talk.state["answers"])
    return [ask(turn, form)]


def ask(turn: Turn, form: Form) -> Reply:
    """The next question, or the card; closes what is not for the person any more, and says so."""
    talk = _talk(turn)
    state = talk.state
    try:
        _may_go_on(turn, form, state["answers"])
    except Refused as refused:
        end(turn)
        return Reply(turn.say(refused.key, **refused.blanks), closing=True)
    if outdated := _outdated(turn, form):
        return outdated
    each = form.next_field(turn, state)
    if each is not None:
        state["asked"] = each.name
        reply = form.question(turn, each, state["answers"])
        if "hint" in state["answers"]:
            del state["answers"]["hint"]
        return reply
    state["asked"] = None
    return Reply(form.card(turn, state["answers"]), choices=_under_card(turn, form))


def _may_go_on(turn: Turn, form: Form, answers: dict[str, Any]) -> None:
    if not form.allow(turn):
        raise Refused("common.not_yours")
    try:
        form.guard(turn, answers)
    except Missing:  # erased since
        raise Refused("common.old_button") from None


def _under_card(turn: Turn, form: Form) -> tuple[Choice, ...]:
    return form.choices(turn, _talk(turn).state["answers"]) or (
        Choice(turn.say("common.send"), CONFIRM.send),
        Choice(turn.say("common.edit"), CONFIRM.edit),
        Choice(turn.say("common.stop"), CONFIRM.no),
    )


def offers(turn: Turn, form: Form, value: str) -> bool:
    """Whether the open question or card has a button of this value: an older one of the same form may not."""
    state = _talk(turn).state
    asked = state.get("asked")
    if value.startswith(FIX):
        return any(each.editable and each.name == value.removeprefix(FIX) for each in form.fields)
    if asked is None:
        return value in {choice.value for choice in _under_card(turn, form)}
    each = form.find(asked)
    if value == "skip" and each.optional:
        return True
    return value in {choice.value for choice in each.choices(turn, state["answers"]) if not choice.action}


def press(turn: Turn, form: Form, value: str) -> Said:
    """A button of this conversation that it offers now."""
    talk = _talk(turn)
    state = talk.state
    asked = state.get("asked")
    if value.startswith(FIX):
        return _reopen(turn, form, value.removeprefix(FIX))
    if asked is None:
        return _confirm(turn, form, value)
    each = form.find(asked)
    if value == "skip" and each.optional:
        state.setdefault("skipped", []).append(each.name)
        return [ask(turn, form)]
    try:
        state["answers"][each.name] = each.pressed(turn, value) if each.pressed else value
    except Unreadable as hint:
        return [_hint(turn, form, hint)]
    state["misses"] = 0
    return [ask(turn, form)]


def hear(turn: Turn, form: Form) -> Said:
    """A written answer, or a correction of the card."""
    talk = _talk(turn)
    state = talk.state
    asked = state.get("asked")
    if asked is None:
        return _heard_at_card(turn, form)
    each = form.find(asked)
    if each.optional and agrees_to_skip(turn):
        return press(turn, form, "skip")
    said = form.understand(turn)
    try:
        value = said[asked] if asked in said else each.read(turn, state["answers"])
    except Unreadable as hint:
        if all(state["answers"].get(name) == answer for name, answer in said.items()):
            return [_hint(turn, form, hint)]
        state["answers"].update(said)
        return [noted(turn, form)]
    fresh = {name: answer for name, answer in said.items() if name not in state["answers"]}
    state["answers"].update(fresh)
    state["answers"][asked] = value
    state["misses"] = 0
    return [ask(turn, form)]


def noted(turn: Turn, form: Form, key: str = "common.noted") -> Reply:
    """Something else was said than was asked: it counts, and the question stands."""
    asked = ask(turn, form)
    return replace(asked, text=f"{turn.say(key)} {again(turn, form) or asked.text}")


def again(turn: Turn, form: Form) -> str:
    """The open question once more, in fewer words; empty where there are none."""
    if turn.talk is None:
        return ""
    short = f"{form.name}.again_{_talk(turn).state.get('asked') or 'card'}"
    return turn.say(short) if turn.has(short) else ""


def agrees_to_skip(turn: Turn) -> bool:
    """ "khong co", "chua" to a question that may stay open."""
    return turn.heard.folded in texts.phrases("common.nothing")


def _heard_at_card(turn: Turn, form: Form) -> Said:
    if agrees(turn):
        return _confirm(turn, form, CONFIRM.send)
    if turn.heard.folded in texts.phrases("common.edit_words"):
        return _confirm(turn, form, CONFIRM.edit)
    if says_no(turn.heard):
        return _confirm(turn, form, CONFIRM.no)
    said = form.understand(turn)
    if said:
        _talk(turn).state["answers"].update(said)
        return [ask(turn, form)]
    if meant := _answer_meant(turn, form):
        return _reopen(turn, form, meant)
    return [_hint(turn, form, Unreadable(_card_hint(turn, form)))]


def about_card(turn: Turn, form: Form) -> bool:
    """Whether a message at the card agrees to it, or corrects what it says."""
    if agrees(turn) or turn.heard.folded in texts.phrases("common.edit_words"):
        return True
    return bool(form.understand(turn)) or _answer_meant(turn, form) is not None


def _answer_meant(turn: Turn, form: Form) -> str | None:
    """The answer on the card that "sua to", "ten bi sai" is about, by the words of its label."""
    matches = (re.fullmatch(each, turn.heard.folded) for each in texts.phrases("common.edit_patterns"))
    what = next((match["what"] for match in matches if match), None)
    return next((each.name for each in _editable(turn, form) if _is_called(turn, form, each, what)), None)


def _is_called(turn: Turn, form: Form, each: Field, what: str | None) -> bool:
    parts = fold(turn.say(f"{form.name}.label_{each.name}")).split(", ")
    return what is not None and any(has_phrase(part, what) for part in parts)


def _editable(turn: Turn, form: Form) -> list[Field]:
    answers = _talk(turn).state["answers"]
    return [each for each in form.fields if each.editable and each.name in answers]


def _card_hint(turn: Turn, form: Form) -> str:
    """The form's own hint, with an example that it reads; else by whether there is something to correct."""
    own = f"{form.name}.card_hint"
    if turn.has(own):
        return own
    may_edit = any(choice.value == CONFIRM.edit for choice in _under_card(turn, form))
    return "common.card_hint" if may_edit else "common.card_choose"


def _outdated(turn: Turn, form: Form) -> Reply | None:
    """Asks anew for the first answer that is true no more; None where all are."""
    state = _talk(turn).state
    for each in form.fields:
        if each.still and each.name in state["answers"]:
            try:
                each.still(turn, state["answers"][each.name])
            except Unreadable as hint:
                answers = {name: said for name, said in state["answers"].items() if name != each.name}
                state |= {"answers": answers, "asked": each.name}
                return Reply(turn.say(hint.key, **hint.blanks), choices=each.choices(turn, answers))
    return None


def _confirm(turn: Turn, form: Form, value: str) -> Said:
    talk = _talk(turn)
    if value == CONFIRM.edit:
        labels = ((each.name, turn.say(f"{form.name}.label_{each.name}")) for each in _editable(turn, form))
        choices = tuple(Choice(label, FIX + name) for name, label in labels)
        return [Reply(turn.say("common.which_edit"), choices=choices)]
    if value == CONFIRM.no:
        return leave(turn, form, refused=True)
    if value != CONFIRM.send:
        return [Reply(turn.say("common.old_button"))]
    if not form.allow(turn):
        raise Refused("common.not_yours")
    if outdated := _outdated(turn, form):
        return [outdated]
    answers = dict(talk.state["answers"])
    end(turn)
    return form.submit(turn, answers)


def _reopen(turn: Turn, form: Form, name: str) -> Said:
    state = _talk(turn).state
    state["answers"].pop(name, None)
    state["again"] = name
    state["skipped"] = [each for each in state.get("skipped", []) if each != name]
    return [ask(turn, form)]


def _hint(turn: Turn, form: Form, hint: Unreadable) -> Reply:
    state = _talk(turn).state
    state["misses"] = state.get("misses", 0) + 1
    text = turn.say(hint.key, **hint.blanks)
    asked = state.get("asked")
    choices = form.find(asked).choices(turn, state["answers"]) if asked else ask(turn, form).choices
    if state["misses"] >= PATIENCE:
        text = f"{text}\n{turn.say('common.or_a_person')}"
        choices = (*choices[:2], Choice(turn.say("common.ask_person"), action="person"))
    return Reply(text, choices=choices)


def leave(turn: Turn, form: Form, *, refused: bool = False) -> Said:
    """Closes the form without sending."""
    answers = dict(_talk(turn).state["answers"])
    end(turn)
    if refused and form.refused:
        return form.refused(turn)
    if form.left:
        return form.left(turn, answers)
    return [Reply(turn.say("common.left"), closing=True)]


def end(turn: Turn) -> None:
    """The conversation is over; its answers are forgotten."""
    turn.store.conversations.save(_talk(turn), turn.now, DONE)
    turn.talk = None


def _talk(turn: Turn) -> Any:
    if turn.talk is None:
        raise RuntimeError("no conversation is open")
    return turn.talk
