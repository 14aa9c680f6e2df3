"""The log: one line an event on standard error, for people or as JSON, never with a secret in it."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterable
from datetime import datetime
from typing import TextIO
from zoneinfo import ZoneInfo

from bot.redaction import conceal

# They tell every request and step, some with the bot's token in the address.
TALKATIVE = (
    "httpx",
    "httpcore",
    "aiohttp.access",
    "uvicorn.access",
    "uvicorn.error",
    "asyncio",
    "telegram",
    "alembic",
)


class TextFormatter(logging.Formatter):
    """2026-11-21 15:04:05 INFO bot.sender: what happened."""

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")
        self._zone = zone

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802
        return datetime.fromtimestamp(record.created, self._zone).strftime("%Y-%m-%d %H:%M:%S")


class JsonFormatter(logging.Formatter):
    """{"at": ISO 8601 with offset, "level", "name", "message", "error" (a traceback) where there is one}."""

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__()
        self._zone = zone

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "at": datetime.fromtimestamp(record.created, self._zone).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "name": record.name,
            "message": record.getMessage(),
        }
        if record.exc_text or record.exc_info:
            told["error"] = record.exc_text or self.formatException(record.exc_info or (None, None, None))
        return json.dumps(told, ensure_ascii=False)


def set_up(form: str, zone: str, secrets: Iterable[str], stream: TextIO | None = None) -> None:
    """Writes the log in this form ("text" or "json") from now on, in the place of any before."""
    for secret in secrets:
        conceal(secret)
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter((JsonFormatter if form == "json" else TextFormatter)(ZoneInfo(zone)))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
