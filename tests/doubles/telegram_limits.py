"""What the Bot API takes of each method, and what it says when it refuses. Pure.

Source: https://core.telegram.org/bots/api and the texts of Telegram's own Bot API server.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

TEXT, CAPTION, ANSWER = 4096, 1024, 200  # UTF-16 units
CALLBACK = 64  # bytes
BUTTONS = 100
PHOTO, UPLOAD, DOWNLOAD = 10 * 1024 * 1024, 50 * 1024 * 1024, 20 * 1024 * 1024

_SENT = {"reply_markup", "disable_notification", "protect_content", "reply_parameters", "message_effect_id"}
_WORDS = {"parse_mode", "link_preview_options"}

# method -> (what it must have, what it may have)
METHODS: dict[str, tuple[set[str], set[str]]] = {
    "getMe": (set(), set()),
    "getUpdates": (set(), {"offset", "limit", "timeout", "allowed_updates"}),
    "setWebhook": (
        {"url"},
        {"secret_token", "allowed_updates", "max_connections", "drop_pending_updates", "ip_address"},
    ),
    "deleteWebhook": (set(), {"drop_pending_updates"}),
    "sendMessage": ({"chat_id", "text"}, _SENT | _WORDS | {"entities"}),
    "sendPhoto": ({"chat_id", "photo"}, _SENT | {"caption", "parse_mode", "caption_entities"}),
    "sendDocument": ({"chat_id", "document"}, _SENT | {"caption", "parse_mode", "caption_entities"}),
    "editMessageText": ({"chat_id", "message_id", "text"}, {"reply_markup", "entities"} | _WORDS),
    "editMessageReplyMarkup": ({"chat_id", "message_id"}, {"reply_markup"}),
    "deleteMessage": ({"chat_id", "message_id"}, set()),
    "answerCallbackQuery": ({"callback_query_id"}, {"text", "show_alert", "url", "cache_time"}),
    "getFile": ({"file_id"}, set()),
    "setMyCommands": ({"commands"}, {"scope", "language_code"}),
}
_JSON = {"reply_markup", "commands", "allowed_updates", "link_preview_options", "entities", "scope"}
_WHOLE = {"chat_id", "message_id", "offset", "limit", "timeout", "max_connections"}


class Refusal(Exception):
    """The answer is an error. `parameters` may hold retry_after or migrate_to_chat_id."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters


@dataclass
class Upload:
    """A file as it came in a multipart body."""

    name: str
    media_type: str
    content: bytes


@dataclass
class Call:
    """One request of the program. `parameters` are read: numbers are numbers, JSON is read."""

    method: str
    parameters: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)


def read_call(method: str, given: Mapping[str, Any], files: dict[str, Upload]) -> Call:
    """The request, checked. Raises Refusal."""
    if method not in METHODS:
        raise Refusal(404, "Not Found")
    must, may = METHODS[method]
    for name in {*given, *files} - must - may:
        raise Refusal(400, f"Bad Request: {method} has no parameter {name}")
    for name in sorted(must - {*given, *files}):
        raise Refusal(400, _missing(name))
    call = Call(method, {name: _value(name, value) for name, value in given.items()}, files)
    _check(call)
    return call


def units(text: str) -> int:
    """The length that Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def keyboard(markup: Any) -> list[list[dict[str, Any]]]:
    """The rows of an inline keyboard. Raises Refusal."""
    if not markup:
        return []
    rows = markup.get("inline_keyboard") if isinstance(markup, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise Refusal(400, "Bad Request: object expected as reply markup")
    buttons = [button for row in rows for button in row]
    if len(buttons) > BUTTONS:
        raise Refusal(400, "Bad Request: REPLY_MARKUP_TOO_LONG")
    for button in buttons:
        _check_button(button)
    return rows


def _check(call: Call) -> None:
    given = call.parameters
    if "text" in given and call.method != "answerCallbackQuery":
        _check_text(given["text"])
    if call.method == "answerCallbackQuery" and units(given.get("text", "")) > ANSWER:
        raise Refusal(400, "Bad Request: MESSAGE_TOO_LONG")
    if units(given.get("caption", "")) > CAPTION:
        raise Refusal(400, "Bad Request: message caption is too long")
    keyboard(given.get("reply_markup"))
    for name, upload in call.files.items():
        if not upload.content:
            raise Refusal(400, "Bad Request: file must be non-empty")
        if len(upload.content) > (PHOTO if name == "photo" else UPLOAD):
            raise Refusal(413, "Request Entity Too Large")
    if call.method == "setMyCommands":
        _check_commands(given["commands"])
    if call.method == "setWebhook":
        _check_webhook(given)
    if call.method == "getUpdates" and not 1 <= given.get("limit", 100) <= 100:
        raise Refusal(400, "Bad Request: limit must be 1 to 100")


def _check_text(text: str) -> None:
    if not text.strip():
        raise Refusal(400, "Bad Request: message text is empty")
    if units(text) > TEXT:
        raise Refusal(400, "Bad Request: message is too long")


def _check_button(button: Any) -> None:
    if not isinstance(button, dict) or not str(button.get("text", "")).strip():
        raise Refusal(400, "Bad Request: inline keyboard button text must be non-empty")
    actions = set(button) - {"text", "style", "icon_custom_emoji_id"}
    if len(actions) != 1:
        raise Refusal(
            400,
            "Bad Request: can't parse inline keyboard button: "
            "Text buttons are unallowed in the inline keyboard",
        )
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= CALLBACK:
        raise Refusal(400, "Bad Request: BUTTON_DATA_INVALID")


def _check_commands(commands: Any) -> None:
    if not isinstance(commands, list) or len(commands) > 100:
        raise Refusal(400, "Bad Request: BOT_COMMANDS_TOO_MUCH")
    for each in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", each.get("command", "")):
            raise Refusal(400, "Bad Request: BOT_COMMAND_INVALID")
        if not 1 <= len(each.get("description", "")) <= 256:
            raise Refusal(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")


def _check_webhook(given: dict[str, Any]) -> None:
    url = given["url"]
    if url and not re.match(r"https://|http://127\.0\.0\.1[:/]", url):
        raise Refusal(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", given.get("secret_token", "")):
        raise Refusal(400, "Bad Request: secret token contains unallowed characters")
    if not 1 <= given.get("max_connections", 40) <= 100:
        raise Refusal(400, "Bad Request: max_connections must be 1 to 100")


def _missing(name: str) -> str:
    told = {
        "text": "message text is empty",
        "chat_id": "chat_id is empty",
        "photo": "there is no photo in the request",
        "document": "there is no document in the request",
        "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
    }
    return f"Bad Request: {told.get(name, f'parameter {name} is missing')}"


def _value(name: str, value: Any) -> Any:
    try:
        if name in _JSON and isinstance(value, str):
            return json.loads(value)
        return int(value) if name in _WHOLE else value
    except ValueError:
        raise Refusal(400, f"Bad Request: can't parse {name}") from None
