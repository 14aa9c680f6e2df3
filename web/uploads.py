"""Reads a form with one file as it comes in, and keeps no more of it than is wanted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import Request

from web.trouble import Trouble

MAX_TEXT = 100 * 1024  # bytes of UTF-8
MAX_FILE = 20 * 1024 * 1024
MAX_FORM = 64 * 1024 * 1024  # up to here an overlong file is counted, so that the bot can say so
MAX_PARTS = 10
IN_MEMORY = 64 * 1024  # a file larger than that waits on disk
QUIET_S = 30.0  # between two pieces of a body


class UploadedFile:
    """A file as it comes in, on disk where it is no small one; `size` in bytes goes on counting."""

    def __init__(self, name: str, media_type: str) -> None:
        self.name = name
        self.media_type = media_type
        self.size = 0
        self._kept = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed below

    def __del__(self) -> None:
        self._kept.close()

    def add(self, piece: bytes) -> None:
        """Keeps no more than may be kept."""
        self.size += len(piece)
        if self.size <= MAX_FILE:
            self._kept.write(piece)

    def content(self) -> bytes | None:
        """All of it, None where it is too large."""
        self._kept.seek(0)
        return self._kept.read() if self.size <= MAX_FILE else None


@dataclass(slots=True)
class Form:
    """What a form held: its fields, and the first file called "file"."""

    fields: dict[str, str] = field(default_factory=dict)
    file: UploadedFile | None = None


class _Reader:
    """The parser's callbacks, which get slices of what is being read."""

    def __init__(self) -> None:
        self.form = Form()
        self._header = (bytearray(), bytearray())
        self._headers: dict[bytes, bytes] = {}
        self._name = ""
        self._text = bytearray()
        self._file: UploadedFile | None = None
        self._parts = 0

    def part_begins(self) -> None:
        self._headers, self._name, self._text, self._file = {}, "", bytearray(), None
        self._parts += 1
        if self._parts > MAX_PARTS:
            raise Trouble(400, "web.unreadable")

    def header_name(self, data: bytes, start: int, end: int) -> None:
        self._header[0].extend(data[start:end])

    def header_value(self, data: bytes, start: int, end: int) -> None:
        self._header[1].extend(data[start:end])

    def header_ends(self) -> None:
        self._headers[bytes(self._header[0]).lower()] = bytes(self._header[1])
        self._header = (bytearray(), bytearray())

    def headers_end(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        self._name = options.get(b"name", b"").decode("utf-8", "replace")
        if b"filename" in options:
            name = options[b"filename"].decode("utf-8", "replace")
            media_type = self._headers.get(b"content-type", b"").decode("latin-1")
            self._file = UploadedFile(name, media_type)

    def data(self, data: bytes, start: int, end: int) -> None:
        if self._file is None:
            self._text += data[start:end]
            if len(self._text) > MAX_TEXT:
                raise Trouble(413, "web.too_large")
            return
        self._file.add(data[start:end])

    def part_ends(self) -> None:
        if self._file is None:
            self.form.fields[self._name] = self._text.decode("utf-8", "replace")
        elif self.form.file is None and self._name == "file":
            self.form.file = self._file


async def chunks(request: Request) -> AsyncIterator[bytes]:
    """The body as it comes in. Raises Trouble for who stops sending: a line left open costs memory."""
    coming = aiter(request.stream())
    while True:
        try:
            async with asyncio.timeout(QUIET_S):
                chunk = await anext(coming)
        except StopAsyncIteration:
            return
        except TimeoutError:
            raise Trouble(408, "web.too_slow") from None
        yield chunk


async def read_form(request: Request) -> Form:
    """Reads a multipart body. Raises Trouble for what is no form, and for what is far too long."""
    _, options = parse_options_header(request.headers.get("content-type", ""))
    reader, size = _Reader(), 0
    try:
        parser = MultipartParser(
            options.get(b"boundary", b""),
            {
                "on_part_begin": reader.part_begins,
                "on_part_data": reader.data,
                "on_part_end": reader.part_ends,
                "on_header_field": reader.header_name,
                "on_header_value": reader.header_value,
                "on_header_end": reader.header_ends,
                "on_headers_finished": reader.headers_end,
            },
        )
        async for chunk in chunks(request):
            size += len(chunk)
            if size > MAX_FORM:
                raise Trouble(413, "web.file_too_large")
            parser.write(chunk)
        parser.finalize()
    except FormParserError as error:
        raise Trouble(400, "web.unreadable") from error
    return reader.form
