"""How fast one channel may send: answers at once, broadcasts in what is left. Pure: time is an argument."""

from __future__ import annotations

import math

BULK_SHARE = 0.8
BURST_S = 0.1


class Pace:
    """The slots of one channel, in seconds of any clock that only goes forward.

    Broadcasts get four fifths of the rate, a tenth of a second's worth at once at most. Each answer pushes
    their next slot forward, so that together they stay within the rate.
    """

    def __init__(self, per_second: float) -> None:
        self._slot = 1 / per_second
        self._bulk_slot = self._slot / BULK_SHARE
        self._burst = max(1, math.floor(BURST_S / self._bulk_slot))
        self._next_bulk = 0.0
        self._answers_from = 0.0
        self._bulk_from = 0.0

    def bulk_room(self, at: float) -> int:
        """How many broadcast messages may go at this moment."""
        start = max(self._next_bulk, self._bulk_from)
        if at < start:
            return 0
        return min(self._burst, 1 + math.floor((at - start) / self._bulk_slot))

    def sent(self, answers: int, bulk: int, at: float) -> None:
        """So many go out now."""
        if bulk:
            spared = at - (self._burst - 1) * self._bulk_slot  # what was not used before is gone
            self._next_bulk = max(self._next_bulk, spared) + bulk * self._bulk_slot
        if answers:
            self._next_bulk = max(self._next_bulk, at) + answers * self._slot

    def pause(self, until: float, *, bulk_only: bool) -> None:
        """The platform wants nothing before this moment; of broadcasts, or of anything."""
        self._bulk_from = max(self._bulk_from, until)
        if not bulk_only:
            self._answers_from = max(self._answers_from, until)

    def answers_in(self, at: float) -> float:
        """Seconds until answers may go; 0 when they may."""
        return max(0.0, self._answers_from - at)

    def bulk_in(self, at: float) -> float:
        """Seconds until the next broadcast message may go; 0 when it may."""
        return max(0.0, self._next_bulk - at, self._bulk_from - at)
