"""Sends one rendered message to Telegram, or edits what it replaces; says what a failure means."""

from __future__ import annotations

import logging

from telegram import Bot
from telegram.error import BadRequest

from bot.channels.base import Files, Sent
from bot.channels.telegram_errors import failure, no_such_address
from bot.channels.telegram_parts import NO_PREVIEW, Parts, keyboard_of
from bot.errors import SendFailed, Unsendable
from bot.messages import Outgoing

log = logging.getLogger(__name__)


class Sending:
    """Remembers, for messages of several requests, how far they came."""

    def __init__(self, bot: Bot, files: Files) -> None:
        self._bot = bot
        self._parts = Parts(bot, files)
        self._begun: dict[tuple[str, str, tuple[tuple[int, str], ...]], int] = {}

    async def send(self, chat: str, message: Outgoing) -> Sent:
        """Edits or sends. Raises SendFailed."""
        try:
            if message.deletes:
                return await self._delete(chat, message.deletes)
            if message.replaces and not message.files and await self._edit(chat, message):
                return Sent(message.replaces)
            return await self._send(chat, message)
        except SendFailed:
            raise
        except Exception as error:
            raise failure(error) from error

    async def _send(self, chat: str, message: Outgoing) -> Sent:
        key = (chat, message.text, message.files)
        done = self._begun.pop(key, 0)
        number: int | None = None
        try:
            for part in self._parts.of(chat, message)[done:]:
                number = (await part()).message_id
                done += 1
        except Exception as error:
            failed = error if isinstance(error, SendFailed) else failure(error)
            if done and not failed.permanent and not isinstance(failed, Unsendable):
                self._begun[key] = done
            raise failed from error
        return Sent(None if number is None else str(number))

    async def _delete(self, chat: str, number: str) -> Sent:
        """Takes a message away; one that is gone already or too old is none to fail for."""
        try:
            await self._bot.delete_message(chat, int(number))
        except BadRequest as refused:
            if no_such_address(refused):
                raise
            log.info("message %s was not deleted: %s", number, refused)
        return Sent(None)

    async def _edit(self, chat: str, message: Outgoing) -> bool:
        """Whether the message to replace now shows this one; False when it can no longer be edited."""
        number = message.replaces or ""
        if not number.isdecimal():
            return False
        keyboard = keyboard_of(message.buttons)
        try:
            await self._bot.edit_message_text(
                message.text, chat, int(number), reply_markup=keyboard, link_preview_options=NO_PREVIEW
            )
        except BadRequest as refused:
            if no_such_address(refused):
                raise
            return "message is not modified" in str(refused).casefold()
        return True
