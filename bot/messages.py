"""What goes in and out, the same on every channel. Pure data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from storage.accounts import Address

MAX_HEARD = 4000


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something sent that is not text. `content` is None where the channel keeps it under `external_id`,
    or where it was too large to take (`size` in bytes tells)."""

    kind: str  # photo, document, voice, sticker, location, video, contact, other
    name: str = ""
    media_type: str = ""
    size: int = 0
    content: bytes | None = None
    external_id: str | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing a person did: wrote, pressed, sent, came in by a link (`start`), or opened a web session."""

    address: Address
    update_id: str
    at: datetime
    text: str = ""
    press: str | None = None
    start: str | None = None
    attachments: tuple[Attachment, ...] = ()
    message_id: str | None = None  # the platform's id of the message, or of the one whose button was pressed
    callback_id: str | None = None  # the platform's id of the press, to be acknowledged
    edited: bool = False
    left: bool | None = None  # the platform says: blocked us (True), came back (False)


NUMBERED, WORDED = "number", "word"


@dataclass(frozen=True, slots=True)
class Choice:
    """A button. `value` answers the question asked, unless `action` says what it does anywhere.

    `by` NUMBERED: chosen by the number under which the text itself lists it, and no button is shown.
    `by` WORDED: beside such a list: has no number, only its words.
    """

    label: str
    value: str = ""
    action: str | None = None  # a row action or a route's name
    row: int = 0
    version: int = 0
    by: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where an answer stands: the document and the words."""

    number: str | None
    issuer: str | None
    date: str | None
    section: str
    quote: str


@dataclass(frozen=True, slots=True)
class File:
    """A file to hand over: bytes, with a name a person understands."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """One message to the person who wrote. `key` names it, so that a later one can replace it."""

    text: str
    choices: tuple[Choice, ...] = ()
    sources: tuple[Source, ...] = ()
    files: tuple[File, ...] = ()
    key: str | None = None
    replaces: str | None = None
    closing: bool = False  # after it, "ok" and "thanks" want no answer

    def also(self, other: Reply) -> Reply:
        """Both as one message, the choices of the second."""
        return replace(
            other,
            text=f"{self.text}\n{other.text}",
            sources=self.sources + other.sources,
            files=self.files + other.files,
        )


@dataclass(frozen=True, slots=True)
class Notice:
    """A message to somebody else, or to the same person later."""

    person_id: int
    reply: Reply
    due_at: datetime | None = None
    name: str | None = None  # under which it can be withdrawn until it is due
    account_id: int | None = None  # to a visitor who is no person yet


Said = Sequence["Reply | Notice"]


@dataclass(frozen=True, slots=True)
class Button:
    """A stamped button as a channel shows it: at most 64 bytes of `value`. `by` as of its choice."""

    label: str
    value: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A rendered message, exactly as it will go out. Stored in the outbox as JSON."""

    text: str
    buttons: tuple[Button, ...] = ()
    sources: tuple[Source, ...] = ()
    files: tuple[tuple[int, str], ...] = ()  # (attachment id, name)
    replaces: str | None = None
    deletes: str | None = None  # the platform's id of a message to delete; nothing is shown then
    extra: dict[str, str] = field(default_factory=dict)
