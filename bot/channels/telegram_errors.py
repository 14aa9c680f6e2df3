"""What Telegram's refusals mean for the sender. Source: the Bot API and its server's own texts."""

from __future__ import annotations

import logging

import aiohttp
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
)

from bot.errors import SendFailed, Unsendable
from bot.redaction import redact

log = logging.getLogger(__name__)

OPERATOR_SECONDS = 300.0  # how long the channel rests when only the operator can help


class NotStarted(ConnectionError):
    """The channel was asked before it was started, or after it was stopped."""


_NO_SUCH_ADDRESS = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "user_id_invalid",
    "chat_id is empty",
    "group chat was deactivated",
    "input_user_deactivated",
    "user_is_blocked",
)
_NEVER_SENT = (
    aiohttp.ClientConnectorError,
    aiohttp.ConnectionTimeoutError,  # connecting, or waiting for a free connection of the pool
    aiohttp.ClientHttpProxyError,
    aiohttp.InvalidURL,
    NotStarted,
)


class TooFast(TelegramError):
    """429: nothing more for `seconds`. Takes the place of RetryAfter, which warns wherever it is made."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"too many messages, wait {seconds:g} s")
        self.seconds = seconds


def failure(error: Exception) -> SendFailed:
    """The error as the sender decides by it. BadRequest comes first, for it is a NetworkError too."""
    why = redact(f"{type(error).__name__}: {error}")
    match error:
        case TooFast():
            return SendFailed(why, retry_after=error.seconds)
        case Forbidden():
            return SendFailed(why, permanent=True)
        case ChatMigrated():
            return SendFailed(why, moved_to=str(error.new_chat_id))
        case BadRequest():
            return SendFailed(why, permanent=True) if no_such_address(error) else Unsendable(why)
        case InvalidToken() | EndPointNotFound() | Conflict():
            log.error("Telegram refuses this bot, its operator must look: %s", why)
            return SendFailed(why, retry_after=OPERATOR_SECONDS)
        case NetworkError() if _too_large(error):
            return Unsendable(why)
        case NetworkError() if never_sent(error):
            return SendFailed(why)
    return SendFailed(why, unknown=True)


def no_such_address(error: BadRequest) -> bool:
    """Whether the refusal is about whom it goes to, not about what is sent."""
    said = str(error).casefold()
    return any(words in said for words in _NO_SUCH_ADDRESS)


def never_sent(error: BaseException) -> bool:
    """Whether the request cannot have reached Telegram: it is safe to try again."""
    return isinstance(error.__cause__, _NEVER_SENT)


def _too_large(error: NetworkError) -> bool:
    return "entity too large" in str(error).casefold()
