"""doctor: looks at what usually goes wrong, and says in plain sentences what to do."""

from __future__ import annotations

import asyncio
import shutil
from argparse import ArgumentParser, Namespace
from pathlib import Path

from bot.errors import SendFailed
from bot.settings import DEFAULT_SECRET
from bot.turn import local
from commands.program import Program
from knowledge.file_tools import find, reads_vietnamese
from storage.database import UNREACHABLE, reason

ROOM = 500_000_000  # bytes that should be free


def add_arguments(parser: ArgumentParser) -> None:
    """Takes no arguments."""


def run(arguments: Namespace, program: Program) -> int:
    """0 when all is well; 1 when something must be done."""
    well = True
    for check in (_settings, _database, _duties, _disk, _documents, _telegram):
        fine, sentence = check(program)
        print(f"{'ok  ' if fine else 'DO  '} {sentence}")
        well = well and fine
    return 0 if well else 1


Found = tuple[bool, str]


def _settings(program: Program) -> Found:
    settings = program.settings
    if settings.secret_key == DEFAULT_SECRET and settings.host not in {"127.0.0.1", "localhost", "::1"}:
        return False, "Settings: other machines can reach this one; write a SECRET_KEY of your own."
    kind = "for real people" if settings.production else "for trying out; PRODUCTION=on when real people come"
    return True, f"Settings: all can be read ({kind})."


def _database(program: Program) -> Found:
    if program.database.file and not program.database.file.exists():
        return True, f"Database: {program.where} is made at the first start."
    try:
        missing = program.database.missing_migrations()
        with program.database.reading() as store:
            waiting = store.outbox.waiting() if not missing else 0
    except UNREACHABLE as error:
        return False, f"Database: {program.where} does not answer ({reason(error)}); is it running?"
    if missing:
        return False, f"Database: {program.where} lacks {missing} changes of tables; run `main.py migrate`."
    return True, f"Database: {program.where} answers; {waiting} messages wait to be sent."


def _duties(program: Program) -> Found:
    """What the law on personal data wants done."""
    if program.database.file and not program.database.file.exists():
        return True, "Personal data: nothing is held yet."
    now = program.now()
    try:
        if program.database.missing_migrations():
            return True, "Personal data: looked at once the tables are up to date."
        with program.database.reading() as store:
            late, urgent = store.requests.overdue(local(now).date(), now), store.breaches.urgent(now)
    except UNREACHABLE:
        return True, "Personal data: looked at once the database answers."
    if urgent:
        by = f"{local(urgent[0].tell_by):%Y-%m-%d %H:%M}"
        return False, f"Personal data: breach {urgent[0].id} must be told to the agency by {by}."
    if late:
        return (
            False,
            f"Personal data: {len(late)} requests are overdue; `main.py privacy requests --overdue`.",
        )
    return True, "Personal data: no request is overdue, no breach waits to be told."


def _disk(program: Program) -> Found:
    folder = program.database.file.parent if program.database.file else Path()
    free = shutil.disk_usage(
        next(each for each in (folder, *folder.absolute().parents) if each.exists())
    ).free
    if free < ROOM:
        return False, f"Disk: only {free / 1e6:.0f} MB are free; make room, {ROOM / 1e6:.0f} MB at least."
    return True, f"Disk: {free / 1e9:.1f} GB are free."


def _documents(program: Program) -> Found:
    """What can be read besides Word, text and PDF with text; nothing must be installed for those."""
    office, scans, old = find("soffice"), reads_vietnamese(), find("antiword")
    can = ["Word, text, PDF with text", *(["scans and photos"] if scans else [])]
    can += ["old Word files"] if office or old else []
    wanted = [] if scans else ["tesseract-ocr and tesseract-ocr-vie for scans and photos"]
    wanted += [] if office else ["libreoffice-writer for .doc"]
    missing = f"; install {' and '.join(wanted)} (docs/documents.md)" if wanted else ""
    return True, f"Documents: {', '.join(can)} can be read{missing}."


def _telegram(program: Program) -> Found:
    if program.telegram is None:
        return True, "Telegram: not used; TELEGRAM_BOT_TOKEN is empty."
    return asyncio.run(ask_telegram(program))


async def ask_telegram(program: Program) -> Found:
    """Whether Telegram knows the bot, and what to do where it does not."""
    telegram = program.telegram
    if telegram is None:
        return True, ""
    try:
        await telegram.start()
    except SendFailed:
        return False, "Telegram: the token is refused; get it from @BotFather and write TELEGRAM_BOT_TOKEN."
    finally:
        await telegram.stop()
    if telegram.username is None:
        return False, f"Telegram: {program.settings.telegram_api_base_url} cannot be reached from here."
    return True, f"Telegram: the bot is @{telegram.username}, by {program.settings.telegram_mode}."
