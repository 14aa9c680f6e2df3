"""A file's text as it was read, and why another could not be."""

from __future__ import annotations

from dataclasses import dataclass


class Unreadable(Exception):
    """A file nothing can be read from.

    `reason`: empty, scanned, no_words, encoding, encrypted, too_large, too_long, scan_too_long, too_slow,
    spreadsheet, wants_libreoffice, unknown_type, damaged or missing; those of lists stand with their readers.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A file's text, NFC, one entry a paragraph, in the order of the page."""

    file: str
    paragraphs: tuple[str, ...]
