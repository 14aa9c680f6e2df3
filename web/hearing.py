"""Reads what a visitor sent: JSON, or a form with a file. Parsed by hand, for speed."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass, replace
from typing import Any

import orjson
from starlette.requests import Request

from bot.messages import Attachment
from web.trouble import Trouble
from web.uploads import MAX_FILE, MAX_FORM, MAX_TEXT, UploadedFile, chunks, read_form

MAX_BODY = 8 * MAX_TEXT  # the same text may be written in \u escapes
MAX_ID = 64
MAX_PRESS = 200
KINDS = {"image": "photo", "audio": "voice", "video": "video"}


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing a visitor did. One of `text`, `press` and `file`; a text may go with a file.

    `upload` holds the bytes of `file` until they are needed.
    """

    client_id: str
    text: str = ""
    press: str | None = None
    file: Attachment | None = None
    upload: UploadedFile | None = None

    def whole(self) -> Heard:
        """The same with the bytes of its file."""
        if self.file is None or self.upload is None:
            return self
        return replace(self, file=replace(self.file, content=self.upload.content()))


async def read_object(request: Request) -> dict[str, Any]:
    """The JSON object in the body. Raises Trouble."""
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise Trouble(415, "web.unreadable")
    try:
        found = orjson.loads(await _body(request))
    except orjson.JSONDecodeError as error:
        raise Trouble(400, "web.unreadable") from error
    if not isinstance(found, dict):
        raise Trouble(400, "web.unreadable")
    return found


async def _body(request: Request) -> bytes:
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > MAX_BODY:
        raise Trouble(413, "web.too_large")
    body = bytearray()
    async for chunk in chunks(request):
        body += chunk
        if len(body) > MAX_BODY:
            raise Trouble(413, "web.too_large")
    return bytes(body)


async def hear(request: Request) -> Heard:
    """What the visitor sent. Raises Trouble."""
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await _hear_form(request)
    found = await read_object(request)
    client_id, text, press = _identifier(found), found.get("text"), found.get("press")
    file = _announced(found["file"]) if "file" in found else None
    if file is not None:
        return Heard(client_id, _text(text or ""), file=file)
    if isinstance(press, str) and text is None and 0 < len(press) <= MAX_PRESS and press.isprintable():
        return Heard(client_id, press=press)
    if isinstance(text, str) and press is None:
        return Heard(client_id, _text(text))
    raise Trouble(400, "web.unreadable")


def _identifier(found: dict[str, Any]) -> str:
    client_id = found.get("client_id")
    if isinstance(client_id, str) and 0 < len(client_id) <= MAX_ID and client_id.isprintable():
        return client_id
    raise Trouble(400, "web.unreadable")


def _text(text: Any) -> str:
    if not isinstance(text, str):
        raise Trouble(400, "web.unreadable")
    if len(text.encode()) > MAX_TEXT:
        raise Trouble(413, "web.too_large")
    return text.replace("\0", "")  # PostgreSQL keeps no NUL


def _announced(file: Any) -> Attachment:
    """A file too large to be worth sending: the page tells its name and size alone."""
    if isinstance(file, dict) and isinstance(file.get("size"), int) and file["size"] > MAX_FILE:
        return _attachment(str(file.get("name", "")), str(file.get("media_type", "")), file["size"])
    raise Trouble(400, "web.unreadable")


async def _hear_form(request: Request) -> Heard:
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > MAX_FORM:
        raise Trouble(413, "web.file_too_large")
    form = await read_form(request)
    client_id, text = _identifier(dict(form.fields)), _text(form.fields.get("text", ""))
    if form.file is None:
        raise Trouble(400, "web.unreadable")
    file = form.file
    return Heard(client_id, text, file=_attachment(file.name, file.media_type, file.size), upload=file)


def _attachment(name: str, media_type: str, size: int) -> Attachment:
    plain = _printable(name.replace("\\", "/").rpartition("/")[2])[:200]
    given = _printable(media_type.partition(";")[0]).strip().lower()
    known = given or mimetypes.guess_type(plain)[0] or ""
    kind = KINDS.get(known.partition("/")[0], "document")
    return Attachment(kind, plain, known[:120], size)


def _printable(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable())
