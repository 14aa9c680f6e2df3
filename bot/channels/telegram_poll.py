"""Asks Telegram for updates, for machines without a public address. An update is let go once it is stored."""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from telegram import Bot
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.request import BaseRequest

from bot.channels.telegram_errors import TooFast
from bot.channels.telegram_read import KINDS, address_of, update_id_of
from bot.redaction import redact

log = logging.getLogger(__name__)

POLL_SECONDS = 30  # how long Telegram may wait for something to tell
SLOWLY = 30.0  # seconds between tries when somebody must act first
LONGEST = 60.0  # seconds between tries when the network or the database is away
GIVE_UP = 5  # tries to store an update while others can be stored

Ask = Callable[[int | None], Awaitable[Sequence[Any]]]
Keep = Callable[[Any], Awaitable[bool]]
Sleep = Callable[[float], Awaitable[None]]


class Poller:
    """`ask(offset)` returns raw updates. `keep(update)` stores one: False when it was not for us, and it
    raises when the storage would not take it."""

    def __init__(self, ask: Ask, keep: Keep, sleep: Sleep) -> None:
        self._ask = ask
        self._keep = keep
        self._sleep = sleep
        self._unanswered = 0
        self._unstored = 0
        self._refused: Counter[int] = Counter()

    async def run(self) -> None:
        """Until it is cancelled."""
        offset = None
        while True:
            try:
                updates = await self._ask(offset)
            except TelegramError as error:
                await self._rest(error)
                continue
            if self._unanswered:
                log.info("Telegram answers again")
                self._unanswered = 0
            offset = await self._keep_all(updates)

    async def _keep_all(self, updates: Sequence[Any]) -> int | None:
        """Stores what came; returns the offset to ask with. None after an empty answer, which confirmed all:
        the numbers may start anew after a quiet week."""
        numbers = [number for update in updates if (number := update_id_of(update)) is not None]
        waiting = await self._keep_each(updates)
        if waiting or (updates and not numbers):
            self._unstored += 1
            await self._sleep(_pause(self._unstored))
        else:
            self._unstored = 0
            self._refused.clear()
        if waiting:
            return min(waiting)
        return max(numbers) + 1 if numbers else None

    async def _keep_each(self, updates: Sequence[Any]) -> set[int]:
        """The numbers of those that could not be stored. Nobody's later update overtakes an earlier one."""
        failed: dict[int, Exception] = {}
        behind: set[int] = set()
        held_up: set[str] = set()
        stored = 0
        for update in updates:
            number = update_id_of(update)
            if number is None:
                log.warning("Telegram sent an update without a number")
                continue
            sender = str(address_of(update, ""))
            if sender in held_up:
                behind.add(number)
                continue
            try:
                stored += await self._keep(update)
            except Exception as error:  # noqa: BLE001 - one poison update must not stop the others
                failed[number] = error
                held_up.add(sender)
        given_up = self._give_up(failed) if stored else set()
        return (set(failed) - given_up) | behind

    def _give_up(self, failed: dict[int, Exception]) -> set[int]:
        """Those that failed again and again while others were stored: it is the update, not the database."""
        self._refused.update(failed.keys())
        lost = {number for number in failed if self._refused[number] >= GIVE_UP}
        for number in lost:
            log.error(
                "update %s of Telegram cannot be stored and is left out", number, exc_info=failed[number]
            )
        return lost

    async def _rest(self, error: TelegramError) -> None:
        self._unanswered += 1
        why = redact(str(error))
        if isinstance(error, Conflict):
            log.error("Telegram: somebody else fetches this bot's updates (%s). Only one program may.", why)
            await self._sleep(SLOWLY)
        elif isinstance(error, InvalidToken):
            log.error("Telegram does not know this bot's token (%s)", why)
            await self._sleep(SLOWLY)
        elif isinstance(error, TooFast):
            await self._sleep(error.seconds)
        else:
            if self._unanswered == 1:
                log.warning("Telegram cannot be reached (%s), trying on", why)
            await self._sleep(_pause(self._unanswered))


def _pause(failures: int) -> float:
    return min(2.0 ** min(failures - 1, 10), LONGEST)


async def raw_updates(bot: Bot, request: BaseRequest, offset: int | None) -> Sequence[Any]:
    """What waits, as JSON: Bot.get_updates fails for all where one cannot be parsed. Raises TelegramError."""
    asked = {"timeout": str(POLL_SECONDS), "allowed_updates": json.dumps(KINDS)}
    if offset is not None:
        asked["offset"] = str(offset)
    updates = await request.post(f"{bot.base_url}/getUpdates?{urlencode(asked)}")
    if not isinstance(updates, list):
        raise TelegramError("getUpdates gave no list")
    return updates
