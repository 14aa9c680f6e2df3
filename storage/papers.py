"""The shape of an official document as it is kept: reading one needs no SQL."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

BODY, HEADER, SIGNATURE, RECIPIENTS = "body", "header", "signature", "recipients"


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A piece to search (`text`) and the whole to quote it from (`paragraph`, ≤ 1500 characters).

    `section` is its label ("II.4.2"), `heading` the headings above it, outermost first, joined by " / ".
    """

    section: str
    heading: str
    text: str
    paragraph: str
    role: str = BODY


@dataclass(frozen=True, slots=True)
class Header:
    """What a document says of itself, None where it does not; `inferred`: what was read from the body."""

    number: str | None = None
    kind: str | None = None
    date: date | None = None
    issuer: str | None = None
    place: str | None = None
    title: str | None = None
    inferred: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as it lies in storage; `id` is None before it does."""

    id: int | None
    file: str
    header: Header
    passages: tuple[StoredPassage, ...] = field(default=())
