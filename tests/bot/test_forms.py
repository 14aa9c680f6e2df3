"""What a form asks next. A description: nothing is kept here."""

import pytest

from bot.forms import Field, Form
from bot.messages import Reply
from bot.turn import Turn
from bot.understanding import Understanding
from storage.accounts import Account
from storage.database import Database
from tests.bot.test_routing import WHERE, heard


def never(turn: Turn, answers: object) -> str:
    raise AssertionError


FORM = Form(
    "pledges",
    (
        Field("what", never),
        Field("team", never, when=lambda turn, answers: answers.get("what") != "alone"),
        Field("name", never, optional=True),
    ),
    lambda turn, answers: "",
    lambda turn, answers: [Reply("")],
)


@pytest.fixture
def turn(sqlite_database: Database) -> Turn:
    with sqlite_database.reading() as store:
        return Turn(store, heard(""), Account(1, WHERE), None, None, Understanding())


@pytest.mark.parametrize(
    ("state", "asked"),
    [
        ({}, "what"),
        ({"answers": {}}, "what"),
        ({"answers": {"what": "x"}}, "team"),
        ({"answers": {"team": "3"}}, "what"),
        ({"answers": {"what": "alone"}}, "name"),
        ({"answers": {"what": "x", "team": None}}, "name"),
        ({"answers": {"what": "x", "team": "3"}, "skipped": ["name"]}, None),
        ({"answers": {"what": "x", "team": "3", "name": "Hoa", "of an older version": 1}}, None),
    ],
)
def test_the_first_relevant_question_without_an_answer_is_next(
    turn: Turn, state: dict[str, object], asked: str | None
) -> None:
    found = FORM.next_field(turn, state)
    assert (found.name if found else None) == asked


def test_a_field_is_asked_by_its_sentence_or_in_its_own_words(turn: Turn) -> None:
    team, own = FORM.fields[1], Field("what", never, ask=lambda turn, answers: f"Việc gì, {answers['name']}?")
    assert FORM.question(turn, team, {}).text == "Anh/chị ở tổ, chuyền nào ạ?"
    assert FORM.question(turn, own, {"name": "Hoa"}).text == "Việc gì, Hoa?"


def test_a_field_that_no_longer_exists_is_said_so() -> None:
    assert FORM.find("team") is FORM.fields[1]
    with pytest.raises(LookupError, match="of an older version"):
        FORM.find("of an older version")
