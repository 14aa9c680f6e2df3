"""Forgets what was kept only to be able to repeat itself. Every night."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.jobs import Job
from bot.messages import Notice
from storage.store import Store


def tidy(store: Store, now: datetime) -> Sequence[Notice]:
    """Deletes handled updates, settled messages and visitors who stayed away, each past its time."""
    store.inbox.forget(now)
    store.outbox.forget(now)
    store.sessions.forget(now)
    return ()


JOBS = (Job("housekeeping", at=("03:00",), work=tidy),)
