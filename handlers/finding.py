"""Which unit a message means: by its code, by what people call it, by what it was called before it ended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from bot import texts
from bot.agreeing import says_yes
from bot.errors import Unreadable
from bot.messages import Choice, Reply
from bot.turn import Turn
from knowledge import unit_scores
from knowledge.unit_names import SHOWN, Match
from knowledge.unit_words import AROUND, words_of
from storage.units import BOARD, Unit

OTHER = "other"
GRASSROOTS = "grassroots"
SURE = unit_scores.SURE


def units_meant(
    turn: Turn, text: str | None = None, wanted: Callable[[int], bool] | None = None
) -> list[Match]:
    """The units that the message, or a part of it, may mean: the best first, several when none stands out."""
    said = (turn.heard.folded, turn.heard.plain) if text is None else (text,)
    return turn.understanding.units(turn.store).find(*said, wanted=wanted)


def unit_named(turn: Turn, text: str | None = None) -> int | None:
    """The one living unit whose whole name stands in the message, or in another text."""
    names = turn.understanding.units(turn.store)
    if text is not None:
        return names.named_in(text)
    return names.named_in(turn.heard.folded) or names.named_in(turn.heard.plain)


def unit_coded(turn: Turn, code: str) -> Unit | None:
    """The unit whose code this is, ended ones too: their posters hang for years. Boards have nobody."""
    unit = turn.store.units.ever_coded(code)
    return unit if unit and unit.kind != BOARD else None


def unit_located(turn: Turn, text: str) -> Unit | None:
    """The union above companies that answers for a place: "khu cong nghiep Dong Bai", "xa Hoa An".

    For a place whose union ended: what it became, or the level above where that is not one unit.
    """
    store = turn.store
    living = [unit for root in store.units.roots() for unit in store.units.below(root.path)]
    parents = {unit.parent_id for unit in living}
    kinds = {unit.kind for unit in living if unit.id in parents}
    above = {unit.id for unit in living if unit.id in parents or unit.kind in kinds}
    names = turn.understanding.units(store)
    if found := names.located(text, above.__contains__):
        return store.units.get(found)
    ended = {unit.id: unit for unit in store.units.ended() if unit.kind in kinds or unit.kind != GRASSROOTS}
    if not (gone := names.located(text, ended.__contains__)):
        return None
    now = store.units.successors(gone)
    if len(now) == 1:
        return now[0]
    parent = ended[gone].parent_id
    return store.units.get(parent) if parent else None


def workplace(turn: Turn) -> int:
    """The unit meant by an answer to "where do you work?".

    Raises Unreadable to ask which, or whether, when not sure; what may be pressed then stands in `choices`.
    """
    state = turn.talk.state if turn.talk else {}
    asked = [int(each) for each in state.pop("found", None) or []]
    if coded := unit_coded(turn, turn.heard.text):
        return _settled(turn, coded)
    if asked and (picked := _picked(turn, asked)):
        return _settled(turn, picked)
    matches = units_meant(turn)
    if not matches:
        raise Unreadable("joining.unit_unknown")
    first = turn.store.units.get(matches[0].unit_id)
    if len(matches) == 1 and (matches[0].score >= SURE or first.ended):
        return _settled(turn, first)
    state["found"] = [match.unit_id for match in matches]
    if len(matches) > 1:
        raise Unreadable("joining.which_one")
    raise Unreadable("joining.this_one", unit=unit_label(turn, first))


def _picked(turn: Turn, asked: Sequence[int]) -> Unit | None:
    """The one of several that an answer picks: "so 2", "o Dong Ha"; or a yes to a single one."""
    units = [turn.store.units.get(each) for each in asked]
    if len(units) == 1:
        return units[0] if says_yes(turn.heard) else None
    said = set(words_of(turn.heard.plain)) - AROUND
    fitting = [unit for unit in units if said and said <= set(words_of(unit_label(turn, unit)))]
    return fitting[0] if len(fitting) == 1 else None


def ended_told(turn: Turn, unit: Unit) -> Reply:
    """That a unit is no more, and what it is now; who is not known yet may press where they are."""
    now = turn.store.units.successors(unit.id)
    if not now:
        return Reply(turn.say("finding.ended", unit=unit.name))
    head = turn.say("finding.ended_into", unit=unit.name)
    if turn.person or len(now) > SHOWN:
        return Reply("\n".join([head, *(f"- {each.name}" for each in now)]))
    return Reply(head, tuple(Choice(each.name, action="my_unit", row=each.id) for each in now))


def _settled(turn: Turn, unit: Unit) -> int:
    """A living unit; an ended one raises Unreadable with what it became."""
    if not unit.ended:
        return unit.id
    now = turn.store.units.successors(unit.id)
    if turn.talk:
        turn.talk.state["found"] = [each.id for each in now] if len(now) <= SHOWN else []
    if not now:
        raise Unreadable("finding.ended", unit=unit.name)
    if len(now) == 1:
        raise Unreadable("finding.ended_one", unit=unit.name, now=now[0].name)
    if len(now) > SHOWN:
        raise Unreadable("finding.ended_many", unit=unit.name, count=len(now))
    raise Unreadable("finding.ended_some", unit=unit.name)


def choices(turn: Turn) -> tuple[Choice, ...]:
    """The buttons under the question about the workplace: the units found, or a way on where none was."""
    state = turn.talk.state if turn.talk else {}
    found = state.get("found") or []
    if not found:
        missed = Choice(turn.say("finding.not_here"), action="not_here")
        return (missed,) if state.get("misses") else ()
    if len(found) == 1:
        return (
            Choice(turn.say("joining.yes_this"), str(found[0])),
            Choice(turn.say("joining.another"), OTHER),
        )
    units = [turn.store.units.get(id) for id in found]
    return tuple(Choice(label, str(unit.id)) for unit, label in zip(units, labels(turn, units), strict=True))


def called(turn: Turn, unit: Unit) -> str:
    """The unit's name, with the level above it where another is called the same."""
    return unit_label(turn, unit) if len(units_meant(turn, unit.name)) > 1 else unit.name


