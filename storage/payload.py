"""JSON as the databases keep it: UTF-8, without what PostgreSQL cannot hold."""

from __future__ import annotations

import re
from typing import Any

import orjson

LONGEST = 63  # bits of a number, beside its sign
_NUL = re.compile(r"(?<!\\)((?:\\\\)*)(?:\\u0000)+")


def dump(value: Any) -> str:
    """JSON text. NUL and halves of surrogate pairs, which platforms do pass on, are left out; numbers of more
    than 64 bits are kept as text."""
    try:
        written = orjson.dumps(value).decode()
    except orjson.JSONEncodeError:
        written = orjson.dumps(_whole(value)).decode()
    return _NUL.sub(r"\1", written) if "\\u0000" in written else written


def load(written: str | bytes | float) -> Any:
    """What `dump` wrote; SQLite has turned a bare number into one by itself."""
    return orjson.loads(written) if isinstance(written, (str, bytes)) else written


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "ignore").decode()
    if isinstance(value, dict):
        return {_whole(name): _whole(each) for name, each in value.items()}
    if isinstance(value, int) and value.bit_length() > LONGEST:
        return str(value)
    return [_whole(each) for each in value] if isinstance(value, (list, tuple)) else value
