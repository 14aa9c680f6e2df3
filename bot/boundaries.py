"""The points between which a crash must lose nothing. Tests pass a callable that stops there."""

from __future__ import annotations

STORED = "stored"  # the update is kept, nobody has looked at it
HANDLED = "handled"  # it is answered, and nothing is committed
COMMITTED = "committed"  # the answer lies in the outbox
SENT = "sent"  # the platform has the message, the outbox does not know
MARKED = "marked"  # the outbox knows

BOUNDARIES = (STORED, HANDLED, COMMITTED, SENT, MARKED)


def nothing_happens(boundary: str) -> None:
    """What happens at a boundary outside of tests."""
