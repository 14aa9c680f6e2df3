"""The errors that are expected.

Refused     the person may not, or cannot now; has a sentence for it
Unreadable  an answer could not be understood; has a hint for it
SendFailed  a channel did not take a message; says whether to try again
Unsendable  a SendFailed: the message itself can never go out, the address is well
"""

from __future__ import annotations

import secrets


class Refused(Exception):  # what was asked for does not happen, and the person is told why
    """The whole message is rolled back and the person hears the sentence `key`."""

    def __init__(self, key: str, **blanks: object) -> None:
        super().__init__(key)
        self.key = key
        self.blanks = blanks


class Unreadable(Exception):  # the form asks again with a hint
    """An answer was not understood; `key` is the hint to give."""

    def __init__(self, key: str, **blanks: object) -> None:
        super().__init__(key)
        self.key = key
        self.blanks = blanks


class SendFailed(Exception):  # the sender decides by its three facts
    """A message did not go out.

    permanent    the address can never be written to (blocked, unknown): do not retry
    unknown      it may have been delivered
    retry_after  seconds to wait before the whole channel's next try, when the platform said so
    moved_to     the address's new id on the platform, when it said so
    """

    def __init__(
        self,
        why: str,
        *,
        permanent: bool = False,
        unknown: bool = False,
        retry_after: float | None = None,
        moved_to: str | None = None,
    ) -> None:
        super().__init__(why)
        self.permanent = permanent
        self.unknown = unknown
        self.retry_after = retry_after
        self.moved_to = moved_to


class Unsendable(SendFailed):  # the sender gives up this message, not the address
    """The platform will never take this message as it is; trying again changes nothing."""


def incident() -> str:
    """A short code that stands in the log and in the sentence a person sees."""
    return secrets.token_hex(3).upper()
