"""Keeps tokens out of the log: no record and no traceback shows one, whoever writes it."""

from __future__ import annotations

import logging
from typing import Any

SHOWN = "[secret]"
_PLAIN = (int, float, bool, type(None))
_secrets: set[str] = set()
_formatter = logging.Formatter()
_make = logging.getLogRecordFactory()


def conceal(secret: str) -> None:
    """From now on the secret stands in no log record; nor does what follows its colon, where it has one."""
    if secret:
        _secrets.update({secret, secret.partition(":")[2] or secret})
    if logging.getLogRecordFactory() is not _record:
        logging.setLogRecordFactory(_record)


def redact(text: str) -> str:
    """The text without any secret."""
    for secret in sorted(_secrets, key=len, reverse=True):
        text = text.replace(secret, SHOWN)
    return text


def _record(*args: Any, **kwargs: Any) -> logging.LogRecord:
    record = _make(*args, **kwargs)
    record.msg = redact(str(record.msg))
    if isinstance(record.args, dict):
        record.args = {name: _argument(value) for name, value in record.args.items()}
    elif record.args:
        record.args = tuple(_argument(value) for value in record.args)
    if record.exc_info:
        clean = redact(written := _formatter.formatException(record.exc_info))
        if clean != written:  # formatters take `exc_text` where it is given
            record.exc_text, record.exc_info = clean, None
    if record.stack_info:
        record.stack_info = redact(record.stack_info)
    return record


def _argument(value: object) -> object:
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, str):
        return redact(value)
    try:
        shown = (str(value), repr(value))
    except Exception:  # noqa: BLE001 - whoever formats the record reports it
        return value
    return value if all(redact(text) == text for text in shown) else redact(shown[0])
