"""What senders work with, besides the database and the channels."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.boundaries import nothing_happens


def _nobody_waits(account_id: int) -> None:
    return


@dataclass(frozen=True)
class Means:
    """clock gives the instant (UTC); ticks gives seconds that only go forward; both are replaced in tests.

    holder     names this process in claims and leases. One that restarts under the same name takes its
               lease back at once; processes that may run side by side need different names
    rates      messages a second by channel
    arrived    wakes whoever reads an account's messages in this process
    in_flight  how many accounts of a channel are sent to at the same moment
    poll_s     how long to wait before looking at the queue without being woken
    """

    clock: Callable[[], datetime]
    holder: str
    rates: Mapping[str, float] = field(default_factory=dict)
    arrived: Callable[[int], None] = _nobody_waits
    boundary: Callable[[str], None] = nothing_happens
    ticks: Callable[[], float] = time.monotonic
    in_flight: int = 16
    poll_s: float = 1.0
