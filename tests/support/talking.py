"""A tiny bot for the tests of the core: two forms, something to look up, a button, and what goes wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from bot.errors import Refused, Unreadable
from bot.forms import Answers, Field, Form
from bot.messages import Choice, Notice, Reply, Said
from bot.routing import Action, Route, Routes
from bot.turn import Turn
from storage.database import Database

CLOSED = "Đã ghi."


def keep(turn: Turn, what: str) -> None:
    """Something that a handler stores, to see whether it stays."""
    turn.audit("kept", "tiny", 0, what=what)


def kept(database: Database) -> list[str]:
    """All that handlers stored, in order."""
    with database.reading() as store:
        return [entry.detail["what"] for entry in store.audit.of("tiny", 0)]


def understand(turn: Turn) -> dict[str, Any]:
    """ "đăng ký X" says what; "tổ 3" says the team."""
    what = re.search(r"dang ky (?!to)(.+?)(?: to \w+)?$", turn.heard.plain)
    team = re.search(r"\bto (\w+)", turn.heard.plain)
    return {**({"what": what[1]} if what else {}), **({"team": team[1]} if team else {})}


def read_what(turn: Turn, answers: Answers) -> str:
    if len(turn.heard.plain) < 3:
        raise Unreadable("pledges.what_hint")
    return turn.heard.text


def read_team(turn: Turn, answers: Answers) -> str:
    if not turn.heard.plain[-1:].isdigit():
        raise Unreadable("joining.team_hint")
    return turn.heard.text


def _teams(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    return (Choice("Tổ 1", "1"), Choice("Tổ 2", "2"), Choice("Bỏ qua", "skip"))


def _card(turn: Turn, answers: Answers) -> str:
    return f"Em ghi: {answers['what']}, tổ {answers.get('team', '-')}."


def _submit(turn: Turn, answers: Answers) -> Said:
    keep(turn, f"{answers['what']}/{answers.get('team', '-')}")
    return [Reply(CLOSED, closing=True)]


def _read_text(turn: Turn, answers: Answers) -> str:
    return turn.heard.text


def _ask_submit(turn: Turn, answers: Answers) -> Said:
    keep(turn, f"? {answers['text']}")
    return [Reply("Đã chuyển.", closing=True)]


PLEDGES = Form(
    "pledges",
    (
        Field("what", read_what, ask=lambda turn, answers: "Anh/chị định làm gì?"),
        Field("team", read_team, choices=_teams, pressed=lambda turn, value: value, optional=True),
    ),
    _card,
    _submit,
    understand,
)
PLEDGES_ASK = "Anh/chị ở tổ, chuyền nào ạ?"
PLEDGES_AGAIN = "Anh/chị nhắn giúp em tên tổ, chuyền nhé."
QUESTIONS = Form(
    "questions",
    (Field("text", _read_text, free=True),),
    lambda turn, answers: f"Em chuyển: {answers['text']}",
    _ask_submit,
)


@dataclass
class Looked:
    """How often something was looked up, and whether it could have written."""

    times: int = 0
    write: bool = field(default=False)


def _breaks(turn: Turn) -> Said:
    keep(turn, "of the broken one")
    turn.account.memory["broken"] = True
    raise ZeroDivisionError("the secret reason")


def _refuses(turn: Turn) -> Said:
    keep(turn, "of the refused one")
    raise Refused("reviews.number_unknown", you=turn.you)


def _tells_thu(turn: Turn) -> Said:
    thu = turn.store.people.search("/1/", "Thu")[0]
    return [Reply("Dạ."), Notice(thu.id, Reply("Hoa hỏi.", (Choice("Xem", action="see", row=7, version=1),)))]


def _see(turn: Turn, row: int, version: int) -> Said:
    keep(turn, f"saw {row} at {version}")
    return [Reply(f"Dòng {row}.")]


def _forbidden(turn: Turn, row: int, version: int) -> Said:
    keep(turn, "of a foreign row")
    raise Refused("common.not_yours", you=turn.you)


def _polite(turn: Turn) -> Said | None:
    if turn.heard.plain in {"ok", "cam on"}:
        return [] if turn.account.memory.get("closed") else [Reply("Dạ, không có gì.", closing=True)]
    return None


def tiny_bot(looked: Looked | None = None) -> Routes:
    """The routes of the tiny bot; `looked` counts what the one that prepares does."""
    counted = looked or Looked()

    def look(turn: Turn) -> str:
        counted.times += 1
        return "30/4"

    def tell(turn: Turn) -> Said:
        return [Reply(f"Hết hạn {turn.prepared} ạ.")]

    routes = (
        Route("pledge", exact=("dk",), phrases=("dang ky",), form=PLEDGES),
        Route("ask", exact=("gap",), form=QUESTIONS),
        Route("deadline", asks=("het han",), prepare=look, handle=tell),
        Route("broken", exact=("hong",), handle=_breaks),
        Route("refused", exact=("cam",), handle=_refuses),
        Route(
            "office", exact=("so sach",), handle=lambda turn: [Reply("Sổ đây.")], allow=lambda t: t.is_officer
        ),
        Route("tell", exact=("bao thu",), handle=_tells_thu),
        Route("hidden", exact=("kin",), handle=lambda turn: [Reply("Kín.")], menu=False),
    )
    actions = (
        Action("see", _see),
        Action("forbidden", _forbidden),
        Action("officers", _see, allow=lambda turn: turn.is_officer),
    )
    return Routes(
        routes,
        actions,
        fallback=Route("fallback", handle=lambda turn: [Reply("Em chưa rõ.")]),
        welcome=lambda turn: [Reply("Chào.")],
        wordless=lambda turn: [Reply("Dạ, em nghe.")],
        attached=lambda turn: [Reply("Em nhận được tệp.")],
        courtesy=_polite,
    )
