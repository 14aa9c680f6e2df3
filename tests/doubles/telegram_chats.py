"""What the people of the double see and do: their chats, and the updates that come of it."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Any

from tests.doubles.telegram_limits import Refusal, Upload, keyboard

NOON = 1_795_000_000  # the double's clock: seconds, a second more with each update

Json = dict[str, Any]


@dataclass
class Shown:
    """A message as the chat shows it."""

    id: int
    text: str = ""
    rows: list[list[Json]] = field(default_factory=list)
    file: Upload | None = None
    photo: bool = False

    @property
    def labels(self) -> list[str]:
        return [str(button["text"]) for row in self.rows for button in row]


@dataclass
class Chat:
    """A private chat with one person."""

    id: int
    name: str
    shown: list[Shown] = field(default_factory=list)
    blocked: bool = False

    @property
    def user(self) -> Json:
        return {"id": self.id, "is_bot": False, "first_name": self.name, "language_code": "vi"}

    @property
    def about(self) -> Json:
        return {"id": self.id, "type": "private", "first_name": self.name}

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.shown]

    def find(self, number: int) -> Shown:
        """Raises Refusal as an edit of a message that is not there does."""
        for message in self.shown:
            if message.id == number:
                return message
        raise Refusal(400, "Bad Request: message to edit not found")

    def button(self, label: str) -> tuple[Shown, str]:
        """The latest button of this label. Raises LookupError."""
        for message in reversed(self.shown):
            for row in message.rows:
                for button in row:
                    if button["text"] == label:
                        return message, button["callback_data"]
        raise LookupError(f"{self.name} sees no button {label!r}")


def parsed(given: Json, name: str) -> str:
    """Text as it is shown: a parse mode takes tags away, as the real one does; without one it is literal."""
    text = str(given.get(name, "")).strip()
    if given.get("parse_mode") == "HTML":
        return html.unescape(re.sub(r"<[^>]+>", "", text))
    if given.get("parse_mode"):
        return re.sub(r"[*_`\\]", "", text)
    return text


def edited(shown: Shown, given: Json) -> Shown:
    """The message after an edit. Raises Refusal where nothing changes or it has no text."""
    rows = keyboard(given.get("reply_markup"))
    text = parsed(given, "text") if "text" in given else shown.text
    if "text" in given and shown.file is not None:
        raise Refusal(400, "Bad Request: there is no text in the message to edit")
    if (text, rows) == (shown.text, shown.rows):
        raise Refusal(
            400,
            "Bad Request: message is not modified: specified new message content and reply markup "
            "are exactly the same as a current content and reply markup of the message",
        )
    shown.text, shown.rows = text, rows
    return shown


def membership(chat: Chat, bot: int, status: str, date: int) -> Json:
    """The body of my_chat_member."""
    user = {"id": bot, "is_bot": True, "first_name": "bot"}
    before = "member" if status == "kicked" else "kicked"
    return {
        "chat": chat.about,
        "from": chat.user,
        "date": date,
        "old_chat_member": {"user": user, "status": before, "until_date": 0},
        "new_chat_member": {"user": user, "status": status, "until_date": 0},
    }
