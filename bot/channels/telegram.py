"""The Telegram channel: sends, edits, fetches, acknowledges, and takes updates in.

Source: https://core.telegram.org/bots/api
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

from telegram import Bot
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot import texts
from bot.channels.base import Capabilities, Files, Sent
from bot.channels.telegram_errors import failure
from bot.channels.telegram_files import FETCHED
from bot.channels.telegram_poll import POLL_SECONDS, Poller, Sleep, raw_updates
from bot.channels.telegram_read import CHANNEL, KINDS, address_of, press_of, update_id_of
from bot.channels.telegram_request import AiohttpRequest
from bot.channels.telegram_send import Sending
from bot.messages import Outgoing
from bot.redaction import conceal
from storage.accounts import Address

log = logging.getLogger(__name__)

API = "https://api.telegram.org"
COMMANDS = ("phong_trao", "dang_ky", "sang_kien", "viec_cua_toi", "gap_can_bo", "huy", "tro_giup")
CONNECTIONS = 256  # at 100 ms a request, what 2,000 messages a second need

Store = Callable[[Address, str, dict[str, Any]], Awaitable[bool]]


class Telegram:
    """One bot. `bot` is its id, `username` its name once Telegram has told it (for t.me links)."""

    name = CHANNEL
    can = Capabilities(
        buttons=100, label=40, text=4096, edits=True, files=True, in_answer=False, utf16=True, deletes=True
    )

    def __init__(
        self,
        token: str,
        files: Files,
        base_url: str = API,
        read_seconds: float = 20.0,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        conceal(token)
        base = base_url.rstrip("/")
        by_proxy = urlsplit(base).hostname not in {"127.0.0.1", "localhost", "::1"}
        self._polling = AiohttpRequest(2, POLL_SECONDS + read_seconds, by_proxy=by_proxy)
        self._bot = Bot(
            token,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=AiohttpRequest(CONNECTIONS, read_seconds, by_proxy=by_proxy),
            get_updates_request=self._polling,
        )
        self.bot = token.partition(":")[0]
        self.username: str | None = None
        self._sending = Sending(self._bot, files)
        self._sleep = sleep
        self._acknowledging: set[asyncio.Task[None]] = set()
        self._introduced = self._fetching = False

    async def start(self) -> None:
        """Opens connections, shows the menu. Raises SendFailed where Telegram does not know the token."""
        try:
            await self._introduce()
        except InvalidToken as unknown:
            raise failure(unknown) from unknown
        except TelegramError as away:
            log.warning("Telegram cannot be reached yet: %s", failure(away))

    async def stop(self) -> None:
        """Closes connections."""
        tasks = list(self._acknowledging)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._bot.shutdown()

    async def send(self, to: Address, message: Outgoing) -> Sent:
        """Hands one rendered message over. Raises SendFailed.

        A message with files may take several requests; tried again, it goes on with the one that failed.
        """
        return await self._sending.send(to.external_id, message)

    async def acknowledge(self, callback_id: str) -> None:
        """Tells Telegram that a press arrived, so that the button stops spinning. Failing does no harm."""
        try:
            await self._bot.answer_callback_query(callback_id)
        except TelegramError as error:
            log.debug("a press was not acknowledged: %s", error)

    async def fetch(self, external_id: str) -> bytes:
        """The bytes of what was sent to us, at most 20 MB. Raises LookupError; SendFailed: later perhaps."""
        try:
            file = await self._bot.get_file(external_id)
            if not file.file_path or (file.file_size or 0) > FETCHED:
                raise LookupError("Telegram does not hand this file out")
            return bytes(await file.download_as_bytearray())
        except BadRequest as refused:
            raise LookupError(str(refused)) from refused
        except TelegramError as error:
            raise failure(error) from error

    async def poll(self, store: Store) -> None:
        """Fetches updates until it is cancelled; Telegram drops an update once `store` has it."""

        async def ask(offset: int | None) -> Sequence[Any]:
            await self._introduce()
            if not self._fetching:
                self._fetching = await self._bot.delete_webhook()
            return await raw_updates(self._bot, self._polling, offset)

        async def keep(update: dict[str, Any]) -> bool:
            address, number = address_of(update, self.bot), update_id_of(update)
            if address is None or number is None:
                return False
            if await store(address, str(number), update):
                self.stored(update)
            return True

        await Poller(ask, keep, self._sleep).run()

    def stored(self, update: dict[str, Any]) -> None:
        """To be told of every new update that was stored: a press is acknowledged at once."""
        callback_id = press_of(update)
        if callback_id:
            task = asyncio.get_running_loop().create_task(self.acknowledge(callback_id))
            self._acknowledging.add(task)
            task.add_done_callback(self._acknowledging.discard)

    async def set_webhook(self, url: str, secret: str) -> None:
        """Has updates delivered to the address. `secret`: 1 to 256 of A-Za-z0-9_-. Raises SendFailed."""
        conceal(secret)
        try:
            await self._introduce()
            await self._bot.set_webhook(url, allowed_updates=KINDS, secret_token=secret)
        except TelegramError as error:
            raise failure(error) from error

    async def delete_webhook(self) -> None:
        """Has updates kept for polling. What waits is not lost. Raises SendFailed."""
        try:
            await self._bot.delete_webhook()
        except TelegramError as error:
            raise failure(error) from error

    async def _introduce(self) -> None:
        """Learns the bot's name and shows its menu, once."""
        if self._introduced:
            return
        await self._bot.initialize()
        self.username = self._bot.username
        menu = [(command, texts.say(f"telegram.menu.{command}")) for command in COMMANDS]
        await self._bot.set_my_commands(menu)  # whatever language the person's Telegram speaks
        await self._bot.set_my_commands(menu, language_code="vi")
        self._introduced = True
