"""A question for a standing board goes to its members, as papers ask: "qua Ban Chinh sach - Phap luat"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from rapidfuzz import fuzz

from bot import texts
from bot.errors import Refused
from bot.filling import start
from bot.messages import Choice, Reply, Said
from bot.routing import Action, Route
from bot.turn import Turn
from handlers.questions import ASK, LONGEST
from storage.units import Unit
from storage.vietnamese import fold

BOARD = "ban"  # how the name of every board begins
ALIKE = 88  # of 100: a name typed with a slip or two
FEWEST = 3  # words that are a question beside the board's name
_WORD = re.compile(r"[a-z0-9]+")


def boards_of(turn: Turn) -> list[tuple[Unit, str]]:
    """The boards of the levels above the person's unit, the nearest first; all, of somebody unknown."""
    unit_id = turn.unit.id if turn.unit else turn.account.memory.get("unit")
    found = [(board, _plain(name)) for board, name in turn.store.units.boards()]
    if not unit_id:
        return found
    above = turn.store.units.get(int(unit_id)).path
    near = [(board, name) for board, name in found if above.startswith(_parent(board))]
    return sorted(near, key=lambda each: -len(each[0].path))


def _parent(board: Unit) -> str:
    return board.path[: board.path[:-1].rfind("/") + 1]


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(fold(text)))


def board_in(text: str, boards: Iterable[tuple[Unit, str]]) -> tuple[Unit, str] | None:
    """The board that a text names, and the words by which; the longest name counts, the nearest first."""
    words = f" {_plain(text)} "
    named = [(board, name) for board, name in boards if name and f" {name} " in words]
    return max(named, key=lambda each: len(each[1]), default=None)


def addressed(turn: Turn) -> tuple[Unit, str] | None:
    """The board to which a message is addressed; a slip in its name is forgiven after "gui ban"."""
    boards = boards_of(turn)
    if (found := board_in(turn.heard.text, boards)) is not None:
        return found
    leads = "|".join(texts.phrases("boards.leads"))
    said = re.search(rf"\b(?:{leads}) (ban .+)", turn.heard.folded)
    if said is None:
        return None
    words = said[1].split()
    begun = [(board, " ".join(words[: len(name.split())]), name) for board, name in boards]
    alike = [(fuzz.ratio(begin, name), -number) for number, (_, begin, name) in enumerate(begun)]
    score, number = max(alike, default=(0, 0))
    return begun[-number][:2] if score >= ALIKE else None


def wanted(turn: Turn) -> bool:
    """Whether there is such a board: "gap ban" may be a friend."""
    return addressed(turn) is not None


def to_board(turn: Turn) -> Said:
    """ "gui Ban Chinh sach - Phap luat: ...": the question as typed, or which one it is."""
    found = addressed(turn)
    if found is None:
        raise Refused("common.old_button", you=turn.you)
    board, name = found
    answers: dict[str, Any] = {"unit": board.id}
    said = _besides(turn.heard.text, name)
    if len(_plain(said).split()) >= FEWEST:
        answers["text"] = said[:LONGEST]
    return start(turn, ASK, answers)


def _besides(text: str, name: str) -> str:
    """What stands behind the colon; the whole message where there is none, unless it only names the board."""
    _, colon, after = text.partition(":")
    if colon:
        return after.strip()
    rest = f" {_plain(text)} ".replace(f" {name} ", " ").split()
    leads = {word for lead in texts.phrases("boards.leads") for word in lead.split()}
    fillers = {*leads, *texts.phrases("boards.fillers")}
    return text if len([word for word in rest if word not in fillers]) >= FEWEST else ""


def ways(turn: Turn, told: str) -> tuple[Choice, ...]:
    """A button to the board that a paper, as it was just told, addresses such matters to."""
    found = board_in(told, boards_of(turn)) if f" {BOARD} " in f" {_plain(told)} " else None
    if found is None:
        return ()
    turn.account.memory["for_board"] = turn.heard.text[:LONGEST]
    label = turn.say("boards.send", board=found[0].name)
    return (Choice(label, action="to_board", row=found[0].id, version=1),)


def press(turn: Turn, board_id: int, version: int) -> Said:
    """The button: the question that was asked goes to the board, after its card."""
    if board_id not in {board.id for board, _ in boards_of(turn)}:
        return [Reply(turn.say("common.old_button"))]
    asked = turn.account.memory.pop("for_board", None)
    return start(turn, ASK, {"unit": board_id, **({"text": asked} if asked else {})})


ROUTES = (
    Route("board", asks=texts.phrases("boards.phrases"), handle=to_board, form=ASK, allow=wanted, menu=False),
)
ACTIONS = (Action("to_board", press),)
