"""An initiative in lines, for the card and for the officer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot import texts
from bot.turn import local
from handlers.initiatives_when import shown
from storage.initiatives import Initiative


def lines_of(given: Mapping[str, Any], files: int, today: date) -> list[str]:
    """What was said of it, by the names of the form's fields; `today` is when "last month" was said."""
    lines = [texts.say("initiatives.line_what", what=given["what"])]
    if given.get("since"):
        lines.append(texts.say("initiatives.line_since", since=shown(given["since"], today)))
    if given.get("helpers"):
        lines.append(texts.say("initiatives.line_helpers", helpers=given["helpers"]))
    elif given.get("helpers") == "":
        lines.append(texts.say("initiatives.line_alone"))
    if given.get("effect"):
        lines.append(texts.say("initiatives.line_effect", effect=given["effect"]))
    if files:
        lines.append(texts.say("initiatives.line_files", count=files))
    return lines


def lines_of_row(row: Initiative) -> str:
    """The same of what was handed in."""
    given = {"what": row.what, "since": row.since_text, "helpers": row.authors_text, "effect": row.effect}
    return "\n".join(lines_of(given, row.attachments, local(row.created_at).date()))
