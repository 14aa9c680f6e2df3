"""Every action has a word of its own to type, and nothing else hears it."""

import ast
import itertools
import re
from collections.abc import Iterator

from bot import texts
from bot.codewords import code_of, distinct
from bot.heard import Heard
from bot.messages import Incoming
from bot.routing import EXACT, SURE
from handlers.catalogue import ROUTES
from knowledge.spelling import Speller
from storage.vietnamese import fold
from tests.support.journeys import NOON, address
from tests.support.sources import Source, program

ACTIONS, JOURNEYS = texts.table("codewords", "actions"), texts.table("codewords", "routes")
SPELLER = Speller(texts.phrases("common.vocabulary"))


def heard(text: str) -> Heard:
    return Heard(Incoming(address("Thu"), "1", NOON, text), SPELLER)


def test_every_action_has_a_word_and_every_word_an_action() -> None:
    assert {action.name for action in ROUTES.actions} == set(ACTIONS)


def test_no_word_could_be_taken_for_another() -> None:
    assert len(distinct(ACTIONS)) == len(ACTIONS)
    assert {fold(word) for word in ACTIONS.values()} & {fold(word) for word in JOURNEYS.values()} == set()


def test_a_word_is_typed_without_signs_and_written_so_that_it_is_seen() -> None:
    for word in (*ACTIONS.values(), *JOURNEYS.values()):
        assert word.isupper()
        assert re.fullmatch(r"[a-z]+(?: [a-z]+)*", fold(word))


def test_no_route_hears_a_code() -> None:
    """Else it would depend on the order in which the two are looked at."""
    for (action, row), version in itertools.product(itertools.product(ACTIONS, (1, 7, 12, 104)), (1, 2)):
        said = heard(code_of(action, row, version))
        sure = [route.name for route in ROUTES.routes if route.strength(said, question=False) >= SURE]
        assert sure == [], said.text


def test_the_word_of_a_journey_is_heard_by_that_journey_alone() -> None:
    for name, word in JOURNEYS.items():
        found = [route.name for route in ROUTES.routes if route.strength(heard(word), False) == EXACT]
        assert found == [name]


def test_no_ordinary_way_out_of_a_form_is_a_word() -> None:
    for list_ in ("leave", "later", "yes", "nothing", "edit_words", "thanks", "greetings"):
        assert {fold(word) for word in JOURNEYS.values()} & set(texts.phrases(f"common.{list_}")) == set()


def told_to_others(source: Source) -> Iterator[str]:
    """Where the buttons lead whose labels texts.say() says: those are for somebody else than who wrote."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Choice" and node.args:
            label, given = node.args[0], {word.arg: word.value for word in node.keywords}
            action = given.get("action") or (node.args[2] if len(node.args) > 2 else None)
            if isinstance(action, ast.Constant) and ast.unparse(label).startswith("texts.say("):
                yield str(action.value)


def test_every_button_of_a_notice_has_its_word() -> None:
    found = {action for source in program() for action in told_to_others(source)}
    assert {"approve", "amend", "reviews"} <= found
    assert found - set(ACTIONS) - set(JOURNEYS) == set()


def test_a_button_of_a_notice_is_found_in_code() -> None:
    text = 'Choice(texts.say("x.y"), action="a")\nChoice(texts.say("x.y"), "", "b", 1)\nChoice(turn.say("x.y"), action="c")'
    assert list(told_to_others(Source("handlers/x.py", text))) == ["a", "b"]