def labels(turn: Turn, units: Sequence[Unit]) -> list[str]:
    """What to show of units to choose from: their names, after the level above where two are called alike."""
    names = [unit.name for unit in units]
    alike = len(set(names)) < len(names)
    return [_placed(turn, unit) for unit in units] if alike else names


def _placed(turn: Turn, unit: Unit) -> str:
    """What tells it from others stands first: a channel may cut the rest."""
    if unit.parent_id is None:
        return unit.name
    place = turn.store.units.get(unit.parent_id).name
    for lead in texts.phrases("finding.leads"):
        if place.casefold().startswith(f"{lead} "):
            place = place[len(lead) + 1 :]
    return turn.say("finding.label", place=place, unit=unit.name)


def pressed(turn: Turn, value: str) -> int:
    """The unit of a button of `choices`. Raises Unreadable for "another", and for one that ended since."""
    if turn.talk:
        turn.talk.state.pop("found", None)
    if value == OTHER:
        raise Unreadable("joining.again_unit")
    return _settled(turn, turn.store.units.get(int(value)))


def still(turn: Turn, unit_id: object) -> int:
    """A unit that was meant before and is one still. Raises Unreadable with what it is now."""
    return _settled(turn, turn.store.units.get(int(str(unit_id))))


def unit_label(turn: Turn, unit: Unit) -> str:
    """The unit's name, with the level above it."""
    if unit.parent_id is None:
        return unit.name
    return f"{unit.name} ({turn.store.units.get(unit.parent_id).name})"


def in_digits(words: Sequence[str]) -> list[str]:
    """Numbers in words as digits, where they can be nothing else: "may so hai" is "may so 2"."""
    numbers = {word: str(n) for n, word in enumerate(texts.phrases("joining.numbers"), 1)}
    before = texts.phrases("joining.before_numbers")
    return [numbers.get(word, word) if last in before else word for last, word in pairwise(["", *words])]
