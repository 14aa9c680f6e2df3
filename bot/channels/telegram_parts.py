"""Lays out a rendered message as what Telegram is asked to show: its files, its text, its buttons."""

from __future__ import annotations

import mimetypes
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, LinkPreviewOptions, Message
from telegram.error import BadRequest

from bot.channels.base import Files
from bot.errors import Unsendable
from bot.messages import Button, Outgoing

CAPTION = 1024  # UTF-16 units under a file
PHOTO = 10 * 1024 * 1024
UPLOAD = 50 * 1024 * 1024
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_PHOTOS = {"image/jpeg", "image/png", "image/webp"}
_ROW_BUTTONS, _ROW_LETTERS = 3, 27  # what a narrow phone shows of one row without cutting labels

Part = Callable[[], Awaitable[Message]]


class Parts:
    """Makes the requests of one message. A file is uploaded once; after that its id at Telegram is enough."""

    def __init__(self, bot: Bot, files: Files) -> None:
        self._bot = bot
        self._files = files
        self._uploaded: dict[int, tuple[bool, str]] = {}  # attachment -> whether as a photo, id at Telegram

    def of(self, chat: str, message: Outgoing) -> list[Part]:
        """The requests in order; the last carries the buttons. Each may be made again."""
        keyboard = keyboard_of(message.buttons)
        if len(message.files) == 1 and _units(message.text) <= CAPTION:
            shown = {"caption": message.text or None, "reply_markup": keyboard}
            return [partial(self._file, chat, message.files[0], **shown)]
        files: list[Part] = [partial(self._file, chat, file) for file in message.files]
        if not message.text and files:
            return files
        return [*files, partial(self._text, chat, message.text, keyboard)]

    async def _text(self, chat: str, text: str, keyboard: InlineKeyboardMarkup | None) -> Message:
        """Plain text: without a parse mode no markup can be smuggled in."""
        return await self._bot.send_message(
            chat, text, reply_markup=keyboard, link_preview_options=NO_PREVIEW
        )

    async def _file(self, chat: str, file: tuple[int, str], **shown: Any) -> Message:
        """A picture goes as a photo where Telegram takes it for one, anything else as a document."""
        attachment, name = file
        if attachment in self._uploaded:
            photo, known = self._uploaded[attachment]
            try:
                return await self._hand_over(chat, known, photo, **shown)
            except BadRequest as refused:
                if not _about_the_file(refused):
                    raise
                del self._uploaded[attachment]
        upload = InputFile(content := await self._content(attachment), filename=_one_line(name))
        photo = mimetypes.guess_type(name)[0] in _PHOTOS and len(content) <= PHOTO
        try:
            sent = await self._hand_over(chat, upload, photo, **shown)
        except BadRequest as refused:
            if not photo or not _about_the_file(refused):
                raise
            sent = await self._hand_over(chat, upload, False, **shown)
        self._remember(attachment, sent)
        return sent

    async def _hand_over(self, chat: str, what: InputFile | str, photo: bool, **shown: Any) -> Message:
        if photo:
            return await self._bot.send_photo(chat, what, **shown)
        return await self._bot.send_document(chat, what, **shown)

    def _remember(self, attachment: int, sent: Message) -> None:
        if sent.photo:
            self._uploaded[attachment] = (True, sent.photo[-1].file_id)
        elif sent.document:
            self._uploaded[attachment] = (False, sent.document.file_id)

    async def _content(self, attachment: int) -> bytes:
        try:
            content = await self._files.content(attachment)
        except LookupError as gone:
            raise Unsendable(f"the file {attachment} is gone") from gone
        if not 0 < len(content) <= UPLOAD:
            raise Unsendable(
                f"the file {attachment} has {len(content)} bytes, and Telegram takes 1 to {UPLOAD}"
            )
        return content


def keyboard_of(buttons: Sequence[Button]) -> InlineKeyboardMarkup | None:
    """Short labels share a row, long ones have their own."""
    rows: list[list[InlineKeyboardButton]] = []
    for button in buttons:
        key = InlineKeyboardButton(button.label, callback_data=button.value)
        if rows and _fits([*rows[-1], key]):
            rows[-1].append(key)
        else:
            rows.append([key])
    return InlineKeyboardMarkup(rows) if rows else None


def _fits(row: list[InlineKeyboardButton]) -> bool:
    widest = max(len(key.text) for key in row)  # Telegram makes the keys of a row equally wide
    return len(row) <= _ROW_BUTTONS and widest * len(row) <= _ROW_LETTERS


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _one_line(name: str) -> str:
    return " ".join(name.split()) or "file"


def _about_the_file(refused: BadRequest) -> bool:
    said = str(refused).casefold()
    return any(word in said for word in ("photo", "image", "file_id", "file identifier", "file_reference"))
