"""What every channel declares and does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.messages import Outgoing
from storage.accounts import Address


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a channel can show. Rendering degrades by it."""

    buttons: int  # how many under one message; 0: numbered lines instead
    label: int  # characters of a button's label
    text: int  # how long one message may be, counted by `measure`
    edits: bool  # a sent message can be replaced
    files: bool  # files go out as files; otherwise only their names are told
    in_answer: bool  # replies travel in the answer to the request itself (web, console)
    utf16: bool = False  # text is counted in UTF-16 code units
    deletes: bool = False  # a message can be deleted, for some time, whoever wrote it


@dataclass(frozen=True, slots=True)
class Sent:
    """A message went out; `external_id` is the platform's id of it."""

    external_id: str | None = None


class Files(Protocol):
    """Where a channel fetches the bytes of an attachment it must send."""

    async def content(self, attachment_id: int) -> bytes:
        """The file's bytes. Raises LookupError."""


class Channel(Protocol):
    """Reads are the channel's own; this is what the core asks of it."""

    name: str
    can: Capabilities

    async def send(self, to: Address, message: Outgoing) -> Sent:
        """Hands one rendered message to the platform. Raises SendFailed."""
